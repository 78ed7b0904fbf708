"""Checks that every cell of a table is spoken with its right headers: ISO 14289-1, 7.5."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from handoutkit.problems import Problem
from handoutkit.reading import PdfReading, Tag, Text

_PARTS = frozenset(("THead", "TBody", "TFoot", "NonStruct", "Div"))
_CELLS = frozenset(("TH", "TD"))
_WIDEST = 200
_Place: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell and the rows and columns that it covers."""

    tag: Tag
    rows: range
    columns: range

    @property
    def place(self) -> str:
        return f"row {self.rows.start + 1}, column {self.columns.start + 1}"

    def shares_row(self, other: _Cell) -> bool:
        return _overlap(self.rows, other.rows)

    def shares_column(self, other: _Cell) -> bool:
        return _overlap(self.columns, other.columns)


def check_tables(reading: PdfReading) -> Iterator[Problem]:
    """Header cells, rows of equal length, and for every data cell headers that stand in its row or column.

    ISO 14289-1, 7.5 (Matterhorn 15-001 to 15-005) and ISO 32000-1, 14.8.5.7. That a header must stand in line with its
    cell is in no standard: it finds a dose that is announced under the wrong hour.
    """
    for tag in reading.walk():
        if tag.role == "Table":
            yield from _check(tag)


def _check(table: Tag) -> Iterator[Problem]:
    rows = list(_rows(table))
    cells = _cells(rows)
    if not _is_regular(cells, len(rows)):
        yield _problem(table, "the rows are not equally long", "give every row as many cells, spans counted")
        return
    if not any(cell.tag.role == "TH" for cell in cells):
        yield _problem(table, "there is no header cell", "mark the headers of rows and columns as TH")
        return
    named = {cell.tag.attributes.id: cell for cell in cells if cell.tag.role == "TH" and cell.tag.attributes.id}
    for cell in cells:
        if cell.tag.role == "TD":
            yield from _check_cell(table, cell, cells, named)


def _rows(tag: Tag) -> Iterator[Tag]:
    for child in tag.tags:
        if child.role == "TR":
            yield child
        elif child.role in _PARTS:
            yield from _rows(child)


def _cells(rows: list[Tag]) -> tuple[_Cell, ...]:
    """The cells at their places: the table model of HTML, which PDF shares."""
    taken: set[_Place] = set()
    cells: list[_Cell] = []
    for row, tag in enumerate(rows):
        column = 0
        for cell in (child for child in tag.tags if child.role in _CELLS):
            while (row, column) in taken:
                column += 1
            wide = min(cell.attributes.colspan, _WIDEST)
            # One row too many is enough to be found irregular.
            high = min(cell.attributes.rowspan, len(rows) - row + 1)
            placed = _Cell(cell, range(row, row + high), range(column, column + wide))
            taken |= {(each, other) for each in placed.rows for other in placed.columns}
            cells.append(placed)
    return tuple(cells)


def _is_regular(cells: tuple[_Cell, ...], height: int) -> bool:
    covered = [(row, column) for cell in cells for row in cell.rows for column in cell.columns]
    width = max((column + 1 for _, column in covered), default=0)
    inside = all(row < height for row, _ in covered)
    return inside and len(covered) == len(set(covered)) == width * height


def _check_cell(table: Tag, cell: _Cell, cells: tuple[_Cell, ...], named: Mapping[str, _Cell]) -> Iterator[Problem]:
    headers = cell.tag.attributes.headers
    if not all(header in named for header in headers):
        yield _problem(table, f"{cell.place}: it names a header that is not in the table", "name the id of a TH")
        return
    if not all(cell.shares_row(named[header]) or cell.shares_column(named[header]) for header in headers):
        fault = f"{cell.place}: its header is in neither its row nor its column"
        yield _problem(table, fault, "name the header above or beside it")
        return
    above = [other for other in cells if _heads_column(other, cell)]
    if headers:
        if above and not any(named[header] in above for header in headers):
            yield _problem(table, f"{cell.place}: it names no header above it", "name the header of its column too")
        return
    scoped = [other for other in cells if other.tag.attributes.scope and _heads(other, cell)]
    if not scoped and _says_something(cell.tag):
        yield _problem(table, f"{cell.place}: it has no header", "give the TH a scope, or the cell its headers")


def _heads(header: _Cell, cell: _Cell) -> bool:
    return _heads_column(header, cell) or _heads_row(header, cell)


def _heads_column(header: _Cell, cell: _Cell) -> bool:
    tag = header.tag
    in_line = header.shares_column(cell) and header.rows.start < cell.rows.start
    return tag.role == "TH" and in_line and tag.attributes.scope in ("", "Column", "Both")


def _heads_row(header: _Cell, cell: _Cell) -> bool:
    tag = header.tag
    return tag.role == "TH" and header.shares_row(cell) and tag.attributes.scope in ("", "Row", "Both")


def _says_something(tag: Tag) -> bool:
    return any(isinstance(leaf, Text) and leaf.text.strip() for leaf in tag.leaves())


def _overlap(one: range, other: range) -> bool:
    return max(one.start, other.start) < min(one.stop, other.stop)


def _problem(table: Tag, fault: str, fix: str) -> Problem:
    return Problem("pdf-table-headers", f"page {table.page}: a table: {fault}", fix=fix)
