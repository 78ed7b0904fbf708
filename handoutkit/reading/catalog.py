"""Reads what a PDF says about itself: its claims, title, language, outline, and everything in it that acts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element, ParseError, fromstring

from handoutkit.reading.model import Action, Annotation, Bookmark, Claims
from handoutkit.reading.objects import Objects, number_of
from handoutkit.reading.values import as_dict, as_int, as_list, as_name, as_text

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_UA = "{http://www.aiim.org/pdfua/ns/id/}"
_PDFA = "{http://www.aiim.org/pdfa/ns/id/}"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_HIDDEN = 2
_MOST_ITEMS = 10_000
_MOST_ACTIONS = 5
_TARGETS = ("URI", "D", "F", "JS", "N")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the XMP packet says (ISO 16684-1)."""

    title: str
    claims: Claims


def read_metadata(objects: Objects) -> Metadata:
    """What the XMP packet says; nothing if it is missing, broken or declares entities."""
    data = objects.stream(objects.root.get("Metadata"))
    if not data or b"<!" in data:
        return Metadata("", Claims())
    try:
        packet = fromstring(data.strip(b"\0 \r\n\t"))  # noqa: S314  no entities: see the line above
    except ParseError:
        return Metadata("", Claims())
    # Readers look into the first rdf:RDF only.
    described = next(packet.iter(f"{_RDF}RDF"), packet)
    title = next((item.text for item in described.iterfind(f".//{_TITLE}//{_RDF}li") if item.text), "")
    pdfa = _property(described, f"{_PDFA}part") + _property(described, f"{_PDFA}conformance").upper()
    return Metadata(title.strip(), Claims(_property(described, f"{_UA}part"), pdfa))


def _property(described: Element, name: str) -> str:
    """A property's value, written as an element or as an attribute."""
    for description in described.iter(f"{_RDF}Description"):
        value = description.get(name) or description.findtext(name)
        if value:
            return value.strip()
    return ""


def read_bookmarks(objects: Objects) -> tuple[Bookmark, ...]:
    """The lines of the outline, top to bottom (ISO 32000-1, 12.3.3)."""
    return tuple(Bookmark(as_text(objects.get(item, "Title")), level) for level, item in _outline(objects))


def _outline(objects: Objects) -> Iterator[tuple[int, dict[str, object]]]:
    seen: set[int] = set()
    waiting = [(1, objects.mapping(objects.root, "Outlines").get("First"))]
    while waiting and len(seen) < _MOST_ITEMS:
        level, reference = waiting.pop()
        number, item = number_of(reference), as_dict(objects.resolve(reference))
        if not item or number in seen:
            continue
        seen.add(number)
        yield level, item
        waiting += [(level, item.get("Next")), (level + 1, item.get("First"))]


def read_annotations(objects: Objects, page: dict[str, object], number: int) -> dict[int, Annotation]:
    """The annotations of one page by object number (negative for those without one)."""
    found: dict[int, Annotation] = {}
    for index, reference in enumerate(objects.items(page, "Annots")):
        holder = as_dict(objects.resolve(reference))
        action = objects.mapping(holder, "A")
        kind = as_name(objects.get(holder, "Subtype"))
        found[number_of(reference) or -1 - index] = Annotation(
            page=number,
            kind=kind,
            contents=as_text(objects.get(holder, "Contents")) or as_text(objects.get(holder, "TU")),
            target=_target(objects, action) or _destination(objects.get(holder, "Dest")),
            hidden=bool(as_int(objects.get(holder, "F"), 0) & _HIDDEN) or kind == "Popup",
        )
    return found


def read_actions(objects: Objects, pages: tuple[dict[str, object], ...]) -> tuple[Action, ...]:
    """Everything in the file that acts or that it carries (ISO 32000-1, 12.6 and 7.11.4)."""
    return tuple(_actions(objects, pages))


def _actions(objects: Objects, pages: tuple[dict[str, object], ...]) -> Iterator[Action]:
    root, names = objects.root, objects.mapping(objects.root, "Names")
    opening = objects.get(root, "OpenAction")
    yield from _action(objects, opening, "opening the file")
    yield from _additional(objects, root, "the file")
    for kind in ("JavaScript", "EmbeddedFiles"):
        if kind in names:
            yield Action(kind, "", "the file")
    if "AF" in root:
        yield Action("EmbeddedFiles", "", "the file")
    yield from _form_actions(objects)
    for _, item in _outline(objects):
        yield from _action(objects, objects.get(item, "A"), "a bookmark")
    for number, page in enumerate(pages, start=1):
        yield from _page_actions(objects, page, f"page {number}")


def _form_actions(objects: Objects) -> Iterator[Action]:
    form = objects.mapping(objects.root, "AcroForm")
    if "XFA" in form:
        yield Action("XFA", "", "the form")
    for field in objects.items(form, "Fields"):
        yield from _additional(objects, objects.resolve(field), "a form field")


def _page_actions(objects: Objects, page: dict[str, object], where: str) -> Iterator[Action]:
    yield from _additional(objects, page, where)
    for reference in objects.items(page, "Annots"):
        holder = objects.resolve(reference)
        kind = as_name(objects.get(holder, "Subtype"))
        if kind in ("FileAttachment", "RichMedia", "Movie", "Sound", "Screen", "3D"):
            yield Action(kind, "", where)
        yield from _action(objects, objects.get(holder, "A"), where)
        yield from _additional(objects, holder, where)


def _additional(objects: Objects, holder: object, where: str) -> Iterator[Action]:
    """Actions that an event triggers: a page that opens, a field that changes (ISO 32000-1, 12.6.3)."""
    for event in objects.mapping(holder, "AA").values():
        for action in _action(objects, objects.resolve(event), where):
            yield Action("AA", action.kind, where)


def _action(objects: Objects, value: object, where: str, depth: int = 0) -> Iterator[Action]:
    if isinstance(value, list):
        yield Action("GoTo", "", where)
    action = as_dict(value)
    kind = as_name(objects.get(action, "S"))
    if kind:
        yield Action(kind, _target(objects, action), where)
    following = objects.get(action, "Next")
    for each in as_list(following) if isinstance(following, list) else [following]:
        if each is not None and depth < _MOST_ACTIONS:
            yield from _action(objects, objects.resolve(each), where, depth + 1)


def _target(objects: Objects, action: dict[str, object]) -> str:
    values = (objects.get(action, key) for key in _TARGETS)
    return next(filter(None, map(_destination, values)), "")


def _destination(value: object) -> str:
    """The name or address that a value spells; a place on a page has none."""
    return as_text(value) or as_name(value)
