from __future__ import annotations

import jinja2
import pytest
from markupsafe import Markup

from handoutkit.frame import frame_messages, frame_style, render_frame

LEAFLET = {
    "id": "iron.en",
    "version": "12345678",
    "title": "Iron & you",
    "locale": "en",
    "direction": "ltr",
    "publisher": "Clinic",
    "draft": False,
}


def page(**changes: object) -> str:
    values = {
        "leaflet": LEAFLET,
        "edition": "standard",
        "paper": "a4",
        "paged": True,
        "rule": True,
        "notice": {"needed": False},
        "sections": [],
        "terms": [],
        "sources": [],
        "last_checked": "1 May 2026",
        "next_check": "1 May 2027",
        "content_reviewers": [],
        "translation_reviewers": [],
        **changes,
    }
    return render_frame(in_english, in_english_plural, values)


def in_english(text: str, /, context: str = "") -> Markup:  # noqa: ARG001 - the form of a `Gettext`
    return Markup(text)  # noqa: S704 - the messages of the package


def in_english_plural(text: str, _plural: str, _number: int | str, /, context: str = "") -> Markup:
    return in_english(text, context)


def test_the_one_rule_is_a_message_of_the_package() -> None:
    texts = [message.text for message in frame_messages()]
    assert "Do not start or stop iron or any MS medicine because of this sheet." in texts


def test_a_message_of_the_package_stands_in_its_template() -> None:
    assert {str(message.place.path) for message in frame_messages()} == {"handoutkit/templates/document.html"}


def test_translators_are_told_what_the_rule_means() -> None:
    comments = [message.comment for message in frame_messages() if message.text.startswith("Do not start")]
    assert any("The most important sentence of the sheet" in comment for comment in comments)


def test_the_words_of_the_page_number_are_a_message_with_both_placeholders() -> None:
    assert "Page %(page)s of %(pages)s" in [message.text for message in frame_messages()]


def test_no_message_of_the_package_is_without_words() -> None:
    assert all(message.text == message.text.strip() != "" for message in frame_messages())


def test_the_rules_of_the_package_draw_the_watermark() -> None:
    assert ".watermark {" in frame_style()


def test_values_are_escaped() -> None:
    assert "<h1>Iron &amp; you</h1>" in page()


def test_a_page_has_no_empty_lines() -> None:
    assert "\n\n" not in page()


def test_a_name_that_nobody_gave_is_an_error() -> None:
    with pytest.raises(jinja2.UndefinedError):
        page(leaflet={})


def test_nothing_is_printed_over_a_sheet_that_is_no_draft() -> None:
    assert "watermark" not in page()


def test_a_draft_says_so_across_the_page() -> None:
    expected = '<p class="watermark">DRAFT: not for patients</p>'
    assert expected in page(leaflet={**LEAFLET, "draft": True})
