"""From nodes to structure elements: finds the builder of each element and applies it from the leaves up.

A builder is a function from a node, its already built kids and the document to the kids that take the node's place.
Transparent elements give their kids, most give one element, a footnote gives two.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import chain
from types import MappingProxyType

from handoutkit.tagging.dom import Dom, name, role
from handoutkit.tagging.elements import Element, Kids, flow, has_block, in_language, paragraphs
from handoutkit.tagging.engine import Shape, is_inline_block, shape
from handoutkit.tagging.figures import build_figure, build_picture, build_spoken
from handoutkit.tagging.links import build_link
from handoutkit.tagging.lists import (
    build_contents,
    build_definition,
    build_definition_list,
    build_item,
    build_label,
    build_list,
    build_term,
)
from handoutkit.tagging.nodes import Annotation, Leaf, Node
from handoutkit.tagging.notes import build_call, build_note, is_note
from handoutkit.tagging.roles import Content, plain_role
from handoutkit.tagging.tables import build_part, build_table

Builder = Callable[[Node, Kids, Dom], Kids]


def build_document(root: Node, dom: Dom) -> Element:
    """The whole tag tree: one Document."""
    return Element("Document", paragraphs(build(root, dom)), root.element)


def build(node: Node, dom: Dom) -> Kids:
    """What stands in the tag tree for a node, its change of language marked."""
    kids = (build(kid, dom) if isinstance(kid, Node) else _drawn(kid) for kid in _in_source_order(node, dom))
    built = _builder(node)(node, tuple(chain.from_iterable(kids)), dom)
    language = "" if node.pseudo else dom.changed_language(node.element)
    return in_language(built, language) if language else built


def _drawn(kid: Leaf | Annotation) -> Kids:
    """A leaf of blanks draws nothing."""
    return () if isinstance(kid, Leaf) and kid.is_blank else (kid,)


def _in_source_order(node: Node, dom: Dom) -> Sequence[Node | Leaf | Annotation]:
    """The kids of a node; flexible boxes are painted in another order than they are written in."""
    nodes = [kid for kid in node.kids if isinstance(kid, Node)]
    if node.box is None or shape(node.box) is not Shape.FLEX or len(nodes) < len(node.kids):
        return node.kids
    ends = {"before": -1, "after": len(dom.order)}
    return sorted(nodes, key=lambda kid: ends.get(kid.pseudo, dom.order[kid.element]))


def build_plain(node: Node, kids: Kids, _dom: Dom) -> Kids:
    """An element of the table of roles, or the content of one that has no meaning in PDF."""
    found = plain_role(node.element)
    if found is None:
        return build_transparent(node, kids, _dom)
    if not kids:
        return ()
    if found.content is Content.TEXT:
        return paragraphs(kids) if has_block(kids) else (Element(found.type, kids, node.element),)
    content = flow(kids) if found.type == "Caption" else paragraphs(kids)
    return (Element(found.type, content, node.element),) if content else ()


def build_transparent(node: Node, kids: Kids, _dom: Dom) -> Kids:
    """The content of an element: as it is in a line of text, in paragraphs where the element is a block."""
    box = node.box
    if box is None or shape(box) in (Shape.INLINE, Shape.TEXT):
        return kids
    return kids if is_inline_block(box) and not has_block(kids) else paragraphs(kids)


def build_navigation(node: Node, kids: Kids, dom: Dom) -> Kids:
    """A `nav`; its lists are tables of contents where the author says so (DPUB-ARIA, role doc-toc)."""
    is_contents = role(node.element) == "doc-toc" or "toc" in node.element.get("class", "").split()
    return build_plain(node, build_contents(kids) if is_contents else kids, dom)


def build_abbreviation(node: Node, kids: Kids, dom: Dom) -> Kids:
    """An abbreviation with what it stands for (ISO 32000-1, 14.9.5)."""
    title = node.element.get("title")
    return (Element("Span", kids, node.element, {"E": title}),) if title and kids else build_plain(node, kids, dom)


BUILDERS: Mapping[str, Builder] = MappingProxyType(
    {
        "a": build_link,
        "abbr": build_abbreviation,
        "dd": build_definition,
        "dl": build_definition_list,
        "dt": build_term,
        "figure": build_figure,
        "img": build_picture,
        "li": build_item,
        "menu": build_list,
        "nav": build_navigation,
        "ol": build_list,
        "svg": build_picture,
        "table": build_table,
        "tbody": build_part,
        "td": build_part,
        "tfoot": build_part,
        "th": build_part,
        "thead": build_part,
        "tr": build_part,
        "ul": build_list,
    }
)
"""HTML element to builder; all others are looked up in the table of roles."""

PSEUDO_BUILDERS: Mapping[str, Builder] = MappingProxyType(
    {"marker": build_label, "footnote-call": build_call, "footnote-marker": build_label}
)


def _builder(node: Node) -> Builder:
    if node.pseudo:
        return _pseudo_builder(node)
    if is_note(node):
        return build_note
    if role(node.element) == "img" and node.element.get("aria-label") and name(node.element) not in ("img", "svg"):
        return build_spoken
    if any(isinstance(kid, Leaf) and kid.is_picture for kid in node.kids):
        return build_picture
    return BUILDERS.get(name(node.element), build_plain)


def _pseudo_builder(node: Node) -> Builder:
    """What a style draws before a list item is its label, like a marker."""
    if node.pseudo == "before" and name(node.element) == "li":
        return build_label
    return PSEUDO_BUILDERS.get(node.pseudo, build_transparent)
