"""Languages: which one somebody asked for, and how each writes dates, numbers and lists.

Formats are those of CLDR (Unicode Technical Standard 35) as Babel has them, always with the digits 0 to 9: a dose or a
phone number in other digits is misread by the people around the patient.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, time
from decimal import Decimal
from types import MappingProxyType
from typing import Annotated, Literal

import langcodes
from babel import Locale, UnknownLocaleError
from babel import dates as cldr_dates
from babel import lists as cldr_lists
from babel import numbers as cldr_numbers
from langcodes.tag_parser import LanguageTagError
from pydantic import Field

from handoutkit.model import Language
from handoutkit.problems import HandoutError, Place, Problem
from handoutkit.suggestions import nearest
from handoutkit.toml_files import Schema, read_toml
from handoutkit.toml_lines import line_of

SOURCE_LOCALE = "en"
"""The language that authors write in: no catalog is asked for it."""

LOCALE = r"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$"
"""The form of a locale (BCP 47: language, script, region): it becomes part of paths."""

_MAX_DISTANCE = 10
"""Beyond it langcodes offers French for Haitian Creole and Simplified for Traditional Chinese."""

_ORDINARY = str.maketrans({"\u202f": "\u00a0", "\u2009": "\u00a0", "\u200e": "", "\u200f": "", "\u061c": ""})
"""Narrow spaces are in few fonts, and direction is marked by elements, not by invisible characters."""

_Text = Annotated[str, Field(min_length=1)]


class _LanguageTable(Schema):
    name: _Text
    cldr: _Text
    direction: Literal["ltr", "rtl"]
    fonts: Annotated[list[_Text], Field(min_length=1)]


class _LanguagesFile(Schema):
    language: dict[Annotated[str, Field(pattern=LOCALE)], _LanguageTable]


def read_languages(text: str, place: Place) -> tuple[Mapping[str, Language], tuple[Problem, ...]]:
    """The languages of a `languages.toml` by locale, and everything that is wrong with the file."""
    file, problems = read_toml(text, place.path, _LanguagesFile)
    languages: dict[str, Language] = {}
    found = list(problems)
    for locale, table in file.language.items() if file else ():
        if _known_to_cldr(table.cldr):
            languages[locale] = Language(locale, table.name, table.cldr, table.direction, tuple(table.fonts))
        else:
            where = Place(place.path, line_of(text, ("language", locale, "cldr")))
            message = f'CLDR has no locale "{table.cldr}"{nearest(table.cldr, ["en", locale])}'
            found.append(Problem("wrong-type", message, where, "name the nearest locale that CLDR has"))
    return MappingProxyType(languages), tuple(found)


def _known_to_cldr(locale: str) -> bool:
    try:
        Locale.parse(locale, sep="-")
    except (UnknownLocaleError, ValueError):
        return False
    return True


def resolve_locale(wanted: str, offered: Collection[str]) -> str | None:
    """The offered locale that a reader of `wanted` reads without harm, or None.

    Another script is never offered, and another language only where CLDR's language matching calls it as good.

    >>> resolve_locale("es-US", ["en", "es"]), resolve_locale("zh-TW", ["en", "zh-Hans"])
    ('es', None)
    """
    if wanted in offered:
        return wanted
    try:
        match, _ = langcodes.closest_match(wanted, sorted(offered), max_distance=_MAX_DISTANCE)
    except LanguageTagError:
        return None
    return match if match in offered else None


def require_locale(locale: str, languages: Mapping[str, Language]) -> None:
    """Lets a known locale through, because it becomes part of a path. Raises `HandoutError` (unknown-locale)."""
    if locale not in languages:
        message = f'unknown locale "{locale}"{nearest(locale, languages)}'
        raise HandoutError([Problem("unknown-locale", message, fix="correct it, or add it to locales/languages.toml")])


def format_date(day: date, language: Language) -> str:
    """The date in words, so that day and month can't be taken for one another.

    >>> format_date(date(2026, 11, 20), Language("es", "Español", "es", "ltr", ()))
    '20 de noviembre de 2026'
    """
    if _is_stand_in(language):
        return day.isoformat()
    return cldr_dates.format_date(day, "long", locale=_cldr(language)).translate(_ORDINARY)


def format_time(moment: time, language: Language) -> str:
    """The time of day as the language writes it: "1:05 PM", "13:05"."""
    if _is_stand_in(language):
        return moment.isoformat("minutes")
    return cldr_dates.format_time(moment, "short", locale=_cldr(language)).translate(_ORDINARY)


def format_number(number: int | Decimal, language: Language) -> str:
    """The number with the language's separators and every decimal that it came with: 12.0 stays 12.0."""
    exponent = Decimal(number).as_tuple().exponent
    decimals = max(0, -exponent) if isinstance(exponent, int) else 0
    pattern = _cldr(language).decimal_formats[None].pattern.split(".")[0] + ("." + "0" * decimals if decimals else "")
    return cldr_numbers.format_decimal(
        number, pattern, locale=_cldr(language), decimal_quantization=False, numbering_system="latn"
    ).translate(_ORDINARY)


def format_list(items: Iterable[str], language: Language) -> str:
    """The items as one phrase, joined as the language joins them: "a, b, and c"."""
    if _is_stand_in(language):
        return ", ".join(items)
    return cldr_lists.format_list(list(items), locale=_cldr(language)).translate(_ORDINARY)


def weekday_names(language: Language) -> tuple[str, ...]:
    """The seven abbreviated weekday names, Monday first.

    The names as used in a date: resolving the stand-alone ones, Babel 2.18 writes Urdu names into its shared root data,
    and a later Hindi sheet would print them.
    """
    if _is_stand_in(language):
        return tuple("1234567")
    names = cldr_dates.get_day_names("abbreviated", context="format", locale=_cldr(language))
    return tuple(names[day].translate(_ORDINARY) for day in range(7))


def _is_stand_in(language: Language) -> bool:
    """Whether `cldr` is another language, whose separators are borrowed and whose words are not."""
    return language.cldr.split("-")[0] != language.locale.split("-")[0]


def _cldr(language: Language) -> Locale:
    return Locale.parse(language.cldr, sep="-")
