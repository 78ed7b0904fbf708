"""The accessibility checks of a finished PDF, all of them in one table.

They cover what a machine can tell of PDF/UA-1 (ISO 14289-1) and some things that veraPDF lets pass and that hurt a
reader. What only people can judge, such as whether an alternative text is good, they do not cover. No problem quotes
the document: its words may be a patient's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from handoutkit.checks.document import (
    check_active_content,
    check_bookmarks,
    check_claim,
    check_direction,
    check_fonts,
    check_language,
    check_title,
    check_unicode,
)
from handoutkit.checks.figures import check_figures
from handoutkit.checks.languages import check_language_of_parts
from handoutkit.checks.links import check_annotations, check_links, check_tab_order
from handoutkit.checks.structure import check_headings, check_lists, check_marks, check_roles, check_tagged
from handoutkit.checks.tables import check_tables
from handoutkit.problems import Problem
from handoutkit.reading import PdfReading

Check: TypeAlias = Callable[[PdfReading], Iterator[Problem]]

CHECKS: tuple[Check, ...] = (
    check_claim,
    check_title,
    check_language,
    check_tagged,
    check_marks,
    check_roles,
    check_headings,
    check_lists,
    check_tables,
    check_figures,
    check_links,
    check_annotations,
    check_tab_order,
    check_language_of_parts,
    check_direction,
    check_fonts,
    check_unicode,
    check_bookmarks,
    check_active_content,
)
"""Every accessibility check, in the order in which its problems are told."""


def check_accessibility(reading: PdfReading) -> tuple[Problem, ...]:
    """Everything that the checks find wrong with a PDF, ours or anybody's."""
    return tuple(problem for check in CHECKS for problem in check(reading))
