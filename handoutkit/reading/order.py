"""Puts the glyphs of right-to-left text, which a PDF holds from left to right, back into reading order."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import groupby

RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001eeff]")
_LETTERS = re.compile(r"[^\W\d_]")


def reading_order(units: Sequence[str]) -> str:
    """The text of glyphs that stand in the order of the page, each already in reading order within itself.

    The inverse of the Unicode Bidirectional Algorithm (UAX 9) for one line, as far as a line can tell: the direction
    of the line is the one that most of its letters have, and runs of the other direction are turned round.
    """
    text = "".join(units)
    if not RIGHT_TO_LEFT.search(text):
        return text
    rightward = len(RIGHT_TO_LEFT.findall(text))
    base = "R" if rightward * 2 >= len(_LETTERS.findall(text)) else "L"
    ordered = list(reversed(units)) if base == "R" else list(units)
    return "".join(_turned(ordered, "L" if base == "R" else "R", base))


def _turned(units: Sequence[str], turn: str, base: str) -> Iterable[str]:
    kinds = _settled([_kind(unit) for unit in units], turn, base)
    for kind, run in groupby(zip(kinds, units, strict=True), key=lambda pair: pair[0]):
        found = [unit for _, unit in run]
        yield from reversed(found) if kind == turn else found


def _settled(kinds: list[str], turn: str, base: str) -> list[str]:
    """The kinds with every neutral run counted to the turned runs if they stand on both sides of it."""
    settled, last = list(kinds), base
    for index, kind in enumerate(kinds):
        if kind:
            last = kind
        else:
            following = next((later for later in kinds[index:] if later), base)
            settled[index] = turn if last == following == turn else base
    return settled


def _kind(unit: str) -> str:
    if RIGHT_TO_LEFT.search(unit) and any(unicodedata.bidirectional(character) != "AN" for character in unit):
        return "R"
    return "L" if any(unicodedata.bidirectional(character) in ("L", "EN", "AN") for character in unit) else ""
