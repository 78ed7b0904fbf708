"""Lets pdfium, the engine of Chromium, read the pages of a PDF: what text it finds, and what of it can be seen.

Speaks to pdfium directly, because a page has a thousand pieces of text and a Python object for each takes too long.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from handoutkit.checks.paint import unseen
from handoutkit.problems import HandoutError, Problem
from handoutkit.reading import Box

_NEAR = 1.0
_SMALLEST = 5.95
_INVISIBLE = 3
_OPAQUE = 255
_FAINT = 128
"""Text that is more than half see-through is not seen by everybody."""

_DEEPEST = 8


@dataclass(slots=True)
class PrintedPage:
    """What pdfium finds on one page; boxes that are clipped or lie outside are counted by pieces of text."""

    number: int
    text: str = field(repr=False)
    marked: dict[int, str] = field(default_factory=dict, repr=False)
    has_text_in_forms: bool = False
    outside: int = 0
    clipped: int = 0
    invisible: int = 0
    unseen: int = 0
    tiny: int = 0


def read_printed(data: bytes, *, with_marks: bool) -> tuple[PrintedPage, ...]:
    """What is printed on every page; `with_marks` also sorts the text by its MCID."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        message = "pdfium, the engine of Chromium, cannot open this PDF"
        raise HandoutError((Problem("pdf-not-readable", message, fix="make the file again"),)) from error
    try:
        return tuple(_PageScan(page, number, with_marks).run() for number, page in enumerate(document, start=1))
    finally:
        document.close()


class _PageScan:
    """One page while its objects are looked at."""

    def __init__(self, page: Any, number: int, with_marks: bool) -> None:  # noqa: ANN401, FBT001  a pointer
        self._page = page
        self._words = page.get_textpage()
        self._found = PrintedPage(number, self._words.get_text_range())
        self._with_marks = with_marks
        left, bottom, right, top = page.get_cropbox()
        self._box: Box = (left, bottom, right, top)
        self._units = (ctypes.c_ushort * (2 * len(self._found.text) + 64))()
        self._sides = tuple(ctypes.c_float() for _ in range(4))
        self._by_side = tuple(ctypes.byref(side) for side in self._sides)
        self._channels = tuple(ctypes.c_uint(_OPAQUE) for _ in range(4))
        self._by_channel = tuple(ctypes.byref(channel) for channel in self._channels)
        self._inside: list[Box] = []
        self._size = ctypes.c_float()
        self._matrix = pdfium.FS_MATRIX()

    def run(self) -> PrintedPage:
        """What is printed on the page."""
        raw = self._page.raw
        for index in range(pdfium.FPDFPage_CountObjects(raw)):
            self._look(pdfium.FPDFPage_GetObject(raw, index), _UNMOVED, 0, _OPAQUE)
        self._found.unseen = unseen(self._page, self._inside)
        self._words.close()
        self._page.close()
        return self._found

    def _look(self, thing: Any, placed: _Transform, depth: int, opacity: int) -> None:  # noqa: ANN401  a pointer
        kind = pdfium.FPDFPageObj_GetType(thing)
        opacity = min(opacity, self._opacity(thing))
        if kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
            inner = placed.inside(self._transform(thing))
            for index in range(pdfium.FPDFFormObj_CountObjects(thing)):
                self._look(pdfium.FPDFFormObj_GetObject(thing, index), inner, depth + 1, opacity)
        elif kind == pdfium.FPDF_PAGEOBJ_TEXT:
            self._found.has_text_in_forms |= depth > 0
            self._judge(thing, placed, opacity)
            if self._with_marks:
                self._keep(thing)

    def _judge(self, text: Any, placed: _Transform, opacity: int) -> None:  # noqa: ANN401  a pointer
        pdfium.FPDFPageObj_GetBounds(text, *self._by_side)
        left, bottom, right, top = (side.value for side in self._sides)
        if right - left <= 0 or top - bottom <= 0:
            return
        box = placed.box((left, bottom, right, top))
        if _sticks_out(box, self._box):
            self._found.outside += 1
        elif any(_sticks_out(box, placed.box(clip)) for clip in _clips(text)):
            self._found.clipped += 1
        else:
            self._inside.append(box)
        if pdfium.FPDFTextObj_GetTextRenderMode(text) == _INVISIBLE or opacity < _FAINT:
            self._found.invisible += 1
        # A letter that is drawn higher than the smallest size is not smaller than it.
        if box[3] - box[1] < _SMALLEST and self._font_size(text, placed) < _SMALLEST:
            self._found.tiny += 1

    def _opacity(self, thing: Any) -> int:  # noqa: ANN401  a pointer
        """From 0 to 255; what is printed through a form is no more opaque than the form."""
        found = pdfium.FPDFPageObj_GetFillColor(thing, *self._by_channel)
        return int(self._channels[3].value) if found else _OPAQUE

    def _font_size(self, text: Any, placed: _Transform) -> float:  # noqa: ANN401  a pointer
        pdfium.FPDFTextObj_GetFontSize(text, ctypes.byref(self._size))
        return float(self._size.value * placed.inside(self._transform(text)).height)

    def _keep(self, text: Any) -> None:  # noqa: ANN401  a pointer
        mark = pdfium.FPDFPageObj_GetMarkedContentID(text)
        length = pdfium.FPDFTextObj_GetText(text, self._words.raw, self._units, ctypes.sizeof(self._units))
        if mark >= 0 and length > 2:  # noqa: PLR2004  two bytes end the text
            found = bytes(self._units)[: length - 2].decode("utf-16-le", "replace")
            self._found.marked[mark] = self._found.marked.get(mark, "") + found

    def _transform(self, thing: Any) -> _Transform:  # noqa: ANN401  a pointer
        pdfium.FPDFPageObj_GetMatrix(thing, ctypes.byref(self._matrix))
        found = self._matrix
        return _Transform(found.a, found.b, found.c, found.d, found.e, found.f)


@dataclass(frozen=True, slots=True)
class _Transform:
    """Where a form puts its contents: the six numbers of ISO 32000-1, 8.3.3."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def inside(self, inner: _Transform) -> _Transform:
        """This transform after an inner one."""
        return _Transform(
            inner.a * self.a + inner.b * self.c,
            inner.a * self.b + inner.b * self.d,
            inner.c * self.a + inner.d * self.c,
            inner.c * self.b + inner.d * self.d,
            inner.e * self.a + inner.f * self.c + self.e,
            inner.e * self.b + inner.f * self.d + self.f,
        )

    def box(self, box: Box) -> Box:
        """The box that holds a box once it is placed."""
        if self is _UNMOVED:
            return box
        corners = [(x, y) for x in box[::2] for y in box[1::2]]
        across = [self.a * x + self.c * y + self.e for x, y in corners]
        upward = [self.b * x + self.d * y + self.f for x, y in corners]
        return (min(across), min(upward), max(across), max(upward))

    @property
    def height(self) -> float:
        """How much higher letters become."""
        return math.hypot(self.c, self.d)


_UNMOVED = _Transform()


def _clips(thing: Any) -> Iterator[Box]:  # noqa: ANN401  a pointer
    """The boxes of the paths to which an object is cut."""
    clip = pdfium.FPDFPageObj_GetClipPath(thing)
    for path in range(max(0, pdfium.FPDFClipPath_CountPaths(clip))):
        across, upward = ctypes.c_float(), ctypes.c_float()
        points: list[tuple[float, float]] = []
        for index in range(pdfium.FPDFClipPath_CountPathSegments(clip, path)):
            segment = pdfium.FPDFClipPath_GetPathSegment(clip, path, index)
            pdfium.FPDFPathSegment_GetPoint(segment, ctypes.byref(across), ctypes.byref(upward))
            points.append((across.value, upward.value))
        if points:
            xs, ys = zip(*points, strict=True)
            yield (min(xs), min(ys), max(xs), max(ys))


def _sticks_out(inner: Box, outer: Box) -> bool:
    return min(inner[0] - outer[0], inner[1] - outer[1], outer[2] - inner[2], outer[3] - inner[3]) < -_NEAR
