"""Figures with their text alternative and place on the page, captions, and glyphs that stand for a word.

ISO 32000-1, 14.8.4.5 (Figure), 14.8.5.4.3 (BBox), 14.9.3 (Alt), 14.9.4 (ActualText); ISO 14289-1, 7.3.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from handoutkit.tagging.dom import Dom, alternative, name
from handoutkit.tagging.elements import Element, Kids, Value, has_role, paragraphs
from handoutkit.tagging.engine import is_block_picture
from handoutkit.tagging.nodes import Annotation, Leaf, Node


def build_picture(node: Node, kids: Kids, _dom: Dom) -> Kids:
    """A picture; link areas on it stay beside it, for the link around it to take."""
    leaves = tuple(kid for kid in kids if isinstance(kid, Leaf))
    areas = tuple(kid for kid in kids if isinstance(kid, Annotation))
    if not leaves:
        return kids
    alt = alternative(node.element)
    figure = Element("Figure", leaves, node.element, {"Alt": alt} if alt else {}, attributes=(_layout(leaves[0]),))
    return (figure, *areas)


def build_spoken(node: Node, kids: Kids, _dom: Dom) -> Kids:
    """An element that the author calls an image and names: a sign in a line of text, or a drawing made of boxes."""
    label = node.element.get("aria-label", "")
    whole = Element("Span", kids)
    leaves = tuple(whole.leaves())
    areas = tuple(kid for kid in whole.walk() if isinstance(kid, Annotation))
    if not leaves:
        return kids
    if name(node.element) == "span":
        return (Element("Span", leaves, node.element, {"ActualText": label}), *areas)
    return (Element("Figure", leaves, node.element, {"Alt": label}), *areas)


def build_figure(node: Node, kids: Kids, _dom: Dom) -> Kids:
    """A figure with its caption; the caption of a lone table belongs into the table."""
    parts = paragraphs(kids)
    captions = [part for part in parts if has_role(part, "Caption")]
    tables = [part for part in parts if isinstance(part, Element) and part.role == "Table"]
    if not captions:
        return parts
    if len(tables) == 1 and not any(has_role(kid, "Caption") for kid in tables[0].kids):
        captioned = replace(tables[0], kids=(captions[0], *tables[0].kids))
        return tuple(captioned if part is tables[0] else part for part in parts if part is not captions[0])
    return (Element("Div", parts, node.element),)


def _layout(leaf: Leaf) -> Mapping[str, Value]:
    """Where a picture is on its page, in PDF units from the bottom left."""
    box, page = leaf.box, leaf.page
    left, top = box.content_box_x(), page.height - box.content_box_y()
    edges = (left, top - box.height, left + box.width, top)
    placement = "/Block" if is_block_picture(box) else "/Inline"
    return {"O": "/Layout", "BBox": tuple(round(edge * page.scale, 3) for edge in edges), "Placement": placement}
