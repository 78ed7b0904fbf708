"""Params: the typed inputs of a section, and how their values are checked.

A value may be a patient's: no problem repeats it. A dose is never a param, because a sheet must not be the place where
a dose is decided.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from types import MappingProxyType
from typing import TypeAlias

from handoutkit.bidi import is_plain
from handoutkit.model import Param
from handoutkit.problems import Problem
from handoutkit.vetting import TAKEN

MAX_TEXT = 120
"""Longer texts are content, and content belongs in a section, where it is reviewed."""


@dataclass(frozen=True, slots=True)
class Text:
    """A line of text in any script."""

    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Phone:
    """A telephone number as it is to be printed."""

    number: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Link:
    """An https, mailto or tel address."""

    address: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A measured number with its unit."""

    amount: Decimal = field(repr=False)
    unit: str


Value: TypeAlias = str | int | date | time | Text | Phone | Link | Quantity
"""A checked value. A choice is its plain word, which templates compare."""

_NUMERIC = frozenset({"count", "quantity"})
_DOSE_NAME = re.compile(
    r"(?:^|_)(?:dos(?:e|es|age|ages|ing)|strength|mg|mcg|ug|ml|iu|tablets?|tabs?|pills?|capsules?|caps|drops?|sachets?"
    r"|spoons?|teaspoons?|puffs?)(?:_|$)"
)
_DOSE_UNIT = re.compile(
    r"(?:[mµμ]?g|mcg|ug|ml|iu|units?|tablets?|pills?|capsules?|drops?)(?!/d?l$)(?:\b.*)?", re.IGNORECASE
)
_DOSE_TEXT = re.compile(r"\d\s*(?:mg|mcg|[µμ]g|ug|ml|iu|tablets?|pills?|capsules?|drops?)\b", re.IGNORECASE)
_LINK = re.compile(
    r"https://[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(?::\d{1,5})?(?:[/?#][A-Za-z0-9._~:/?#@!$&()*+,;=%\[\]-]*)?"
    r"|mailto:[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
    r"|tel:\+?[0-9().-]{3,30}",
    re.ASCII,
)
_MAX_LINK = 300
_PHONE_DIGITS = range(3, 21)


def _read_text(raw: str, _param: Param) -> Text | None:
    return Text(raw) if raw and len(raw) <= MAX_TEXT and is_plain(raw) else None


def _read_count(raw: str, param: Param) -> int | None:
    number = int(raw) if re.fullmatch(r"[0-9]{1,6}", raw) else None
    return number if number is not None and _within(number, param) else None


def _read_quantity(raw: str, param: Param) -> Quantity | None:
    if not re.fullmatch(r"-?[0-9]{1,6}(?:\.[0-9]{1,4})?", raw):
        return None
    amount = Decimal(raw)
    return Quantity(amount, param.unit) if _within(amount, param) else None


def _within(number: Decimal | int, param: Param) -> bool:
    low = param.minimum is None or number >= Decimal(str(param.minimum))
    return low and (param.maximum is None or number <= Decimal(str(param.maximum)))


def _read_date(raw: str, _param: Param) -> date | None:
    try:
        return date.fromisoformat(raw) if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", raw) else None
    except ValueError:
        return None


def _read_time(raw: str, _param: Param) -> time | None:
    return time.fromisoformat(raw) if re.fullmatch(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]", raw) else None


def _read_phone(raw: str, _param: Param) -> Phone | None:
    digits = sum(letter.isdigit() for letter in raw)
    return Phone(raw) if re.fullmatch(r"\+?[0-9() -]{3,40}", raw) and digits in _PHONE_DIGITS else None


def _read_link(raw: str, _param: Param) -> Link | None:
    return Link(raw) if len(raw) <= _MAX_LINK and _LINK.fullmatch(raw) else None


def _read_choice(raw: str, param: Param) -> str | None:
    return raw if raw in param.choices else None


_READERS: Mapping[str, Callable[[str, Param], Value | None]] = MappingProxyType(
    {
        "text": _read_text,
        "count": _read_count,
        "date": _read_date,
        "time": _read_time,
        "phone": _read_phone,
        "link": _read_link,
        "choice": _read_choice,
        "quantity": _read_quantity,
    }
)
_EXPECTED: Mapping[str, str] = MappingProxyType(
    {
        "text": f"one line of at most {MAX_TEXT} characters, without invisible or direction-changing ones",
        "count": "a whole number of at most six digits",
        "date": "a date such as 2026-11-20",
        "time": "a time such as 08:30 or 17:05",
        "phone": "a phone number: 3 to 20 digits with spaces, hyphens, parentheses and a + at the start",
        "link": "an address that begins with https://, mailto: or tel:",
        "choice": "one of the choices",
        "quantity": "a number such as 12 or 12.5, with a point for decimals",
    }
)
TYPES = tuple(_READERS)
"""The types that a param can have."""


def tidy_value(raw: str) -> str:
    """A value as it is read, compared and printed everywhere: composed (Unicode NFC), without spaces around it."""
    return unicodedata.normalize("NFC", raw).strip(" ")


def read_value(param: Param, raw: str) -> Value | Problem:
    """The typed value of a param, or a problem that names the param and never the value."""
    value = _READERS[param.type](tidy_value(raw), param)
    if value is not None:
        return value
    message = f'the value of "{param.name}" must be {expected(param)}'
    purpose = f". What it is for: {param.help}" if param.help else ""
    return Problem("wrong-value", message, fix=f"correct it{purpose}")


def expected(param: Param) -> str:
    """What a value of the param must be, as the end of a sentence: "a whole number from 1 to 9"."""
    if param.type == "choice":
        return "one of " + ", ".join(f'"{choice}"' for choice in param.choices)
    limits = {"from": param.minimum, "to": param.maximum} if param.type in _NUMERIC else {}
    bounds = "".join(f" {word} {limit:.12g}" for word, limit in limits.items() if limit is not None)
    return f"{_EXPECTED[param.type]}{',' if bounds else ''}{bounds}"


def check_param(param: Param) -> tuple[Problem, ...]:
    """Everything that is wrong with the declaration of a param."""
    if param.type not in _READERS:
        faults = [f"has the unknown type {param.type}: it must be one of {', '.join(TYPES)}"]
    else:
        faults = [fault for find in _FAULTS for fault in find(param)] or list(_default_faults(param))
    return tuple(
        Problem("wrong-param", f'the param "{param.name}" {fault}', param.place, "correct the param")
        for fault in faults
    )


def _name_faults(param: Param) -> Iterator[str]:
    if param.name in TAKEN:
        yield "has a name that means something to every template already"


def _dose_faults(param: Param) -> Iterator[str]:
    texts = (param.default, *param.choices)
    unit = param.type == "quantity" and _DOSE_UNIT.fullmatch(param.unit)
    if _DOSE_NAME.search(param.name.lower()) or unit or any(map(_DOSE_TEXT.search, texts)):
        yield "looks like a dose, and a dose is never a param"


def _choice_faults(param: Param) -> Iterator[str]:
    if param.type != "choice" and param.choices:
        yield "has choices, which only the type choice has"
    if param.type == "choice" and not param.choices:
        yield "needs choices"
    if len(set(param.choices)) != len(param.choices):
        yield "has a choice twice"


def _number_faults(param: Param) -> Iterator[str]:
    limits = [limit for limit in (param.minimum, param.maximum) if limit is not None]
    if param.type not in _NUMERIC and limits:
        yield "has a minimum or maximum, which only count and quantity have"
    if not all(map(math.isfinite, limits)):
        yield "has a minimum or maximum that is not a number"
    elif limits != sorted(limits):
        yield "has a minimum above its maximum"
    if param.type == "quantity" and not param.unit:
        yield "needs a unit"
    if param.type != "quantity" and param.unit:
        yield "has a unit, which only the type quantity has"


_FAULTS = (_name_faults, _dose_faults, _choice_faults, _number_faults)


def _default_faults(param: Param) -> Iterator[str]:
    if param.default and isinstance(read_value(param, param.default), Problem):
        yield f"has a default that does not fit: it must be {expected(param)}"
