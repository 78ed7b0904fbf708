from __future__ import annotations

import io
from pathlib import PurePath

import pytest
from building import photograph
from PIL import Image

from handoutkit.figures import LARGEST_PICTURE, SHAPES, read_picture
from handoutkit.model import Picture

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


@pytest.mark.parametrize("before", [b"<!-- --><!DOCTYPE svg><!-- -->", b"<?a <!-- ?><!DOCTYPE svg><?b --> ?>"])
def test_a_doctype_cannot_hide_behind_comments(before: bytes) -> None:
    assert faults(before + svg("")) == ["a drawing may not have a DOCTYPE, entities or CDATA"]


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
        'fill="red } p { display: none"',
        'fill="var(--a)"',
    ],
)
def test_the_attributes_of_words_are_plain_numbers_and_colours(attribute: str) -> None:
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


def test_a_small_file_that_unpacks_to_a_huge_photograph_is_refused_before_it_is_unpacked() -> None:
    target = io.BytesIO()
    Image.new("1", (30_000, 30_000)).save(target, "PNG")
    (problem,) = read_picture("a.png", target.getvalue(), PurePath("a.png"))[1]
    assert problem.message == "the picture has more than 40,000,000 dots"


def test_a_problem_with_a_photograph_names_no_place_in_memory() -> None:
    (problem,) = read_picture("a.png", b"words", PurePath("a.png"))[1]
    assert problem.message == "this is not a whole PNG picture"


def test_a_drawing_may_not_be_nested_without_end() -> None:
    opening = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">'
    nested = {depth: f"{opening}{'<g>' * depth}{'</g>' * depth}</svg>".encode() for depth in (39, 40)}
    assert [read_picture("a.svg", nested[depth], PurePath("a.svg"))[1] != () for depth in nested] == [False, True]
