"""What a finished tag tree can't make right, because the source does not say it.

ISO 14289-1: figures have an alternative (7.3), headings do not skip a level (7.4.2), tables have headers (7.5), and all
real content is in the tree (7.1). Faults are counted, not quoted: the words on a page can be a patient's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from handoutkit.problems import Problem
from handoutkit.tagging.dom import name
from handoutkit.tagging.elements import Element
from handoutkit.tagging.nodes import Leaf

_LEVELS = ("H1", "H2", "H3", "H4", "H5", "H6")


def find_faults(tree: Element, painted: Iterable[Leaf]) -> Iterator[Problem]:
    """The faults of a tree, in the order of reading; `painted` is all that should be in it."""
    yield from _figures(tree)
    yield from _headings(tree)
    yield from _tables(tree)
    yield from _left_out(tree, painted)


def _figures(tree: Element) -> Iterator[Problem]:
    for figure in tree.elements():
        if figure.role == "Figure" and not figure.properties.get("Alt"):
            named = figure.source.get("src", "") if figure.source is not None else ""
            which = named if named and not named.startswith("data:") else "a picture"
            yield Problem("missing-alt", f"{which} has no alt text", fix='add alt="…" that says what the picture shows')


def _headings(tree: Element) -> Iterator[Problem]:
    last = 0
    headings = (element for element in tree.elements() if element.role in _LEVELS)
    for number, heading in enumerate(headings, 1):
        level = _LEVELS.index(heading.role) + 1
        if level > last + 1:
            before = f"after an h{last}" if last else "and no h1 comes before it"
            yield Problem("heading-skips", f"heading {number} is an h{level} {before}", fix=f"make it an h{last + 1}")
        last = level


def _tables(tree: Element) -> Iterator[Problem]:
    tables = (element for element in tree.elements() if element.role == "Table")
    for number, table in enumerate(tables, 1):
        if not any(part.role == "TH" for part in table.elements()):
            fix = "make the cells that name a row or a column th, with words in them"
            yield Problem("table-without-headers", f"table {number} has no header cells", fix=fix)


def _left_out(tree: Element, painted: Iterable[Leaf]) -> Iterator[Problem]:
    kept = set(tree.leaves())
    for leaf in painted:
        if leaf not in kept and not leaf.is_blank:
            where = f"in a {name(leaf.box.element)} on page" if leaf.box.element is not None else "on page"
            message = f"something {where} {leaf.page.index + 1} is printed but is not in the tag tree"
            yield Problem("text-incomplete", message, fix="put it into an element that may stand there")
