"""Lists: L, LI, Lbl and LBody (ISO 32000-1, 14.8.4.3.3), tables of contents (14.8.4.2), and how items are numbered.

A sub-list stays inside the body of its item, so text after it is read after it. A definition list is a list whose
labels are its terms.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain
from types import MappingProxyType

from handoutkit.tagging.dom import Dom, is_presentational, name
from handoutkit.tagging.elements import Element, Kid, Kids, flow, has_role, in_language, paragraphs
from handoutkit.tagging.nodes import Node

NUMBERING: Mapping[str, str] = MappingProxyType(
    {
        "disc": "Disc",
        "circle": "Circle",
        "square": "Square",
        "decimal": "Decimal",
        "decimal-leading-zero": "Decimal",
        "lower-alpha": "LowerAlpha",
        "lower-latin": "LowerAlpha",
        "upper-alpha": "UpperAlpha",
        "upper-latin": "UpperAlpha",
        "lower-roman": "LowerRoman",
        "upper-roman": "UpperRoman",
    }
)
"""CSS list-style-type to ListNumbering (ISO 32000-1, table 347)."""

_LISTS = ("ul", "ol", "menu")


def build_label(node: Node, kids: Kids, _dom: Dom) -> Kids:
    """The marker of a list item."""
    return (Element("Lbl", kids, node.element),) if kids else ()


def build_item(node: Node, kids: Kids, dom: Dom) -> Kids:
    """A list item with its label and its body; what a style draws after a marker belongs to the body."""
    labels = [kid for kid in kids if has_role(kid, "Lbl") and kid.source is node.element]
    label = tuple(labels[:1]) if _is_in_list(node, dom) else ()
    parts = (kid.kids if kid in labels and isinstance(kid, Element) else (kid,) for kid in kids if kid not in label)
    content = tuple(chain.from_iterable(parts))
    if not _is_in_list(node, dom):
        return paragraphs(content)
    return (Element("LI", (*label, Element("LBody", flow(content))), node.element),)


def _is_in_list(node: Node, dom: Dom) -> bool:
    parent = dom.parents.get(node.element)
    return parent is not None and name(parent) in _LISTS and not is_presentational(parent)


def build_list(node: Node, kids: Kids, _dom: Dom) -> Kids:
    """An ordered or unordered list; anything between its items becomes an item of its own."""
    if is_presentational(node.element):
        return paragraphs(kids)
    items = tuple(
        kid if has_role(kid, "LI", "L") else Element("LI", (Element("LBody", (kid,)),)) for kid in paragraphs(kids)
    )
    return (Element("L", items, node.element, attributes=(_numbering(node, items),)),) if items else ()


def _numbering(node: Node, items: Kids) -> Mapping[str, str]:
    style = node.box.style["list_style_type"] if node.box is not None else ""
    labelled = any(has_role(kid, "Lbl") for item in items if isinstance(item, Element) for kid in item.kids)
    usual = "Decimal" if name(node.element) == "ol" else "Disc"
    known = NUMBERING.get(style, usual) if isinstance(style, str) else usual
    return {"O": "/List", "ListNumbering": f"/{known if labelled else 'None'}"}


def build_term(node: Node, kids: Kids, dom: Dom) -> Kids:
    """A term of a definition list, as a label: blocks in it give way to their text."""
    if dom.nearest(node.element, "dl") is None:
        return paragraphs(kids)
    return (Element("Lbl", tuple(_inline(kids)), node.element),)


def _inline(kids: Kids) -> Iterator[Kid]:
    for kid in kids:
        if has_role(kid, "P", "Div"):
            yield Element("Span", kid.kids)
        else:
            yield kid


def build_definition(node: Node, kids: Kids, dom: Dom) -> Kids:
    """What a term means, as a list body."""
    if dom.nearest(node.element, "dl") is None:
        return paragraphs(kids)
    return (Element("LBody", flow(kids), node.element),)


def build_definition_list(node: Node, kids: Kids, _dom: Dom) -> Kids:
    """A definition list: one item for each group of terms and all their meanings."""
    groups: list[tuple[list[Element], list[Element]]] = []
    for part in paragraphs(kids):
        if not isinstance(part, Element):
            continue
        is_term = part.role == "Lbl"
        if not groups or (is_term and groups[-1][1]):
            groups.append(([], []))
        groups[-1][0 if is_term else 1].append(part)
    items = tuple(Element("LI", (*terms, *_one_body(meanings))) for terms, meanings in groups)
    numbering = {"O": "/List", "ListNumbering": "/None"}
    return (Element("L", items, node.element, attributes=(numbering,)),) if items else ()


def _one_body(meanings: list[Element]) -> tuple[Element, ...]:
    """One LBody: a single meaning as it is, several ones as paragraphs of it, each in its language."""
    if not meanings or (len(meanings) == 1 and meanings[0].role == "LBody"):
        return tuple(meanings)
    return (Element("LBody", tuple(chain.from_iterable(map(_blocks, meanings)))),)


def _blocks(meaning: Element) -> Kids:
    if meaning.role != "LBody":
        return (meaning,)
    blocks = paragraphs(meaning.kids)
    language = meaning.properties.get("Lang")
    return in_language(blocks, language) if language else blocks


def build_contents(kids: Kids) -> Kids:
    """The kids of a table of contents, with TOC and TOCI for its lists."""
    return tuple(_contents(kid) if has_role(kid, "L") else kid for kid in kids)


def _contents(listing: Element) -> Element:
    entries = tuple(_entry(item) for item in listing.kids if isinstance(item, Element))
    return Element("TOC", entries, listing.source, listing.properties)


def _entry(item: Element) -> Element:
    if item.role == "L":
        return _contents(item)
    kids: list[Kid] = []
    for part in item.kids:
        if has_role(part, "LBody"):
            kids.extend(_references(part.kids))
        else:
            kids.append(part)
    return Element("TOCI", tuple(kids), item.source, item.properties)


def _references(kids: Kids) -> Iterator[Kid]:
    for kid in paragraphs(kids):
        if has_role(kid, "L"):
            yield _contents(kid)
        else:
            yield Element("Reference", kid.kids) if has_role(kid, "P") else kid
