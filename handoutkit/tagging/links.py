"""Links: one Link for one `a`, holding every rectangle that clicks and every word (ISO 32000-1, 14.8.4.4.2).

WeasyPrint makes a rectangle for each box below an `a`. The ones that lie in another are not needed, the others all
belong to the one Link. Each says the text of the link (ISO 14289-1, 7.18.5), because some readers speak it in place of
the words on the page.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from handoutkit.tagging.dom import Dom, squeeze, text
from handoutkit.tagging.elements import Element, Kid, Kids, has_block, paragraphs
from handoutkit.tagging.nodes import Annotation, Node

_SLACK = 0.5
"""How far, in PDF units, a rectangle may stick out of another and still lie in it."""


def build_link(node: Node, kids: Kids, _dom: Dom) -> Kids:
    """The Link of an `a` with an address; around blocks there is one in each of them."""
    if not node.element.get("href"):
        return kids
    label = _label(node)
    if has_block(kids):
        return _in_blocks(kids, node, label)
    areas, words = _needed(_areas(kids)), _without_areas(kids)
    if not words or not areas:
        return words
    return (_link(node, areas, words, label),)


def _link(node: Node, areas: Iterable[Annotation], words: Kids, label: str) -> Element:
    spoken = {"Alt": label} if node.element.get("aria-label") else {}
    said = tuple(replace(area, contents=label) for area in areas)
    return Element("Link", (*said, *words), node.element, spoken)


def _in_blocks(kids: Kids, node: Node, label: str) -> Kids:
    """Blocks with the Link around the text in each of them; the rectangles of the whole are not needed."""
    words = tuple(kid for kid in kids if not isinstance(kid, Annotation))
    return tuple(_in_block(kid, node, label) for kid in paragraphs(words))


def _in_block(kid: Kid, node: Node, label: str) -> Kid:
    if not isinstance(kid, Element):
        return kid
    if has_block(kid.kids):
        return replace(kid, kids=_in_blocks(kid.kids, node, label))
    areas = _needed(_areas(kid.kids))
    return replace(kid, kids=(_link(node, areas, _without_areas(kid.kids), label),)) if areas else kid


def _label(node: Node) -> str:
    """What a link says it is: its name, its words, or at last its address."""
    element = node.element
    candidates = (element.get("aria-label"), text(element), element.get("title"), element.get("href"))
    return squeeze(next(filter(None, candidates), ""))


def _areas(kids: Kids) -> list[Annotation]:
    """Every rectangle, those of the link's own boxes before those of boxes in it."""
    own = [kid for kid in kids if isinstance(kid, Annotation)]
    nested = [
        inner for kid in kids if isinstance(kid, Element) for inner in kid.walk() if isinstance(inner, Annotation)
    ]
    return own + nested


def _needed(areas: Iterable[Annotation]) -> tuple[Annotation, ...]:
    needed: list[Annotation] = []
    for area in areas:
        if not any(_covers(other, area) for other in needed):
            needed.append(area)
    return tuple(needed)


def _covers(outer: Annotation, inner: Annotation) -> bool:
    left, bottom, right, top = outer.rectangle
    x1, y1, x2, y2 = inner.rectangle
    # A bold word's box is as high as its font, which can be higher than that of the line it stands in.
    inside = left - _SLACK <= x1 and right + _SLACK >= x2 and bottom < (y1 + y2) / 2 < top
    return outer.page is inner.page and inside


def _without_areas(kids: Kids) -> Kids:
    kept = (kid for kid in kids if not isinstance(kid, Annotation))
    return tuple(replace(kid, kids=_without_areas(kid.kids)) if isinstance(kid, Element) else kid for kid in kept)
