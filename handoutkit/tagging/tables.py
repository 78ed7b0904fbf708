"""Tables: one Table for one `table`, over all its pages, each data cell linked to its headers.

ISO 32000-1, 14.8.4.3.4 (Table, TR, TH, TD, THead, TBody, TFoot) and 14.8.5.7 (Scope, Headers, spans); ISO 14289-1, 7.5.
Rows and cells come from the grid of the HTML table, not from boxes: a cell that nothing was printed in, or that two
pages share, is one cell.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import groupby
from xml.etree.ElementTree import Element as Source

from handoutkit.tagging.dom import Dom, is_presentational, name
from handoutkit.tagging.elements import Element, Kids, Value, flow, has_role, paragraphs
from handoutkit.tagging.grid import Cell, Grid, Row, form_grid
from handoutkit.tagging.nodes import Node

_PARTS: Mapping[str, str] = {"thead": "THead", "tbody": "TBody", "tfoot": "TFoot", "tr": "TR", "td": "TD", "th": "TD"}

_Built = Mapping[Source | None, Element]


def build_part(node: Node, kids: Kids, dom: Dom) -> Kids:
    """A part of a table, for the table to put in its place; in a table without meaning only its content."""
    table = dom.nearest(node.element, "table")
    if table is None or is_presentational(table):
        return paragraphs(kids)
    role = _PARTS[name(node.element)]
    return (Element(role, flow(kids) if role == "TD" else kids, node.element),)


def build_table(node: Node, kids: Kids, dom: Dom) -> Kids:
    """A table from its grid; one that the author uses for layout is its content in order."""
    grid = form_grid(node.element)
    if is_presentational(node.element) or not grid.rows:
        return paragraphs(kids)
    parts = [element for kid in kids if isinstance(kid, Element) for element in kid.elements()]
    built = {part.source: part for part in parts if part.role in _PARTS.values()}
    captions = tuple(kid for kid in kids if has_role(kid, "Caption"))
    sections = tuple(_sections(grid, built, dom.order[node.element]))
    return (Element("Table", (*captions, *sections), node.element),)


def _sections(grid: Grid, built: _Built, table: int) -> Iterator[Element]:
    """The head, the bodies and the foot; a table with a head alone is its rows, for a head needs a body."""
    sections: dict[str, list[Element]] = {"THead": [], "TBody": [], "TFoot": []}
    for source, rows in groupby(grid.rows, lambda row: row.section):
        role = _PARTS.get(name(source), "TBody")
        if role != "TBody" and sections[role]:
            role = "TBody"
        made = tuple(_row(row, grid, built, table) for row in rows)
        sections[role].append(replace(built.get(source, Element(role)), role=role, kids=made))
    if sections["TBody"]:
        yield from (section for found in sections.values() for section in found)
    else:
        for section in (*sections["THead"], *sections["TFoot"]):
            yield from (kid for kid in section.kids if isinstance(kid, Element))


def _row(row: Row, grid: Grid, built: _Built, table: int) -> Element:
    """A row with as many slots as the table has columns (ISO 14289-1, 7.5: regular tables)."""
    cells = (_cell(cell, grid, built, table) for cell in row.cells)
    gaps = (Element("TD") for _ in range(row.gaps))
    return replace(built.get(row.element, Element("TR")), kids=(*cells, *gaps))


def _cell(cell: Cell, grid: Grid, built: _Built, table: int) -> Element:
    attributes: dict[str, Value] = {"O": "/Table"}
    if cell.width > 1:
        attributes["ColSpan"] = cell.width
    if cell.height > 1:
        attributes["RowSpan"] = cell.height
    if cell.scope:
        attributes["Scope"] = f"/{cell.scope}"
    elif headers := grid.headers[cell.element]:
        attributes["Headers"] = tuple(_id(header, table) for header in headers)
    return replace(
        built.get(cell.element, Element("TD", (), cell.element)),
        role="TH" if cell.scope else "TD",
        id=_id(cell, table) if cell.scope else "",
        attributes=(attributes,) if len(attributes) > 1 else (),
    )


def _id(cell: Cell, table: int) -> str:
    return f"t{table}r{cell.y}c{cell.x}"
