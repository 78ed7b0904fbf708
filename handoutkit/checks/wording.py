"""Compares texts by their letters alone, and quotes them without the values of a patient's fields."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from handoutkit.problems import Problem

# Whitespace, soft and printed hyphens, zero-width and direction marks, bullets and boxes to tick: the engine adds and
# drops them as lines break and lists are marked.
_UNSPOKEN = (
    "\u00ad\u2010\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff"
    "\u2022\u25e6\u25aa\u2023\u2043\u2610-\u2612\u2713"
)
_IGNORED = re.compile(rf"[\s{_UNSPOKEN}]+")
_IGNORED_ON_PAGES = re.compile(rf"[\s{_UNSPOKEN}\x00-\x1f\x7f\u2011\ufffe-]+")
RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_MARKER = re.compile(r"[^\w]+|\d{1,3}[.)、．]?|\w[.)]")
_MIRRORED = str.maketrans(")]}»›>", "([{«‹<")
_WORDS = re.compile(r"\w+")
_QUOTED = 60
_BEFORE = 20


@dataclass(frozen=True, slots=True)
class Letters:
    """How texts are brought to the letters that count: in the tag tree, or as pdfium finds them on the pages.

    Where lines run to the left, the forms that letters take in words count as the letters, and brackets, which are
    mirrored there, as each other.
    """

    leftward: bool
    on_pages: bool = False

    def of(self, text: str) -> str:
        """The letters of a text that count."""
        ignored = _IGNORED_ON_PAGES if self.on_pages else _IGNORED
        if not self.leftward:
            return ignored.sub("", unicodedata.normalize("NFC", text))
        return ignored.sub("", unicodedata.normalize("NFKC", text)).translate(_MIRRORED)

    def same(self, found: str, wanted: str) -> bool:
        """Whether a piece has the wanted letters.

        A PDF holds lines that run to the left as they stand on the page, and every reader turns them round in its own
        way. So the order of right-to-left letters and of punctuation is left open there, that of digits and Latin
        letters by themselves is not: “10-5” for “5-10” is another dose.
        """
        if found == wanted or not self.leftward:
            return found == wanted
        if Counter(found) != Counter(wanted):
            return False
        return bool(RIGHT_TO_LEFT.search(found)) or _WORDS.findall(found) == _WORDS.findall(wanted)


def letters_for(text: str, *, on_pages: bool = False) -> Letters:
    """How to compare with this text."""
    return Letters(bool(RIGHT_TO_LEFT.search(text)), on_pages)


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that a PDF gives in one go; a label is skipped if it can only be the marker of a list."""

    text: str
    label: bool = False


def first_difference(expected: str, pieces: Iterable[Piece], letters: Letters) -> int | None:
    """Where the pieces, one after another, stop being the expected letters; None if they are the same."""
    position = 0
    for piece in pieces:
        found = letters.of(piece.text)
        wanted = expected[position : position + len(found)]
        if not letters.same(found, wanted):
            if piece.label and _MARKER.fullmatch(found):
                continue
            return position + _common(found, wanted)
        position += len(found)
    return position if position < len(expected) else None


def _common(one: str, other: str) -> int:
    differing = (index for index, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1])
    return next(differing, min(len(one), len(other)))


def incomplete(text: str, position: int, letters: Letters, fault: str, redact: tuple[str, ...]) -> Problem:
    """The problem for a text whose letters differ from a position on, with a few words of the text around it."""
    quoted = quote(text, position, letters, redact)
    where = f" near “{quoted}”" if quoted else ""
    return Problem("text-incomplete", f"{fault}{where}", fix="look there for styles that hide, repeat or move text")


def quote(text: str, position: int, letters: Letters, redact: tuple[str, ...]) -> str:
    """At most 60 characters of a text around the letter at a position, every value of a field left out."""
    text = unicodedata.normalize("NFC", text)
    places = [index for index, character in enumerate(text) if letters.of(character)]
    if not places:
        return ""
    middle = places[min(position, len(places) - 1)]
    hidden = _hidden(text, redact)
    start = max(0, middle - _BEFORE)
    shown = "".join("…" if index in hidden else text[index] for index in range(start, min(len(text), start + _QUOTED)))
    return re.sub("…[…\\s]*…", "…", " ".join(shown.split()))


def _hidden(text: str, redact: tuple[str, ...]) -> set[int]:
    """The places of the characters of every value, however it is spaced, and in whatever digits it is written."""
    places = [index for index, character in enumerate(text) if _plain(character)]
    plain = "".join(_plain(text[index])[0] for index in places)
    hidden: set[int] = set()
    for value in redact:
        wanted = "".join(_plain(character)[:1] for character in unicodedata.normalize("NFC", value))
        start = plain.find(wanted) if wanted else -1
        while start >= 0:
            hidden |= set(range(places[start], places[start + len(wanted) - 1] + 1))
            start = plain.find(wanted, start + 1)
    return hidden


@lru_cache(maxsize=4096)
def _plain(character: str) -> str:
    """The character for comparing values, nothing for one that may be spaced differently."""
    if _IGNORED_ON_PAGES.fullmatch(character):
        return ""
    digit = unicodedata.decimal(character, None)
    return str(digit) if digit is not None else unicodedata.normalize("NFKC", character).casefold()
