"""Pictures beside a section: vetted when they are read, their words translated and fitted when they are drawn.

A drawing is an SVG file of plain shapes. Its words are ``<text>`` elements: each is a message like any other, with
``data-width`` saying how wide and ``data-lines`` on how many lines it may be set. What does not fit is refused,
because nothing in the engine would notice.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import PurePath

from handoutkit.model import Language, Message, Picture
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
}
"""What the attributes are that decide where words stand: plain numbers, because we calculate with them."""

_ON_TEXT_ONLY = frozenset({"font-size", "font-weight", "text-anchor", "data-width", "data-lines"})
LINE_HEIGHT = 1.25
_SPACELESS = r"\u2e80-\u9fff\uac00-\ud7af\uff00-\uffef"
"""Ideographs, kana, Hangul and their punctuation, between any two of which a line may break."""

LARGEST_PICTURE = 2_000_000
"""Bytes. A drawing or photograph larger than this has no business on a handout."""

Measure = Callable[[str, float, bool], float]
"""The width of a text at a font size, bold or not, in the unit of the size."""


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
    from PIL import Image  # noqa: PLC0415 - heavy, and most packs have no photographs

    kind = "PNG" if name.endswith(".png") else "JPEG"
    try:
        with Image.open(BytesIO(data), formats=(kind,)) as image:
            image.load()
    except (OSError, SyntaxError, ValueError) as fault:
        return None, (_broken(f"this is not a whole {kind} picture: {fault}", path, "save it again"),)
    return Picture(name, data, Place(path)), ()


def _read_drawing(name: str, data: bytes, path: PurePath) -> tuple[Picture | None, tuple[Problem, ...]]:
    if b"<!" in re.sub(rb"<!--.*?-->", b"", data, flags=re.DOTALL):
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
    for element, line in zip(root.iter(), _lines_of_elements(text), strict=False):
        for message, fix in _element_faults(element):
            yield _broken(message, path, fix, line)


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
            yield f'<text> may not have {attribute}="{value[:40]}"', f"give {attribute} as in docs/authors.md"
    if name == "text" and len(element):
        yield "<text> may have words only", "use one <text> for each label"
    if name == "text" and element.get("transform"):
        yield "<text> may not have a transform", "give it x and y"
    if name == "g" and element.get("transform") and element.find(f".//{SVG}text") is not None:
        yield "<text> may not lie in a <g> with a transform", "move the <text> out of the group"


def draw(
    picture: Picture, alt: str, language: Language, translate: Callable[[str], str], measure: Measure
) -> tuple[ET.Element, tuple[Problem, ...]]:
    """The drawing as an element for the page, in the reader's language, and the labels that do not fit.

    In right-to-left languages a drawing of class ``mirror`` is turned around, but not its words.
    """
    root = ET.fromstring(picture.data.decode())  # noqa: S314 - vetted by `read_picture`
    _remove_titles(root)
    left, _, width, _ = _view_box(root)
    problems = [
        problem
        for element in root.iter(f"{SVG}text")
        if _words(element)
        for problem in _set_words(element, translate(_words(element)), picture, measure, (left, left + width))
    ]
    if language.direction == "rtl" and "mirror" in root.get("class", "").split():
        _mirror(root)
    for element in root.iter():
        element.tag = element.tag.removeprefix(SVG)
        for name in ("class", "data-width", "data-lines"):
            element.attrib.pop(name, None)
    root.set("role", "img")
    root.set("aria-label", alt)
    root.set("font-family", ", ".join(f'"{family}"' for family in language.fonts))
    return root, tuple(problems)


def _remove_titles(root: ET.Element) -> None:
    """The alt text names the drawing, in the reader's language; a title is the author's note."""
    for parent in list(root.iter()):
        for title in parent.findall(f"{SVG}title"):
            parent.remove(title)


def _view_box(root: ET.Element) -> list[float]:
    return [float(number) for number in root.get("viewBox", "").split()]


def _set_words(
    element: ET.Element, words: str, picture: Picture, measure: Measure, edges: tuple[float, float]
) -> Iterator[Problem]:
    """The words on as many lines as they need, the block of lines keeping the middle of the first."""
    size, bold = float(element.get("font-size", "16")), element.get("font-weight") in {"bold", "600", "700"}
    room, most = _room(element, edges), int(element.get("data-lines", "2"))
    lines = _wrapped(words, lambda text: measure(text, size, bold) <= room)
    if len(lines) > most or any(measure(line, size, bold) > room for line in lines):
        message = f'the words "{words}" do not fit into the figure {picture.name}'
        fix = f"shorten the translation: there is room for about {int(room / (size * 0.55))} letters on {most} line(s)"
        yield Problem("label-too-long", message, picture.place, fix)
    first = float(element.get("y", "0")) - (len(lines) - 1) * size * LINE_HEIGHT / 2
    element.text = None if len(lines) > 1 else words
    for number, line in enumerate(lines if len(lines) > 1 else ()):
        y = f"{first + number * size * LINE_HEIGHT:g}"
        ET.SubElement(element, f"{SVG}tspan", {"x": element.get("x", "0"), "y": y}).text = line


def _room(element: ET.Element, edges: tuple[float, float]) -> float:
    """How wide the words may be: as the author says, else as far as the edge of the drawing."""
    if "data-width" in element.attrib:
        return float(element.attrib["data-width"])
    x, anchor = float(element.get("x", "0")), element.get("text-anchor", "start")
    before, after = x - edges[0], edges[1] - x
    return {"start": after, "end": before}.get(anchor, 2 * min(before, after))


def _wrapped(words: str, fits: Callable[[str], bool]) -> list[str]:
    """Greedy lines: at spaces, or between any two characters of a script that writes without them."""
    units = re.findall(rf"[{_SPACELESS}]|[^\s{_SPACELESS}]+\s?|\s", words)
    lines = [""]
    for unit in units:
        if lines[-1] and not fits((lines[-1] + unit).rstrip()):
            lines.append("")
        lines[-1] += unit
    return [line.strip() for line in lines]


def _mirror(root: ET.Element) -> None:
    left, _, width, _ = _view_box(root)
    axis = 2 * left + width
    parents = {child: parent for parent in root.iter() for child in parent}
    texts = list(root.iter(f"{SVG}text"))
    for text in texts:
        parents[text].remove(text)
        for part in text.iter():
            if part.get("x"):
                part.set("x", f"{axis - float(part.get('x', '0')):g}")
        swapped = {"start": "end", "end": "start"}
        anchor = text.get("text-anchor", "start")
        text.set("text-anchor", swapped.get(anchor, anchor))
    shapes = list(root)
    turned = ET.Element(f"{SVG}g", {"transform": f"translate({axis:g} 0) scale(-1 1)"})
    turned.extend(shapes)
    for shape in shapes:
        root.remove(shape)
    root.append(turned)
    root.extend(texts)
