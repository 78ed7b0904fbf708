from __future__ import annotations

from dataclasses import replace

import pytest
from printed_cases import markup, printed, sheet_reading

from handoutkit.checks.tables import check_tables
from handoutkit.reading import Attributes, Tag, Text, read_pdf


def cell(role: str, words: str = "x", **attributes: object) -> Tag:
    return Tag(role, attributes=replace(Attributes(), **attributes), children=(Text(words, 1, (0, 0)),))  # type: ignore[arg-type]


def said(*rows: tuple[Tag, ...]) -> list[str]:
    """What the check says of a table with these rows."""
    table = Tag("Table", children=tuple(Tag("TR", children=row) for row in rows))
    return [problem.message for problem in check_tables(replace(sheet_reading(), tags=(table,)))]


COLUMN = (cell("TH", id="am", scope="Column"), cell("TH", id="pm", scope="Column"))


@pytest.mark.parametrize(
    "html",
    [
        "<table><tr><th>a<th>b<tr><td>c<td>d</table>",
        "<table><tr><td></td><th scope=col>b<tr><th scope=row>c<td>d</table>",
        "<table><tr><th rowspan=2>Day<th colspan=2>Dose<tr><th>AM<th>PM<tr><th scope=row>Mon<td>1<td>2</table>",
        "<table><tr><th>a<th>b<tr><td><td></table>",
    ],
)
def test_the_tables_that_we_tag_have_no_problem(html: str) -> None:
    assert list(check_tables(read_pdf(printed(markup(html))))) == []


def test_a_table_without_headers_is_found() -> None:
    assert said((cell("TD"),)) == ["page 1: a table: there is no header cell"]


def test_rows_of_different_length_are_found() -> None:
    assert said(COLUMN, (cell("TD"),)) == ["page 1: a table: the rows are not equally long"]


def test_a_row_that_a_cell_above_reaches_into_counts_that_cell() -> None:
    tall = cell("TH", id="a", scope="Row", rowspan=2)
    assert said((tall, cell("TD")), (cell("TD"),)) == []


def test_a_cell_that_reaches_below_the_table_is_found() -> None:
    assert said((cell("TH", rowspan=3),), (), ()) == []
    assert said((cell("TH", rowspan=3),), ()) == ["page 1: a table: the rows are not equally long"]


def test_a_header_that_is_not_there_is_found() -> None:
    assert said(COLUMN, (cell("TD", headers=("am",)), cell("TD", headers=("noon",)))) == [
        "page 1: a table: row 2, column 2: it names a header that is not in the table"
    ]


def test_a_dose_under_the_wrong_hour_is_found() -> None:
    assert said(COLUMN, (cell("TD", headers=("pm",)), cell("TD", headers=("pm",)))) == [
        "page 1: a table: row 2, column 1: its header is in neither its row nor its column"
    ]


def test_a_cell_that_names_only_the_header_of_its_row_is_found() -> None:
    row = (cell("TH", id="mon", scope="Row"), cell("TD", headers=("mon",)))
    assert said(COLUMN, row) == ["page 1: a table: row 2, column 2: it names no header above it"]


def test_headers_without_scope_do_not_speak_for_cells_that_name_none() -> None:
    assert said((cell("TH"),), (cell("TD"),)) == ["page 1: a table: row 2, column 1: it has no header"]
    assert said((cell("TH", scope="Column"),), (cell("TD"),)) == []


def test_an_empty_cell_in_the_corner_needs_no_header() -> None:
    corner = (cell("TD", ""), cell("TH", scope="Column"))
    assert said(corner, (cell("TH", scope="Row"), cell("TD"))) == []


def test_spans_without_end_do_not_take_the_machine_down() -> None:
    assert said((cell("TH", colspan=10**9, rowspan=10**9),)) == ["page 1: a table: the rows are not equally long"]
