"""The grid that an HTML table describes, and which headers each of its cells has.

The slots are HTML Standard, 4.9.12.1 (forming a table); the headers are 4.9.12.2 (data cells and header cells), with
one kindness: an empty corner cell does not keep its row from being a row of column headers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from xml.etree.ElementTree import Element as Source

from handoutkit.tagging.dom import name, text

_SECTIONS = ("thead", "tbody", "tfoot")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell at its slot; `scope` is Column or Row for a header and empty for data."""

    element: Source
    x: int
    y: int
    width: int
    height: int
    scope: str

    @property
    def columns(self) -> range:
        """The columns that the cell covers."""
        return range(self.x, self.x + self.width)


@dataclass(frozen=True, slots=True)
class Row:
    """A row, the section element it stands in, the cells that start in it and how many slots nothing fills."""

    element: Source
    section: Source
    cells: tuple[Cell, ...]
    gaps: int


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as rows of cells, and the headers of each data cell, outermost first."""

    rows: tuple[Row, ...]
    headers: Mapping[Source, tuple[Cell, ...]]

    @property
    def cells(self) -> Iterator[Cell]:
        """Every cell, row by row."""
        return (cell for row in self.rows for cell in row.cells)


def form_grid(table: Source) -> Grid:
    """The grid of a table element."""
    placed: list[tuple[Source, Source, tuple[Cell, ...]]] = []
    taken: set[tuple[int, int]] = set()
    for section, rows in _sections(table):
        last = len(placed) + len(rows)
        for row in rows:
            cells = tuple(_place(row, name(section) == "thead", len(placed), last, taken))
            placed.append((row, section, cells))
    width = max((x + 1 for x, _ in taken), default=0)
    filled = [sum((x, y) in taken for x in range(width)) for y in range(len(placed))]
    grid_rows = tuple(Row(*parts, width - count) for parts, count in zip(placed, filled, strict=True))
    return Grid(grid_rows, _headers(grid_rows))


def _sections(table: Source) -> Iterator[tuple[Source, list[Source]]]:
    """The row groups of a table, rows that stand in the table itself being one."""
    for is_row, children in groupby(table, lambda child: name(child) == "tr"):
        if is_row:
            yield table, list(children)
            continue
        for child in children:
            if name(child) in _SECTIONS:
                yield child, [row for row in child if name(row) == "tr"]


def _place(row: Source, in_head: bool, y: int, last: int, taken: set[tuple[int, int]]) -> Iterator[Cell]:  # noqa: FBT001
    """The cells of a row at the first free slots; none reaches below its section or into the slot of another."""
    sources = [cell for cell in row if name(cell) in ("td", "th")]
    heads_only = in_head or not any(name(cell) == "td" and text(cell) for cell in sources)
    x = 0
    for source in sources:
        while (x, y) in taken:
            x += 1
        width, height = _span(source, "colspan"), _span(source, "rowspan", least=0)
        height = min(height or last, last - y)
        width = next((dx for dx in range(1, width) if (x + dx, y) in taken), width)
        taken.update((x + dx, y + dy) for dx in range(width) for dy in range(height))
        yield Cell(source, x, y, width, height, _scope(source, heads_only=heads_only))
        x += width


def _span(cell: Source, attribute: str, least: int = 1) -> int:
    given = cell.get(attribute, "")
    return min(max(int(given), least), 1000) if given.isascii() and given.isdigit() else 1


def _scope(cell: Source, *, heads_only: bool) -> str:
    if name(cell) != "th" or not text(cell):
        return ""
    given = cell.get("scope", "").lower()
    if given.startswith("row"):
        return "Row"
    return "Column" if heads_only or given.startswith("col") else "Row"


def _headers(rows: Sequence[Row]) -> Mapping[Source, tuple[Cell, ...]]:
    """The headers of every data cell: those that it names itself, else those of its rows, then those of its columns."""
    named = {cell.element.get("id"): cell for row in rows for cell in row.cells if cell.scope}
    in_rows = [[cell for cell in row.cells if cell.scope == "Row"] for row in rows]
    for y, row in enumerate(rows):
        for cell in row.cells:
            for below in range(y + 1, y + cell.height if cell.scope == "Row" else 0):
                in_rows[below].append(cell)
    above: dict[int, list[Cell]] = {}
    found: dict[Source, tuple[Cell, ...]] = {}
    for row in rows:
        for cell in row.cells:
            own = [named[key] for key in cell.element.get("headers", "").split() if key in named]
            if not cell.scope:
                found[cell.element] = _unique(own or [*_beside(cell, in_rows), *_above(cell, above)])
        for cell in row.cells:
            if cell.scope == "Column":
                for x in cell.columns:
                    above.setdefault(x, []).append(cell)
    return found


def _beside(cell: Cell, in_rows: Sequence[Sequence[Cell]]) -> Iterator[Cell]:
    spanned = in_rows[cell.y : cell.y + cell.height]
    return (header for headers in spanned for header in sorted(headers, key=lambda h: h.x) if header.x < cell.x)


def _above(cell: Cell, above: Mapping[int, Sequence[Cell]]) -> Iterator[Cell]:
    return (header for x in cell.columns for header in above.get(x, ()))


def _unique(cells: Iterable[Cell]) -> tuple[Cell, ...]:
    return tuple(dict.fromkeys(cells))
