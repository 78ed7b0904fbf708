from __future__ import annotations

from dataclasses import replace

import pytest
from building import catalog, codes, content, messages_of, plan, section, term, translated

from handoutkit.model import Content
from handoutkit.problems import HandoutError
from handoutkit.translation import plan_messages, translate

DOSE = "<p>{% trans %}Take 5 mg with water.{% endtrans %}</p>"


def library(fragment: str = DOSE) -> Content:
    made = content(section("iron", fragment, terms=("ferritin",)), terms={"ferritin": term()})
    return replace(made, handouts={"sheet": replace(made.handouts["sheet"], locales=("en", "es"))})


def refused(made: Content) -> HandoutError:
    with pytest.raises(HandoutError) as caught:
        translate(plan(made, locale="es"), made)
    return caught.value


def test_english_is_its_own_wording() -> None:
    made = library()
    assert translate(plan(made), made).texts["", "Take 5 mg with water."] == ("Take 5 mg with water.",)


def test_english_is_escaped_except_for_the_markup_that_messages_may_have() -> None:
    made = library("<p>{% trans %}Iron &amp; <strong>you</strong>{% endtrans %}</p>")
    wording = translate(plan(made), made)
    assert wording.texts["", "Iron &amp; <strong>you</strong>"] == ("Iron &amp; <strong>you</strong>",)


def test_a_whole_catalog_gives_the_wording() -> None:
    made = translated(library(), "es", **{"Take 5 mg with water.": "Tome 5 mg con agua."})
    wording = translate(plan(made, locale="es"), made)
    assert wording.texts["", "Take 5 mg with water."] == ("Tome 5 mg con agua.",)


def test_a_translation_is_escaped() -> None:
    made = translated(library(), "es", **{"A store of iron.": "Hierro & más."})
    wording = translate(plan(made, locale="es"), made)
    assert wording.texts["", "A store of iron."] == ("Hierro &amp; más.",)


def test_a_missing_sentence_is_refused_at_the_line_of_the_english() -> None:
    made = library()
    rest = [message for message in messages_of(made) if message.text != "Take 5 mg with water."]
    (problem,) = refused(replace(made, catalogs={"es": catalog("es", *rest)})).problems
    assert (problem.code, str(problem.place), problem.message, problem.fix) == (
        "translation-missing",
        "handouts/sections/iron/section.html:1",
        'not translated into es: "Take 5 mg with water."',
        "translate it in locales/es/LC_MESSAGES/handouts.po",
    )


def test_a_fuzzy_sentence_is_refused_at_the_line_of_the_catalog() -> None:
    made = library()
    fuzzy = catalog("es", *messages_of(made), fuzzy=frozenset({"Take 5 mg with water."}))
    (problem,) = refused(replace(made, catalogs={"es": fuzzy})).problems
    assert (problem.code, str(problem.place)) == ("translation-fuzzy", "locales/es/LC_MESSAGES/handouts.po:7")


def test_a_changed_number_is_refused() -> None:
    made = translated(library(), "es", **{"Take 5 mg with water.": "Tome 50 mg con agua."})
    assert set(codes(refused(made).problems)) == {"translation-changes-number"}


def test_without_a_catalog_every_sentence_is_missing_and_none_falls_back_to_english() -> None:
    made = library()
    error = refused(made)
    assert set(codes(error.problems)) == {"translation-missing"}
    assert len(error.problems) == len(plan_messages(plan(made, locale="es")))


def test_a_sheet_does_not_need_the_sentences_of_other_sheets() -> None:
    made = translated(library(), "es")
    other = replace(made, sections={**made.sections, "other": section("other", title="Another")})
    assert translate(plan(other, locale="es"), other).texts == translate(plan(made, locale="es"), made).texts


def test_the_messages_of_a_sheet_are_its_title_the_frame_its_sections_and_its_terms() -> None:
    texts = [message.text for message in plan_messages(plan(library()))]
    assert texts[0] == "Iron and you"
    assert texts[-4:] == ["Taking iron", "Take 5 mg with water.", "ferritin", "A store of iron."]


def test_a_message_that_stands_twice_is_asked_for_once() -> None:
    made = library("<p>{% trans %}Taking iron{% endtrans %}</p>")
    assert [message.text for message in plan_messages(plan(made))].count("Taking iron") == 1
