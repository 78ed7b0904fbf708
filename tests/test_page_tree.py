from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoutkit.page_tree import typeset


def set_page(markup: str, *, right_to_left: bool = False) -> str:
    """The inside of a body after all passes."""
    root = ET.fromstring(f"<body>{markup}</body>")  # noqa: S314 - written here
    typeset(root, right_to_left=right_to_left)
    return ET.tostring(root, encoding="unicode", method="html")[len("<body>") : -len("</body>")]


def test_notes_for_authors_are_taken_away() -> None:
    assert set_page('<ul><li data-standing="unverified">a</li></ul>') == "<ul><li>a</li></ul>"


def test_white_space_at_the_ends_of_a_block_is_taken_away() -> None:
    assert set_page("<p>\n  one two\n</p>") == "<p>one two</p>"


def test_white_space_after_the_last_element_of_a_block_is_taken_away() -> None:
    assert set_page("<p><strong>one</strong> \n</p>") == "<p><strong>one</strong></p>"


def test_a_citation_is_bound_to_the_word_before_it() -> None:
    cited = '<p>on nerves. <sup class="cite"><a href="#source-1">1</a></sup></p>'
    assert set_page(cited) == (
        '<p>on<span> </span><span class="held">nerves.<sup class="cite">\xa0<a href="#source-1">1</a></sup></span></p>'
    )


def test_two_citations_are_bound_to_the_same_word() -> None:
    cite = '<sup class="cite"><a href="#source-1">1</a></sup>'
    held = '<sup class="cite">\xa0<a href="#source-1">1</a></sup>'
    assert (
        set_page(f"<p>nerves. {cite} {cite} More</p>") == f'<p><span class="held">nerves.{held}{held}</span> More</p>'
    )


def test_a_number_keeps_its_unit() -> None:
    assert set_page("<p>less than 13.0 g/dL here</p>") == (
        '<p>less than<span> </span><span class="held">13.0 g/dL</span> here</p>'
    )


def test_a_unit_alone_is_not_broken_at_its_stroke() -> None:
    assert set_page("<p>in ng/mL</p>") == '<p>in<span> </span><span class="held">ng/mL</span></p>'


def test_a_word_that_begins_like_a_unit_is_left_alone() -> None:
    assert set_page("<p>12 grams, 3 glasses</p>") == "<p>12 grams, 3 glasses</p>"


def test_a_line_end_between_ideographs_is_no_space() -> None:
    assert set_page("<p><strong>停药。</strong>\n请先问</p>") == "<p><strong>停药。</strong>请先问</p>"


def test_a_line_end_between_words_stays_a_space() -> None:
    assert set_page("<p><strong>Stop.</strong>\nAsk</p>") == "<p><strong>Stop.</strong>\nAsk</p>"


def test_a_space_before_an_inline_element_stands_in_an_element_of_its_own() -> None:
    assert set_page("<p>is <strong>not</strong> so</p>") == "<p>is<span> </span><strong>not</strong> so</p>"


def test_left_to_right_runs_are_isolated_in_right_to_left_pages() -> None:
    assert set_page("<p>خذ 10-20 mg غدا</p>", right_to_left=True).count('<bdi dir="ltr">') == 1


def test_a_citation_does_not_part_a_number_from_its_unit() -> None:
    page = set_page('<p>خذ 10-20 mg <sup class="cite"><a href="#s">1</a></sup></p>', right_to_left=True)
    assert '<span class="held"><bdi dir="ltr"><span class="held">10-20 mg</span></bdi><sup' in page


def test_nothing_is_isolated_in_left_to_right_pages() -> None:
    assert "<bdi" not in set_page("<p>take 10-20 mg</p>")


@pytest.mark.parametrize("tag", ["bdi", "span"])
def test_what_is_left_to_right_already_is_not_isolated_again(tag: str) -> None:
    page = set_page(f'<p><{tag} dir="ltr">+1 202 555 0100</{tag}></p>', right_to_left=True)
    assert page.count("<bdi") == (tag == "bdi")


def test_a_drawing_is_left_alone() -> None:
    drawing = '<svg viewBox="0 0 1 1"><path d="M 5 mg"></path></svg>'
    assert set_page(drawing, right_to_left=True) == drawing


words = st.text(st.sampled_from("abc 5mgL/ ا ب 铁 。"), max_size=30)


@given(words, words, words, st.booleans())
def test_no_letter_is_lost(before: str, inside: str, after: str, right_to_left: bool) -> None:  # noqa: FBT001
    root = ET.Element("body")
    block = ET.SubElement(root, "p")
    block.text, inline = before, ET.SubElement(block, "strong")
    inline.text, inline.tail = inside, after
    wanted = "".join("".join(root.itertext()).split())
    typeset(root, right_to_left=right_to_left)
    assert "".join("".join(root.itertext()).split()) == wanted
