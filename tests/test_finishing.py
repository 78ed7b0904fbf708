from __future__ import annotations

import io

import pytest
from building import FONTS, document
from pypdf import PdfReader

from handoutkit.finishing import finish
from handoutkit.layout import lay_out
from handoutkit.problems import Problem


def finished(body: str) -> tuple[PdfReader, tuple[Problem, ...]]:
    sheet = document(body)
    pages, complaints = lay_out(sheet, FONTS)
    assert complaints == ()
    data, problems = finish(pages, sheet)
    return PdfReader(io.BytesIO(data)), problems


def test_the_pdf_has_its_title_its_language_and_a_tag_tree() -> None:
    pdf, problems = finished("<h1>Iron</h1><p>Take it with water.</p>")
    assert problems == ()
    assert pdf.metadata
    assert (pdf.metadata.title, str(pdf.root_object["/Lang"])) == ("Iron", "en")
    assert "/StructTreeRoot" in pdf.root_object


@pytest.mark.parametrize("said", ["iron.en", "12345678", "2026-11-20", "<pdfuaid:part>1</pdfuaid:part>", "Clinic"])
def test_the_metadata_says_which_sheet_it_is_and_how_current(said: str) -> None:
    pdf, _ = finished("<h1>Iron</h1>")
    metadata = pdf.root_object["/Metadata"].get_object()
    assert said in metadata.get_data().decode()  # type: ignore[union-attr]


def test_what_the_tag_tree_cannot_make_right_is_told() -> None:
    _, problems = finished('<h1>Iron</h1><svg role="img" width="9" height="9"><path d="M0 0L9 9"/></svg>')
    assert [problem.code for problem in problems] == ["missing-alt"]
