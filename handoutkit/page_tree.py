"""The passes over the tree of a rendered page that no template can do: isolation of runs, and what holds together."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

from handoutkit.bidi import isolate

_UNTOUCHED = frozenset({"head", "svg"})
_BLOCKS = frozenset({"p", "li", "td", "th", "dt", "dd", "caption", "figcaption", "h3", "h4"})
_LAST_WORD = re.compile(r"(?:[\u2e80-\u9fff\uff00-\uffef]{1,2}|[^\s\u2e80-\u9fff\uff00-\uffef]+)\s*$")


def strip_notes(root: ET.Element) -> None:
    """Takes away the attributes that are for authors, not for readers."""
    for element in root.iter():
        element.attrib.pop("data-standing", None)


def trim_blocks(root: ET.Element) -> None:
    """Takes away white space at the start of each block: after an item's marker it would print as a gap."""
    for element in root.iter():
        if element.tag in _BLOCKS and element.text:
            element.text = element.text.lstrip(" \n\t") or None


def hold_citations(root: ET.Element) -> None:
    """Binds each citation to the word before it, so that its number never starts a line alone.

    A no-break space would do the same, but makes WeasyPrint 70 break the lines before it in the wrong places.
    """
    for parent in list(root.iter()):
        for position in reversed(range(len(parent))):
            if parent[position].get("class") == "cite":
                _hold(parent, position)


def _hold(parent: ET.Element, position: int) -> None:
    before = parent[position - 1] if position else None
    text = (before.tail if before is not None else parent.text) or ""
    word = _LAST_WORD.search(text)
    if word is None:
        return
    citation = parent[position]
    held = ET.Element("span", {"class": "held"})
    held.text, held.tail, citation.tail = word[0], citation.tail, None
    parent.remove(citation)
    held.append(citation)
    parent.insert(position, held)
    if before is not None:
        before.tail = text[: word.start()]
    else:
        parent.text = text[: word.start()]


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
