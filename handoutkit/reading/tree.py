"""Reads the tag tree (ISO 32000-1, 14.7) as frozen tags with their text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from handoutkit.reading.content import PageContent
from handoutkit.reading.model import Annotation, Attributes, Box, LinkRef, Mark, Tag, Text
from handoutkit.reading.objects import Objects, not_readable, number_of
from handoutkit.reading.values import as_dict, as_int, as_list, as_name, as_text

STANDARD_ROLES: Final = frozenset(
    "Document DocumentFragment Part Art Sect Div Aside BlockQuote Caption TOC TOCI Index NonStruct Private Title "
    "P H H1 H2 H3 H4 H5 H6 L LI Lbl LBody Table TR TH TD THead TBody TFoot Span Sub Em Strong Quote Note FENote "
    "Reference BibEntry Code Link Annot Ruby RB RT RP Warichu WT WP Figure Formula Form Artifact".split()
)
"""The roles of ISO 32000-1, 14.8.4 and of ISO 32000-2, 14.8.4."""

_DEEPEST = 150
Child = Tag | Text | LinkRef


class TreeReader:
    """Reads the tags of one PDF whose pages and annotations were read already."""

    def __init__(
        self, objects: Objects, contents: Mapping[int, tuple[int, PageContent]], annotations: Mapping[int, Annotation]
    ) -> None:
        self._objects = objects
        self._contents = contents
        self._annotations = annotations
        self._root = objects.mapping(objects.root, "StructTreeRoot")
        self._roles = objects.mapping(self._root, "RoleMap")
        self._seen: set[int] = set()

    def read(self) -> tuple[Tag, ...]:
        """The tags at the top of the tree."""
        children = self._children(self._root, 0, 0)
        return tuple(child for child in children if isinstance(child, Tag))

    def _children(self, holder: dict[str, object], page: int, depth: int) -> Iterator[Child]:
        if depth > _DEEPEST:
            raise not_readable("the tags of this PDF are nested too deep", "make the file again")
        kids = self._objects.get(holder, "K")
        for kid in as_list(kids) if isinstance(kids, list) else [holder.get("K")]:
            child = self._child(kid, page, depth)
            if child is not None:
                yield child

    def _child(self, kid: object, page: int, depth: int) -> Child | None:
        value = self._objects.resolve(kid)
        if isinstance(value, int):
            return self._text(page, (0, value))
        found = as_dict(value)
        page = number_of(found.get("Pg")) or page
        match as_name(found.get("Type")):
            case "MCR":
                return self._text(page, (number_of(found.get("Stm")), as_int(found.get("MCID"), -1)))
            case "OBJR":
                annotation = self._annotations.get(number_of(found.get("Obj")))
                return LinkRef(annotation) if annotation else None
        if "S" not in found or number_of(kid) in self._seen:
            return None
        self._seen.update(filter(None, (number_of(kid),)))
        return self._tag(found, page, depth)

    def _text(self, page: int, mark: Mark) -> Text:
        number, content = self._contents.get(page, (0, PageContent()))
        found = mark in content.marks
        return Text(content.text(mark) if found else "", number, mark, found)

    def _tag(self, found: dict[str, object], page: int, depth: int) -> Tag:
        objects = self._objects
        return Tag(
            role=self._role(as_name(objects.get(found, "S"))),
            language=as_text(objects.get(found, "Lang")),
            alt=as_text(objects.get(found, "Alt")),
            actual_text=as_text(objects.get(found, "ActualText")),
            expansion=as_text(objects.get(found, "E")),
            attributes=self._attributes(found),
            children=tuple(self._children(found, page, depth + 1)),
        )

    def _role(self, role: str) -> str:
        """The standard role that a role stands for (ISO 32000-1, 14.7.3), or the role itself."""
        found = role
        for _ in range(len(self._roles)):
            if found in STANDARD_ROLES:
                return found
            found = as_name(self._objects.get(self._roles, found)) or found
        return found if found in STANDARD_ROLES else role

    def _attributes(self, found: dict[str, object]) -> Attributes:
        objects = self._objects
        given = objects.get(found, "A")
        merged: dict[str, object] = {}
        for part in as_list(given) if isinstance(given, list) else [given]:
            merged |= as_dict(objects.resolve(part))
        if not merged and "ID" not in found:
            return Attributes()
        return Attributes(
            id=as_text(objects.get(found, "ID")),
            scope=as_name(objects.get(merged, "Scope")),
            headers=tuple(as_text(objects.resolve(each)) for each in objects.items(merged, "Headers")),
            colspan=max(1, as_int(objects.get(merged, "ColSpan"), 1)),
            rowspan=max(1, as_int(objects.get(merged, "RowSpan"), 1)),
            numbering=as_name(objects.get(merged, "ListNumbering")),
            bbox=box(objects.items(merged, "BBox")),
        )


def box(numbers: list[object]) -> Box | None:
    """The rectangle that four numbers describe, its corners in order."""
    match numbers:
        case [int() | float() as x, int() | float() as y, int() | float() as to_x, int() | float() as to_y]:
            return (float(min(x, to_x)), float(min(y, to_y)), float(max(x, to_x)), float(max(y, to_y)))
    return None
