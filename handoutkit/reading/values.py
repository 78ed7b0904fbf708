"""Reads PDF values (ISO 32000-1, 7.3) out of bytes: ten times as fast as a general library, for the parts we read.

A value is a dict, a list, a `Name`, bytes (a string), a number, a bool, None or a reference. What is broken becomes
None: whoever asks for a value checks its type with the functions below.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import cast

from pypdf import PdfReader
from pypdf.generic import IndirectObject, StreamObject

LITERAL = rb"\((?:[^()\\]|\\.|\((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*\))*\))*\)"
"""A literal string, with brackets inside brackets as deep as anybody writes them."""

_TOKEN = re.compile(
    rb"""(?P<name>/[^\s\x00()<>\[\]{}/%]*)
    | (?P<reference>\d+)\s+(?P<generation>\d+)\s+R(?![a-zA-Z])
    | (?P<number>[+-]?(?:\d+\.?\d*|\.\d+))
    | (?P<open><<|\[)
    | (?P<close>>>|\])
    | <(?P<hex>[0-9A-Fa-f\s]*)>
    | (?P<literal>LITERAL)
    | (?P<word>[a-zA-Z]+)
    | (?P<comment>%[^\r\n]*)
    """.replace(b"LITERAL", LITERAL),
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(rb"\\(?:([0-7]{1,3})|(\r\n?|\n)|(.))", re.DOTALL)
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_HEX_IN_NAME = re.compile(rb"#([0-9A-Fa-f]{2})")
_DEEPEST = 100


class Name(str):
    """A PDF name, without its slash."""

    __slots__ = ()


def read_value(data: bytes, position: int = 0, reader: PdfReader | None = None) -> object:
    """The value that begins at a position, or None where there is none."""
    holders: list[list[object]] = []
    value: object
    for match in _TOKEN.finditer(data, position):
        kind = match.lastgroup
        simple = _SIMPLE.get(kind)
        if simple:
            value = simple(match[match.lastindex or 0])
        elif kind == "generation":
            value = IndirectObject(int(match["reference"]), int(match["generation"]), reader)
        elif kind == "open":
            if len(holders) > _DEEPEST:
                return None
            holders.append([])
            continue
        elif kind == "close" and holders:
            items = holders.pop()
            value = dict(zip(items[::2], items[1::2], strict=False)) if match["close"] == b">>" else items
        elif kind == "close":
            return None
        else:
            continue
        if not holders:
            return value
        holders[-1].append(value)
    return None


@lru_cache(maxsize=2048)
def name(found: bytes) -> Name:
    """The name that these bytes spell."""
    found = _HEX_IN_NAME.sub(lambda match: bytes.fromhex(match[1].decode("ascii")), found[1:])
    return Name(found.decode("utf-8", "replace"))


def from_hex(digits: bytes) -> bytes:
    """The bytes of a hexadecimal string; an odd last digit counts as if a 0 followed (ISO 32000-1, 7.3.4.3)."""
    text = digits.decode("ascii")
    try:
        return bytes.fromhex(text)
    except ValueError:
        text = "".join(text.split())
        return bytes.fromhex(text + "0" * (len(text) % 2))


def _unescaped(literal: bytes) -> bytes:
    """The bytes of a literal string, its backslashes resolved (ISO 32000-1, 7.3.4.2)."""

    def resolve(match: re.Match[bytes]) -> bytes:
        if match[1]:
            return bytes((int(match[1], 8) & 255,))
        return b"" if match[2] else _ESCAPED.get(match[3], match[3])

    return _ESCAPE.sub(resolve, literal) if b"\\" in literal else literal


def _number(found: bytes) -> float:
    return float(found) if b"." in found else int(found)


_SIMPLE: dict[str | None, Callable[[bytes], object]] = {
    "name": name,
    "number": _number,
    "hex": from_hex,
    "literal": lambda found: _unescaped(found[1:-1]),
    "word": {b"true": True, b"false": False}.get,
}


def from_library(value: object, depth: int = 0) -> object:
    """A value that the PDF library read, as a value of ours; a stream stays as it is."""
    if isinstance(value, (IndirectObject, StreamObject)) or depth > _DEEPEST:
        return value
    if isinstance(value, dict):
        return {str(key)[1:]: from_library(dict.get(value, key), depth + 1) for key in dict.keys(value)}
    if isinstance(value, list):
        return [from_library(item, depth + 1) for item in list.__iter__(value)]
    return _plain(value)


def _plain(value: object) -> object:
    match type(value).__name__:
        case "NameObject":
            return Name(str(value)[1:])
        case "BooleanObject":
            return value == True  # noqa: E712  the library's own type knows only equality
        case "TextStringObject":
            return str(value)
        case "ByteStringObject":
            return bytes(cast(bytes, value))
    return value if isinstance(value, (int, float)) else None


def as_text(value: object) -> str:
    """The text of a string value (ISO 32000-1, 7.9.2.2), or nothing."""
    if isinstance(value, str) and not isinstance(value, Name):
        return value
    if not isinstance(value, bytes):
        return ""
    if value.startswith(b"\xfe\xff"):
        return value[2:].decode("utf-16-be", "replace")
    if value.startswith(b"\xef\xbb\xbf"):
        return value[3:].decode("utf-8", "replace")
    return value.decode("latin-1")


def as_name(value: object) -> str:
    """The name, or nothing."""
    return str(value) if isinstance(value, Name) else ""


def as_int(value: object, default: int) -> int:
    """The whole number, or the default."""
    return int(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else default


def as_list(value: object) -> list[object]:
    """The list, or an empty one."""
    return value if isinstance(value, list) else []


def as_dict(value: object) -> dict[str, object]:
    """The dict, or an empty one."""
    return cast("dict[str, object]", value) if isinstance(value, dict) else {}
