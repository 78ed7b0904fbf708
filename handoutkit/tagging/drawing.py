"""The glyphs that a leaf draws, read from the content stream and written back in place.

Each operator is one item of the stream's list, so an operator can be changed without moving any other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pydyf

from handoutkit.tagging.engine import Content, Font, Mark

_PART = re.compile(rb"<([0-9a-f]*)>|(-?[0-9.]+)")
_DIGITS = 4
"""Hexadecimal digits of a glyph: all fonts but bitmap ones use two bytes (ISO 32000-1, 9.7.6.2, Identity-H)."""


@dataclass(frozen=True, slots=True)
class Show:
    """One operator that shows glyphs (TJ), and the font it uses."""

    stream: Content
    position: int
    font: Font

    @property
    def parts(self) -> Iterator[int | bytes]:
        """Glyphs as numbers, and the adjustments between them as they are written."""
        for glyphs, adjustment in _PART.findall(self.stream.stream[self.position][1:-4]):
            if adjustment:
                yield adjustment
            else:
                yield from (int(glyphs[i : i + _DIGITS], 16) for i in range(0, len(glyphs), _DIGITS))

    @property
    def glyphs(self) -> tuple[int, ...]:
        """The glyphs in the order of drawing."""
        return tuple(part for part in self.parts if isinstance(part, int))


def read_shows(mark: Mark, fonts: Mapping[str, Font]) -> tuple[Show, ...]:
    """The operators that show glyphs in a piece of marked content; none where a bitmap font is used."""
    shows: list[Show] = []
    font: Font | None = None
    for position, operator in _marked(mark):
        if operator.endswith(b" Tf"):
            font = fonts.get(operator.split()[0][1:].decode())
        elif operator.endswith(b"] TJ"):
            if font is None or font.bitmap:
                return ()
            shows.append(Show(mark.stream, position, font))
    return tuple(shows)


def _marked(mark: Mark) -> Iterator[tuple[int, bytes]]:
    """The operators between the mark's BDC and its EMC."""
    items, position, depth = mark.stream.stream, mark.position + 2, 1
    while True:
        item = items[position]
        if item in (b"BDC", b"BMC"):
            depth += 1
        elif item == b"EMC":
            depth -= 1
            if not depth:
                return
        elif isinstance(item, bytes):
            yield position, item
        position += 1


def append_glyph(show: Show, glyph: int) -> None:
    """Draw one more glyph after the operator."""
    show.stream.stream[show.position] += b"\n[<%04x>] TJ" % glyph


def prepend_glyph(show: Show, glyph: int) -> None:
    """Draw one more glyph to the left of where the operator starts, so that nothing moves."""
    moved = b"[%d <%04x>] TJ\n" % (show.font.widths[glyph], glyph)
    show.stream.stream[show.position] = moved + show.stream.stream[show.position]


def wrap(shows: Sequence[Show], spans: Mapping[tuple[int, int], str]) -> None:
    """Say the text of spans of glyphs (first and last, counted over all operators) by ActualText."""
    begins = {first: text for (first, _), text in spans.items()}
    ends = {last for _, last in spans}
    count = 0
    for show in shows:
        drawn = len(show.glyphs)
        show.stream.stream[show.position] = b"\n".join(_wrapped(show, count, begins, ends))
        count += drawn


def _wrapped(show: Show, count: int, begins: Mapping[int, str], ends: set[int]) -> Iterator[bytes]:
    parts: list[int | bytes] = []
    for part in show.parts:
        if isinstance(part, int) and count in begins:
            yield from _flushed(parts)
            text = pydyf.Dictionary({"ActualText": pydyf.String(begins[count])})
            yield b"/Span " + text.data + b" BDC"
        parts.append(part)
        if isinstance(part, int):
            if count in ends:
                yield from _flushed(parts)
                yield b"EMC"
            count += 1
    yield from _flushed(parts)


def _flushed(parts: list[int | bytes]) -> Iterator[bytes]:
    if parts:
        yield _written(tuple(parts))
        parts.clear()


def _written(parts: tuple[int | bytes, ...]) -> bytes:
    """The operator; neighbouring glyphs share one string."""
    tokens = b" ".join(b"<%04x>" % part if isinstance(part, int) else part for part in parts)
    return b"[" + tokens.replace(b"> <", b"") + b"] TJ"
