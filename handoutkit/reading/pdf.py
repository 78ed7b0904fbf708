"""Reads a finished PDF: one pass over its pages, then its tag tree."""

from __future__ import annotations

from handoutkit.problems import HandoutError
from handoutkit.reading.catalog import read_actions, read_annotations, read_bookmarks, read_metadata
from handoutkit.reading.content import ContentReader, PageContent
from handoutkit.reading.model import Annotation, Box, Page, PdfReading
from handoutkit.reading.objects import Objects, not_readable
from handoutkit.reading.tree import TreeReader, box
from handoutkit.reading.values import as_name, as_text

_A4: Box = (0.0, 0.0, 595.0, 842.0)


def read_pdf(data: bytes) -> PdfReading:
    """What the PDF holds; `HandoutError` with the code pdf-not-readable for bytes that are not a readable PDF."""
    try:
        return _read(Objects(data))
    except HandoutError:
        raise
    except Exception as error:  # a broken file makes the PDF library fail in every way there is
        raise not_readable(
            f"this PDF is broken and cannot be read ({type(error).__name__})", "make or download the file again"
        ) from error


def _read(objects: Objects) -> PdfReading:
    reader = ContentReader(objects)
    contents: dict[int, tuple[int, PageContent]] = {}
    annotations: dict[int, Annotation] = {}
    pages: list[Page] = []
    holders: list[dict[str, object]] = []
    for number, (key, holder) in enumerate(objects.pages(), start=1):
        content = reader.read(holder)
        contents[key] = (number, content)
        annotations |= _numbered(read_annotations(objects, holder, number), number)
        pages.append(_page(objects, holder, number, content))
        holders.append(holder)
    if not pages:
        raise not_readable("this PDF has no pages", "make or download the file again")
    root, metadata = objects.root, read_metadata(objects)
    viewer = objects.mapping(root, "ViewerPreferences")
    return PdfReading(
        version=objects.version,
        title=metadata.title,
        language=as_text(objects.get(root, "Lang")),
        claims=metadata.claims,
        display_doc_title=objects.get(viewer, "DisplayDocTitle") is True,
        marked=objects.get(objects.mapping(root, "MarkInfo"), "Marked") is True,
        direction=as_name(objects.get(viewer, "Direction")),
        tags=TreeReader(objects, contents, annotations).read(),
        pages=tuple(pages),
        fonts=tuple(sorted((decoder.font() for decoder in reader.decoders.values()), key=lambda font: font.name)),
        bookmarks=read_bookmarks(objects),
        annotations=tuple(annotations.values()),
        actions=read_actions(objects, tuple(holders)),
    )


def _numbered(found: dict[int, Annotation], page: int) -> dict[int, Annotation]:
    """The annotations under keys that stay different from page to page."""
    return {key if key > 0 else key * 100_000 - page: annotation for key, annotation in found.items()}


def _page(objects: Objects, holder: dict[str, object], number: int, content: PageContent) -> Page:
    return Page(
        number=number,
        box=box(objects.items(holder, "CropBox")) or box(objects.items(holder, "MediaBox")) or _A4,
        marks=tuple(content.marks),
        artifacts=content.artifact_texts(),
        unmarked=content.unmarked,
        tabs=as_name(objects.get(holder, "Tabs")),
    )
