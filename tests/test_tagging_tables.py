from __future__ import annotations

from textwrap import dedent
from xml.etree.ElementTree import fromstring

import pytest
from tagging_cases import TagTree, tag

from handoutkit.tagging.grid import Grid, form_grid


def grid_of(rows: str) -> Grid:
    """The grid of a table with these rows."""
    return form_grid(fromstring(f"<table>{rows}</table>"))  # noqa: S314 - our own rows


def headers(rows: str) -> dict[str, str]:
    """The text of each data cell with the text of its headers."""
    grid = grid_of(rows)
    return {
        cell.element.text or "": " ".join(header.element.text or "" for header in grid.headers[cell.element])
        for cell in grid.cells
        if not cell.scope
    }


def scopes(rows: str) -> dict[str, str]:
    """The text of each header cell with its scope."""
    return {cell.element.text or "": cell.scope for cell in grid_of(rows).cells if cell.scope}


DOSES = """
<thead>
  <tr><th rowspan="2">Day</th><th colspan="2">Dose</th></tr>
  <tr><th>AM</th><th>PM</th></tr>
</thead>
<tbody><tr><th>Mon</th><td>1</td><td>2</td></tr></tbody>
"""


def test_a_dose_belongs_to_its_day_and_its_half_of_the_day() -> None:
    assert headers(DOSES) == {"1": "Mon Dose AM", "2": "Mon Dose PM"}


def test_two_header_rows_are_tagged_with_the_right_headers() -> None:
    assert (
        tag(f"<table>{DOSES}</table>").tree
        == dedent("""
        Table
          THead
            TR
              TH Scope=Column RowSpan=2
                'Day'
              TH Scope=Column ColSpan=2
                'Dose'
            TR
              TH Scope=Column
                'AM'
              TH Scope=Column
                'PM'
          TBody
            TR
              TH Scope=Row
                'Mon'
              TD Headers=t5r2c0+t5r0c1+t5r1c1
                '1'
              TD Headers=t5r2c0+t5r0c1+t5r1c2
                '2'
    """).strip()
    )


def test_a_header_in_a_row_of_data_is_a_row_header() -> None:
    assert scopes("<tr><th>Mon</th><td>1</td></tr>") == {"Mon": "Row"}


def test_an_empty_corner_leaves_a_row_of_column_headers() -> None:
    assert scopes("<tr><td></td><th>AM</th></tr><tr><th>Mon</th><td>1</td></tr>") == {"AM": "Column", "Mon": "Row"}


def test_a_scope_that_the_author_gives_holds() -> None:
    assert scopes("<tr><th scope='row'>a</th><th>b</th></tr><tr><th scope='col'>c</th><td>1</td></tr>") == {
        "a": "Row",
        "b": "Column",
        "c": "Column",
    }


def test_an_empty_header_names_nothing() -> None:
    assert headers("<tr><th></th><th>AM</th></tr><tr><td>1</td><td>2</td></tr>") == {"": "", "1": "", "2": "AM"}


def test_a_row_header_over_two_rows_names_both() -> None:
    rows = "<tr><th rowspan='2'>Mon</th><td>1</td></tr><tr><td>2</td></tr>"
    assert headers(rows) == {"1": "Mon", "2": "Mon"}


def test_a_cell_over_two_columns_has_the_headers_of_both() -> None:
    assert headers("<tr><th>AM</th><th>PM</th></tr><tr><td colspan='2'>1</td></tr>") == {"1": "AM PM"}


def test_cells_that_would_overlap_do_not() -> None:
    rows = "<tr><th>A</th><th rowspan='2'>B</th></tr><tr><td colspan='2'>1</td></tr>"
    assert headers(rows) == {"1": "A"}


def test_a_later_header_row_does_not_name_earlier_cells() -> None:
    rows = "<tr><th>AM</th></tr><tr><td>1</td></tr><tr><th>PM</th></tr><tr><td>2</td></tr>"
    assert headers(rows) == {"1": "AM", "2": "AM PM"}


def test_headers_that_a_cell_names_itself_hold() -> None:
    rows = "<tr><th id='a'>AM</th><th>PM</th></tr><tr><td>1</td><td headers='a'>2</td></tr>"
    assert headers(rows)["2"] == "AM"


@pytest.mark.parametrize("span", ["colspan='x'", "colspan='0'", "rowspan='99'", "rowspan='-1'", "colspan='²'"])
def test_a_span_that_makes_no_sense_is_no_fault(span: str) -> None:
    assert headers(f"<tr><th>AM</th></tr><tr><td {span}>1</td></tr>") == {"1": "AM"}


def test_a_table_over_three_pages_is_one_table_with_one_head() -> None:
    rows = "".join(f"<tr><th>Day {number}<td>{number} mg" for number in range(1, 41))
    tagged = tag(f"<table><thead><tr><th>Day<th>Dose<tbody>{rows}</table>")
    read = TagTree(tagged.pdf)
    assert len(read.reader.pages) == 3
    assert tagged.tree.count("Table") == 1
    assert tagged.tree.count("'Dose'") == 1
    assert tagged.tree.count("TR") == 41
    assert [text for kind, text in read.artifacts() if kind == "Pagination"] == ["Day", "Dose"] * 2


def test_a_cell_over_two_pages_is_one_cell() -> None:
    tagged = tag(f"<table><tr><th>A<tr><td>{'word ' * 300}</table>")
    assert len(TagTree(tagged.pdf).reader.pages) > 1
    assert tagged.tree.count("TD") == 1


def test_empty_cells_of_a_log_are_there_with_their_headers() -> None:
    assert tag("<table><thead><tr><th>Date<tbody><tr><td></table>").tree.endswith("TD Headers=t5r0c0")


def test_missing_cells_are_filled_in() -> None:
    assert tag("<table><tr><th>A<th>B<tr><td>1</table>").tree.count("TD") == 2


def test_a_head_without_a_body_is_plain_rows() -> None:
    assert tag("<table><thead><tr><th>A</table>").tree.startswith("Table\n  TR\n    TH")


def test_a_caption_comes_first() -> None:
    body = "<table><caption style='caption-side: bottom'>Doses</caption><tr><th>A<tr><td>1</table>"
    assert tag(body).tree.startswith("Table\n  Caption\n    'Doses'")


def test_a_table_for_layout_is_its_content() -> None:
    assert tag("<table role=presentation><tr><td>left<td>right</table>").tree == "P\n  'left'\nP\n  'right'"
