"""Checks that every character was printed, in a font that the handout declared."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from handoutkit.problems import Problem
from handoutkit.reading import Font, PdfReading


def check_glyphs(reading: PdfReading, declared: Collection[str], redact: tuple[str, ...] = ()) -> tuple[Problem, ...]:
    """Boxes that were printed for letters, and fonts outside the declared families.

    ISO 14289-1, 7.21.8 forbids .notdef. The engine takes a font of the machine without a word where ours lack a
    letter; then the same handout looks different on the next machine. `redact` are values of fields: their characters
    are not named.
    """
    families = {family.casefold() for family in declared}
    return tuple(problem for font in reading.fonts for problem in _check(font, families, "".join(redact)))


def _check(font: Font, families: set[str], private: str) -> Iterator[Problem]:
    if font.missing:
        named = " ".join(text for text in font.missing if not set(text) & set(private))
        count = len(font.missing)
        characters = f"{count} characters were" if count > 1 else "a character was"
        message = f"{characters} printed as empty boxes, because no font has them{f': {named}' if named else ''}"
        yield Problem("glyph-missing", message, fix="use a font that has them, or other characters")
    if font.family.casefold() not in families:
        message = f"the font {font.family} was used and is not among the declared ones"
        yield Problem("font-not-declared", message, fix="use the fonts that locales/languages.toml lists")
