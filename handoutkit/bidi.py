"""Runs of left-to-right text inside right-to-left text, found so that each can be isolated.

The bidirectional algorithm (UAX #9) alone prints "5-10 mg" in an Arabic sentence as "mg 10-5" and a telephone number in
reversed groups. A run is what must be read from left to right as one: a number with its sign, range and unit, a phone
number, an address, Latin words. Higher-level protocol HL4 of UAX #9 lets a text be split so.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_UNIT = re.compile(
    r"(?<![^\W\d_])(?:(?:[µμmnpkcd]?(?:g|L|l|m|mol|Gy|Hz|J|cal|Pa|s)|mcg|IU|U|[µμm]?U|°?[CF]|T|h|min|mmHg|ppm|bpm|kDa"
    r"|[AaPp]\.?[Mm]\.?|x)(?:/(?:[µμmkd]?[Ll]|kg|min|h|day|d|m²|m2))?)(?![^\W\d_])"
)
_SIGN = r"(?:(?<![LDUR])[-−.,](?=D)|[+±<>≤≥≈~=$€£¥#@]{1,2}(?=[LDU(])|[<>≤≥≈~±] (?=D))"
_CORE = r"[LDU]"
_WORD = re.compile(
    rf"{_SIGN}*(?:\(D{{1,5}}\)[ -]?(?=D))?{_CORE}"
    rf"(?:[^LDUR\s()\[\]{{}}\"«»“”]*{_CORE}|\([LDU+-]+\)| ?\(D{{1,5}}\)[ -]?(?=D))*"
    r"(?: ?[%‰٪°€£]|[+²³′″])*"
)
"""A run without a space in it, in the letters of `_shape`; a number in parentheses belongs to a phone number."""

_SPACE = re.compile(r"\s+")
_RANGE = re.compile(r"\s*[-–−]\s*")
_OPERATOR = re.compile(r"\s*[×/:=+<>≤≥±]\s*")
_SHORT_FORM = re.compile(r"(?:^|[^\w])[A-Z][a-z]{0,3}$")
"""What stands before the full stop in "Dr. Lee" or "No. 5", where no sentence ends."""

_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
_JOINERS = "\u200c\u200d"
"""Persian and Indic names are spelled with them."""


def isolate(text: str) -> tuple[tuple[str, bool], ...]:
    """The text in pieces, each with whether it is a left-to-right run; joined, the pieces are the text.

    >>> isolate("خذ 10 mg كل يوم.")
    (('خذ ', False), ('10 mg', True), (' كل يوم.', False))
    """
    return tuple((piece, run) for piece, run in _pieces(text) if piece)


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    end = 0
    for start, stop in _runs(text, _shape(text)):
        yield text[end:start], False
        yield text[start:stop], True
        end = stop
    yield text[end:], False


def _shape(text: str) -> str:
    """The text with one letter for each character: L and R for letters, D for digits, U for the start of a unit.

    Spaces and signs stand for themselves.
    """
    shape = ""
    for letter in text:
        shape += _class(letter, shape[-1:])
    for unit in _UNIT.finditer(text):
        shape = f"{shape[: unit.start()]}U{shape[unit.start() + 1 :]}"
    return shape


def _class(letter: str, before: str) -> str:
    bidi = unicodedata.bidirectional(letter)
    if letter.isspace():
        return " "
    if bidi in {"NSM", "BN"}:
        return before if before in {"L", "D"} else "R"
    if bidi in {"EN", "AN"} or unicodedata.category(letter) == "No":
        return "D"
    if bidi == "L":
        return "L"
    arabic_mark = "\u0600" <= letter <= "\u06ff" and letter != "٪"
    return "R" if bidi in {"R", "AL", ""} or "RL" in bidi or "LR" in bidi or arabic_mark else letter


def _runs(text: str, shape: str) -> Iterator[tuple[int, int]]:
    start = stop = -1
    for word in _WORD.finditer(shape):
        if stop >= 0 and _joined(text, shape, (start, stop), word):
            stop = word.end()
            continue
        if stop >= 0:
            yield start, _with_slash(text, start, stop)
        start, stop = word.span()
    if stop >= 0:
        yield start, _with_slash(text, start, stop)


def _joined(text: str, shape: str, run: tuple[int, int], word: re.Match[str]) -> bool:
    """Whether a word belongs to the run before it."""
    gap = shape[run[1] : word.start()]
    before = shape[run[0] : run[1]]
    numeric = "D" in word[0][:3]
    if _SPACE.fullmatch(gap):
        if numeric and not re.search("[LU]", word[0]) and re.search("[LU]", before):
            return not re.match(r"\s+R", shape[word.end() :])  # "MRI 5 مرات": the number counts what follows it
        return bool(re.search("[LU]", before)) or word[0][0] != "L"
    if _RANGE.fullmatch(gap):
        return numeric and "D" in before
    if _OPERATOR.fullmatch(gap):
        return numeric or "D" in before
    if re.fullmatch(r"\.\s+", gap):
        following = text[word.start()]
        return bool(_SHORT_FORM.search(text[run[0] : run[1]])) and (following.isupper() or following.isdigit())
    return False


def _with_slash(text: str, start: int, stop: int) -> int:
    """The slash at the end of an address belongs to it."""
    return stop + 1 if "://" in text[start:stop] and text[stop : stop + 1] == "/" else stop


def is_plain(text: str) -> bool:
    """Whether a text is one line of visible characters that leave the direction of others alone.

    Refused are the characters of Unicode Technical Report 36 that hide or turn what stands beside them, and those that
    XML can't carry.
    """
    return all(map(_is_visible, text))


def _is_visible(letter: str) -> bool:
    non_character = ord(letter) & 0xFFFE == 0xFFFE  # noqa: PLR2004 - the last two code points of every plane
    return letter in _JOINERS or not (unicodedata.category(letter) in _INVISIBLE or non_character)
