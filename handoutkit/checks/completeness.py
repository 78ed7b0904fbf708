"""Checks that a PDF holds the whole text of its document, once, in order, and where it can be seen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from handoutkit.checks.document_text import ExpectedText
from handoutkit.checks.pages import PrintedPage, read_printed
from handoutkit.checks.wording import RIGHT_TO_LEFT, Piece, first_difference, incomplete, letters_for
from handoutkit.problems import Problem
from handoutkit.reading import PdfReading, Tag, Text

_PICTURES = frozenset(("Figure", "Formula"))


def check_completeness(
    expected: ExpectedText, reading: PdfReading, data: bytes, redact: tuple[str, ...] = ()
) -> tuple[Problem, ...]:
    """Everything that is missing from a PDF or hidden in it, though its document has it.

    The tag tree must read as the document does, and pdfium, which knows nothing of our document, must find the same
    text on the pages. `redact` are values of fields: they are never quoted.
    """
    told = tuple(_check_tags(expected, reading, redact))
    right_to_left = bool(RIGHT_TO_LEFT.search(expected.text))
    pages = read_printed(data, with_marks=not right_to_left)
    seen = tuple(problem for page in pages for problem in _check_visible(page))
    if told or seen:
        return told + seen
    unordered = tuple(page for page in pages if right_to_left or page.has_text_in_forms)
    counted = tuple(_check_page_letters(expected, reading, unordered))
    return counted if right_to_left else (*counted, *_check_pages(expected, reading, pages, redact))


def _check_tags(expected: ExpectedText, reading: PdfReading, redact: tuple[str, ...]) -> Iterator[Problem]:
    """The text of the tag tree against that of the document, and the alternative texts against its pictures'."""
    letters = letters_for(expected.text)
    position = first_difference(letters.of(expected.text), (piece for piece, _ in _pieces(reading)), letters)
    if position is not None:
        fault = "the tags of the PDF do not read as the document does"
        yield incomplete(expected.text, position, letters, fault, redact)
    told = Counter(letters.of(tag.alt) for tag in reading.walk() if tag.role in _PICTURES and tag.alt)
    wanted = Counter(letters.of(text) for text in expected.alternatives)
    for missing in (wanted - told).elements():
        text = next(text for text in expected.alternatives if letters.of(text) == missing)
        yield incomplete(text, 0, letters, "a picture of the document is missing from the tags of the PDF", redact)
    if told - wanted:
        yield Problem("text-incomplete", "the PDF has more pictures than the document", fix="look for repeated content")


def _check_pages(
    expected: ExpectedText, reading: PdfReading, pages: tuple[PrintedPage, ...], redact: tuple[str, ...]
) -> Iterator[Problem]:
    """What pdfium finds under each mark, taken in the order of the tags, against the text of the document."""
    letters = letters_for(expected.text, on_pages=True)
    ordered = {page.number: page.marked for page in pages if not page.has_text_in_forms}
    printed = (
        Piece(ordered[text.page].get(text.mark[1], ""), piece.label) if text and text.page in ordered else piece
        for piece, text in _pieces(reading)
    )
    position = first_difference(letters.of(expected.text), printed, letters)
    if position is not None:
        fault = "the text on the pages is not that of the document"
        yield incomplete(expected.text, position, letters, fault, redact)


def _check_page_letters(
    expected: ExpectedText, reading: PdfReading, pages: tuple[PrintedPage, ...]
) -> Iterator[Problem]:
    """What pdfium finds on each page against what the page holds, whatever the order.

    For right-to-left text, which every program turns round in its own way, and for pages with forms, whose marks
    pdfium does not tell from the page's own.
    """
    letters = letters_for(expected.text, on_pages=True)
    held = {page.number: Counter(letters.of("".join(each.text for each in page.artifacts))) for page in reading.pages}
    for tag in reading.tags:
        for leaf in tag.leaves():
            if isinstance(leaf, Text) and leaf.found:
                held[leaf.page].update(letters.of(leaf.text))
    for page in pages:
        found, wanted = Counter(letters.of(page.text)), held.get(page.number, Counter())
        wrong = (wanted - found) + (found - wanted)
        if wrong:
            message = f"page {page.number}: {wrong.total()} letters on the page are not those of the document"
            yield Problem("text-incomplete", message, fix="use fonts whose text can be read back")


def _check_visible(page: PrintedPage) -> Iterator[Problem]:
    fix = "make the content shorter, or let it wrap"
    if page.outside:
        message = f"page {page.number}: {page.outside} pieces of text are off the page"
        yield Problem("text-outside-page", message, fix=fix)
    if page.clipped:
        message = f"page {page.number}: {page.clipped} pieces of text are cut off at the edge of a box"
        yield Problem("text-outside-page", message, fix=fix)
    if page.invisible:
        message = f"page {page.number}: {page.invisible} pieces of text are printed without colour"
        yield Problem("text-hidden", message, fix="print it, or take it out of the document")
    elif page.unseen:
        message = f"page {page.number}: {page.unseen} pieces of text cannot be seen on their ground, or are covered"
        yield Problem("text-hidden", message, fix="give it a colour that stands out, and lay nothing over it")
    if page.tiny:
        message = f"page {page.number}: {page.tiny} pieces of text are smaller than 6 points"
        yield Problem("text-hidden", message, fix="print it larger")


def _pieces(reading: PdfReading) -> Iterator[tuple[Piece, Text | None]]:
    for tag in reading.tags:
        yield from _pieces_of(tag, label=False)


def _pieces_of(tag: Tag, *, label: bool) -> Iterator[tuple[Piece, Text | None]]:
    """The texts of a tag in reading order, pictures left out: their words are not in the document's markup."""
    if tag.role in _PICTURES:
        return
    if tag.actual_text:
        yield Piece(tag.actual_text, label), None
        return
    label = label or tag.role == "Lbl"
    for child in tag.children:
        if isinstance(child, Text):
            yield Piece(child.text, label), child
        elif isinstance(child, Tag):
            yield from _pieces_of(child, label=label)
