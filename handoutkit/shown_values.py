"""Checked values as they are printed: in the reader's language, and isolated from the words around them."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, time

from markupsafe import Markup

from handoutkit.languages import format_date, format_number, format_time
from handoutkit.model import Language
from handoutkit.params import Link, Phone, Quantity, Text, Value

_SPOKEN = {
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "HANGUL": "ko",
    "CJK": "zh",
    "ARABIC": "ar",
    "CYRILLIC": "ru",
    "GREEK": "el",
    "DEVANAGARI": "hi",
    "GURMUKHI": "pa",
}
"""Scripts, as names of characters begin, and for each the language that is spoken by most who write in it."""


class Count(Markup):
    """A count as it is shown, which still knows its number, because plural forms go by it."""

    number: int


def show_value(value: Value, language: Language) -> Markup:
    """The value as escaped markup in the reader's language, isolated so that it can't turn the words around it.

    Isolation is `bdi` (HTML 4.5.24, UAX #9 section 2.7); what runs from left to right in every language says so.
    """
    if isinstance(value, Link):
        shown = _shown(value, language)
        return Markup('<bdi dir="ltr"><a href="{}">{}</a></bdi>').format(value.address, shown)
    shown = _shown(value, language)
    direction = "ltr" if isinstance(value, Phone | Quantity | int) else _direction(shown)
    spoken = _spoken(shown) if isinstance(value, Text) else ""
    foreign = spoken and spoken != language.locale.split("-")[0]
    marked = Markup(' lang="{}"').format(spoken) if foreign else ""
    markup = Markup('<bdi dir="{}"{}>{}</bdi>').format(direction, marked, shown)
    return _counted(markup, value) if isinstance(value, int) else markup


def _counted(markup: Markup, number: int) -> Count:
    count = Count(markup)
    count.number = number
    return count


def _spoken(text: str) -> str:
    """The language in which a name in a foreign script can be read aloud at all, or nothing."""
    names = (unicodedata.name(letter, "") for letter in text)
    return next((spoken for name in names for script, spoken in _SPOKEN.items() if name.startswith(script)), "")


def _direction(text: str) -> str:
    """The direction of the first letter that has one (UAX #9, P2): WeasyPrint does not find it for itself."""
    classes = (unicodedata.bidirectional(letter) for letter in text)
    return "rtl" if next((kind for kind in classes if kind in {"L", "R", "AL"}), "L") != "L" else "ltr"


def _shown(value: Value, language: Language) -> str:
    match value:
        case Text(shown) | Phone(shown) | str(shown):
            pass
        case Link(address):
            shown = re.sub(r"^(?:https://|mailto:|tel:)", "", address).rstrip("/")
        case Quantity(amount, unit):
            shown = f"{format_number(amount, language)}\u00a0{unit}"
        case int():
            shown = format_number(value, language)
        case date():
            shown = format_date(value, language)
        case time():
            shown = format_time(value, language)
    return shown
