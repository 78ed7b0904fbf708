"""The one door to WeasyPrint's private names: boxes, the marks that painting left, glyph clusters.

Pinned to WeasyPrint 70. Private names used: `Page._page_box`, `Document._html`, `Stream._tags`, the classes of
`formatting_structure.boxes`, `AbsolutePlaceholder._box`, `Font.to_unicode`, `text.ffi`; of boxes `element`,
`element_tag`, `style`, `link_annotation`, `is_leader`, `is_header`, `is_footer`, `at_keyword`, `pango_layout`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache
from itertools import pairwise
from typing import Any, Protocol
from xml.etree.ElementTree import Element as Source

import pydyf
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.pdf.stream import Stream
from weasyprint.text.ffi import ffi, pango


class PdfObject(Protocol):
    """A dictionary of the PDF that other objects refer to."""

    number: int
    reference: bytes

    def __getitem__(self, key: str) -> Any: ...  # noqa: ANN401 - any kind of PDF value
    def __setitem__(self, key: str, value: object) -> None: ...

    def update(self, values: Mapping[str, object]) -> None:
        """Set several entries."""

    def pop(self, key: str, default: object) -> Any:  # noqa: ANN401 - any kind of PDF value
        """Take an entry out."""

    def clear(self) -> None:
        """Take all entries out."""


class Box(Protocol):
    """A box after layout."""

    element: Source | None
    element_tag: str
    style: Mapping[str, Any]
    children: Sequence[Box]
    link_annotation: PdfObject | None
    is_leader: bool
    width: float
    height: float

    def content_box_x(self) -> float:
        """The left edge of the content, in CSS pixels from the left of the page."""

    def content_box_y(self) -> float:
        """The top edge of the content, in CSS pixels from the top of the page."""


class Content(Protocol):
    """A content stream that can still be edited: one item for each operator and for each mark."""

    number: int
    reference: bytes
    stream: list[Any]
    extra: PdfObject


class Font(Protocol):
    """A font as the engine draws it."""

    hash: str
    index: int
    bitmap: bool
    file_content: bytes
    to_unicode: dict[int, str]
    widths: Mapping[int, float]


class Pdf(Protocol):
    """The PDF just before it is written."""

    objects: list[Any]
    catalog: PdfObject
    info: PdfObject
    page_references: Sequence[bytes]

    def add_object(self, item: object) -> None:
        """Give an object a number, so that it can be referred to."""


class Page(Protocol):
    """A laid out page; `painting` is what `prepare` puts there."""

    height: float
    painting: Painting
    paint: Callable[..., None]


class Document(Protocol):
    """A laid out document."""

    pages: Sequence[Any]
    fonts: Mapping[object, Font]


class Shape(Enum):
    """What a box means to the walk."""

    TEXT = auto()
    REPLACED = auto()
    LINE = auto()
    INLINE = auto()
    BLOCK = auto()
    FLEX = auto()
    ROWS = auto()
    MARGIN = auto()
    NOTES = auto()


_SHAPES = (
    (boxes.TextBox, Shape.TEXT),
    (boxes.ReplacedBox, Shape.REPLACED),
    (boxes.LineBox, Shape.LINE),
    (boxes.InlineBox, Shape.INLINE),
    (boxes.MarginBox, Shape.MARGIN),
    (boxes.FootnoteAreaBox, Shape.NOTES),
    (boxes.TableRowGroupBox, Shape.ROWS),
    ((boxes.FlexContainerBox, boxes.GridContainerBox), Shape.FLEX),
)


def shape(box: Box) -> Shape:
    """What kind of box it is."""
    return _shape(type(box))


@cache
def _shape(box: type) -> Shape:
    return next((found for kind, found in _SHAPES if issubclass(box, kind)), Shape.BLOCK)


def is_inline_block(box: Box) -> bool:
    """Whether a block stands in a line of text."""
    return isinstance(box, boxes.InlineBlockBox)


def is_block_picture(box: Box) -> bool:
    """Whether a picture stands on its own instead of in a line."""
    return isinstance(box, boxes.BlockReplacedBox)


def placed(box: Box) -> Box:
    """The box itself, where the layout left a placeholder for an absolutely positioned one."""
    return box._box if isinstance(box, AbsolutePlaceholder) else box  # noqa: SLF001 - see the module


def pseudo_element(box: Box) -> str:
    """The name of the pseudo-element that a box belongs to, such as `marker` or `before`, or an empty string."""
    return box.element_tag.partition("::")[2]


@dataclass(frozen=True, slots=True)
class Painting:
    """What painting a page leaves behind: its stream and the mark of every box, before the engine consumes them."""

    stream: Content
    tags: object
    mcids: Mapping[Box, int]
    scale: float


@dataclass(frozen=True, slots=True, eq=False)
class Mark:
    """Where marked content begins: a stream, and the index in it of the property list."""

    stream: Content
    position: int


@dataclass(frozen=True, slots=True, eq=False)
class PaintedPage:
    """A painted page: its boxes, where each was drawn, and its dictionary in the PDF."""

    index: int
    box: Box
    stream: Content
    marks: Mapping[Box, Mark]
    dictionary: PdfObject
    reference: bytes
    height: float
    scale: float


def watch(document: Document, when_painted: Callable[[], None]) -> None:
    """Make every page keep its painting; `when_painted` is called after the last page, before fonts are written."""
    for page in document.pages:
        page.paint = _watched(page, when_painted if page is document.pages[-1] else None)


def _watched(page: Page, when_painted: Callable[[], None] | None) -> Callable[..., None]:
    paint = page.paint

    def watched(stream: Any, scale: float = 1) -> None:  # noqa: ANN401 - the engine's own stream
        paint(stream, scale)
        tags = stream._tags  # noqa: SLF001 - see the module
        page.painting = Painting(stream, tags, {box: mark["mcid"] for box, mark in tags.items()}, scale)
        if when_painted:
            when_painted()

    return watched


def source(document: Document) -> Source:
    """The root of the HTML that was laid out."""
    return document._html.etree_element  # type: ignore[attr-defined,no-any-return]  # noqa: SLF001 - see the module


def painted_pages(document: Document, pdf: Pdf) -> tuple[PaintedPage, ...]:
    """The pages of a document prepared with `watch`, in order."""
    streams: dict[int, list[Content]] = {}
    for item in pdf.objects:
        if isinstance(item, Stream):
            streams.setdefault(id(item._tags), []).append(item)  # noqa: SLF001 - see the module
    return tuple(
        _painted_page(index, page, streams[id(page.painting.tags)], pdf) for index, page in enumerate(document.pages)
    )


def _painted_page(index: int, page: Page, streams: Sequence[Content], pdf: Pdf) -> PaintedPage:
    marks = {mcid: mark for stream in streams for mcid, mark in _marks(stream)}
    painting, reference = page.painting, pdf.page_references[index]
    return PaintedPage(
        index,
        page._page_box,  # type: ignore[attr-defined]  # noqa: SLF001 - see the module
        painting.stream,
        {box: marks[mcid] for box, mcid in painting.mcids.items() if mcid in marks},
        referenced(pdf, reference),
        reference,
        page.height,
        painting.scale,
    )


def _marks(stream: Content) -> Iterator[tuple[int, Mark]]:
    for position, item in enumerate(stream.stream):
        if isinstance(item, pydyf.Dictionary) and "MCID" in item:
            yield item["MCID"], Mark(stream, position)


def referenced(pdf: Pdf, reference: bytes) -> Any:  # noqa: ANN401 - any kind of PDF object
    """The object that an indirect reference names."""
    return pdf.objects[int(reference.split()[0])]


@dataclass(frozen=True, slots=True)
class Cluster:
    """Glyphs that are drawn for the same characters, in drawing order."""

    glyphs: tuple[int, ...]
    text: str
    right_to_left: bool


def clusters(box: Box) -> tuple[Cluster, ...]:
    """The clusters of a text box, left to right as they are drawn."""
    layout = box.pango_layout  # type: ignore[attr-defined]
    layout.reactivate(box.style)
    try:
        pango.pango_layout_set_single_paragraph_mode(layout.layout, True)  # noqa: FBT003 - a C call
        line, _ = layout.get_first_line()
        text = layout.text.encode()
        found: list[Cluster] = []
        run = line.runs[0]
        while run != ffi.NULL:
            found.extend(_run_clusters(run.data, text))
            run = run.next
        return tuple(found)
    finally:
        layout.deactivate()


def _run_clusters(run: Any, text: bytes) -> Iterator[Cluster]:  # noqa: ANN401 - a C structure
    """The clusters of a run of one font and direction (Pango: `PangoGlyphString.log_clusters`)."""
    glyphs, offset, rtl = run.glyphs, run.item.offset, bool(run.item.analysis.level % 2)
    starts = [glyphs.log_clusters[i] for i in range(glyphs.num_glyphs)]
    edges = sorted({*starts, run.item.length})
    end = dict(pairwise(edges))
    drawn: dict[int, list[int]] = {}
    for i, start in enumerate(starts):
        glyph = glyphs.glyphs[i].glyph
        if glyph != pango.PANGO_GLYPH_EMPTY:
            drawn.setdefault(start, []).append(glyph)
    for start, ids in drawn.items():
        yield Cluster(tuple(ids), text[offset + start : offset + end[start]].decode(), rtl)
