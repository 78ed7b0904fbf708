from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date
from pathlib import PurePath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoutkit.model import Message, MessageKey, Param, Picture, Reference, Review, Section, Template, Term
from handoutkit.problems import Place, Severity
from handoutkit.reviews import (
    check_review,
    content_digest,
    read_reviews,
    review_state,
    stale_reviews,
    translation_digest,
    write_review,
)

PATH = PurePath("locales/es/reviews.toml")
HERE = Place(PurePath("handouts/sections/taking-iron/section.html"), 3)
SENTENCE = Message("Take it every other day, with water.", HERE)
LABEL = Message("stomach", HERE)
TEMPLATE = Template(
    source="<p>{% trans %}Take it every other day, with water.{% endtrans %}</p>\n",
    place=HERE,
    messages=(SENTENCE,),
    names=frozenset(),
    cited=(),
    pictures={"pill.svg": HERE},
    red_flags=(),
)
PHONE = Param("clinic_phone", "phone", "The number answered day and night.", HERE)
PICTURE = Picture("pill.svg", b"<svg>\n</svg>\n", HERE, (LABEL,))
SECTION = Section(
    id="taking-iron",
    title="Taking iron",
    purpose="How to take it.",
    audience="Adults.",
    kind="topic",
    sources_checked=date(2026, 11, 20),
    review_by=date(2027, 11, 20),
    sources=("stoffel2020",),
    terms=("ferritin",),
    origin="machine-drafted",
    required=False,
    params=(PHONE,),
    template=TEMPLATE,
    pictures={"pill.svg": PICTURE},
    pack="standard",
    place=HERE,
    lines={},
)
TERM = Term("ferritin", "ferritin", "A protein that stores iron.", "FER-ih-tin", HERE)
REFERENCE = Reference(
    "stoffel2020", ("Stoffel N",), "Iron", "Journal", "2020", "1:1", "10.1/1", "", "trial", verified=True, place=HERE
)
TEXTS: dict[MessageKey, tuple[str, ...]] = {
    ("", "Taking iron"): ("Tomar hierro",),
    SENTENCE.key: ("Tómelo un día sí y otro no, con agua.",),
    LABEL.key: ("estómago",),
    ("", "ferritin"): ("ferritina",),
    ("", "A protein that stores iron."): ("Una proteína que guarda hierro.",),
}


def english(section: Section = SECTION, term: Term = TERM, reference: Reference = REFERENCE) -> str:
    return content_digest(section, [term], [reference])


def spanish(texts: dict[MessageKey, tuple[str, ...]] | None = None, section: Section = SECTION) -> str:
    return translation_digest(section, TEXTS if texts is None else texts, [TERM], [REFERENCE], "es")


def record(digest: str, day: date = date(2026, 12, 1), kind: str = "content", section: str = "taking-iron") -> Review:
    place = Place(PATH, 1)
    assert kind in {"content", "translation"}
    return Review(section, kind, digest, "A. Reviewer", "MD", "read in full", day, place)  # type: ignore[arg-type]


LEDGER = """\
# reviews of the Spanish sheets

[[review]]
section = "taking-iron"
kind = "translation"
digest = "abc"
reviewer = "A. Reviewer"
qualification = "certified translator"
method = "compared with the English"
date = 2026-12-01
"""


def test_a_ledger_is_read_with_the_line_of_each_record() -> None:
    review = Review(
        "taking-iron",
        "translation",
        "abc",
        "A. Reviewer",
        "certified translator",
        "compared with the English",
        date(2026, 12, 1),
        Place(PATH, 3),
    )
    assert read_reviews(LEDGER, PATH) == ((review,), ())


def test_an_empty_ledger_has_no_records() -> None:
    assert read_reviews("", PATH) == ((), ())


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        ('reveiwer = "A. Reviewer"', "unknown-key", 'did you mean "reviewer"?'),
        ('kind = "spelling"', "wrong-type", "one of"),
        ('date = "2026-12-01"', "wrong-type", "a date"),
        ('reviewer = ""', "wrong-type", "not empty"),
        ('reviewer = "A\\u202eB"', "wrong-type", "direction-changing"),
    ],
)
def test_a_fault_in_a_ledger_is_a_problem_at_its_line(line: str, code: str, said: str) -> None:
    key = line.partition(" ")[0]
    lines = [line if old.startswith(f"{key} ") else old for old in LEDGER.splitlines()]
    text = "\n".join(lines if line in lines else [*lines, line])
    (problem,) = read_reviews(text, PATH)[1]
    assert problem.code == code
    assert said in problem.message
    assert problem.place
    assert problem.place.path == PATH
    assert problem.place.line


def test_a_missing_key_of_a_record_is_a_problem() -> None:
    (problem,) = read_reviews(LEDGER.replace('digest = "abc"\n', ""), PATH)[1]
    assert (problem.code, problem.place) == ("missing-key", Place(PATH, 3))


@pytest.mark.parametrize("text", ["", "# a comment", LEDGER, LEDGER.replace("\n", "\r\n"), LEDGER.rstrip()])
def test_a_record_is_added_and_nothing_before_it_changes(text: str) -> None:
    written = write_review(text, record("def"))
    assert written.startswith(text)
    assert len(tomllib.loads(written)["review"]) == text.count("[[review]]") + 1


PRINTABLE = st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1)


@given(PRINTABLE, PRINTABLE)
def test_any_words_come_back_as_they_were(name: str, method: str) -> None:
    review = replace(record("def"), reviewer=name, method=method)
    (read,), _ = read_reviews(write_review("", review), PATH)
    assert read == review


def test_a_name_can_not_add_a_record_of_its_own() -> None:
    name = 'x"\n[[review]]\nsection = "y'
    assert len(read_reviews(write_review("", replace(record("def"), reviewer=name)), PATH)[0]) == 1


def test_words_that_cannot_be_printed_are_a_problem() -> None:
    assert check_review(record("def")) == ()
    assert [problem.code for problem in check_review(replace(record("def"), method="two\nlines"))] == ["wrong-type"]


def test_the_same_wording_has_the_same_digest() -> None:
    assert english() == english(replace(SECTION, place=Place(PurePath("elsewhere"), 9), review_by=date(2030, 1, 1)))
    assert spanish() == spanish({**TEXTS, ("", "another section"): ("otra",)})


def test_line_ends_are_not_wording() -> None:
    template = replace(TEMPLATE, source=TEMPLATE.source.replace("\n", "\r\n"))
    picture = replace(PICTURE, data=PICTURE.data.replace(b"\n", b"\r\n"))
    assert english(replace(SECTION, template=template, pictures={"pill.svg": picture})) == english()


@pytest.mark.parametrize(
    "changed",
    [
        english(replace(SECTION, title="Taking iron.")),
        english(replace(SECTION, template=replace(TEMPLATE, source=TEMPLATE.source.replace(", with", " with")))),
        english(replace(SECTION, template=replace(TEMPLATE, messages=()))),
        english(replace(SECTION, pictures={"pill.svg": replace(PICTURE, data=b"<svg/>")})),
        english(replace(SECTION, pictures={})),
        english(replace(SECTION, params=(replace(PHONE, default="911"),))),
        english(term=replace(TERM, meaning="A protein that stores iron")),
        english(term=replace(TERM, say="fer-RI-tin")),
        english(reference=replace(REFERENCE, year="2021")),
        content_digest(SECTION, [], [REFERENCE]),
        content_digest(SECTION, [TERM], []),
    ],
)
def test_any_change_that_a_reader_sees_is_another_digest(changed: str) -> None:
    assert changed != english()


@pytest.mark.parametrize("key", TEXTS)
def test_a_comma_in_a_translation_is_another_digest(key: MessageKey) -> None:
    assert spanish({**TEXTS, key: (TEXTS[key][0] + ",",)}) != spanish()
    assert spanish({**TEXTS, key: ()}) != spanish()


def test_a_change_of_the_english_is_another_digest_of_the_translation() -> None:
    assert spanish(section=replace(SECTION, params=())) != spanish()


def test_a_translation_counts_for_its_locale_only() -> None:
    assert translation_digest(SECTION, TEXTS, [TERM], [REFERENCE], "es-MX") != spanish()


def test_a_record_counts_while_its_digest_is_that_of_the_wording() -> None:
    review = record(english())
    state = review_state("taking-iron", english(), spanish(), [review], [])
    assert (state.content, state.translation) == (review, None)


def test_a_comma_changed_and_the_record_counts_no_more() -> None:
    template = replace(TEMPLATE, source=TEMPLATE.source.replace(", with", " with"))
    changed = english(replace(SECTION, template=template))
    assert review_state("taking-iron", changed, spanish(), [record(english())], []).content is None


def test_the_newest_record_counts() -> None:
    old, new = record("a", date(2026, 1, 1)), record("a", date(2026, 6, 1))
    assert review_state("taking-iron", "a", "b", [new, old], []).content == new


@pytest.mark.parametrize("other", [record("a", kind="translation"), record("a", section="overview")])
def test_a_record_of_another_kind_or_section_does_not_count(other: Review) -> None:
    assert review_state("taking-iron", "a", "a", [other], [replace(other, kind="content")]).content is None
    assert review_state("taking-iron", "a", "a", [other], [replace(other, kind="content")]).translation is None


def test_a_review_that_lapsed_is_a_warning_at_its_record() -> None:
    content, translation = [record("a")], [record("b", kind="translation")]
    state = review_state("taking-iron", "changed", "changed", content, translation)
    problems = stale_reviews(state, content, translation)
    assert [(problem.code, problem.severity) for problem in problems] == [("review-stale", Severity.WARNING)] * 2
    assert "its content was reviewed on 2026-12-01" in problems[0].message


def test_a_review_that_counts_is_not_stale() -> None:
    reviews = [record("old"), record("new")]
    assert stale_reviews(review_state("taking-iron", "new", "", reviews, []), reviews, []) == ()


def test_a_section_that_nobody_reviewed_is_not_stale() -> None:
    assert stale_reviews(review_state("taking-iron", "a", "b", [], []), [], []) == ()
