"""Which structure type an HTML element becomes, as a table with the clause that defines the type.

Elements that need more than a name (lists, tables, links, figures, notes) have a builder of their own instead. Elements
in neither table, such as `div`, `main`, `strong` or `sub`, have no meaning that PDF 1.7 can keep: their content stands
in their place. Emphasis is one of these until PDF 2.0.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from types import MappingProxyType
from xml.etree.ElementTree import Element as Source

from handoutkit.tagging.dom import name, role


class Content(Enum):
    """What a structure type holds."""

    TEXT = auto()  # a line of text; it gives way where a block stands in it
    BLOCKS = auto()  # blocks; bare text in it becomes a paragraph


@dataclass(frozen=True, slots=True)
class Role:
    """A structure type, what it holds, and the clause of ISO 32000-1 that defines it."""

    type: str
    content: Content
    clause: str


_HEADINGS = {f"h{n}": Role(f"H{n}", Content.TEXT, "14.8.4.3.2") for n in range(1, 7)}

ROLES: Mapping[str, Role] = MappingProxyType(
    {
        **_HEADINGS,
        "p": Role("P", Content.TEXT, "14.8.4.3.2"),
        "pre": Role("P", Content.TEXT, "14.8.4.3.2"),
        "address": Role("P", Content.TEXT, "14.8.4.3.2"),
        "q": Role("Quote", Content.TEXT, "14.8.4.4.1"),
        "code": Role("Code", Content.TEXT, "14.8.4.4.1"),
        "section": Role("Sect", Content.BLOCKS, "14.8.4.2"),
        "aside": Role("Sect", Content.BLOCKS, "14.8.4.2"),  # Aside is PDF 2.0
        "nav": Role("Sect", Content.BLOCKS, "14.8.4.2"),
        "article": Role("Art", Content.BLOCKS, "14.8.4.2"),
        "blockquote": Role("BlockQuote", Content.BLOCKS, "14.8.4.2"),
        "caption": Role("Caption", Content.BLOCKS, "14.8.4.2"),
        "figcaption": Role("Caption", Content.BLOCKS, "14.8.4.2"),
    }
)
"""HTML element to structure type."""


def plain_role(element: Source) -> Role | None:
    """The structure type of an element from the table, ARIA headings included (WAI-ARIA 1.2, role heading)."""
    level = element.get("aria-level", "2")
    if role(element) == "heading" and level in "123456":
        return ROLES[f"h{level}"]
    return ROLES.get(name(element))
