from __future__ import annotations

from pathlib import PurePath
from typing import Annotated, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field

from handoutkit.problems import Problem
from handoutkit.toml_files import Schema, read_toml

PATH = PurePath("handouts/sheet.toml")


class Inner(Schema):
    use: Annotated[str, Field(min_length=1)]
    with_: dict[str, str] = Field(default={}, alias="with")


class Outer(Schema):
    title: str
    kind: Literal["topic", "log"] = "topic"
    count: int = 0
    on: bool = False
    locales: Annotated[list[str], Field(min_length=1)] = ["en"]
    section: list[Inner] = []
    named: dict[Annotated[str, Field(pattern=r"^[a-z_]+$")], Inner] = {}
    hyphenated: Annotated[str, Field(pattern=r"^[a-z-]+$")] = "a"


def problems(text: str) -> tuple[Problem, ...]:
    found, problems = read_toml(text, PATH, Outer)
    assert found is None
    return problems


def only(text: str) -> tuple[str, str, str, str]:
    (problem,) = problems(text)
    return problem.code, str(problem.place), problem.message, problem.fix


def test_a_good_file_is_an_object_and_no_problems() -> None:
    assert read_toml('title = "Iron"', PATH, Outer) == (Outer(title="Iron"), ())


def test_broken_toml_is_told_at_its_line() -> None:
    assert only('title = "Iron"\n= 3\n') == (
        "broken-toml",
        "handouts/sheet.toml:2",
        "this is not valid TOML: invalid statement",
        "mend this line",
    )


def test_a_file_that_ends_too_early_is_told_at_its_last_line() -> None:
    assert only('title = "Iron"\nlocales = [')[1] == "handouts/sheet.toml:2"


def test_deep_nesting_is_a_problem() -> None:
    assert only("title = " + "[" * 5000)[0] == "broken-toml"


def test_a_number_of_thousands_of_digits_is_a_problem() -> None:
    assert only("title = " + "1" * 5000)[0] == "broken-toml"


def test_an_unknown_key_is_answered_with_the_nearest_known_one() -> None:
    assert only('title = "Iron"\ntitel = "x"\n') == (
        "unknown-key",
        "handouts/sheet.toml:2",
        'unknown key titel (did you mean "title"?)',
        "remove it",
    )


def test_an_unknown_key_of_a_table_in_a_list_is_answered_with_the_keys_of_that_table() -> None:
    assert only('title = "Iron"\n[[section]]\nuse = "a"\nwiht = {}\n')[1:3] == (
        "handouts/sheet.toml:4",
        'unknown key section[1].wiht (did you mean "with"?)',
    )


def test_an_unknown_key_of_a_named_table_is_answered_with_the_keys_of_that_table() -> None:
    assert only('title = "Iron"\n[named.a]\nuse = "a"\nuses = "b"\n')[2] == (
        'unknown key named.a.uses (did you mean "use"?)'
    )


def test_a_missing_key_is_told_at_the_table_that_lacks_it() -> None:
    assert only('title = "Iron"\n\n[[section]]\n') == (
        "missing-key",
        "handouts/sheet.toml:3",
        "the key section[1].use is missing",
        "add use = …",
    )


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("count = 1.5", "count must be a whole number"),
        ('count = "1"', "count must be a whole number"),
        ("on = 1", "on must be true or false"),
        ('locales = "en"', "locales must be a list in square brackets"),
        ("locales = []", "locales must be a list that is not empty"),
        ("locales = [1]", "locales[1] must be a text in quotes"),
        ('kind = "poem"', 'kind must be one of "topic" or "log"'),
        ("section = [1]", "section[1] must be a table"),
        ('section = [{use = ""}]', "section[1].use must be a text that is not empty"),
        ("named = 1", "named must be a table"),
        ('named = {B = {use = "a"}}', "named.B must be a name of small letters, digits and underscores"),
        ('hyphenated = "B"', "hyphenated must be a name of small letters, digits and hyphens"),
    ],
)
def test_a_wrong_type_is_told_in_words(line: str, message: str) -> None:
    assert only(f'title = "Iron"\n{line}\n')[:3] == ("wrong-type", "handouts/sheet.toml:2", message)


def test_all_faults_of_a_file_come_at_once() -> None:
    assert [problem.code for problem in problems("titel = 1\ncount = true\n")] == [
        "missing-key",
        "wrong-type",
        "unknown-key",
    ]


@given(st.text() | st.text('[]{}="\n.,#019-:Tabtitle section'))
def test_whatever_the_text_is_there_is_an_object_or_problems(text: str) -> None:
    found, problems = read_toml(text, PATH, Outer)
    assert (found is None) == bool(problems)
