"""Door 2: the layout engine, behind a boundary that nothing else of handoutkit sees through.

The engine gets bytes that are already in memory and nothing else: no file, no network. What it logs becomes problems.
WeasyPrint is imported late, because it is slow to import and fails where Pango is missing.
"""

from __future__ import annotations

import contextlib
import io
import logging
import mimetypes
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from handoutkit.fonts import open_font_configuration
from handoutkit.markup import RESOURCE
from handoutkit.model import Document
from handoutkit.problems import HandoutError, Problem

VARIANT = "pdf/a-2a"
"""What the engine is asked for. The claim of PDF/UA-1 is added by the finish stage, which earns it."""


def install_command() -> str:
    """The one command that installs what the engine needs on this machine."""
    if sys.platform == "darwin":
        return "brew install pango"
    if sys.platform == "win32":
        return "install MSYS2, then run: pacman -S mingw-w64-ucrt-x86_64-pango"
    return "apt-get install --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


@contextlib.contextmanager
def _needing_pango() -> Iterator[None]:
    """A clear problem where Pango is missing. The engine tells it on standard output, which belongs to results."""
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            yield
    except OSError:
        message = "the text layout library Pango is missing on this machine"
        raise HandoutError([Problem("pango-missing", message, fix=install_command())]) from None


@cache
def _weasyprint() -> Any:  # noqa: ANN401 - the engine has no types
    """The engine, or a clear problem."""
    with _needing_pango():
        import weasyprint  # noqa: PLC0415
    from weasyprint.text import ffi  # noqa: PLC0415

    if ffi.harfbuzz_subset is None:
        message = "the font library harfbuzz-subset is missing on this machine"
        raise HandoutError([Problem("harfbuzz-subset-missing", message, fix=install_command())])
    return weasyprint


@cache
def _fonts(folder: Path) -> Any:  # noqa: ANN401
    """Opened once in a process: each opening costs time and leaks memory."""
    with _needing_pango():
        return open_font_configuration(folder)


def lay_out_pages(document: Document, fonts: Path) -> tuple[Any, tuple[Problem, ...]]:
    """The engine's laid-out pages, and what it complained about."""
    configuration = _fonts(fonts)  # first: it shows the engine our fonts before the engine looks for others
    engine = _weasyprint()
    fetcher = _store(document.resources)
    with _complaints(document) as problems:
        html = engine.HTML(string=document.html, url_fetcher=fetcher, base_url=None)
        try:
            pages = html.render(font_config=configuration, pdf_variant=VARIANT)
        except Exception as fault:  # whatever it is, the engine stumbled over a style or a section
            message = f"the layout engine stopped with {type(fault).__name__}"
            fix = "take out the last thing that you changed in a style or a section, and report it"
            raise HandoutError([Problem("layout-failed", message, fix=fix)]) from fault
    return pages, tuple(problems)


def draw_pages(
    pages: Any,  # noqa: ANN401
    document: Document,
    finisher: Callable[[Any, Any], None],
) -> tuple[bytes, tuple[Problem, ...]]:
    """The pages as PDF bytes, and what the engine complained about while it drew them."""
    with _complaints(document) as problems:
        data = pages.write_pdf(pdf_variant=VARIANT, pdf_identifier=document.leaflet.version.encode(), finisher=finisher)
    return data, tuple(problems)


def _store(resources: Mapping[str, bytes]) -> Any:  # noqa: ANN401
    """A fetcher over bytes in memory. It never falls back to the engine's own fetcher, which opens any file."""
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse  # noqa: PLC0415

    class Store(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: object = None) -> Any:  # noqa: ANN401, ARG002
            if url not in resources:
                raise FatalURLFetchingError(url)
            kind = mimetypes.guess_type(url)[0] or "application/octet-stream"
            return URLFetcherResponse(url, resources[url], {"Content-Type": kind})

        def open(self, url: Any, data: object = None, timeout: object = None) -> Any:  # noqa: ANN401, ARG002
            return self.fetch(getattr(url, "full_url", url))

    return Store(allowed_protocols=(RESOURCE.rstrip(":"),), allow_redirects=False, fail_on_errors=True)


@contextlib.contextmanager
def _complaints(document: Document) -> Iterator[list[Problem]]:
    """Collects what the engine logs as problems, and turns its refusal of an address into one.

    `FatalURLFetchingError` is a `BaseException`: left alone, it would end a batch or a web worker.
    """
    from weasyprint.urls import FatalURLFetchingError  # noqa: PLC0415

    problems: list[Problem] = []
    logger = logging.getLogger("weasyprint")
    handler = _Collector(problems, document.private)
    level, propagate = logger.level, logger.propagate
    logger.addHandler(handler)
    logger.setLevel(logging.WARNING)
    logger.propagate = False
    try:
        yield problems
    except FatalURLFetchingError as fault:
        message = f"the page names something that is not in the packs: {_redacted(str(fault), document.private)[:80]}"
        raise HandoutError([Problem("resource-not-allowed", message, fix="put the file into the pack")]) from None
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)
        logger.propagate = propagate


class _Collector(logging.Handler):
    """Turns each record of the engine's logger into a problem; an unknown one is an error too."""

    def __init__(self, problems: list[Problem], private: tuple[str, ...]) -> None:
        super().__init__(logging.WARNING)
        self.problems = problems
        self.private = private

    def emit(self, record: logging.LogRecord) -> None:
        found = _problem(record.getMessage(), self.private)
        if found not in self.problems:
            self.problems.append(found)


def _problem(text: str, private: tuple[str, ...]) -> Problem:
    shown = _redacted(text, private)
    if ".notdef" in text:
        given = "".join(private)
        found = [code for code in re.findall(r"U\+([0-9A-F]{4,6})", text) if chr(int(code, 16)) not in given]
        what = f"the character U+{found[0]}" if found else "a character of a given value"
        fix = "use another character, or add a font in locales/languages.toml"
        return Problem("glyph-missing", f"no font of this language has {what}", fix=fix)
    if "image" in text.lower() and text.startswith("Failed"):
        return Problem("broken-picture", f"a picture cannot be printed: {shown}", fix="save the picture again")
    fix = "search the style sheets for it, and correct it"
    return Problem("layout-warning", f"the layout engine warns: {shown}", fix=fix)


def _redacted(text: str, private: tuple[str, ...]) -> str:
    if any(value in text for value in private):
        return "(the engine's words are left out, because they contain a given value)"
    return text


def engine_versions() -> tuple[tuple[str, str], ...]:
    """The versions of the system libraries that decide where each letter stands. Raises `HandoutError` if one lacks."""
    _weasyprint()
    from weasyprint.text.ffi import pango  # noqa: PLC0415

    number = pango.pango_version()
    return (("pango", f"{number // 10000}.{number // 100 % 100}.{number % 100}"), ("harfbuzz-subset", "present"))
