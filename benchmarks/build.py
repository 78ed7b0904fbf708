"""How long one build takes, beside WeasyPrint alone on the same page of HTML.

Both are warm: everything that is read once in a process was read. They take turns, so that a machine that slows down
slows both down. The ratio is taken turn by turn: it says what the gates, the tag tree and the proof cost.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Callable
from datetime import date
from statistics import median
from time import perf_counter

from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from handoutkit import Library
from handoutkit.fonts import open_font_configuration
from handoutkit.loading import fonts_folder
from handoutkit.model import Document, Request
from handoutkit.pipeline import prepare

HANDOUT = "iron-and-ms"
LOCALES = ("en", "es", "ar", "zh-Hans")
TURNS = 11
TODAY = date(2026, 12, 1)


class Store(URLFetcher):  # type: ignore[misc]
    """The files that a page names, from memory."""

    def __init__(self, document: Document) -> None:
        super().__init__()
        self.resources = document.resources

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:  # noqa: ARG002 - the engine gives it
        """The file, as the engine wants it."""
        kind = mimetypes.guess_type(url)[0] or "application/octet-stream"
        return URLFetcherResponse(url, self.resources[url], {"Content-Type": kind})


def main() -> None:
    """Prints a line of medians for each locale."""
    library, fonts = Library.open(), open_font_configuration(fonts_folder())
    print(f"{HANDOUT}: warm build, medians of {TURNS} turns")
    print(f"{'locale':8} {'handoutkit':>12} {'WeasyPrint':>12} {'ratio':>7}")
    for locale in LOCALES:
        whole, bare = builder(library, locale), engine(library, locale, fonts)
        turns = measure(whole, bare)
        ratio = median(ours / theirs for ours, theirs in turns)
        ours, theirs = (1000 * median(times) for times in zip(*turns, strict=True))
        print(f"{locale:8} {ours:9.0f} ms {theirs:9.0f} ms {ratio:7.2f}")


def builder(library: Library, locale: str) -> Callable[[], object]:
    """One whole build, with every gate, into memory."""
    return lambda: library.build(HANDOUT, locale=locale, today=TODAY)


def engine(library: Library, locale: str, fonts: FontConfiguration) -> Callable[[], object]:
    """WeasyPrint on the page that the same build prints, with its own tag tree and no check."""
    document, _ = prepare(library.content, Request(HANDOUT, locale, "standard", TODAY))
    store = Store(document)
    return lambda: HTML(string=document.html, url_fetcher=store).write_pdf(font_config=fonts, pdf_variant="pdf/ua-1")


def measure(*rivals: Callable[[], object]) -> list[tuple[float, ...]]:
    """The seconds that each takes, turn by turn, after one turn that does not count."""
    return [tuple(map(seconds, rivals)) for _ in range(TURNS + 1)][1:]


def seconds(work: Callable[[], object]) -> float:
    """How long the work takes."""
    start = perf_counter()
    work()
    return perf_counter() - start


if __name__ == "__main__":
    main()
