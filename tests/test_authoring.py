from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import PurePath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoutkit.authoring import PackFile, read_handout, read_pack_file, read_section
from handoutkit.model import Handout, Param, Placement, Policy, Section
from handoutkit.problems import Place, Problem

FOLDER = PurePath("handouts/sections/iron")
HANDOUT = PurePath("handouts/sheet.toml")
PACK = PurePath("pack.toml")
METADATA = """\
title = "Taking iron"
purpose = "To test."
audience = "Adults"
kind = "topic"
sources_checked = 2026-11-01
review_by = 2027-11-01
origin = "machine-drafted"
"""
FRAGMENT = "<p>{% trans %}Take it with water.{% endtrans %}</p>"
FIGURE = '<img src="a.svg" alt="{% trans %}A pill{% endtrans %}">'
DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>'


def section(metadata: str = METADATA, fragment: str = FRAGMENT, pictures: Mapping[str, bytes] | None = None) -> Section:
    made, problems = read_section(FOLDER, metadata, fragment, pictures or {}, "standard")
    assert not problems, problems
    assert made
    return made


def faults(
    metadata: str = METADATA,
    fragment: str | None = FRAGMENT,
    pictures: Mapping[str, bytes] | None = None,
    folder: PurePath = FOLDER,
) -> list[tuple[str, str, str]]:
    return told(read_section(folder, metadata, fragment, pictures or {}, "standard")[1])


def told(problems: tuple[Problem, ...]) -> list[tuple[str, str, str]]:
    return [(problem.code, str(problem.place), problem.message) for problem in problems]


# Sections


def test_a_section_is_all_of_one_folder() -> None:
    made = section(METADATA + 'terms = ["ferritin"]\n', FRAGMENT + FIGURE, {"a.svg": DRAWING, "unused.svg": b""})
    assert (made.id, made.title, made.purpose, made.audience) == ("iron", "Taking iron", "To test.", "Adults")
    assert (made.kind, made.origin, made.required, made.pack) == ("topic", "machine-drafted", False, "standard")
    assert (made.sources_checked, made.review_by) == (date(2026, 11, 1), date(2027, 11, 1))
    assert (made.sources, made.terms, made.params) == ((), ("ferritin",), ())
    assert [message.text for message in made.template.messages] == ["Take it with water.", "A pill"]
    assert list(made.pictures) == ["a.svg"]
    assert made.place == Place(FOLDER / "section.toml", 1)
    assert made.lines == {"title": 1, "sources": 1, "terms": 8, "review_by": 6, "sources_checked": 5}


def test_a_param_has_its_declaration_and_its_line() -> None:
    table = '[params.pulse]\ntype = "count"\nhelp = "Per minute."\nminimum = 30\nmaximum = 220\ndefault = 60\n'
    assert section(METADATA + table).params == (
        Param("pulse", "count", "Per minute.", Place(FOLDER / "section.toml", 8), "60", minimum=30, maximum=220),
    )


def test_the_template_may_use_the_params() -> None:
    table = '[params.clinic]\ntype = "text"\nhelp = "Its name."\n'
    assert section(METADATA + table, "<p>{{ clinic }}</p>").template.names == {"clinic"}


def test_a_wrong_param_is_told() -> None:
    table = '[params.answer]\ntype = "choice"\nhelp = "Yes or no."\n'
    expected = ("wrong-param", "handouts/sections/iron/section.toml:8", 'the param "answer" needs choices')
    assert faults(METADATA + table) == [expected]


def test_a_param_name_is_of_letters_and_underscores() -> None:
    table = '[params.clinic-phone]\ntype = "phone"\nhelp = "Number."\n'
    ((code, _, message),) = faults(METADATA + table)
    assert (code, message) == (
        "wrong-type",
        "params.clinic-phone must be a name of small letters, digits and underscores",
    )


def test_a_section_without_a_template_is_told() -> None:
    expected = ("broken-template", "handouts/sections/iron", "the section has no section.html")
    assert faults(fragment=None) == [expected]


def test_a_picture_that_is_not_there_is_told_where_it_is_named() -> None:
    assert faults(fragment=FRAGMENT + "\n" + FIGURE, pictures={"b.svg": DRAWING}) == [
        (
            "missing-picture",
            "handouts/sections/iron/section.html:2",
            'the picture a.svg is not in the section\'s folder (did you mean "b.svg"?)',
        )
    ]


def test_a_broken_picture_is_told() -> None:
    assert [code for code, _, _ in faults(fragment=FIGURE, pictures={"a.svg": b"<svg"})] == ["broken-picture"]


def test_a_broken_picture_that_is_not_used_is_nobodys_business() -> None:
    assert faults(pictures={"a.svg": b"<svg"}) == []


CITES = '<p>{% trans %}Iron.{% endtrans %} {{ cite("lee2020") }}</p>'


def test_a_cited_source_must_be_listed() -> None:
    expected = ("unknown-reference", "handouts/sections/iron/section.html:1", '"lee2020" is cited but not in sources')
    assert faults(fragment=CITES) == [expected]


def test_a_listed_source_must_be_cited() -> None:
    assert faults(METADATA + 'sources = [\n  "kim2021",\n]\n') == [
        ("unused-source", "handouts/sections/iron/section.toml:9", 'the source "kim2021" is never cited')
    ]


def test_sources_that_are_listed_and_cited_are_right() -> None:
    assert section(METADATA + 'sources = ["lee2020"]\n', CITES).sources == ("lee2020",)


@pytest.mark.parametrize(
    "name", ["Iron", "iron_tablets", "-iron", "iron ms", "x" * 65, "sources", "glossary", "source-1"]
)
def test_a_section_has_a_name_that_fits_into_files_and_pages(name: str) -> None:
    folder = PurePath("handouts/sections") / name
    assert faults(folder=folder) == [("wrong-name", f"{folder}/section.toml", f'"{name}" cannot be a name')]


def test_the_faults_of_all_files_of_a_section_come_at_once() -> None:
    codes = [code for code, _, _ in faults("titel = 1", "<h1>a</h1>" + FIGURE)]
    assert codes[:3] == ["missing-key", "missing-key", "missing-key"]
    assert set(codes) == {"missing-key", "unknown-key", "heading-not-allowed", "missing-picture", "text-outside-trans"}


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('kind = "poem"', 'kind must be one of "topic", "questions", "log", "research" or "safety"'),
        ('review_by = "2027-11-01"', "review_by must be a date such as 2026-11-20, without quotes"),
        ('title = ""', "title must be a text that is not empty"),
        ('origin = "translated"', 'origin must be one of "authored" or "machine-drafted"'),
    ],
)
def test_a_wrong_value_of_a_section_is_told_in_words(line: str, message: str) -> None:
    key, *_ = line.split(maxsplit=1)
    changed = "\n".join(line if row.startswith(key) else row for row in METADATA.splitlines())
    ((code, _, found),) = faults(changed)
    assert (code, found) == ("wrong-type", message)


@given(st.text(), st.text(), st.binary())
def test_whatever_the_files_of_a_section_hold_nothing_is_raised(metadata: str, fragment: str, data: bytes) -> None:
    read_section(FOLDER, metadata, fragment + FIGURE, {"a.svg": data}, "standard")


# Handouts


def handout(text: str) -> Handout:
    made, problems = read_handout(HANDOUT, text, "standard")
    assert not problems, problems
    assert made
    return made


SHEET = """\
title = "Iron and you"
locales = ["en", "es"]
editions = ["standard"]

[[section]]
use = "iron"
with = { clinic_phone = "555-0100", visits = 2, rare = true }
when = { anemia = true }
"""


def test_a_handout_is_an_ordered_list_of_sections() -> None:
    made = handout(SHEET + '[[section]]\nuse = "log"\n')
    assert (made.id, made.title, made.locales, made.editions) == ("sheet", "Iron and you", ("en", "es"), ("standard",))
    assert made.placements == (
        Placement(
            "iron",
            Place(HANDOUT, 6),
            {"clinic_phone": "555-0100", "visits": "2", "rare": "true"},
            {"anemia": "true"},
        ),
        Placement("log", Place(HANDOUT, 10), {}, {}),
    )


def test_a_section_cannot_stand_twice_in_a_handout() -> None:
    _, problems = read_handout(HANDOUT, SHEET + '[[section]]\nuse = "iron"\n', "standard")
    expected = ("section-twice", "handouts/sheet.toml:10", 'the section "iron" stands twice in this handout')
    assert told(problems) == [expected]


@pytest.mark.parametrize("key", ["locales", "editions", "section"])
def test_a_handout_without_locales_editions_or_sections_is_no_handout(key: str) -> None:
    rows = {"title": '"a"', "locales": '["en"]', "editions": '["standard"]', "section": '[{use = "a"}]', key: "[]"}
    _, problems = read_handout(HANDOUT, "\n".join(f"{name} = {row}" for name, row in rows.items()), "standard")
    assert [problem.message for problem in problems] == [f"{key} must be a list that is not empty"]


def test_a_handout_has_a_name_that_fits_into_files() -> None:
    _, problems = read_handout(PurePath("handouts/My Sheet.toml"), SHEET, "standard")
    assert told(problems) == [("wrong-name", "handouts/My Sheet.toml", '"My Sheet" cannot be a name')]


# Packs


def test_a_pack_file_says_who_and_where_and_how() -> None:
    text = 'name = "our-clinic"\nterritory = "GB"\n[policy]\nunreviewed = "refuse"\n[values]\nvisits = 2\n'
    expected = PackFile("our-clinic", "GB", Policy("refuse"), {"visits": "2"})
    assert read_pack_file(PACK, text) == (expected, ())


def test_a_pack_needs_nothing_but_a_name() -> None:
    assert read_pack_file(PACK, 'name = "a"') == (PackFile("a", "", Policy("notice", "refuse"), {}), ())


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('name = "Our Clinic"', "name must be a name of small letters, digits and hyphens"),
        ('name = "a"\npolicy = {unreviewed = "print"}', 'policy.unreviewed must be one of "notice" or "refuse"'),
        ('name = "a"\npolicy = {expired = "notice"}', 'policy.expired must be one of "refuse"'),
        ('name = "a"\nteritory = "GB"', 'unknown key teritory (did you mean "territory"?)'),
    ],
)
def test_a_wrong_pack_file_is_told(line: str, message: str) -> None:
    about, (problem,) = read_pack_file(PACK, line)
    assert (about, problem.message) == (None, message)


def test_a_value_that_may_be_of_several_types_is_one_problem() -> None:
    _, (problem,) = read_pack_file(PACK, 'name = "a"\n[values]\nclinic_phone = [1]\n')
    assert (problem.code, problem.place) == ("wrong-type", Place(PACK, 3))
    assert problem.message.startswith("values.clinic_phone must be a plain value: ")
