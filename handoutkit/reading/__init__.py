"""Reads a finished PDF back, as its readers will get it: the checks judge this, not what we meant to write."""

from __future__ import annotations

from handoutkit.reading.model import (
    Action,
    Annotation,
    Artifact,
    Attributes,
    Bookmark,
    Box,
    Claims,
    Font,
    LinkRef,
    Mark,
    Page,
    PdfReading,
    Tag,
    Text,
)
from handoutkit.reading.pdf import read_pdf
from handoutkit.reading.printing import spoken_text, tag_tree
from handoutkit.reading.tree import STANDARD_ROLES

__all__ = [
    "STANDARD_ROLES",
    "Action",
    "Annotation",
    "Artifact",
    "Attributes",
    "Bookmark",
    "Box",
    "Claims",
    "Font",
    "LinkRef",
    "Mark",
    "Page",
    "PdfReading",
    "Tag",
    "Text",
    "read_pdf",
    "spoken_text",
    "tag_tree",
]
