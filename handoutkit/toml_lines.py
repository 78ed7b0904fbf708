"""The line on which a key of a TOML text stands.

`tomllib` keeps no positions, so a text that it has accepted is walked here a second time (TOML 1.0.0), keys only.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeAlias

Path: TypeAlias = tuple[str | int, ...]

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_STRING = re.compile(
    r'"""(?:\\.|[^\\])*?"""(?:"{0,2})'
    r"|'''.*?'''(?:'{0,2})"
    r'|"(?:\\.|[^"\\\n])*"'
    r"|'[^'\n]*'",
    re.DOTALL,
)
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_DOT = re.compile(r"[ \t]*\.[ \t]*")
_PLAIN_VALUE = re.compile(r"[^,\]}#\n]+")


def line_of(text: str, path: Path) -> int | None:
    r"""The line of the key at `path`, counted from 1, or of the nearest table around it; None for the whole file.

    >>> line_of('title = "Iron"\n[[section]]\nuse = "overview"', ("section", 0, "use"))
    3
    """
    lines = _key_lines(text)
    return next((lines[path[:end]] for end in range(len(path), 0, -1) if path[:end] in lines), None)


@lru_cache(maxsize=16)
def _key_lines(text: str) -> Mapping[Path, int]:
    """Every key of the text. Cached, because a file with many faults or many tables is asked for many lines."""
    return _Walk(text).keys()


class _NotTomlError(Exception):
    """The text isn't TOML from here on; `tomllib` has said so already."""


@dataclass(slots=True)
class _Walk:
    """One pass over a text: where it is, and what it has seen."""

    text: str
    at: int = 0
    lines: dict[Path, int] = field(default_factory=dict)
    tables: dict[Path, int] = field(default_factory=dict)
    """How many tables each array of tables has so far."""
    starts: list[int] = field(default_factory=list)

    def keys(self) -> dict[Path, int]:
        self.starts = [0, *(newline.end() for newline in re.finditer(r"\n", self.text))]
        table: Path = ()
        try:
            while self._next():
                table = self._header() if self._next() == "[" else self._pair(table)
        except (_NotTomlError, RecursionError):
            pass
        return self.lines

    def _next(self) -> str:
        """The next character that is neither white space nor in a comment; empty at the end."""
        self.at = self._skip(_BLANK)
        return self.text[self.at : self.at + 1]

    def _skip(self, pattern: re.Pattern[str]) -> int:
        found = pattern.match(self.text, self.at)
        if not found:
            raise _NotTomlError
        return found.end()

    def _expect(self, mark: str) -> None:
        if not self.text.startswith(mark, self.at):
            raise _NotTomlError
        self.at += len(mark)

    def _line(self) -> int:
        return bisect_right(self.starts, self.at)

    def _header(self) -> Path:
        line = self._line()
        mark = "[[" if self.text.startswith("[[", self.at) else "["
        self._expect(mark)
        *around, name = self._key()
        table: Path = ()
        for part in around:
            table = self._latest((*table, part))
            self.lines.setdefault(table, line)
        table = (*table, name)
        self.lines.setdefault(table, line)
        if mark == "[[":
            self.tables[table] = self.tables.get(table, 0) + 1
        table = self._latest(table)
        self.lines[table] = line
        self._expect("]" * len(mark))
        return table

    def _latest(self, table: Path) -> Path:
        """The table itself, or the newest of an array of tables."""
        return (*table, self.tables[table] - 1) if table in self.tables else table

    def _key(self) -> list[str]:
        parts = []
        while True:
            self._next()
            start = self.at
            quoted = self.text[start : start + 1] in {'"', "'"}
            self.at = self._skip(_STRING if quoted else _BARE_KEY)
            part = self.text[start : self.at]
            parts.append(_unquoted(part) if quoted else part)
            dot = _DOT.match(self.text, self.at)
            if not dot:
                self._next()
                return parts
            self.at = dot.end()

    def _pair(self, table: Path) -> Path:
        line = self._line()
        path = table
        for part in self._key():
            path = (*path, part)
            self.lines.setdefault(path, line)
        self._expect("=")
        self._value(path)
        return table

    def _value(self, path: Path) -> None:
        opening = self._next()
        if opening == "[":
            self._items(path, "]")
        elif opening == "{":
            self._items(path, "}")
        else:
            self.at = self._skip(_STRING if opening in {'"', "'"} else _PLAIN_VALUE)

    def _items(self, path: Path, closing: str) -> None:
        """The items of an array, or the pairs of an inline table."""
        self.at += 1
        index = 0
        while (following := self._next()) != closing:
            if following == ",":
                self.at += 1
            elif closing == "}":
                self._pair(path)
            else:
                self.lines[(*path, index)] = self._line()
                self._value((*path, index))
                index += 1
        self._expect(closing)


def _unquoted(key: str) -> str:
    try:
        return next(iter(tomllib.loads(f"{key} = 0")))
    except tomllib.TOMLDecodeError as fault:
        raise _NotTomlError from fault
