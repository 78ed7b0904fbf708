"""Writes the tag tree into the PDF in place of the one that WeasyPrint made.

ISO 32000-1, 14.7: the structure tree root, a dictionary for every element, the parent tree that leads back from marked
content and annotations, and the ID tree. The objects of the old tree are used again, because objects of a PDF that is
about to be written can't be taken out without moving the numbers of all others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import pydyf

from handoutkit.tagging.artifacts import Artifact, mark_artifact
from handoutkit.tagging.elements import Element, Kid, Value
from handoutkit.tagging.engine import Content, Mark, PaintedPage, Pdf, PdfObject, referenced
from handoutkit.tagging.nodes import Annotation, Leaf

_OLD = ("/StructElem", "/OBJR", "/StructTreeRoot", "/Namespace")


def serialise(
    tree: Element,
    pdf: Pdf,
    pages: tuple[PaintedPage, ...],
    artifacts: Mapping[Mark, Artifact],
    spoken: Mapping[Leaf, str],
) -> None:
    """Write the tree; whatever is marked on a page and not in the tree becomes an artifact.

    `spoken` is the text of leaves whose glyphs do not say it.
    """
    writer = _Writer(pdf, pages, spoken, _emptied_objects(pdf))
    writer.write(tree)
    kept = {leaf.mark for leaf in tree.leaves()}
    for page in pages:
        for mark in page.marks.values():
            if mark not in kept:
                mark_artifact(mark, artifacts.get(mark, Artifact.LAYOUT))
    _drop_annotations(tree, pdf, pages)


def _emptied_objects(pdf: Pdf) -> list[PdfObject]:
    """The dictionaries of the old tree, emptied, the lowest number last."""
    root = referenced(pdf, pdf.catalog["StructTreeRoot"])
    old: list[PdfObject] = [
        item for item in pdf.objects if isinstance(item, pydyf.Dictionary) and item.get("Type") in _OLD
    ]
    old.append(referenced(pdf, root["ParentTree"]))
    for item in old:
        item.clear()
    return sorted(old, key=lambda item: item.number, reverse=True)


@dataclass(slots=True)
class _Writer:
    """The state of writing one tree: numbers given out so far, and the parent and ID trees as they grow."""

    pdf: Pdf
    pages: tuple[PaintedPage, ...]
    spoken: Mapping[Leaf, str]
    spare: list[PdfObject]
    parents: list[dict[int, bytes] | bytes] = field(default_factory=list)
    streams: dict[int, tuple[int, dict[int, bytes]]] = field(default_factory=dict)
    ids: dict[str, bytes] = field(default_factory=dict)
    mcids: dict[Leaf, int] = field(default_factory=dict)

    def write(self, tree: Element) -> None:
        """Write the root and everything below it."""
        for page in self.pages:
            page.dictionary["StructParents"], _ = self._stream(page.stream)
        self._number_content(tree)
        root = self._object({"Type": "/StructTreeRoot"})
        root["K"] = self._element(tree, root, None)
        root["ParentTree"] = self._object({"Nums": _array(self._parent_numbers())}).reference
        root["ParentTreeNextKey"] = len(self.parents)
        if self.ids:
            names = (part for key in sorted(self.ids) for part in (pydyf.String(key), self.ids[key]))
            root["IDTree"] = self._object({"Names": _array(names)}).reference
        self.pdf.catalog["StructTreeRoot"] = root.reference

    def _object(self, values: Mapping[str, object]) -> PdfObject:
        """A new object of the PDF, or one of the old tree."""
        if self.spare:
            made = self.spare.pop()
        else:
            made = pydyf.Dictionary()
            self.pdf.add_object(made)
        made.update(values)
        return made

    def _stream(self, stream: Content) -> tuple[int, dict[int, bytes]]:
        """The key of a stream in the parent tree, and its parents; a form (an opacity group, say) has its own."""
        if stream.number not in self.streams:
            self.streams[stream.number] = (len(self.parents), {})
            self.parents.append(self.streams[stream.number][1])
        return self.streams[stream.number]

    def _number_content(self, tree: Element) -> None:
        """Give the leaves of each stream their marked-content identifiers, in the order of painting."""
        counts: dict[int, int] = {}
        for leaf in sorted(tree.leaves(), key=lambda leaf: (leaf.mark.stream.number, leaf.mark.position)):
            number = leaf.mark.stream.number
            self.mcids[leaf] = counts.get(number, 0)
            counts[number] = self.mcids[leaf] + 1

    def _element(self, element: Element, parent: PdfObject, page: PaintedPage | None) -> bytes:
        """Write an element and return its reference."""
        written = self._object({"Type": "/StructElem", "S": f"/{element.role}", "P": parent.reference})
        written.update({key: pydyf.String(value) for key, value in element.properties.items()})
        if element.id:
            written["ID"] = pydyf.String(element.id)
            self.ids[element.id] = written.reference
        if element.attributes:
            written["A"] = _single(_attributes(owner) for owner in element.attributes)
        own = next((kid.page for kid in element.kids if not isinstance(kid, Element)), page)
        if own is not None:
            written["Pg"] = own.reference
        if element.kids:
            written["K"] = _single(self._kid(kid, written, own, element.role) for kid in element.kids)
        return written.reference

    def _kid(self, kid: Kid, parent: PdfObject, page: PaintedPage | None, role: str) -> object:
        if isinstance(kid, Element):
            return self._element(kid, parent, page)
        if isinstance(kid, Annotation):
            return self._annotation(kid, parent)
        return self._leaf(kid, parent, page, role)

    def _annotation(self, area: Annotation, parent: PdfObject) -> object:
        area.dictionary["StructParent"] = len(self.parents)
        self.parents.append(parent.reference)
        area.dictionary["Contents"] = pydyf.String(area.contents)
        return pydyf.Dictionary({"Type": "/OBJR", "Obj": area.dictionary.reference, "Pg": area.page.reference})

    def _leaf(self, leaf: Leaf, parent: PdfObject, page: PaintedPage | None, role: str) -> object:
        mcid, stream = self.mcids[leaf], leaf.mark.stream
        key, parents = self._stream(stream)
        parents[mcid] = parent.reference
        properties = pydyf.Dictionary({"MCID": mcid})
        if leaf in self.spoken:
            properties["ActualText"] = pydyf.String(self.spoken[leaf])
        stream.stream[leaf.mark.position - 1] = "/Span" if leaf in self.spoken else f"/{role}"
        stream.stream[leaf.mark.position] = properties
        if stream is leaf.page.stream:
            if leaf.page is page:
                return mcid
            return pydyf.Dictionary({"Type": "/MCR", "Pg": leaf.page.reference, "MCID": mcid})
        stream.extra["StructParents"] = key
        return pydyf.Dictionary({"Type": "/MCR", "Pg": leaf.page.reference, "Stm": stream.reference, "MCID": mcid})

    def _parent_numbers(self) -> Iterator[object]:
        for key, value in enumerate(self.parents):
            yield key
            yield _array(value[mcid] for mcid in sorted(value)) if isinstance(value, dict) else value


def _array(items: Iterable[object]) -> object:
    return pydyf.Array(list(items))


def _single(items: Iterable[object]) -> object:
    """One item as it is, several as an array."""
    found = list(items)
    return found[0] if len(found) == 1 else _array(found)


def _attributes(values: Mapping[str, Value]) -> object:
    return pydyf.Dictionary({key: _value(value) for key, value in values.items()})


def _value(value: Value) -> object:
    if isinstance(value, tuple):
        return _array(pydyf.String(part) if isinstance(part, str) else part for part in value)
    return value


def _drop_annotations(tree: Element, pdf: Pdf, pages: tuple[PaintedPage, ...]) -> None:
    """Take links that are in no Link off their pages: repeated running heads, rectangles within rectangles."""
    kept = {kid.dictionary.reference for kid in tree.walk() if isinstance(kid, Annotation)}
    for page in pages:
        areas = page.dictionary.pop("Annots", ())
        for reference in areas:
            if reference not in kept:
                referenced(pdf, reference).clear()
        if remaining := [reference for reference in areas if reference in kept]:
            page.dictionary["Annots"] = _array(remaining)
