from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from building import content, place, plan, reference, section, term, translated

from handoutkit.model import Content, Review
from handoutkit.provenance import parts_of, section_state, sheet_digest, sheet_states
from handoutkit.translation import translate

PHONE = '[params.clinic_phone]\ntype = "phone"\nhelp = "The number to call."'
CITES = """<p>{% trans %}Take it with water.{% endtrans %} {{ cite("lee2020") }}</p>
<p>{% if clinic_phone %}{% trans phone=clinic_phone %}Call {{ phone }}.{% endtrans %}{% endif %}</p>
<img src="a.svg" alt="{% trans %}A pill{% endtrans %}">"""
DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"></svg>'


def library(fragment: str = CITES, drawing: bytes = DRAWING, **changes: Any) -> Content:  # noqa: ANN401
    part = section(
        "iron", fragment, sources=("lee2020",), terms=("ferritin",), params=PHONE, pictures={"a.svg": drawing}
    )
    return content(replace(part, **changes), references={"lee2020": reference()}, terms={"ferritin": term()})


def version(made: Content, **asked: object) -> str:
    chosen = plan(made, **asked)
    return sheet_digest(chosen, translate(chosen, made))


def test_the_version_is_the_same_for_the_same_content() -> None:
    assert version(library()) == version(library())


@pytest.mark.parametrize(
    "changed",
    [
        library(CITES.replace("it with", "it, with")),
        library(drawing=DRAWING.replace(b"0 0 1 1", b"0 0 2 2")),
        library(sources_checked=date(2026, 11, 2)),
        library(review_by=date(2027, 11, 2)),
        library(title="Taking iron,"),
        replace(library(), references={"lee2020": reference(authors=("Kim B",))}),
        replace(library(), references={"lee2020": reference(container="J Metal")}),
        replace(library(), references={"lee2020": reference(doi="10.1/2")}),
        replace(library(), references={"lee2020": reference(evidence="label")}),
        replace(library(), terms={"ferritin": term(meaning="A store, of iron.")}),
        replace(library(), terms={"ferritin": term(say="FER-ih-tin")}),
    ],
    ids="comma figure checked review-by title authors journal doi kind-of-source meaning how-to-say-it".split(),
)
def test_the_version_changes_with_everything_that_is_printed(changed: Content) -> None:
    assert version(changed) != version(library())


def test_the_version_changes_with_a_value_that_the_handout_fixes() -> None:
    made = library()
    sheet = made.handouts["sheet"]
    fixed = replace(sheet, placements=(replace(sheet.placements[0], values={"clinic_phone": "555-0100"}),))
    assert version(replace(made, handouts={"sheet": fixed})) != version(made)


def test_the_version_changes_with_a_value_that_the_section_falls_back_on() -> None:
    made = library()
    default = replace(made.sections["iron"].params[0], default="555-0100")
    changed = replace(made, sections={"iron": replace(made.sections["iron"], params=(default,))})
    assert version(changed) != version(made)


def test_the_version_changes_with_the_emergency_number_of_the_territory() -> None:
    assert version(library(), territory="US") != version(library(), territory="GB")


def test_the_version_does_not_change_with_a_value_that_somebody_gives() -> None:
    made = library()
    assert version(made, values={"clinic_phone": "555-0100"}) == version(made, values={"clinic_phone": "555-0199"})


def test_the_version_does_not_change_with_the_place_of_a_source_in_its_file() -> None:
    moved = replace(library(), references={"lee2020": reference(place=place("references.json", 99))})
    assert version(moved) == version(library())


def test_the_version_changes_with_a_translation() -> None:
    made = library()
    sheet = replace(made.handouts["sheet"], locales=("en", "es"))
    offered = replace(made, handouts={"sheet": sheet})
    one, two = (translated(offered, "es", **{"A pill": words}) for words in ("Una pastilla", "Una píldora"))
    assert version(one, locale="es") != version(two, locale="es")


def test_a_section_brings_the_terms_and_the_sources_that_it_names() -> None:
    made = library()
    assert parts_of(made.sections["iron"], made) == ((term(),), (reference(),))


def test_a_review_counts_for_the_wording_that_was_checked() -> None:
    made = library()
    chosen = plan(made)
    wording = translate(chosen, made)
    (state,) = sheet_states(chosen, wording, made)
    record = Review("iron", "content", state.content_digest, "Lee", "MD", "read", date(2026, 11, 1), place())
    reviewed = replace(made, reviews={"en": (record,)})
    assert section_state(reviewed.sections["iron"], reviewed, "en", wording).content == record


def test_a_content_review_in_the_ledger_of_a_translation_does_not_count() -> None:
    made = library()
    wording = translate(plan(made), made)
    digest = section_state(made.sections["iron"], made, "es", wording).content_digest
    record = Review("iron", "content", digest, "Lee", "MD", "read", date(2026, 11, 1), place())
    reviewed = replace(made, reviews={"es": (record,)})
    assert section_state(reviewed.sections["iron"], reviewed, "es", wording).content is None


def test_the_states_come_in_the_order_of_the_sheet() -> None:
    made = content(section("b"), section("a"))
    chosen = plan(made)
    assert [state.section for state in sheet_states(chosen, translate(chosen, made), made)] == ["b", "a"]
