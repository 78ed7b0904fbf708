"""Takes from a document's final markup the text that its PDF must hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

import tinyhtml5

_NOT_PRINTED = frozenset(("head", "style", "script", "template", "title"))
_SVG = "{http://www.w3.org/2000/svg}"
_FURNITURE = frozenset(("running-head", "running-foot"))


@dataclass(frozen=True, slots=True)
class ExpectedText:
    """What a reader must get: the text in reading order, and the alternative texts of the pictures."""

    text: str = field(repr=False)
    alternatives: tuple[str, ...] = field(repr=False)


def expected_text(html: str) -> ExpectedText:
    """What the PDF of this markup must hold."""
    root = _parsed(html)
    return ExpectedText("".join(_texts(root)), tuple(filter(None, _alternatives(root))))


def document_text(html: str) -> str:
    """The text of the markup in reading order, without pictures and the furniture of pages."""
    return "".join(_texts(_parsed(html)))


def _parsed(html: str) -> Element:
    root: Element = tinyhtml5.parse(html, namespace_html_elements=False)
    return root


def _is_skipped(element: Element) -> bool:
    # A comment has a function for a tag.
    if not isinstance(element.tag, str) or element.tag in _NOT_PRINTED or element.tag.startswith(_SVG):
        return True
    return element.get("aria-hidden") == "true" or not _FURNITURE.isdisjoint(element.get("class", "").split())


def _texts(element: Element) -> Iterator[str]:
    if _is_skipped(element):
        return
    yield element.text or ("\n" if element.tag == "br" else "")
    for child in element:
        yield from _texts(child)
        yield child.tail or ""


def _alternatives(element: Element) -> Iterator[str]:
    if element.get("role") == "img" and element.get("aria-hidden") != "true":
        yield element.get("aria-label", "")
    if _is_skipped(element):
        return
    if element.tag == "img":
        yield element.get("alt", "")
    for child in element:
        yield from _alternatives(child)
