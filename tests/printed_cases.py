"""Small finished PDFs for the tests that read and judge them: made by the engine, tagged by us, broken with pypdf."""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, StreamObject

from handoutkit.fonts import open_font_configuration
from handoutkit.reading import PdfReading, read_pdf
from handoutkit.tagging import PDF_VARIANT, DocumentMetadata, prepare, retag

FONTS = Path(__file__).parents[1] / "styles" / "fonts"
FAMILIES = ("Noto Sans", "Noto Naskh Arabic", "Noto Sans SC")
PICTURE = (
    "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='40' height='20'>"
    "<text x='2' y='12' font-size='10'>Iron</text></svg>"
)
SHEET = f"""
<p class="running-head">Iron sheet</p>
<h1>Iron and you</h1>
<p>Iron carries oxygen. Ask your <em>nurse</em> about it.</p>
<h2>What to do</h2>
<ul><li>Eat well.</li><li>Rest <ol><li>at noon</li></ol></li></ul>
<table><caption>Doses</caption>
<thead><tr><th scope="col">Day</th><th scope="col">Dose</th></tr></thead>
<tbody><tr><th scope="row">Monday</th><td>3 mg</td></tr></tbody></table>
<figure><img src="{PICTURE}" alt="A drop of blood"><figcaption>Blood</figcaption></figure>
<p>Read <a href="https://example.org/iron">about iron</a>. In Arabic: <span lang="ar" dir="rtl">حديد</span>.</p>
"""
CSS = """
@page { size: 300pt 400pt; margin: 40pt 20pt; @top-left { content: element(head) }
        @bottom-left { content: "page " counter(page); font: 10pt Noto Sans } }
.running-head { position: running(head) }
body { font: 12pt "Noto Sans", "Noto Naskh Arabic", "Noto Sans SC" }
"""


@cache
def fonts() -> object:
    return open_font_configuration(FONTS)


@contextmanager
def _leaving_files_open() -> Iterator[None]:
    """The engine does not close its colour profile."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        yield


def markup(body: str, lang: str = "en", css: str = "", title: str = "Iron sheet") -> str:
    """A whole document around a body."""
    direction = "rtl" if lang == "ar" else "ltr"
    head = f"<title>{title}</title><style>{CSS}{css}</style>"
    return f'<html lang="{lang}" dir="{direction}"><head>{head}</head><body>{body}</body></html>'


@cache
def printed(html: str, lang: str = "en") -> bytes:
    """The finished PDF of a document."""
    configuration = fonts()
    from weasyprint import HTML  # noqa: PLC0415 - after the fonts: see handoutkit.fonts

    document = prepare(HTML(string=html).render(font_config=configuration, pdf_variant=PDF_VARIANT))
    metadata = DocumentMetadata("Iron sheet", lang)
    with _leaving_files_open():
        pdf: bytes = document.write_pdf(pdf_variant=PDF_VARIANT, finisher=lambda laid, pdf: retag(laid, pdf, metadata))
    return pdf


@cache
def stock(html: str) -> bytes:
    """The PDF as the engine alone tags it."""
    configuration = fonts()
    from weasyprint import HTML  # noqa: PLC0415 - as above

    with _leaving_files_open():
        pdf: bytes = HTML(string=html).write_pdf(font_config=configuration, pdf_variant="pdf/ua-1")
    return pdf


def sheet() -> bytes:
    """A sheet with one of everything and nothing wrong."""
    return printed(markup(SHEET))


def sheet_reading() -> PdfReading:
    return read_pdf(sheet())


def changed(pdf: bytes, change: Callable[[PdfWriter], object]) -> bytes:
    """The PDF after a change to its objects, written without object streams."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    change(writer)
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def with_content(pdf: bytes, operators: bytes) -> bytes:
    """The PDF with operators added to the end of its first page."""

    def add(writer: PdfWriter) -> None:
        page = writer.pages[0]
        contents = page.get_contents()
        assert contents is not None
        stream = StreamObject()
        stream.set_data(contents.get_data() + b"\n" + operators)
        page[NameObject("/Contents")] = writer._add_object(stream)

    return changed(pdf, add)


def action(kind: str) -> DictionaryObject:
    """An action of some kind."""
    return DictionaryObject({NameObject("/S"): NameObject(f"/{kind}")})
