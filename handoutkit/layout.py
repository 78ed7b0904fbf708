"""Stage 5, lay out: the page of HTML as printed pages, with nothing running off them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from handoutkit.engine import lay_out_pages
from handoutkit.model import Document
from handoutkit.problems import Problem

TOLERANCE = 1.5
"""CSS pixels. A letter's side bearing may stand out this far."""


def lay_out(document: Document, fonts: Path) -> tuple[Any, tuple[Problem, ...]]:
    """The engine's pages, and what is wrong with them."""
    pages, complaints = lay_out_pages(document, fonts)
    return pages, (*complaints, *_overflows(pages, document.private))


def _overflows(pages: Any, private: tuple[str, ...]) -> Iterator[Problem]:  # noqa: ANN401
    """Text that stands outside the page's margins: the engine cuts it off without a word."""
    for number, page in enumerate(pages.pages, 1):
        box = page._page_box  # noqa: SLF001 - the engine offers no other way to see where text stands
        left, top = box.content_box_x(), box.content_box_y()
        right, bottom = left + box.width, top + box.height
        for text in _texts(box):
            x, y = text.position_x, text.position_y
            inside = x >= left - TOLERANCE and x + text.width <= right + TOLERANCE
            # The box of a text is as high as its font, which can be far higher than its line.
            middle = y + text.height / 2
            if not (inside and top < middle < bottom):
                yield _problem(number, text.text, private)


def _problem(number: int, text: str, private: tuple[str, ...]) -> Problem:
    # A value that wraps is printed in pieces, and a piece of a name is a name.
    hidden = any(value in text or text.strip() in value for value in private)
    shown = "a given value" if hidden else f'"{text[:60]}"'
    message = f"{shown} runs off page {number}"
    return Problem("text-outside-page", message, fix="shorten it, or give it a place where it can wrap")


def _texts(box: Any) -> Iterator[Any]:  # noqa: ANN401
    """The text boxes in the page's body: margin boxes and the watermark of a draft stand outside on purpose."""
    kind = type(box).__name__
    marked = box.element is not None and box.element.get("class") == "watermark"
    if marked or kind in {"MarginBox", "FootnoteAreaBox"}:
        return
    if kind == "TextBox" and box.text.strip():
        yield box
    for child in getattr(box, "children", ()):
        yield from _texts(getattr(child, "_box", child))
