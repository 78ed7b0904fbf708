"""Numbers and units as they stand in a sentence, read the way the sentence's language writes them.

Digits of every script are read alike. What parts the thousands and what begins the decimals is CLDR's for the locale:
"1.500" is one and a half in English and fifteen hundred in Spanish. A number that the locale does not write so is
unclear, and is never guessed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.numbers import get_decimal_symbol, get_group_symbol

UNITS = tuple(
    "mg mcg µg g kg mL dL L IU mEq mmol µmol kcal mm cm °C °F % g/dL g/L mg/dL mg/L mg/kg mcg/dL mcg/L µg/dL µg/L "
    "ng/mL ng/L pg/mL mmol/L µmol/L pmol/L IU/L IU/mL mL/min mmHg".split()
)
"""The units that must reach the reader as they are. Hours and minutes are words, and are translated."""

PLACEHOLDER = r"%\([A-Za-z_]\w*\)s"
_ONLY_AFTER_NUMBERS = frozenset({"g", "L", "mm", "cm"})
_SCALES = {"万": 10**4, "萬": 10**4, "만": 10**4, "亿": 10**8, "億": 10**8, "억": 10**8}
_ENGLISH_SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9}
_WORDLIKE = "|".join(
    re.escape(unit).replace("L", "[Ll]") for unit in sorted(UNITS, key=lambda unit: (-len(unit), unit)) if unit != "%"
)
_UNIT = re.compile(rf"(%(?!\()|(?<![A-Za-zµ°/])(?:{_WORDLIKE})(?![A-Za-z]))")
_UNIT_BEHIND = re.compile(rf"\s?(%(?!\()|(?:{_WORDLIKE})(?![A-Za-z]))")
_QUANTITY = re.compile(
    rf"(?P<placeholder>{PLACEHOLDER})|(?P<number>(?:(?<![A-Za-z\d.,)])-)?\d+(?:[.,٫٬'’]\d+)*)",
)
_RAISED = "\ufffb"
"""Stands at both ends of raised or lowered digits. It is invisible, so no text has it after `normalize`."""

_THIN_SPACES = "\u00a0\u2007\u2009\u202f"
_LOOKALIKES = str.maketrans(
    {"μ": "µ", "٪": "%", "％": "%", "﹪": "%", "．": ".", "＜": "<", "＞": ">", "⩽": "≤", "⩾": "≥", "−": "-", "－": "-"}
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number, or a placeholder for one, with the unit that follows it.

    `value` is the text itself where it is a placeholder or an unclear number. `scale` is the worth of an English
    "million" behind the number, which other languages write in words of their own.
    """

    shown: str
    value: Decimal | str
    unit: str
    scale: int = 1

    @property
    def unclear(self) -> bool:
        """Whether the locale does not write numbers so."""
        return isinstance(self.value, str) and not self.value.startswith("%")


def normalize(text: str) -> str:
    """The text with the digits and signs of every script as ASCII ones, without invisible characters.

    >>> normalize("١٢٫٥ mg, १०")
    '12٫5 mg, 10'
    """
    plain = "".join(_plain(char) for char in text.translate(_LOOKALIKES))
    return plain.replace(_RAISED * 2, "")


def _plain(char: str) -> str:
    category = unicodedata.category(char)
    if category == "Cf":
        return ""
    if category == "Nd":
        return str(unicodedata.decimal(char))
    if category == "No":
        digit = unicodedata.digit(char, None)
        # Raised and lowered digits are numbers of their own; ½ is read as 1/2.
        return (
            f"{_RAISED}{digit}{_RAISED}"
            if digit is not None
            else f" {unicodedata.normalize('NFKC', char).replace('⁄', '/')}"
        )
    return char


def read_quantities(text: str, locale: str) -> tuple[Quantity, ...]:
    """The numbers and placeholders of a sentence in their order, each with its unit.

    Digits in a word (B12, H63D) are read as a run of digits: they must not change, but nothing is a decimal there.

    >>> [(quantity.shown, quantity.unit) for quantity in read_quantities("Take 12,5 mg of B12", "es")]
    [('12,5', 'mg'), ('12', '')]
    """
    return tuple(_quantities(_joined(_whole_hours(normalize(text)), locale), locale))


def loose_units(text: str) -> list[str]:
    """All units of a sentence, with a number or without one, spelled as the table has them."""
    readable = re.sub(PLACEHOLDER, "0", normalize(text))
    return [_unit(match[1]) for match in _UNIT.finditer(readable) if _counts(match)]


def _counts(match: re.Match[str]) -> bool:
    """Whether it is the unit: a lone letter is one only behind a number."""
    behind_number = match.string[: match.start()].rstrip()[-1:].isdecimal()
    return behind_number or _unit(match[1]) not in _ONLY_AFTER_NUMBERS


def _unit(shown: str) -> str:
    """A liter is written l or L: the table has L."""
    return re.sub(r"(?<=[dm])l\b|^l$|(?<=/)l\b", "L", shown)


def _whole_hours(text: str) -> str:
    """Without the minutes of a full hour: "8 a.m." may be printed as "8:00"."""
    return re.sub(r"(?<![\d:])(\d{1,2}):00(?![\d:])", r"\1", text)


def _joined(text: str, locale: str) -> str:
    """Without the spaces that part thousands; a wide space parts them only where the locale writes it so."""
    spaces = _THIN_SPACES + (" " if _symbols(locale)[1].isspace() else "")
    return re.sub(
        rf"(?<![\d.,])\d{{1,3}}(?:[{spaces}]\d{{3}})+(?!\d)", lambda match: re.sub(rf"[{spaces}]", "", match[0]), text
    )


def _quantities(text: str, locale: str) -> Iterator[Quantity]:
    position = 0
    while match := _QUANTITY.search(text, position):
        position = match.end()
        shown = match[0]
        if match["placeholder"]:
            yield Quantity(shown, shown, _unit_around(text, match.start(), position))
        elif _in_word(text, match.start()):
            shown = re.split(r"\D", shown)[0]
            position = match.start() + len(shown)
            yield Quantity(shown, Decimal(shown), "")
        else:
            value = _value(shown, locale)
            scale = _SCALES.get(text[position : position + 2].lstrip()[:1], 1)
            word = re.match(r"\s(thousand|million|billion)\b", text[position:])
            yield Quantity(
                shown,
                value * scale if isinstance(value, Decimal) else value,
                _unit_around(text, match.start(), position),
                _ENGLISH_SCALES[word[1]] if word else 1,
            )


def _in_word(text: str, start: int) -> bool:
    """Whether a letter with capitals stands right before: scripts without them (中, ب) write numbers against words."""
    before = text[start - 1 : start]
    return before.lower() != before.upper()


def _unit_around(text: str, start: int, end: int) -> str:
    """The unit behind a number, or the percent sign before it, where Turkish and Basque have it."""
    behind = _UNIT_BEHIND.match(text, end)
    if behind:
        return _unit(behind[1])
    before = text[:start].rstrip()
    lone = before.endswith("%") and not re.search(r"\d\s?%$|s\s?%$", before)
    return "%" if lone else ""


def _value(shown: str, locale: str) -> Decimal | str:
    """What the number is worth where the locale is spoken, or its own text when that is not how it is written there."""
    decimal, group = _symbols(locale)
    plain = shown.replace("’", "'").replace("٫", decimal).replace("٬", group)
    separator = re.escape(group)
    thousands = rf"\d{{1,3}}(?:{separator}\d{{3}})+"
    lakhs = rf"\d{{1,2}}(?:{separator}\d\d)+{separator}\d{{3}}" if _in_lakhs(locale) else thousands
    if not re.fullmatch(rf"-?(?:\d+|{thousands}|{lakhs})(?:{re.escape(decimal)}\d+)?", plain):
        return shown
    return Decimal(plain.replace(group, "").replace(decimal, "."))


@cache
def _cldr(locale: str) -> Locale:
    try:
        return Locale.parse(locale, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en")


@cache
def _symbols(locale: str) -> tuple[str, str]:
    """What begins the decimals, and what parts the thousands, among Latin digits."""
    group = get_group_symbol(_cldr(locale)).replace("’", "'")
    return get_decimal_symbol(_cldr(locale)), group


@cache
def _in_lakhs(locale: str) -> bool:
    """Whether the locale parts thousands once and then by twos, as India does."""
    return bool(_cldr(locale).decimal_formats[None].grouping == (3, 2))
