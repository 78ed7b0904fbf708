"""Repairs what fonts say their glyphs mean, before it is written (ToUnicode, ISO 32000-1, 9.10.3).

WeasyPrint gives the whole text of a cluster to one of its glyphs and an empty text to the others, whichever was met
first. A glyph that stands for one character by the font's own table says that character instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from io import BytesIO
from typing import Any

from fontTools.ttLib import TTFont

from handoutkit.tagging.engine import Font

_SILENT = "\u200b"
"""What a glyph without any character of its own says: a zero-width space, for an empty text is not allowed."""

_SINGLE, _ALTERNATE, _EXTENSION = 1, 3, 7
"""Kinds of substitution in a font (OpenType, table GSUB)."""


def repair_fonts(fonts: Iterable[Font]) -> None:
    """Mend the texts of all glyphs drawn so far."""
    for font in fonts:
        if "" in font.to_unicode.values():
            nominal = _nominal_characters(_FontFile(font))
            font.to_unicode.update(
                {glyph: _mended(text, nominal.get(glyph, "")) for glyph, text in font.to_unicode.items()}
            )


def _mended(text: str, nominal: str) -> str:
    if nominal and (not text or (len(text) > 1 and nominal in text)):
        return nominal
    return text or _SILENT


class _FontFile:
    """A font file that is equal to itself in another document, so that it is read once."""

    def __init__(self, font: Font) -> None:
        self.content, self.index = font.file_content, font.index
        self._key = (font.hash, font.index, len(font.file_content))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _FontFile) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)


@lru_cache(maxsize=16)
def _nominal_characters(file: _FontFile) -> Mapping[int, str]:
    """The one character that each glyph stands for, by the font's table or through its contextual forms."""
    font = TTFont(BytesIO(file.content), fontNumber=file.index, lazy=True)
    characters: dict[int, str] = {}
    for code, name in sorted((font.getBestCmap() or {}).items()):
        characters.setdefault(font.getGlyphID(name), chr(code))
    origins: dict[int, int] = {}
    for form, plain in _forms(font):
        origins.setdefault(form, plain)
    for form in origins:
        if character := _origin(form, origins, characters):
            characters.setdefault(form, character)
    return characters


def _forms(font: Any) -> Iterator[tuple[int, int]]:  # noqa: ANN401 - fontTools has no types
    """Pairs of a glyph that is another's form in some context, and that other."""
    lookups = font["GSUB"].table.LookupList.Lookup if "GSUB" in font and font["GSUB"].table.LookupList else ()
    for table in (table for lookup in lookups for table in lookup.SubTable):
        inner = table.ExtSubTable if table.LookupType == _EXTENSION else table
        if inner.LookupType == _SINGLE:
            pairs = [(form, plain) for plain, form in inner.mapping.items()]
        elif inner.LookupType == _ALTERNATE:
            pairs = [(form, plain) for plain, forms in inner.alternates.items() for form in forms]
        else:
            continue
        yield from ((font.getGlyphID(form), font.getGlyphID(plain)) for form, plain in pairs)


def _origin(glyph: int, origins: Mapping[int, int], characters: Mapping[int, str]) -> str:
    """The character at the end of a chain of forms."""
    seen: set[int] = set()
    while glyph not in characters and glyph in origins and glyph not in seen:
        seen.add(glyph)
        glyph = origins[glyph]
    return characters.get(glyph, "")
