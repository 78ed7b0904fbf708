"""Checks the pictures of a PDF: ISO 14289-1, 7.3."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handoutkit.problems import Problem
from handoutkit.reading import PdfReading, Tag

_USELESS = re.compile(r"(image|picture|photo|graphic|figure)|.*\.(png|jpe?g|svg|gif|webp)", re.IGNORECASE)
_TOLERANCE = 1.0


def check_figures(reading: PdfReading) -> Iterator[Problem]:
    """An alternative text for every picture, and a box that lies on its page.

    ISO 14289-1, 7.3 (Matterhorn 13-004), ISO 32000-1, 14.8.5.4.3 for the box. A name of a file is no alternative text.
    """
    for tag in reading.walk():
        if tag.role in ("Figure", "Formula"):
            yield from _described(tag)
        if tag.role == "Figure" and tag.page:
            yield from _placed(tag, reading)


def _described(tag: Tag) -> Iterator[Problem]:
    said = (tag.alt or tag.actual_text).strip()
    if not said or _USELESS.fullmatch(said):
        message = f"page {tag.page}: a {tag.role.lower()} has no alternative text that says what it shows"
        yield Problem("pdf-figure-without-alt", message, fix="say in alt what the picture shows")


def _placed(tag: Tag, reading: PdfReading) -> Iterator[Problem]:
    inner, outer = tag.attributes.bbox, reading.pages[tag.page - 1].box
    fix = "write the box in points from the lower left corner of the page"
    if inner is None:
        message = f"page {tag.page}: a figure does not say where on the page it is (BBox)"
        yield Problem("pdf-figure-outside-page", message, fix=fix)
    elif min(inner[0] - outer[0], inner[1] - outer[1], outer[2] - inner[2], outer[3] - inner[3]) < -_TOLERANCE:
        message = f"page {tag.page}: the box of a figure lies outside the page"
        yield Problem("pdf-figure-outside-page", message, fix=fix)
