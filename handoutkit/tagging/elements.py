"""The structure element: what a tag tree is made of, and the few ways in which elements are put together.

An element's kids are elements, painted leaves and link areas, in the order of reading (ISO 32000-1, 14.7.2). Elements
are frozen: a builder makes a new one where it changes something.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import TypeGuard
from xml.etree.ElementTree import Element as Source

from handoutkit.tagging.nodes import Annotation, Leaf

INLINE = frozenset({"Span", "Quote", "Code", "Reference", "Link", "Note"})
"""Roles that stand in a line of text (ISO 32000-1, 14.8.4.4)."""

FLOATING = frozenset({"Figure"})
"""Roles that stand in a line or alone (ISO 32000-1, 14.8.4.5)."""

Value = str | int | tuple[float, ...] | tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Element:
    """A structure element before it is written; `properties` holds Alt, ActualText, E and Lang."""

    role: str
    kids: tuple[Kid, ...] = ()
    source: Source | None = None
    properties: Mapping[str, str] = field(default_factory=dict)
    id: str = ""
    attributes: tuple[Mapping[str, Value], ...] = ()

    def walk(self) -> Iterator[Kid]:
        """Every kid below, in the order of reading."""
        ahead = [*reversed(self.kids)]
        while ahead:
            kid = ahead.pop()
            yield kid
            if isinstance(kid, Element):
                ahead.extend(reversed(kid.kids))

    def leaves(self) -> Iterator[Leaf]:
        """Every painted leaf below, in the order of reading."""
        return (kid for kid in self.walk() if isinstance(kid, Leaf))

    def elements(self) -> Iterator[Element]:
        """The element and every element below it, in the order of reading."""
        yield self
        yield from (kid for kid in self.walk() if isinstance(kid, Element))


Kid = Element | Leaf | Annotation
Kids = tuple[Kid, ...]


def has_role(kid: Kid, *roles: str) -> TypeGuard[Element]:
    """Whether a kid is an element with one of the roles."""
    return isinstance(kid, Element) and kid.role in roles


def is_inline(kid: Kid) -> bool:
    """Whether a kid can stand in a line of text."""
    return not isinstance(kid, Element) or kid.role in INLINE or kid.role in FLOATING


def has_block(kids: Iterable[Kid]) -> bool:
    """Whether one of the kids has to stand on its own."""
    return not all(map(is_inline, kids))


def paragraphs(kids: Kids) -> Kids:
    """The kids with every run of inline content in a P, as grouping elements need."""
    made: list[Kid] = []
    for inline, run in groupby(kids, is_inline):
        found = tuple(run)
        if not inline or all(has_role(kid, *FLOATING) for kid in found):
            made.extend(found)
        else:
            made.append(Element("P", found))
    return tuple(made)


def flow(kids: Kids) -> Kids:
    """Inline content as it is, or paragraphs where there is a block: the content of cells, list bodies and notes."""
    return paragraphs(kids) if has_block(kids) else kids


def in_language(kids: Kids, language: str) -> Kids:
    """The kids with Lang on each element, and on a Span around a line of text (ISO 32000-1, 14.9.2)."""
    if has_block(kids) or (len(kids) == 1 and isinstance(kids[0], Element)):
        return tuple(_speaking(kid, language) for kid in paragraphs(kids))
    return (Element("Span", kids, properties={"Lang": language}),) if kids else ()


def _speaking(kid: Kid, language: str) -> Kid:
    if not isinstance(kid, Element) or "Lang" in kid.properties:
        return kid
    return replace(kid, properties={**kid.properties, "Lang": language})
