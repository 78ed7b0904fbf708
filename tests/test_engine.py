from __future__ import annotations

import logging
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from building import FONTS, codes, document, photograph

from handoutkit import engine
from handoutkit.engine import draw_pages, engine_versions, install_command, lay_out_pages
from handoutkit.problems import HandoutError, Kind, Problem


def laid(
    body: str, css: str = "", private: tuple[str, ...] = (), resources: Mapping[str, bytes] | None = None
) -> tuple[Problem, ...]:
    """What the engine complains about while it lays out and draws a page."""
    sheet = document(body, css, resources, private=private)
    pages, problems = lay_out_pages(sheet, FONTS)
    return (*problems, *draw_pages(pages, sheet, lambda _laid, _pdf: None)[1])


def refused(body: str, css: str = "", private: tuple[str, ...] = ()) -> Problem:
    with pytest.raises(HandoutError) as caught:
        laid(body, css, private)
    (problem,) = caught.value.problems
    return problem


def test_a_page_of_plain_text_is_laid_out_without_complaint() -> None:
    assert laid("<p>Take it with water.</p>") == ()


def test_pages_become_the_bytes_of_a_pdf() -> None:
    sheet = document("<p>Take it with water.</p>")
    data, _ = draw_pages(lay_out_pages(sheet, FONTS)[0], sheet, lambda _laid, _pdf: None)
    assert data.startswith(b"%PDF-1.7")


def test_the_same_page_becomes_the_same_bytes() -> None:
    sheet = document("<p>Take it with water.</p>")
    one, two = (draw_pages(lay_out_pages(sheet, FONTS)[0], sheet, lambda _laid, _pdf: None)[0] for _ in range(2))
    assert one == two


def test_a_picture_in_memory_is_printed() -> None:
    assert laid('<img src="pack:a.png" alt="A">', resources={"pack:a.png": photograph()}) == ()


# The boundary: no file, no network


class Canary(BaseHTTPRequestHandler):
    hits: list[str] = []

    def do_GET(self) -> None:
        self.hits.append(self.path)
        self.send_response(404)
        self.end_headers()

    def log_message(self, *_args: object) -> None:
        """Says nothing."""


@pytest.fixture
def server() -> Iterator[HTTPServer]:
    Canary.hits.clear()
    with HTTPServer(("127.0.0.1", 0), Canary) as made:
        threading.Thread(target=made.serve_forever, args=(0.01,), daemon=True).start()
        yield made
        made.shutdown()


OPENED: list[str] = []


@pytest.fixture(scope="module")
def watch() -> None:
    """An audit hook stays as long as the process, so there is one."""
    sys.addaudithook(lambda event, arguments: OPENED.append(str(arguments[0])) if event == "open" else None)


@pytest.fixture
def opened(watch: None) -> list[str]:  # noqa: ARG001 - it fills the list
    """The files that were opened since the test began."""
    OPENED.clear()
    return OPENED


ASKING = {
    "a picture": ('<img src="{}" alt="">', ""),
    "a background": ("<p>a</p>", "p {{ background: url({}) }}"),
    "a list marker": ("<ul><li>a</li></ul>", "li {{ list-style-image: url({}) }}"),
    "generated content": ("<p>a</p>", "p::before {{ content: url({}) }}"),
    "an imported style": ("<p>a</p>", ""),
    "a linked style": ('<link rel="stylesheet" href="{}"><p>a</p>', ""),
    "a font": ("<p>a</p>", "@font-face {{ font-family: a; src: url({}) }} p {{ font-family: a }}"),
    "an attachment": ('<link rel="attachment" href="{}"><p>a</p>', ""),
    "an attached link": ('<a rel="attachment" href="{}">a</a>', ""),
    "an object": ('<object data="{}"></object>', ""),
    "an embedded file": ('<embed src="{}">', ""),
    "a picture in a drawing": ('<svg width="9" height="9"><image href="{}" width="9" height="9"/></svg>', ""),
    "a piece of another drawing": ('<svg width="9" height="9"><use href="{}#a"/></svg>', ""),
}


def ask(what: str, address: str) -> None:
    """Lays out and draws a page that asks for an address, whether or not it is refused for that."""
    body, css = (text.format(address) for text in ASKING[what])
    sheets = {"pack:page.css": f'@import "{address}";'.encode()} if what == "an imported style" else {}
    sheet = document(body, css, sheets)
    with suppress(HandoutError):
        pages, _ = lay_out_pages(sheet, FONTS)
        data, _ = draw_pages(pages, sheet, lambda _laid, _pdf: None)
        assert b"CANARY" not in data


@pytest.mark.parametrize("what", ASKING)
def test_whatever_asks_for_an_address_the_network_is_not_touched(what: str, server: HTTPServer) -> None:
    ask(what, f"http://127.0.0.1:{server.server_port}/a.png")
    assert Canary.hits == []


@pytest.mark.parametrize("what", ASKING)
def test_whatever_asks_for_a_file_no_file_is_opened(what: str, tmp_path: Path, opened: list[str]) -> None:
    secret = tmp_path / "secret.png"
    secret.write_bytes(b"CANARY")
    assert str(secret) in opened
    opened.clear()
    ask(what, secret.as_uri())
    assert str(secret) not in opened


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:9/a.png", "file:///etc/hostname", "pack:b.png", "ftp://127.0.0.1/a"]
)
def test_a_page_that_asks_for_something_else_is_refused(address: str) -> None:
    problem = refused(f'<img src="{address}" alt="">')
    assert (problem.code, problem.kind) == ("resource-not-allowed", Kind.UNSAFE)
    assert problem.message == f"the page names something that is not in the packs: {address}"


def test_bytes_in_the_page_itself_are_refused() -> None:
    assert refused('<img src="data:image/png;base64,AAAA" alt="">').code == "resource-not-allowed"


def test_the_refusal_does_not_repeat_a_given_value() -> None:
    assert "Lee" not in refused('<img src="https://example.org/Lee" alt="">', private=("Lee",)).message


# What the engine logs


def test_a_style_that_the_engine_does_not_know_is_a_problem() -> None:
    (problem,) = laid("<p>a</p>", "p { colour: red }")
    assert (problem.code, "colour: red" in problem.message) == ("layout-warning", True)


def test_a_picture_that_cannot_be_decoded_is_a_problem() -> None:
    assert set(codes(laid('<img src="pack:a.png" alt="">', resources={"pack:a.png": b"no picture"}))) == {
        "broken-picture"
    }


def test_a_page_that_the_engine_stumbles_over_is_a_problem_and_no_traceback() -> None:
    drawing = '<div dir="rtl"><svg viewBox="0 0 1 1"></svg></div>'
    problem = refused(drawing)
    assert (problem.code, problem.message) == ("layout-failed", "the layout engine stopped with AttributeError")


def test_a_relative_address_is_a_problem() -> None:
    assert codes(laid('<img src="a.png" alt="">')) == ["layout-warning"]


def test_a_character_that_no_font_has_is_a_problem() -> None:
    (problem,) = laid("<p>\U00013000</p>")
    assert (problem.code, problem.message) == ("glyph-missing", "no font of this language has the character U+13000")


def test_a_character_of_a_given_value_is_not_named() -> None:
    (problem,) = laid("<p>\U00013000</p>", private=("Lee \U00013000",))
    assert problem.message == "no font of this language has a character of a given value"


def test_a_complaint_does_not_repeat_a_given_value() -> None:
    (problem,) = laid("<p>a</p>", "p { colour: Lee }", private=("Lee",))
    expected = "the layout engine warns: (the engine's words are left out, because they contain a given value)"
    assert (problem.code, problem.message) == ("layout-warning", expected)


def test_the_engine_says_nothing_aloud(capfd: pytest.CaptureFixture[str]) -> None:
    laid("<p>a</p>", "p { colour: red }")
    assert capfd.readouterr() == ("", "")


def test_the_logger_is_left_as_it_was() -> None:
    logger = logging.getLogger("weasyprint")
    before = (logger.level, logger.propagate, list(logger.handlers))
    laid("<p>a</p>", "p { colour: red }")
    assert (logger.level, logger.propagate, logger.handlers) == before


# The machine


WITHOUT_PANGO = """
import ctypes.util, sys
import cffi.api
def missing(self, name, *flags):
    raise OSError(f"cannot load library {name!r}")
cffi.api.FFI.dlopen = missing
from pathlib import Path
from handoutkit.problems import HandoutError
from building import FONTS, document
from handoutkit.engine import engine_versions, lay_out_pages
for attempt in (lambda: lay_out_pages(document("a"), FONTS), engine_versions):
    try:
        attempt()
    except HandoutError as error:
        print(error.problems[0].code, error.kind.name, file=sys.stderr)
"""


def test_a_machine_without_pango_is_told_and_nothing_goes_to_standard_output() -> None:
    root = Path(__file__).parents[1]
    found = subprocess.run(
        [sys.executable, "-c", WITHOUT_PANGO],
        capture_output=True,
        text=True,
        check=True,
        cwd=root / "tests",
        env={"PYTHONPATH": f"{root}:{root / 'tests'}"},
    )
    assert (found.stdout, found.stderr) == ("", "pango-missing MACHINE\n" * 2)


def test_a_machine_without_harfbuzz_subset_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    engine_versions()
    from weasyprint.text import ffi  # noqa: PLC0415 - after our fonts

    monkeypatch.setattr(ffi, "harfbuzz_subset", None)
    engine._weasyprint.cache_clear()
    with pytest.raises(HandoutError) as caught:
        engine_versions()
    assert codes(caught.value.problems) == ["harfbuzz-subset-missing"]


@pytest.mark.parametrize(("platform", "command"), [("linux", "apt-get"), ("darwin", "brew"), ("win32", "pacman")])
def test_the_fix_is_the_command_of_the_machine(platform: str, command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    assert command in install_command()


def test_the_versions_of_the_libraries_that_set_text_are_known() -> None:
    assert {"pango"} <= {library for library, _ in engine_versions()}
