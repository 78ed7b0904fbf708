"""Checks the shape of the tag tree: everything tagged once, known roles, headings and lists."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from handoutkit.problems import Problem
from handoutkit.reading import STANDARD_ROLES, PdfReading, Tag, Text

_HEADING = re.compile(r"H([1-6])")
_TRANSPARENT = frozenset(("NonStruct", "Div"))
_INSIDE = {
    "LI": frozenset(("L",)),
    "LBody": frozenset(("LI",)),
    "TR": frozenset(("Table", "THead", "TBody", "TFoot")),
    "THead": frozenset(("Table",)),
    "TBody": frozenset(("Table",)),
    "TFoot": frozenset(("Table",)),
    "TH": frozenset(("TR",)),
    "TD": frozenset(("TR",)),
    "TOCI": frozenset(("TOC",)),
}
_CONTAINS = {
    "L": frozenset(("L", "LI", "Caption")),
    "LI": frozenset(("Lbl", "LBody")),
    "Table": frozenset(("TR", "THead", "TBody", "TFoot", "Caption")),
    "THead": frozenset(("TR",)),
    "TBody": frozenset(("TR",)),
    "TFoot": frozenset(("TR",)),
    "TR": frozenset(("TH", "TD")),
    "TOC": frozenset(("TOC", "TOCI", "Caption")),
}
_LIST_ROLES = frozenset(("L", "LI", "LBody"))


def check_tagged(reading: PdfReading) -> Iterator[Problem]:
    """A tag tree, and the word of the file that it is meant: ISO 14289-1, 7.1 and ISO 32000-1, 14.7.1."""
    if not reading.marked or not reading.tags:
        yield Problem("pdf-without-tags", "the document is not tagged", fix="make it again with tags (tagged PDF)")


def check_marks(reading: PdfReading) -> Iterator[Problem]:
    """All content tagged or an artifact, and each tagged once: ISO 14289-1, 7.1 (Matterhorn 01-003 to 01-006)."""
    leaves = [leaf for tag in reading.tags for leaf in tag.leaves() if isinstance(leaf, Text)]
    reached = Counter((leaf.page, leaf.mark) for leaf in leaves)
    for page in reading.pages:
        lost = sum((page.number, mark) not in reached for mark in page.marks)
        faults = {
            f"{page.unmarked} pieces of content are neither tagged nor artifacts": page.unmarked,
            f"{lost} marked pieces of content are not in the tag tree": lost,
            "a piece of content is in the tag tree twice": any(
                count > 1 for (number, _), count in reached.items() if number == page.number
            ),
            "a tag points to content that is not there": any(
                not leaf.found for leaf in leaves if leaf.page == page.number
            ),
        }
        for fault, present in faults.items():
            if present:
                message = f"page {page.number}: {fault}"
                fix = "tag all text and pictures, and mark the rest as artifacts"
                yield Problem("pdf-untagged-content", message, fix=fix)
    if any(not leaf.page for leaf in leaves):
        yield Problem("pdf-untagged-content", "a tag points to a page that is not there", fix="make the file again")


def check_roles(reading: PdfReading) -> Iterator[Problem]:
    """Only roles of the standard or mapped to one: ISO 14289-1, 7.1 (Matterhorn 02-001)."""
    for role in sorted({tag.role for tag in reading.walk()} - STANDARD_ROLES):
        message = f"the tag {role!r} is no standard one and the role map does not say what it stands for"
        yield Problem("pdf-unknown-tag", message, fix="use a standard tag, or map it to one")


def check_headings(reading: PdfReading) -> Iterator[Problem]:
    """Headings that begin with H1 and leave out no level: ISO 14289-1, 7.4.2 (Matterhorn 14-002 and 14-003)."""
    last = 0
    for tag in reading.walk():
        found = _HEADING.fullmatch(tag.role)
        if not found:
            continue
        level = int(found[1])
        if level > last + 1:
            before = f"follows H{last}" if last else "is the first heading"
            message = f"page {tag.page}: an H{level} {before}"
            yield Problem("pdf-heading-order", message, fix=f"make it an H{last + 1}")
        last = level


def check_lists(reading: PdfReading) -> Iterator[Problem]:
    """Lists of items of a body with or without a label, tables of rows of cells: ISO 14289-1, 7.2 (Matterhorn 09-004).

    ISO 32000-1, 14.8.4.3.3 and 14.8.4.3.4 say what may stand in what.
    """
    for tag in reading.tags:
        yield from _contained(tag, "")


def _contained(tag: Tag, parent: str) -> Iterator[Problem]:
    if tag.role in _INSIDE and parent not in _INSIDE[tag.role]:
        yield _misplaced(tag, f"{_article(tag.role)} is inside {_article(parent or 'root')}")
    allowed = _CONTAINS.get(tag.role)
    for role in dict.fromkeys(child.role for child in tag.tags):
        if allowed and role not in allowed and role not in _TRANSPARENT:
            yield _misplaced(tag, f"{_article(tag.role)} contains {_article(role)}")
    if allowed and any(isinstance(child, Text) for child in tag.children):
        yield _misplaced(tag, f"{_article(tag.role)} contains bare text")
    inner = parent if tag.role in _TRANSPARENT and parent in _CONTAINS else tag.role
    for child in tag.tags:
        yield from _contained(child, inner)


def _article(role: str) -> str:
    return f"an {role}" if role.startswith(("L", "H")) else f"a {role}"


def _misplaced(tag: Tag, fault: str) -> Problem:
    code = "pdf-list-structure" if tag.role in _LIST_ROLES or tag.role.startswith("TOC") else "pdf-table-headers"
    fix = "nest L, LI, Lbl and LBody" if code == "pdf-list-structure" else "nest Table, TR, TH and TD"
    return Problem(code, f"page {tag.page}: {fault}", fix=fix)
