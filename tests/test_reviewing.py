from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path, PurePath
from typing import Any

import pytest
from building import TODAY, catalog, codes, content, handout, messages_of, plan, section, term, translated

from handoutkit.model import Content, Review
from handoutkit.problems import HandoutError, Problem
from handoutkit.provenance import sheet_states
from handoutkit.reviewing import Reviewer, Standing, approve, review_status, stale_warnings
from handoutkit.reviews import read_reviews
from handoutkit.translation import translate

LEE = Reviewer("Dr Lee", "neurologist", "read every sentence")


def library(title: str = "Taking iron", **texts: str) -> Content:
    made = content(section("iron", title=title, terms=("ferritin",)), terms={"ferritin": term()})
    made = replace(made, handouts={"sheet": handout("iron", locales=("en", "es"))})
    return translated(made, "es", **texts)


def approved(made: Content, locale: str, folder: Path, day: date = TODAY) -> tuple[Review, ...]:
    path = approve(made, "iron", locale, LEE, day, folder)
    records, problems = read_reviews(path.read_text(encoding="utf-8"), PurePath("reviews.toml"))
    assert problems == ()
    return records


def reviewed(made: Content, locale: str, folder: Path) -> Content:
    return replace(made, reviews={locale: approved(made, locale, folder)})


def standings(made: Content) -> dict[tuple[str, str], Standing]:
    return {(status.section, status.locale): status.standing for status in review_status(made)}


def refused(made: Content, folder: Path, **changes: Any) -> Problem:  # noqa: ANN401
    asked = {"section": "iron", "locale": "en", "reviewer": LEE, "day": TODAY, **changes}
    with pytest.raises(HandoutError) as caught:
        approve(made, **asked, folder=folder)
    assert list(folder.iterdir()) == []
    return caught.value.problems[0]


# Where each section stands


def test_a_section_that_nobody_checked_is_unreviewed_in_each_locale() -> None:
    assert standings(library()) == {("iron", "en"): "unreviewed", ("iron", "es"): "unreviewed"}


def test_a_section_whose_translation_lacks_a_sentence_is_missing_there() -> None:
    made = replace(library(), catalogs={})
    assert standings(made) == {("iron", "en"): "unreviewed", ("iron", "es"): "missing"}


def test_a_section_whose_glossary_term_is_not_translated_is_missing_there() -> None:
    made = library()
    rest = [message for message in messages_of(made) if message.text != "ferritin"]
    assert standings(replace(made, catalogs={"es": catalog("es", *rest)}))["iron", "es"] == "missing"


def test_a_fuzzy_sentence_makes_a_translation_missing() -> None:
    made = library()
    fuzzy = catalog("es", *messages_of(made), fuzzy=frozenset({"Taking iron"}))
    assert standings(replace(made, catalogs={"es": fuzzy}))["iron", "es"] == "missing"


def test_a_required_section_has_a_standing_although_no_handout_names_it() -> None:
    made = content(section("a"), section("b", required=True), handouts={"sheet": handout("a")})
    assert standings(made) == {("a", "en"): "unreviewed", ("b", "en"): "unreviewed"}


def test_a_section_that_no_handout_offers_has_no_standing() -> None:
    assert standings(content(section("a"), section("b"), handouts={"sheet": handout("a")})) == {
        ("a", "en"): "unreviewed"
    }


# Approving


def test_an_approval_is_recorded_with_who_what_and_when(tmp_path: Path) -> None:
    (record,) = approved(library(), "en", tmp_path, date(2026, 11, 3))
    assert (record.section, record.kind, record.reviewer, record.qualification, record.method, record.date) == (
        "iron",
        "content",
        "Dr Lee",
        "neurologist",
        "read every sentence",
        date(2026, 11, 3),
    )


def test_an_approval_goes_into_the_ledger_of_its_locale(tmp_path: Path) -> None:
    assert approve(library(), "iron", "es", LEE, TODAY, tmp_path) == tmp_path / "locales/es/reviews.toml"


def test_in_english_the_content_is_approved(tmp_path: Path) -> None:
    assert standings(reviewed(library(), "en", tmp_path)) == {("iron", "en"): "reviewed", ("iron", "es"): "unreviewed"}


def test_in_another_language_the_translation_is_approved(tmp_path: Path) -> None:
    assert standings(reviewed(library(), "es", tmp_path)) == {("iron", "en"): "unreviewed", ("iron", "es"): "reviewed"}


@pytest.mark.parametrize("locale", ["en", "es"])
def test_what_was_approved_is_what_a_sheet_prints(locale: str, tmp_path: Path) -> None:
    made = reviewed(library(), locale, tmp_path)
    chosen = plan(made, locale=locale)
    (state,) = sheet_states(chosen, translate(chosen, made), made)
    assert (state.content if locale == "en" else state.translation) == made.reviews[locale][0]


def test_an_approval_is_added_to_those_before_it(tmp_path: Path) -> None:
    approved(library(), "en", tmp_path)
    assert len(approved(library("Taking iron, daily"), "en", tmp_path)) == 2


def test_an_unknown_section_is_answered_with_the_nearest_one(tmp_path: Path) -> None:
    problem = refused(library(), tmp_path, section="irn")
    assert (problem.code, problem.message) == ("unknown-section", 'there is no section "irn" (did you mean "iron"?)')


def test_a_translation_that_is_not_whole_cannot_be_approved(tmp_path: Path) -> None:
    problem = refused(replace(library(), catalogs={}), tmp_path, locale="es")
    assert (problem.code, problem.message) == (
        "translation-missing",
        'the section "iron" is not wholly translated into es, so nobody can have checked it',
    )


def test_a_locale_that_is_no_locale_cannot_lead_out_of_the_pack(tmp_path: Path) -> None:
    assert refused(library(), tmp_path, locale="../../es").code == "unknown-locale"


def test_a_name_that_cannot_be_printed_is_refused(tmp_path: Path) -> None:
    problem = refused(library(), tmp_path, reviewer=replace(LEE, name="Dr\u202eLee"))
    assert problem.message.startswith("the reviewer of a review must be one line of text")


# After a change


def test_an_approval_lapses_with_a_comma(tmp_path: Path) -> None:
    changed = replace(library("Taking, iron"), reviews=reviewed(library(), "en", tmp_path).reviews)
    assert standings(changed)["iron", "en"] == "stale"


def test_an_approved_translation_lapses_with_its_english_and_with_itself(tmp_path: Path) -> None:
    reviews = reviewed(library(), "es", tmp_path).reviews
    assert standings(replace(library("Taking, iron"), reviews=reviews))["iron", "es"] == "stale"
    own = replace(library(**{"Taking iron": "Tomar hierro"}), reviews=reviews)
    assert standings(own)["iron", "es"] == "stale"


def test_a_lapsed_approval_is_a_warning(tmp_path: Path) -> None:
    changed = replace(library("Taking, iron"), reviews=reviewed(library(), "en", tmp_path).reviews)
    (warning,) = stale_warnings(changed)
    assert (warning.code, warning.severity.value) == ("review-stale", "warning")
    assert 'the section "iron" has changed since its content was reviewed' in warning.message


@pytest.mark.parametrize("locale", ["en", "es"])
def test_an_approval_that_holds_is_no_warning(locale: str, tmp_path: Path) -> None:
    assert codes(stale_warnings(reviewed(library(), locale, tmp_path))) == []
