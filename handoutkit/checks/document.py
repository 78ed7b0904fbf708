"""Checks what a PDF says about itself: claim, title, language, fonts, bookmarks, actions."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import langcodes

from handoutkit.checks.languages import writes_right_to_left
from handoutkit.problems import Problem, Severity
from handoutkit.reading import Action, PdfReading

_LINK_SCHEMES = frozenset(("https", "mailto", "tel"))
_PAGES_WITHOUT_BOOKMARKS = 3


def check_claim(reading: PdfReading) -> Iterator[Problem]:
    """The claim of PDF/UA and of PDF/A in the metadata: ISO 14289-1, 5 and ISO 19005-2, 6.6.4."""
    ua, needed = reading.claims.ua, {"1": "1.", "2": "2."}
    if ua not in needed:
        yield Problem(
            "pdf-without-claim", "the metadata does not claim PDF/UA", fix="save it as PDF/UA with a tool that checks"
        )
    elif not reading.version.startswith(needed[ua]):
        message = f"the file claims PDF/UA-{ua} but is written in PDF {reading.version}"
        yield Problem("pdf-without-claim", message, fix=f"PDF/UA-{ua} needs PDF {needed[ua]}x")
    if not reading.claims.pdfa:
        yield Problem(
            "pdf-without-claim", "the metadata does not claim PDF/A", fix="save it as PDF/A-2a with a tool that checks"
        )


def check_title(reading: PdfReading) -> Iterator[Problem]:
    """A title in the metadata, shown in the window: ISO 14289-1, 7.1 (Matterhorn 06-003, 07-001 and 07-002)."""
    if not reading.title:
        yield Problem("pdf-without-title", "the metadata has no title (dc:title)", fix="give the document a title")
    if not reading.display_doc_title:
        yield Problem(
            "pdf-without-title",
            "a viewer will show the name of the file instead of the title",
            fix="set DisplayDocTitle to true in the viewer preferences",
        )


def check_language(reading: PdfReading) -> Iterator[Problem]:
    """A language of the whole document that exists: ISO 14289-1, 7.2 (Matterhorn 11-006) and BCP 47."""
    if not reading.language:
        yield Problem("pdf-without-language", "the document has no language", fix="set its language, such as en or es")
    elif not langcodes.tag_is_valid(reading.language):
        message = f"the language of the document, {reading.language!r}, is no language tag"
        yield Problem("pdf-without-language", message, fix="use a tag of BCP 47, such as en, es or zh-Hans")


def check_direction(reading: PdfReading) -> Iterator[Problem]:
    """The direction of a right-to-left document for the viewer: ISO 32000-1, 12.2. No standard demands it."""
    if writes_right_to_left(reading.language) and reading.direction != "R2L":
        yield Problem(
            "pdf-text-direction",
            "the document is written from right to left and does not say so",
            fix="set Direction to R2L in the viewer preferences",
            severity=Severity.WARNING,
        )


def check_fonts(reading: PdfReading) -> Iterator[Problem]:
    """Every font embedded: ISO 14289-1, 7.21.4.1 (Matterhorn 31-009)."""
    for font in reading.fonts:
        if not font.embedded:
            message = f"the font {font.name} is not in the file, so another machine shows other letters"
            yield Problem("pdf-font-not-embedded", message, fix="embed the font")


def check_unicode(reading: PdfReading) -> Iterator[Problem]:
    """A character for every glyph: ISO 14289-1, 7.21.7 (Matterhorn 31-027)."""
    for font in reading.fonts:
        if not font.to_unicode or font.unmapped:
            message = (
                f"some glyphs of the font {font.name} stand for no character: nobody can read them aloud or find them"
            )
            yield Problem("pdf-text-without-unicode", message, fix="write the file with ToUnicode maps")


def check_bookmarks(reading: PdfReading) -> Iterator[Problem]:
    """Bookmarks in a document of more than three pages: WCAG 2.2 technique PDF2. No standard demands them."""
    if len(reading.pages) > _PAGES_WITHOUT_BOOKMARKS and not reading.bookmarks:
        message = f"the document has {len(reading.pages)} pages and no bookmarks"
        yield Problem("pdf-bookmarks", message, fix="make bookmarks from the headings", severity=Severity.WARNING)


def check_active_content(reading: PdfReading) -> Iterator[Problem]:
    """Nothing that acts but places in the document and https, mailto and tel links: ISO 19005-2, 6.5 and 6.8."""
    for action in dict.fromkeys(reading.actions):
        if not _harmless(action):
            yield Problem(
                "pdf-active-content",
                f"{action.where} carries {_named(action)}",
                fix="take it out: a handout needs links and nothing else that acts",
            )


def _harmless(action: Action) -> bool:
    if action.kind == "URI":
        return _scheme(action.target) in _LINK_SCHEMES
    return action.kind == "GoTo"


def _named(action: Action) -> str:
    if action.kind == "URI":
        return f"a link of the kind {_scheme(action.target) or 'without a scheme'!r}"
    return {"EmbeddedFiles": "attached files", "AA": "an action that starts by itself"}.get(
        action.kind, f"an action or content of the kind {action.kind}"
    )


def _scheme(target: str) -> str:
    try:
        return urlsplit(target.strip()).scheme.lower()
    except ValueError:
        return ""
