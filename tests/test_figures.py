from __future__ import annotations

import io
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import PurePath

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from building import ARABIC, ENGLISH
from handoutkit.figures import LARGEST_PICTURE, SHAPES, SVG, _wrapped, draw, read_picture
from handoutkit.model import Language, Picture
from handoutkit.problems import Problem

PATH = PurePath("handouts/sections/iron/pill.svg")


def svg(inner: str, root: str = "") -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 50" {root}>{inner}</svg>'.encode()


def read(data: bytes, name: str = "pill.svg") -> Picture:
    picture, problems = read_picture(name, data, PATH)
    assert not problems, problems
    assert picture
    return picture


def faults(data: bytes, name: str = "pill.svg") -> list[str]:
    picture, problems = read_picture(name, data, PATH)
    assert picture is None
    assert {problem.code for problem in problems} == {"broken-picture"}
    return [problem.message for problem in problems]


def monospaced(text: str, size: float, _bold: bool) -> float:  # noqa: FBT001 - the shape of `Measure`
    """Each letter is as wide as half the font size."""
    return len(text) * size / 2


def drawn(
    data: bytes,
    language: Language = ENGLISH,
    translate: Callable[[str], str] = str,
    measure: Callable[[str, float, bool], float] = monospaced,
) -> tuple[str, tuple[Problem, ...]]:
    root, problems = draw(read(data), "A pill", language, translate, measure)
    return ET.tostring(root, encoding="unicode"), problems


def root_of(data: bytes, language: Language = ENGLISH) -> ET.Element:
    return draw(read(data), "A pill", language, str, monospaced)[0]


# What may be read


def test_every_plain_shape_is_allowed() -> None:
    inner = "".join(f"<{name}/>" for name in sorted(SHAPES - {"svg"}))
    assert read(svg(inner)).messages == ()


def test_the_words_of_a_drawing_are_messages_at_their_lines() -> None:
    picture = read(svg('\n<text y="9">low\n iron</text>\n<text> </text>\n<text>MS</text>'))
    assert [(message.text, message.place.line) for message in picture.messages] == [("low iron", 1), ("MS", 5)]


def test_a_comment_for_translators_names_the_figure() -> None:
    (message,) = read(svg("<text>MS</text>")).messages
    assert message.comment == "Words in the figure pill.svg. Keep them short."


def test_comments_in_a_drawing_are_harmless() -> None:
    assert read(svg("<!-- <script> --><path/>")).name == "pill.svg"


@pytest.mark.parametrize(
    "element", ["script", "style", "image", "use", "foreignObject", "a", "animate", "linearGradient", "filter", "tspan"]
)
def test_any_other_element_is_refused(element: str) -> None:
    assert faults(svg(f"<{element}/>")) == [f"a drawing may not have a <{element}> element"]


@pytest.mark.parametrize(
    "attribute",
    [
        'onload="x()"',
        'style="fill:red"',
        'href="#a"',
        'fill="url(#a)"',
        'fill="URL(https://example.org/a)"',
        'd="javascript:x"',
        'opacity="0"',
        'display="none"',
        'font-family="Arial"',
    ],
)
def test_any_other_attribute_is_refused(attribute: str) -> None:
    assert faults(svg(f"<path {attribute}/>")) == [f"<path> may not have the attribute {attribute}"]


def test_a_link_in_another_namespace_is_refused() -> None:
    xlink = "http://www.w3.org/1999/xlink"
    expected = f'<path> may not have the attribute {{{xlink}}}href="file:///a"'
    assert faults(svg(f'<path xmlns:x="{xlink}" x:href="file:///a"/>')) == [expected]


def test_an_element_of_another_namespace_is_refused() -> None:
    assert faults(svg('<x:path xmlns:x="urn:x"/>')) == ["a drawing may not have a <{urn:x}path> element"]


def test_an_element_without_a_namespace_is_refused_because_its_words_would_not_be_translated() -> None:
    assert faults(svg('<text xmlns="">low iron</text>')) == ["a drawing may not have a <text> element"]


@pytest.mark.parametrize(
    "before",
    [
        "<!DOCTYPE svg>",
        '<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>',
    ],
)
def test_a_doctype_is_refused_before_anything_is_parsed(before: str) -> None:
    assert faults(before.encode() + svg("")) == ["a drawing may not have a DOCTYPE, entities or CDATA"]


def test_cdata_is_refused() -> None:
    assert faults(svg("<text><![CDATA[MS]]></text>")) == ["a drawing may not have a DOCTYPE, entities or CDATA"]


def test_a_doctype_cannot_hide_between_comments() -> None:
    assert faults(b"<!-- --><!DOCTYPE svg><!-- -->" + svg("")) == [
        "a drawing may not have a DOCTYPE, entities or CDATA"
    ]


def test_a_drawing_that_is_not_xml_is_told_at_its_line() -> None:
    _, (problem,) = read_picture("pill.svg", b"<svg>\n<path>", PATH)
    assert (problem.message[:33], problem.place and problem.place.line) == ("this is not a readable drawing: n", 2)


def test_a_drawing_that_is_not_utf_8_is_refused() -> None:
    assert faults(svg("").replace(b"0 0", b"\xff"))[0].startswith("this is not a readable drawing")


@pytest.mark.parametrize("view_box", ["", "0 0 100", "0,0,100,50", "0 0 0 50", "a b c d", "0 0 nan 50"])
def test_a_drawing_without_a_view_box_of_four_numbers_is_refused(view_box: str) -> None:
    assert faults(svg("").replace(b"0 0 100 50", view_box.encode())) == ["a drawing must be an <svg> with a viewBox"]


@pytest.mark.parametrize(
    "attribute",
    [
        'x="50%"',
        'y="1 2"',
        'x="nan"',
        'font-size="12px"',
        'font-size="0"',
        'font-weight="900"',
        'text-anchor="inherit"',
        'data-width="wide"',
        'data-width="0.0"',
        'data-lines="0"',
        'data-lines="1.5"',
    ],
)
def test_what_decides_where_words_stand_must_be_a_plain_number(attribute: str) -> None:
    assert faults(svg(f"<text {attribute}>MS</text>")) == [f"<text> may not have {attribute}"]


def test_a_size_that_words_would_inherit_is_refused_because_it_would_not_be_measured() -> None:
    assert faults(svg('<g font-size="24"><text>MS</text></g>')) == ["<g> may not have the attribute font-size"]


def test_words_in_a_moved_group_are_refused() -> None:
    inner = '<g transform="scale(2)"><g><text>MS</text></g></g>'
    assert faults(svg(inner)) == ["<text> may not lie in a <g> with a transform"]


def test_moved_words_are_refused() -> None:
    assert faults(svg('<text transform="scale(2)">MS</text>')) == ["<text> may not have a transform"]


def test_a_moved_group_of_shapes_is_allowed() -> None:
    assert read(svg('<g transform="scale(2)"><path/></g>')).messages == ()


def test_words_in_pieces_are_refused() -> None:
    assert "<text> may have words only" in faults(svg("<text>low <text>iron</text></text>"))


def test_all_faults_of_a_drawing_come_at_once_at_their_lines() -> None:
    data = svg("\n<path/>\n<path style=''/>\n<use/>")
    _, problems = read_picture("pill.svg", data, PATH)
    assert [problem.place and problem.place.line for problem in problems] == [3, 4]


def test_a_picture_of_another_kind_is_refused() -> None:
    assert faults(b"GIF89a", "pill.gif") == ["only .svg, .png and .jpg pictures can be printed"]


def test_a_huge_picture_is_refused() -> None:
    assert faults(b" " * (LARGEST_PICTURE + 1)) == ["the picture is larger than 2,000,000 bytes"]


# Photographs


def photograph(kind: str = "PNG") -> bytes:
    target = io.BytesIO()
    Image.effect_noise((40, 40), 90).save(target, kind)
    return target.getvalue()


@pytest.mark.parametrize(("name", "kind"), [("a.png", "PNG"), ("a.jpg", "JPEG"), ("a.jpeg", "JPEG")])
def test_a_whole_photograph_is_read(name: str, kind: str) -> None:
    assert read(photograph(kind), name).name == name


@pytest.mark.parametrize(("name", "kind"), [("a.png", "PNG"), ("a.jpg", "JPEG")])
def test_half_a_photograph_is_refused(name: str, kind: str) -> None:
    data = photograph(kind)
    assert faults(data[: len(data) // 2], name)[0].startswith(f"this is not a whole {kind} picture")


def test_a_photograph_under_a_false_name_is_refused() -> None:
    assert faults(photograph("JPEG"), "a.png")[0].startswith("this is not a whole PNG picture")


def test_other_bytes_are_no_photograph() -> None:
    assert faults(b"", "a.png")[0].startswith("this is not a whole PNG picture")


# Drawing


def test_a_drawing_becomes_an_image_with_its_alt_text_and_the_fonts_of_the_language() -> None:
    assert drawn(svg('<path d="M0 0"/>', 'class="mirror"')) == (
        '<svg viewBox="0 0 100 50" role="img" aria-label="A pill" font-family="&quot;Noto Sans&quot;">'
        '<path d="M0 0" /></svg>',
        (),
    )


def test_words_are_translated() -> None:
    markup, _ = drawn(svg("<text>low iron</text>"), translate={"low iron": "hierro bajo"}.__getitem__)
    assert "<text>hierro bajo</text>" in markup


def test_a_title_is_left_out_because_the_alt_text_says_it_in_the_readers_language() -> None:
    assert "A note" not in drawn(svg("<title>A note</title><g><title>A note</title></g>"))[0]


def test_a_declared_encoding_changes_nothing_because_every_drawing_is_utf_8() -> None:
    data = b'<?xml version="1.0" encoding="iso-8859-1"?>' + svg("<text>é</text>")
    assert "<text>é</text>" in drawn(data, translate={"é": "é"}.__getitem__)[0]


def test_a_label_wraps_around_its_middle() -> None:
    label = '<text x="50" y="20" font-size="10" data-width="25">low iron</text>'
    expected = (
        '<text x="50" y="20" font-size="10"><tspan x="50" y="13.75">low</tspan><tspan x="50" y="26.25">iron</tspan></text>'
    )
    markup, problems = drawn(svg(label))
    assert expected in markup
    assert problems == ()


def test_a_label_of_three_lines_keeps_the_middle_one_in_its_place() -> None:
    label = '<text x="50" y="30" font-size="10" data-width="15" data-lines="3">low or up</text>'
    assert [line.get("y") for line in root_of(svg(label)).iter(f"{SVG}tspan")] == []
    assert [line.get("y") for line in root_of(svg(label)).iter("tspan")] == ["17.5", "30", "42.5"]


def test_a_label_that_fits_stays_on_its_line() -> None:
    assert "<tspan" not in drawn(svg('<text x="50" font-size="10" data-width="40">low iron</text>'))[0]


def test_a_label_with_more_lines_than_it_may_have_is_refused() -> None:
    _, (problem,) = drawn(svg('<text font-size="10" data-width="25" data-lines="1">low iron</text>'))
    assert (problem.code, problem.message, problem.fix) == (
        "label-too-long",
        'the words "low iron" do not fit into the figure pill.svg',
        "shorten the translation: there is room for about 4 letters on 1 line(s)",
    )


def test_a_label_has_two_lines_unless_it_says_otherwise() -> None:
    _, problems = drawn(svg('<text font-size="10" data-width="10">ab ab ab</text>'))
    assert [problem.code for problem in problems] == ["label-too-long"]


def test_a_word_that_is_wider_than_its_room_is_refused() -> None:
    _, problems = drawn(svg('<text font-size="10" data-width="25">haemoglobin</text>'))
    assert [problem.code for problem in problems] == ["label-too-long"]


@pytest.mark.parametrize(("x", "anchor"), [(60, "start"), (40, "end"), (20, "middle"), (80, "middle")])
def test_without_a_width_words_must_end_before_the_edge_of_the_drawing(x: int, anchor: str) -> None:
    fits, too_long = (f'<text x="{x}" font-size="10" text-anchor="{anchor}">{"a" * n}</text>' for n in (8, 9))
    assert (drawn(svg(fits))[1], [problem.code for problem in drawn(svg(too_long))[1]]) == ((), ["label-too-long"])


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
    lines = _wrapped(words, lambda text: len(text) <= most)
    assert "".join("".join(lines).split()) == "".join(words.split())


@given(st.lists(st.text(st.sampled_from("abé"), min_size=1, max_size=5)).map(" ".join), st.integers(5, 20))
def test_no_line_is_wider_than_its_room_if_each_word_fits(words: str, most: int) -> None:
    lines = _wrapped(words, lambda text: len(text) <= most)
    assert " ".join(lines) == words
    assert max(map(len, lines)) <= most


# Right to left


MIRRORED = svg(
    '<path d="M0 0"/><text x="10" text-anchor="start">a</text><g><text x="50" text-anchor="middle">b</text></g>',
    'class="mirror"',
)


def test_a_mirrored_drawing_is_turned_around_its_middle_for_right_to_left_scripts() -> None:
    group = root_of(MIRRORED, ARABIC).find("g")
    assert group is not None
    assert group.get("transform") == "translate(100 0) scale(-1 1)"
    assert [child.tag for child in group] == ["path", "g"]


def test_the_words_of_a_mirrored_drawing_move_and_are_not_turned() -> None:
    texts = root_of(MIRRORED, ARABIC).findall("text")
    assert [(text.text, text.get("x"), text.get("text-anchor")) for text in texts] == [
        ("a", "90", "end"),
        ("b", "50", "middle"),
    ]


def test_wrapped_lines_move_with_their_words() -> None:
    label = '<text x="10" font-size="10" data-width="25">low iron</text>'
    texts = root_of(svg(label, 'class="mirror"'), ARABIC).iter("tspan")
    assert [line.get("x") for line in texts] == ["90", "90"]


def test_a_drawing_is_not_mirrored_unless_it_says_so() -> None:
    assert root_of(svg("<path/>"), ARABIC).find("g") is None


def test_a_drawing_is_not_mirrored_for_left_to_right_scripts() -> None:
    assert root_of(MIRRORED).find("path") is not None
