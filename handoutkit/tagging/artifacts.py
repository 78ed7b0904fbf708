"""What on a page is no part of the document: running heads, repeated heads of tables, decoration.

ISO 32000-1, 14.8.2.2 tells real content from artifacts and names their kinds; ISO 14289-1, 7.1 asks that every piece of
a page is one or the other. The rule here: what is in the tag tree is real, all else is an artifact.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from xml.etree.ElementTree import Element as Source

import pydyf

from handoutkit.tagging.dom import is_decorative
from handoutkit.tagging.engine import Box, Mark, Shape, pseudo_element


class Artifact(Enum):
    """The kinds of artifact, each with its entries in the property list (ISO 32000-1, table 330)."""

    HEADER = (("Type", "/Pagination"), ("Subtype", "/Header"), ("Attached", "[/Top]"))
    FOOTER = (("Type", "/Pagination"), ("Subtype", "/Footer"), ("Attached", "[/Bottom]"))
    PAGINATION = (("Type", "/Pagination"),)
    LAYOUT = (("Type", "/Layout"),)


@dataclass(slots=True)
class Artifacts:
    """Tells the artifacts among the boxes; remembers what was seen on earlier pages and only repeats."""

    _fixed: dict[Source, int] = field(default_factory=dict)
    _row_groups: dict[tuple[Source, bool], Box] = field(default_factory=dict)

    def kind(self, box: Box, kind: Shape, page: int) -> Artifact | None:
        """Which kind of artifact a box is by itself, or None for real content."""
        if kind is Shape.MARGIN:
            return _margin(box)
        if box.is_leader:
            return Artifact.LAYOUT
        if box.element is None or kind in (Shape.TEXT, Shape.LINE):  # the box around it told
            return None
        if is_decorative(box.element) or (kind is Shape.REPLACED and pseudo_element(box)):
            return Artifact.LAYOUT
        if self._is_repeated(box, kind, page, box.element):
            return Artifact.PAGINATION
        return None

    def _is_repeated(self, box: Box, kind: Shape, page: int, element: Source) -> bool:
        """Whether a fixed box was on an earlier page, or the head or foot of a table is printed again."""
        if box.style["position"] == "fixed" and self._fixed.setdefault(element, page) != page:
            return True
        if kind is Shape.ROWS and (box.is_header or box.is_footer):  # type: ignore[attr-defined]
            first = self._row_groups.setdefault((element, box.is_header), box)  # type: ignore[attr-defined]
            return first is not box
        return False


def _margin(box: Box) -> Artifact:
    keyword: str = box.at_keyword  # type: ignore[attr-defined]
    if keyword.startswith("@top"):
        return Artifact.HEADER
    return Artifact.FOOTER if keyword.startswith("@bottom") else Artifact.PAGINATION


def mark_artifact(mark: Mark, artifact: Artifact) -> None:
    """Turn marked content into an artifact, in place."""
    mark.stream.stream[mark.position - 1] = "/Artifact"
    mark.stream.stream[mark.position] = pydyf.Dictionary(artifact.value)
