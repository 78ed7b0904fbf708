"""Territories: the paper, lab units and emergency numbers of a country, never guessed from a language.

The numbers are in `territories.toml` beside this module, each with its standing. Codes are those of CLDR (ISO 3166-1).
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

from babel import Locale
from babel.core import get_global

from handoutkit.model import Territory
from handoutkit.problems import Place, Problem
from handoutkit.suggestions import nearest

_CODE_LENGTH = 2
_NOT_COUNTRIES = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})
"""Two letters in CLDR, but groups of countries or placeholders, which have no paper size and no emergency number."""


def territory(code: str) -> Territory | None:
    """What the country of a code decides; None for a code that CLDR does not have.

    A country without an entry has its paper and nothing else: the sheet then prints lines to write the numbers on.

    >>> territory("US").emergency_number
    '911'
    """
    if code not in _codes():
        return None
    data = _data()
    entry = data["territory"].get(code, {})
    units = entry.get("units", {})
    return Territory(
        code=code,
        paper="letter" if code in data["letter"] else "a4",
        hemoglobin_unit=units.get("hemoglobin", ""),
        ferritin_unit=units.get("ferritin", ""),
        emergency_number=entry.get("emergency", {}).get("number", ""),
        poison_number=entry.get("poison", {}).get("number", ""),
    )


def unknown_territory(code: str, place: Place | None = None) -> Problem:
    """The problem of a code for which `territory` has nothing."""
    alias = get_global("territory_aliases").get(code.upper(), [code.upper()])[0]
    hint = f' (did you mean "{alias}"?)' if alias in _codes() else nearest(code, ["US"])
    message = f'there is no territory "{code}"{hint}'
    return Problem("unknown-territory", message, place, "give the two capital letters of a country, such as US or GB")


@lru_cache(maxsize=1)
def _codes() -> frozenset[str]:
    codes = {str(code) for code in Locale("en").territories}
    return frozenset(code for code in codes - _NOT_COUNTRIES if len(code) == _CODE_LENGTH)


@lru_cache(maxsize=1)
def _data() -> Mapping[str, Any]:
    return tomllib.loads((files("handoutkit") / "territories.toml").read_text(encoding="utf-8"))
