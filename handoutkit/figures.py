"""Pictures beside a section, vetted when they are read.

A drawing is an SVG file of plain shapes. Its words are ``<text>`` elements: each is a message like any other, with
``data-width`` saying how wide and ``data-lines`` on how many lines it may be set.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from io import BytesIO
from itertools import chain, repeat
from pathlib import PurePath
from warnings import catch_warnings

from handoutkit.model import Message, Picture
from handoutkit.problems import Place, Problem

SVG = "{http://www.w3.org/2000/svg}"
SHAPES = frozenset({"svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "title"})
PRESENTATION = frozenset(
    "class viewBox width height x y x1 y1 x2 y2 cx cy r rx ry d points transform fill fill-rule stroke stroke-width "
    "stroke-linecap stroke-linejoin stroke-dasharray font-size font-weight text-anchor data-width data-lines".split()
)
_NUMBER = r"-?\d{1,5}(?:\.\d{1,5})?"
_SIZE = r"(?=[\d.]*[1-9])\d{1,4}(?:\.\d{1,5})?"
_TEXT_FORMS = {
    "x": _NUMBER,
    "y": _NUMBER,
    "font-size": _SIZE,
    "font-weight": "normal|bold|400|600|700",
    "text-anchor": "start|middle|end",
    "data-width": _SIZE,
    "data-lines": "[1-9]",
    "fill": r"#[0-9A-Fa-f]{3,8}|[A-Za-z]+",
}
"""What the attributes of words may be: we calculate with them and write them into style rules."""

_ON_TEXT_ONLY = frozenset({"font-size", "font-weight", "text-anchor", "data-width", "data-lines"})
LARGEST_PICTURE = 2_000_000
"""Bytes. A drawing or photograph larger than this has no business on a handout."""

MOST_DOTS = 40_000_000
"""A page of A4 at 600 dots an inch. A small file can unpack to far more, and fill the memory."""

_DEEPEST = 40


def read_picture(name: str, data: bytes, path: PurePath) -> tuple[Picture | None, tuple[Problem, ...]]:
    """The picture, or None and what is wrong with it."""
    if len(data) > LARGEST_PICTURE:
        return None, (_broken(f"the picture is larger than {LARGEST_PICTURE:,} bytes", path, "make it smaller"),)
    if name.endswith(".svg"):
        return _read_drawing(name, data, path)
    if name.endswith((".png", ".jpg", ".jpeg")):
        return _read_photograph(name, data, path)
    return None, (_broken("only .svg, .png and .jpg pictures can be printed", path, "save it in one of these"),)


def _broken(message: str, path: PurePath, fix: str, line: int | None = None) -> Problem:
    return Problem("broken-picture", message, Place(path, line), fix)


def _read_photograph(name: str, data: bytes, path: PurePath) -> tuple[Picture | None, tuple[Problem, ...]]:
    """A whole decode, because the engine prints the half of a damaged file without a word."""
    from PIL import Image, ImageFile, UnidentifiedImageError  # noqa: PLC0415 - heavy, and most packs have no photographs

    kind = "PNG" if name.endswith(".png") else "JPEG"
    too_large = _broken(f"the picture has more than {MOST_DOTS:,} dots", path, "make it smaller")
    lenient = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # the engine sets it when it is imported, for the whole process
    try:
        with catch_warnings(action="ignore"), Image.open(BytesIO(data), formats=(kind,)) as image:
            if image.width * image.height > MOST_DOTS:
                return None, (too_large,)
            image.load()
    except Image.DecompressionBombError:
        return None, (too_large,)
    except UnidentifiedImageError:  # its words name a place in memory
        return None, (_broken(f"this is not a whole {kind} picture", path, "save it again"),)
    except (OSError, SyntaxError, ValueError) as fault:
        return None, (_broken(f"this is not a whole {kind} picture: {fault}", path, "save it again"),)
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = lenient
    return Picture(name, data, Place(path)), ()


def _read_drawing(name: str, data: bytes, path: PurePath) -> tuple[Picture | None, tuple[Problem, ...]]:
    if re.search(rb"<!(?!--)", data):
        return None, (_broken("a drawing may not have a DOCTYPE, entities or CDATA", path, "remove it", 1),)
    try:
        text = data.decode()
        root = ET.fromstring(text)  # noqa: S314 - no DOCTYPE, so no entities to expand
    except (UnicodeDecodeError, ET.ParseError) as fault:
        line = getattr(fault, "position", (None,))[0]
        return None, (_broken(f"this is not a readable drawing: {fault}", path, "save it as plain SVG", line),)
    problems = tuple(_drawing_faults(root, text, path))
    if problems:
        return None, problems
    comment = f"Words in the figure {name}. Keep them short."
    messages = tuple(
        Message(words, Place(path, _line_of_words(text, words)), comment=comment)
        for element in root.iter(f"{SVG}text")
        if (words := _words(element))
    )
    return Picture(name, data, Place(path), messages), ()


def _words(element: ET.Element) -> str:
    return " ".join((element.text or "").split())


def _line_of_words(text: str, words: str) -> int:
    position = text.find(words)
    return text.count("\n", 0, max(position, 0)) + 1


def _drawing_faults(root: ET.Element, text: str, path: PurePath) -> Iterator[Problem]:
    if root.tag != f"{SVG}svg" or not re.fullmatch(rf"{_NUMBER} {_NUMBER} {_SIZE} {_SIZE}", root.get("viewBox", "")):
        yield _broken("a drawing must be an <svg> with a viewBox", path, 'add viewBox="0 0 WIDTH HEIGHT"', 1)
    if _depth(root) > _DEEPEST:
        yield _broken("the drawing has too many groups inside one another", path, "take some away", 1)
    for element, line in zip(root.iter(), chain(_lines_of_elements(text), repeat(None)), strict=False):
        for message, fix in _element_faults(element):
            yield _broken(message, path, fix, line)


def _depth(root: ET.Element) -> int:
    depth, level = 0, [root]
    while level:
        depth, level = depth + 1, [child for element in level for child in element]
    return depth


def _lines_of_elements(text: str) -> Iterator[int]:
    """The line of each start tag, in the order of the document."""
    shown = re.sub(r"<!--.*?-->|<\?.*?\?>", lambda found: "\n" * found[0].count("\n"), text, flags=re.DOTALL)
    return (shown.count("\n", 0, tag.start()) + 1 for tag in re.finditer(r"<[^/]", shown))


def _element_faults(element: ET.Element) -> Iterator[tuple[str, str]]:
    """What is wrong with one element, and how to mend it."""
    name = element.tag.removeprefix(SVG)
    if name not in SHAPES or name == element.tag:
        yield f"a drawing may not have a <{name}> element", "draw it with plain shapes"
        return
    for attribute, value in element.attrib.items():
        if attribute not in PRESENTATION or re.search(r"url\(|javascript:|data:", value, re.IGNORECASE):
            yield f'<{name}> may not have the attribute {attribute}="{value[:40]}"', "remove it"
        elif name != "text" and attribute in _ON_TEXT_ONLY:
            yield f"<{name}> may not have the attribute {attribute}", "give it to each <text>"
        elif name == "text" and not re.fullmatch(_TEXT_FORMS.get(attribute, ".*"), value):
            fix = "write a plain number, word or colour, such as 24, bold or #1b2a3a"
            yield f'<text> may not have {attribute}="{value[:40]}"', fix
    if name == "text" and len(element):
        yield "<text> may have words only", "use one <text> for each label"
    if name == "text" and element.get("transform"):
        yield "<text> may not have a transform", "give it x and y"
    if name == "g" and element.get("transform") and element.find(f".//{SVG}text") is not None:
        yield "<text> may not lie in a <g> with a transform", "move the <text> out of the group"
