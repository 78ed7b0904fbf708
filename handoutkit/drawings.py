"""Drawings as they are placed on a page: shapes as SVG, words as text over them, in the reader's language.

The engine sets the words of an SVG letter by letter from left to right, which tears Arabic apart. So the words are
taken out of the drawing and laid over it as ordinary text, on lines that were measured and found to fit.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import dataclass

from handoutkit.figures import SVG
from handoutkit.model import Language, Picture
from handoutkit.problems import Problem

UNITS_IN_EM = 20
"""How many units of a drawing make one em of the page: the editions set that em as ``--drawing``."""

LINE_HEIGHT = 1.25
_MIDDLE = 0.36
"""How far above the baseline the middle of a line of letters lies, in sizes of the font."""

_SPACELESS = "\u2e80-\u9fff\uac00-\ud7af\uff00-\uffef"
_ANCHORS = {"start": "left", "middle": "center", "end": "right"}

Measure = Callable[[str, float, bool], float]
"""The width of a text at a font size, bold or not, in the unit of the size."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing for the page, the style rules that place its words, and the words that do not fit."""

    element: ET.Element
    rules: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Label:
    """One label: its lines, and the box that they are centred in, in units of the drawing."""

    lines: tuple[str, ...]
    left: float
    top: float
    room: float
    size: float
    align: str
    bold: bool
    colour: str


def draw(  # noqa: PLR0913, PLR0917 - what a drawing on a page depends on
    picture: Picture, alt: str, name: str, language: Language, translate: Callable[[str], str], measure: Measure
) -> Drawing:
    """The drawing under the class `name`, which no other on the page may have.

    In right-to-left languages a drawing of class ``mirror`` is turned around, but not its words.
    """
    shapes = ET.fromstring(picture.data.decode())  # noqa: S314 - vetted by `read_picture`
    mirrored = language.direction == "rtl" and "mirror" in shapes.get("class", "").split()
    box = [float(number) for number in shapes.get("viewBox", "").split()]
    labels, problems = [], []
    for element in _take_words(shapes):
        words = translate(" ".join((element.text or "").split()))
        label, fits = _set(element, words, box, measure, mirrored=mirrored)
        labels.append(label)
        if not fits:
            problems.append(_too_long(words, label, picture))
    if mirrored:
        _mirror(shapes, box)
    rules = [f".{name} {{ width: {box[2] / UNITS_IN_EM:g}em }}"]
    rules += [_rule(f".{name} .word-{number}", label, box) for number, label in enumerate(labels, 1)]
    return Drawing(_element(shapes, alt, name, labels), "\n".join(rules), tuple(problems))


def _take_words(shapes: ET.Element) -> list[ET.Element]:
    """Takes the words out of the drawing, and titles, which are the author's own notes."""
    words = [element for element in shapes.iter(f"{SVG}text") if (element.text or "").strip()]
    for parent in list(shapes.iter()):
        for child in list(parent):
            if child.tag in {f"{SVG}text", f"{SVG}title"}:
                parent.remove(child)
    return words


def _set(element: ET.Element, words: str, box: list[float], measure: Measure, *, mirrored: bool) -> tuple[_Label, bool]:
    """The label on as many lines as it needs, around the middle of the first, and whether it fits."""
    size, bold = float(element.get("font-size", "16")), element.get("font-weight") in {"bold", "600", "700"}
    x, y, anchor = float(element.get("x", "0")), float(element.get("y", "0")), element.get("text-anchor", "start")
    if mirrored:
        x, anchor = 2 * box[0] + box[2] - x, {"start": "end", "end": "start"}.get(anchor, anchor)
    before, after = x - box[0], box[0] + box[2] - x
    edge = {"start": after, "end": before}.get(anchor, 2 * min(before, after))
    room = float(element.get("data-width", edge))
    lines = tuple(_wrapped(words, lambda text: measure(text, size, bold) <= room))
    most = int(element.get("data-lines", "2"))
    fits = len(lines) <= most and all(measure(line, size, bold) <= room for line in lines)
    label = _Label(
        lines=lines,
        left=x - {"start": 0.0, "middle": room / 2, "end": room}[anchor],
        top=max(box[1], y - _MIDDLE * size - len(lines) * size * LINE_HEIGHT / 2),
        room=room,
        size=size,
        align=_ANCHORS[anchor],
        bold=bold,
        colour=element.get("fill", "#000"),
    )
    return label, fits


def _wrapped(words: str, fits: Callable[[str], bool]) -> list[str]:
    """Greedy lines: at spaces, or between any two characters of a script that writes without them."""
    units = re.findall(rf"[{_SPACELESS}]|[^\s{_SPACELESS}]+\s?|\s", words)
    lines = [""]
    for unit in units:
        if lines[-1] and not fits((lines[-1] + unit).rstrip()):
            lines.append("")
        lines[-1] += unit
    return [line.strip() for line in lines]


def _too_long(words: str, label: _Label, picture: Picture) -> Problem:
    letters = int(label.room / (label.size * 0.55))
    message = f'the words "{words}" do not fit into the figure {picture.name}'
    fix = f"shorten the words: a line has room for about {letters} letters"
    return Problem("label-too-long", message, picture.place, fix)


def _rule(selector: str, label: _Label, box: list[float]) -> str:
    left, top = (label.left - box[0]) / box[2], (label.top - box[1]) / box[3]
    return (
        f"{selector} {{ left: {left:.2%}; top: {top:.2%}; width: {label.room / box[2]:.2%}; "
        f"font-size: {label.size / UNITS_IN_EM:g}em; font-weight: {700 if label.bold else 400}; "
        f"text-align: {label.align}; color: {label.colour} }}"
    )


def _element(shapes: ET.Element, alt: str, name: str, labels: list[_Label]) -> ET.Element:
    """The shapes carry the alternative text; the words over them are hidden from readers, who have heard it."""
    for element in shapes.iter():
        element.tag = element.tag.removeprefix(SVG)
        element.attrib.pop("class", None)
    shapes.attrib.update({"role": "img", "aria-label": alt} if alt else {"aria-hidden": "true"})
    drawing = ET.Element("div", {"class": f"drawing {name}"})
    drawing.append(shapes)
    for number, label in enumerate(labels, 1):
        word = ET.SubElement(drawing, "span", {"class": f"word word-{number}", "aria-hidden": "true"})
        word.text, *rest = label.lines
        for line in rest:
            ET.SubElement(word, "br").tail = line
    return drawing


def _mirror(shapes: ET.Element, box: list[float]) -> None:
    children = list(shapes)
    turned = ET.SubElement(shapes, f"{SVG}g", {"transform": f"translate({2 * box[0] + box[2]:g} 0) scale(-1 1)"})
    turned.extend(children)
    for child in children:
        shapes.remove(child)
