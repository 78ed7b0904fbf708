"""Judges finished PDFs: accessibility of anybody's, completeness and glyphs of ours."""

from __future__ import annotations

from handoutkit.checks.accessibility import CHECKS, check_accessibility
from handoutkit.checks.completeness import check_completeness
from handoutkit.checks.document_text import ExpectedText, document_text, expected_text
from handoutkit.checks.glyphs import check_glyphs
from handoutkit.model import Document
from handoutkit.problems import Problem
from handoutkit.reading import read_pdf

__all__ = [
    "CHECKS",
    "ExpectedText",
    "check",
    "check_accessibility",
    "check_completeness",
    "check_glyphs",
    "document_text",
    "expected_text",
]


def check(document: Document, pdf: bytes) -> tuple[Problem, ...]:
    """Stage 7, check: everything that is wrong with the finished PDF of a document."""
    reading = read_pdf(pdf)
    return (
        *check_glyphs(reading, document.fonts, document.private),
        *check_completeness(expected_text(document.html), reading, pdf, document.private),
        *check_accessibility(reading),
    )
