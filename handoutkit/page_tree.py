"""The passes over the tree of a rendered page that no template can do: isolation of runs, and what holds together."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from itertools import pairwise

from handoutkit.bidi import isolate
from handoutkit.quantities import UNITS

_SPACES = " \t\n"
_UNTOUCHED = frozenset({"head", "title", "style", "svg"})
_INLINES = frozenset({"strong", "em", "bdi", "abbr", "span", "a", "sub", "sup"})
_BLOCKS = frozenset({"p", "li", "td", "th", "dt", "dd", "caption", "figcaption", "h3", "h4"})
_IDEOGRAPH = r"[\u2e80-\u9fff\uff00-\uffef]"
_UNIT = "|".join(re.escape(unit) for unit in sorted(UNITS, key=len, reverse=True))
_QUANTITY = rf"(?<!\w)(?:\d[\d.,]*(?:[-–]\d[\d.,]*)?[ \u00a0])?(?:{_UNIT})(?!\w)"
_LAST_WORD = re.compile(r"(?:[\u2e80-\u9fff\uff00-\uffef]{1,2}|[^ \t\n\u2e80-\u9fff\uff00-\uffef]+)[ \t\n]*$")


def typeset(root: ET.Element, *, right_to_left: bool) -> None:
    """All passes, in the order in which they need each other."""
    strip_notes(root)
    trim_blocks(root)
    close_ideographs(root)
    if right_to_left:
        isolate_runs(root)
    hold_citations(root)
    hold_units(root)
    part_spaces(root)


def strip_notes(root: ET.Element) -> None:
    """Takes away the attributes that are for authors, not for readers."""
    for element in root.iter():
        element.attrib.pop("data-standing", None)


def trim_blocks(root: ET.Element) -> None:
    """Takes away white space at both ends of each block.

    At the start it would print as a gap after an item's marker. At the end it can make WeasyPrint 70 break the line
    after its first word, when the words fit and the space does not.
    """
    for element in root.iter():
        if element.tag not in _BLOCKS:
            continue
        if element.text:
            element.text = element.text.lstrip(_SPACES) or None
        if len(element):
            element[-1].tail = (element[-1].tail or "").rstrip(_SPACES) or None
        elif element.text:
            element.text = element.text.rstrip(_SPACES)


def close_ideographs(root: ET.Element) -> None:
    """Takes away white space between two ideographs: a line end in a template would print as a gap."""
    for element in root.iter():
        for before, after in pairwise(element):
            if before.tail and not before.tail.strip(_SPACES) and _ideographic(before, -1) and _ideographic(after, 0):
                before.tail = None
        for child in element:
            if child.tail and child.tail[0] in _SPACES and _ideographic(child, -1):
                text = child.tail.lstrip(_SPACES)
                child.tail = text if text and re.match(_IDEOGRAPH, text[0]) else child.tail


def _ideographic(element: ET.Element, end: int) -> bool:
    text = "".join(element.itertext()).strip(_SPACES)
    return bool(text and re.match(_IDEOGRAPH, text[end]))


def part_spaces(root: ET.Element) -> None:
    """Gives each space before an inline element an element of its own.

    WeasyPrint 70 can break a text that ends in a space after its first word, when the words fit and the space does
    not.
    """
    for parent in list(root.iter()):
        for position in reversed(range(len(parent))):
            if parent[position].tag in _INLINES:
                _part(parent, position)


def _part(parent: ET.Element, position: int) -> None:
    before = parent[position - 1] if position else None
    text = (before.tail if before is not None else parent.text) or ""
    words = text.rstrip(_SPACES)
    if not words or words == text:
        return
    space = ET.Element("span")
    space.text = " "
    parent.insert(position, space)
    _set_text(parent, before, words)


def hold_units(root: ET.Element) -> None:
    """Keeps a number and its unit on one line: "5" at its end and "mg" on the next is read wrong."""
    for parent in list(root.iter()):
        if parent.tag in _UNTOUCHED or parent.get("class") == "held":
            continue
        for position, child in reversed(list(enumerate(parent))):
            if child.tail:
                child.tail, held = _quantities(child.tail)
                parent[position + 1 : position + 1] = held
        if parent.text:
            parent.text, held = _quantities(parent.text)
            parent[0:0] = held


def _quantities(text: str) -> tuple[str, list[ET.Element]]:
    """The text before the first quantity, and the quantities with what follows each."""
    parts = re.split(rf"({_QUANTITY})", text)
    elements = []
    for quantity, after in zip(parts[1::2], parts[2::2], strict=True):
        element = ET.Element("span", {"class": "held"})
        element.text, element.tail = quantity, after
        elements.append(element)
    return parts[0], elements


def hold_citations(root: ET.Element) -> None:
    """Binds each citation to the word before it, so that its number never starts a line alone."""
    for parent in list(root.iter()):
        for citation in [child for child in parent if child.get("class") == "cite"]:
            citation.text = "\u00a0"
            _hold(parent, list(parent).index(citation))


def _hold(parent: ET.Element, position: int) -> None:
    before = parent[position - 1] if position else None
    text = ((before.tail if before is not None else parent.text) or "").rstrip(_SPACES)
    word = _LAST_WORD.search(text)
    if word:
        held = ET.Element("span", {"class": "held"})
        held.text = word[0]
        _set_text(parent, before, text[: word.start()])
        parent.insert(position, held)
        _move(parent, position + 1, held)
    elif before is not None and before.get("class") == "held":
        before.tail = None
        _move(parent, position, before)
    elif before is not None and before.tag == "bdi":
        held = ET.Element("span", {"class": "held"})
        before.tail = None
        parent[position - 1] = held
        held.append(before)
        _move(parent, position, held)


def _set_text(parent: ET.Element, before: ET.Element | None, text: str) -> None:
    if before is not None:
        before.tail = text
    else:
        parent.text = text


def _move(parent: ET.Element, position: int, into: ET.Element) -> None:
    """Moves an element into its elder sibling; what follows it stays where it was."""
    element = parent[position]
    parent.remove(element)
    into.tail, element.tail = element.tail, None
    into.append(element)


def isolate_runs(root: ET.Element) -> None:
    """Wraps left-to-right runs in ``<bdi dir="ltr">``, so that a dose or a telephone number cannot turn around."""
    settled = {
        inner
        for element in root.iter()
        if element.tag in _UNTOUCHED or element.get("dir") == "ltr"
        for inner in element.iter()
    }
    for element in list(root.iter()):
        for position, child in reversed(list(enumerate(element))):
            if child.tail and element not in settled:
                child.tail, runs = _runs(child.tail)
                element[position + 1 : position + 1] = runs
        if element.text and element not in settled:
            element.text, runs = _runs(element.text)
            element[0:0] = runs


def _runs(text: str) -> tuple[str, list[ET.Element]]:
    """The text before the first run, and the runs with what follows each."""
    before, elements = "", []
    for part, left_to_right in isolate(text):
        if left_to_right:
            element = ET.Element("bdi", {"dir": "ltr"})
            element.text = part
            elements.append(element)
        elif elements:
            elements[-1].tail = (elements[-1].tail or "") + part
        else:
            before += part
    return before, elements
