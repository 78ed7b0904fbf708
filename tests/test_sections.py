from __future__ import annotations

from building import handout, section, term

from handoutkit.sections import handout_messages, section_messages, term_messages

DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><text>iron</text></svg>'
FIGURE = '<p>{% trans %}Take it.{% endtrans %}</p><img src="a.svg" alt="{% trans %}A pill{% endtrans %}">'


def test_a_section_says_its_title_then_its_text_then_the_words_of_its_pictures() -> None:
    found = [message.text for message in section_messages(section("a", FIGURE, pictures={"a.svg": DRAWING}))]
    assert found == ["Taking iron", "Take it.", "A pill", "iron"]


def test_the_title_of_a_section_stands_at_its_line() -> None:
    (title, *_) = section_messages(section("a", lines={"title": 4}))
    assert str(title.place) == "handouts/sections/a/section.toml:4"


def test_a_handout_says_its_title() -> None:
    (title,) = handout_messages(handout("a"))
    assert (title.text, str(title.place)) == ("Iron and you", "handouts/sheet.toml:1")


def test_a_term_says_its_name_and_its_meaning_but_not_how_to_say_it() -> None:
    found = [(message.text, message.comment) for message in term_messages(term(say="FER-ih-tin"))]
    assert found == [
        ("ferritin", "A word of the glossary."),
        ("A store of iron.", "What ferritin means, in plain words."),
    ]
