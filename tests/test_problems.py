from __future__ import annotations

import pickle
from pathlib import PurePath

import pytest

from handoutkit.problems import CODES, HandoutError, Kind, Place, Problem, Severity, errors, refuse_if_errors

BROKEN = Problem("broken-toml", "this is not valid TOML", Place(PurePath("pack.toml"), 3), "mend this line")
WARNING = Problem("section-expires-soon", "soon", severity=Severity.WARNING)
UNSAFE = Problem("link-not-allowed", "no")


def test_a_problem_prints_what_is_wrong_where_and_how_to_mend_it() -> None:
    expected = "error: this is not valid TOML [broken-toml]\n  at pack.toml:3\n  fix: mend this line"
    assert str(BROKEN) == expected


def test_a_problem_without_place_and_fix_prints_one_line() -> None:
    assert str(WARNING) == "warning: soon [section-expires-soon]"


def test_the_short_form_is_one_line_that_editors_can_follow() -> None:
    assert BROKEN.short() == "pack.toml:3: error: this is not valid TOML [broken-toml]"


def test_the_short_form_of_a_problem_without_place_begins_with_its_severity() -> None:
    assert UNSAFE.short() == "error: no [link-not-allowed]"


def test_a_place_without_a_line_is_the_file() -> None:
    assert str(Place(PurePath("pack.toml"))) == "pack.toml"


def test_every_code_is_words_with_hyphens() -> None:
    assert all(word.isalpha() and word.islower() for code in CODES for word in code.split("-"))


def test_the_number_of_a_kind_is_its_exit_code() -> None:
    assert {kind.name: kind.value for kind in Kind} == {
        "USAGE": 2,
        "CONTENT": 3,
        "UNSAFE": 4,
        "LIMIT": 5,
        "OUTPUT": 6,
        "MACHINE": 7,
    }


def test_an_error_has_the_gravest_kind_of_its_problems() -> None:
    assert HandoutError([BROKEN, UNSAFE]).kind is Kind.UNSAFE


def test_a_warning_does_not_decide_the_kind_of_an_error() -> None:
    unsafe_warning = Problem("link-not-allowed", "perhaps", severity=Severity.WARNING)
    assert HandoutError([unsafe_warning, BROKEN]).kind is Kind.CONTENT


def test_the_text_of_an_error_is_that_of_all_its_problems() -> None:
    assert str(HandoutError([WARNING, UNSAFE])) == f"{WARNING}\n{UNSAFE}"


def test_errors_leaves_warnings_and_notes_out() -> None:
    assert errors([WARNING, BROKEN]) == (BROKEN,)


def test_warnings_pass() -> None:
    assert refuse_if_errors(iter([WARNING])) == (WARNING,)


def test_one_error_stops_everything_and_brings_the_warnings_along() -> None:
    with pytest.raises(HandoutError) as caught:
        refuse_if_errors([WARNING, BROKEN])
    assert caught.value.problems == (WARNING, BROKEN)


def test_an_error_comes_back_whole_from_a_worker_process() -> None:
    error = HandoutError([Problem("missing-alt", "no alt text", Place(PurePath("section.html"), 3))])
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
    assert again.problems == error.problems
    assert str(again) == str(error)
