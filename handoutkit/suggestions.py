"""What somebody probably meant by a name that does not exist."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

_FEW = 6


def nearest(word: str, known: Iterable[str]) -> str:
    """The part of a sentence that names the nearest known word, or all of them when they are few; else empty.

    >>> nearest("iron-and-sm", ["iron-and-ms", "taking-iron"])
    ' (did you mean "iron-and-ms"?)'
    >>> nearest("fr", ["en", "es"])
    ' (known: "en", "es")'
    """
    names = {name.casefold(): name for name in known}
    close = get_close_matches(word.casefold(), names, n=1)
    if close:
        return f' (did you mean "{names[close[0]]}"?)'
    if 0 < len(names) <= _FEW:
        return " (known: " + ", ".join(f'"{name}"' for name in names.values()) + ")"
    return ""
