from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import PurePath

import pytest
import tinycss2
from building import ARABIC, ENGLISH, codes
from hypothesis import given
from hypothesis import strategies as st

from handoutkit.drawings import Drawing, _wrapped, draw
from handoutkit.figures import read_picture
from handoutkit.model import Language


def svg(inner: str, root: str = "") -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 50" {root}>{inner}</svg>'.encode()


def monospaced(text: str, size: float, _bold: bool) -> float:  # noqa: FBT001 - the shape of `Measure`
    """Each letter is half as wide as the size of the font."""
    return len(text) * size / 2


def drawn(
    data: bytes,
    language: Language = ENGLISH,
    *,
    alt: str = "A pill",
    translate: Callable[[str], str] = str,
    measure: Callable[[str, float, bool], float] = monospaced,
) -> Drawing:
    picture, problems = read_picture("pill.svg", data, PurePath("pill.svg"))
    assert picture, problems
    return draw(picture, alt, "drawing-1", language, translate, measure)


def markup(data: bytes, language: Language = ENGLISH, *, alt: str = "A pill") -> str:
    return ET.tostring(drawn(data, language, alt=alt).element, encoding="unicode")


def lines(data: bytes, translate: Callable[[str], str] = str) -> list[list[str]]:
    words = drawn(data, translate=translate).element.iter("span")
    return [["".join(filter(None, [word.text])), *(line.tail or "" for line in word)] for word in words]


def rule(data: bytes, language: Language = ENGLISH, number: int = 1) -> dict[str, str]:
    """The declarations that place a word."""
    rules = tinycss2.parse_stylesheet(drawn(data, language).rules, skip_whitespace=True)
    found = tinycss2.parse_blocks_contents(rules[number].content, skip_whitespace=True)
    return {part.lower_name: tinycss2.serialize(part.value).strip() for part in found}


def test_the_shapes_carry_the_alt_text_and_the_words_over_them_are_hidden_from_listeners() -> None:
    assert markup(svg('<path d="M0 0"/><text x="10">MS</text>', 'class="mirror"')) == (
        '<div class="drawing drawing-1">'
        '<svg viewBox="0 0 100 50" role="img" aria-label="A pill"><path d="M0 0" /></svg>'
        '<span class="word word-1" aria-hidden="true">MS</span></div>'
    )


def test_a_drawing_that_only_decorates_is_hidden_from_listeners() -> None:
    assert markup(svg(""), alt="") == (
        '<div class="drawing drawing-1"><svg viewBox="0 0 100 50" aria-hidden="true" /></div>'
    )


def test_words_are_translated() -> None:
    assert lines(svg("<text>low iron</text>"), {"low iron": "poco hierro"}.__getitem__) == [["poco hierro"]]


def test_a_title_is_left_out_because_the_alt_text_says_it_in_the_readers_language() -> None:
    assert "A note" not in markup(svg("<title>A note</title><g><title>A note</title></g>"))


def test_a_declared_encoding_changes_nothing_because_every_drawing_is_utf_8() -> None:
    data = b'<?xml version="1.0" encoding="iso-8859-1"?>' + svg("<text>é</text>")
    assert lines(data, {"é": "ü"}.__getitem__) == [["ü"]]


def test_a_drawing_is_as_wide_as_its_view_box() -> None:
    assert drawn(svg("")).rules == ".drawing-1 { width: 5em }"


def test_a_label_wraps_where_its_room_ends() -> None:
    assert lines(svg('<text x="50" y="20" font-size="10" data-width="25">low iron</text>')) == [["low", "iron"]]


def test_a_label_that_fits_stays_on_its_line() -> None:
    assert lines(svg('<text x="50" y="20" font-size="10" data-width="40">low iron</text>')) == [["low iron"]]


@pytest.mark.parametrize(("room", "top"), [(40, 20.3), (25, 7.8)])
def test_a_label_wraps_around_its_middle(room: int, top: float) -> None:
    label = f'<text x="50" y="20" font-size="10" text-anchor="middle" data-width="{room}">low iron</text>'
    # Half a line higher with two lines: 12.5 units of 50 make 25 %, and half of that is 12.5 %.
    assert rule(svg(label))["top"] == f"{top:.2f}%"


@pytest.mark.parametrize(
    ("anchor", "left", "align"),
    [("start", "50.00%", "left"), ("middle", "30.00%", "center"), ("end", "10.00%", "right")],
)
def test_a_label_stands_where_its_anchor_says(anchor: str, left: str, align: str) -> None:
    placed = rule(svg(f'<text x="50" text-anchor="{anchor}" data-width="40">MS</text>'))
    assert (placed["left"], placed["width"], placed["text-align"]) == (left, "40.00%", align)


def test_a_label_keeps_its_size_weight_and_colour() -> None:
    placed = rule(svg('<text font-size="10" font-weight="600" fill="#123456">MS</text>'))
    assert (placed["font-size"], placed["font-weight"], placed["color"]) == ("0.5em", "700", "#123456")


def test_the_corner_of_the_view_box_is_where_places_are_measured_from() -> None:
    data = svg('<text x="10" data-width="40">MS</text>').replace(b"0 0 100 50", b"-10 0 100 50")
    assert rule(data)["left"] == "20.00%"


def test_a_label_with_more_lines_than_it_may_have_is_refused() -> None:
    (problem,) = drawn(svg('<text font-size="10" data-width="25" data-lines="1">low iron</text>')).problems
    assert (problem.code, problem.message, problem.fix) == (
        "label-too-long",
        'the words "low iron" do not fit into the figure pill.svg',
        "shorten the words: a line has room for about 4 letters",
    )


def test_a_label_has_two_lines_unless_it_says_otherwise() -> None:
    label = '<text font-size="10" data-width="10"{}>ab ab ab</text>'
    assert codes(drawn(svg(label.format(""))).problems) == ["label-too-long"]
    assert drawn(svg(label.format(' data-lines="3"'))).problems == ()


def test_a_word_that_is_wider_than_its_room_is_refused() -> None:
    assert codes(drawn(svg('<text font-size="10" data-width="25">haemoglobin</text>')).problems) == ["label-too-long"]


@pytest.mark.parametrize(("x", "anchor"), [(60, "start"), (40, "end"), (20, "middle"), (80, "middle")])
def test_without_a_width_words_must_end_before_the_edge_of_the_drawing(x: int, anchor: str) -> None:
    fits, too_long = (f'<text x="{x}" font-size="10" text-anchor="{anchor}">{"a" * n}</text>' for n in (8, 9))
    assert (codes(drawn(svg(fits)).problems), codes(drawn(svg(too_long)).problems)) == ([], ["label-too-long"])


def test_words_outside_the_drawing_are_refused() -> None:
    assert codes(drawn(svg('<text x="200">MS</text>')).problems) == ["label-too-long"]


def test_bold_words_are_measured_bold() -> None:
    asked = []

    def measure(text: str, size: float, bold: bool) -> float:  # noqa: FBT001 - the shape of `Measure`
        asked.append((text, size, bold))
        return 0

    drawn(svg('<text font-size="9" font-weight="700">MS</text>'), measure=measure)
    assert set(asked) == {("MS", 9, True)}


def test_chinese_wraps_between_any_two_characters() -> None:
    assert _wrapped("缺铁性贫血", lambda text: len(text) <= 2) == ["缺铁", "性贫", "血"]


@given(st.text(st.sampled_from("ab é缺铁。ع")).map(lambda text: " ".join(text.split())), st.integers(1, 9))
def test_the_lines_of_a_label_joined_are_the_label(words: str, most: int) -> None:
    found = _wrapped(words, lambda text: len(text) <= most)
    assert "".join("".join(found).split()) == "".join(words.split())


@given(st.lists(st.text(st.sampled_from("abé"), min_size=1, max_size=5)).map(" ".join), st.integers(5, 20))
def test_no_line_is_wider_than_its_room_if_each_word_fits(words: str, most: int) -> None:
    found = _wrapped(words, lambda text: len(text) <= most)
    assert " ".join(found) == words
    assert max(map(len, found)) <= most


MIRRORED = svg(
    '<path d="M0 0"/><text x="10" data-width="20" text-anchor="start">a</text><g><path/></g>', 'class="mirror"'
)


def test_a_mirrored_drawing_is_turned_around_its_middle_for_right_to_left_scripts() -> None:
    (group,) = drawn(MIRRORED, ARABIC).element.findall("svg/g")
    assert group.get("transform") == "translate(100 0) scale(-1 1)"
    assert [child.tag for child in group] == ["path", "g"]


def test_the_words_of_a_mirrored_drawing_move_and_are_not_turned() -> None:
    assert lines(MIRRORED) == [["a"]]
    placed = rule(MIRRORED, ARABIC)
    assert (placed["left"], placed["text-align"]) == ("70.00%", "right")


def test_a_drawing_is_not_mirrored_unless_it_says_so() -> None:
    assert drawn(svg("<path/>"), ARABIC).element.find("svg/g") is None


def test_a_drawing_is_not_mirrored_for_left_to_right_scripts() -> None:
    assert drawn(MIRRORED).element.find("svg/path") is not None
