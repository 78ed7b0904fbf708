from __future__ import annotations

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoutkit.toml_lines import line_of

TEXT = '''\
# a comment with [brackets] and key = 1
title = "Iron # and MS"
a.b . "c d" = 1

[params.phone]   # a table
type = "phone"
help = """
type = "not a key"
[not.a.table]
"""
[[section]]
use = "overview"
with = { color = "red", size = { wide = true } }

[[section]]
"use" = 'log'
[section.when]
visit = "home"
[[section.row]]
cells = [
  "one", # a comment, with ] and ,
  ["two",
   "three"],
  { four = 4 },
]
'quoted = key' = 2026-11-20 10:00:00
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("title",), 2),
        (("a", "b"), 3),
        (("a", "b", "c d"), 3),
        (("params",), 5),
        (("params", "phone"), 5),
        (("params", "phone", "type"), 6),
        (("params", "phone", "help"), 7),
        (("section", 0), 11),
        (("section", 0, "use"), 12),
        (("section", 0, "with", "size", "wide"), 13),
        (("section", 1), 15),
        (("section", 1, "use"), 16),
        (("section", 1, "when", "visit"), 18),
        (("section", 1, "row", 0), 19),
        (("section", 1, "row", 0, "cells", 0), 21),
        (("section", 1, "row", 0, "cells", 1, 1), 23),
        (("section", 1, "row", 0, "cells", 2, "four"), 24),
        (("section", 1, "row", 0, "quoted = key"), 26),
    ],
)
def test_every_kind_of_key_has_its_line(path: tuple[str | int, ...], line: int) -> None:
    tomllib.loads(TEXT)
    assert line_of(TEXT, path) == line


def test_a_missing_key_stands_at_its_table() -> None:
    assert line_of(TEXT, ("section", 1, "when", "edition")) == 17
    assert line_of(TEXT, ("params", "phone", "unit")) == 5


def test_a_missing_key_of_the_file_has_no_line() -> None:
    assert line_of(TEXT, ("purpose",)) is None
    assert line_of(TEXT, ()) is None


def test_an_explicit_table_is_where_it_is_written() -> None:
    assert line_of("[a.b]\nc = 1\n[a]\nd = 2\n", ("a",)) == 3


def test_an_array_of_tables_stands_at_its_first() -> None:
    assert line_of("\n[[row]]\n[[row]]\n", ("row",)) == 2


def test_arrays_of_tables_start_again_in_each_table_around_them() -> None:
    text = "[[a]]\n[[a.b]]\nx = 1\n[[a]]\n[[a.b]]\nx = 2\n"
    assert line_of(text, ("a", 1, "b", 0, "x")) == 6


def test_quotes_at_the_end_of_a_long_string_belong_to_it() -> None:
    text = 'a = """one ""two"""""\nb = \'\'\'it\'s\'\'\'\'\'\nc = 1\n'
    assert tomllib.loads(text)["a"] == 'one ""two""'
    assert line_of(text, ("c",)) == 3


def test_windows_line_ends_count_once() -> None:
    assert line_of("a = 1\r\nb = [\r\n 1,\r\n]\r\nc = 2\r\n", ("c",)) == 5


def test_escapes_in_a_quoted_key_are_read() -> None:
    assert line_of('\n"caf\\u00e9" = 1\n', ("café",)) == 2


@pytest.mark.parametrize(
    "text", ["a = [ } ]", "a = ", "a = {", "[a", '"a', "= 1", "a = [1", "a b = 1", '"\\q" = 1', "a=" + "[" * 9000]
)
def test_a_text_that_is_not_toml_is_read_as_far_as_it_goes(text: str) -> None:
    assert line_of(f"before = 1\n{text}", ("before",)) == 1


KEYS = st.text(max_size=4)
TREES: st.SearchStrategy[Any] = st.recursive(
    st.integers() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=12,
)


def _quoted(text: str) -> str:
    return (
        '"'
        + "".join(f"\\U{ord(letter):08x}" if letter in '"\\' or not letter.isprintable() else letter for letter in text)
        + '"'
    )


def _inline(tree: object, line_end: str) -> str:
    if isinstance(tree, dict):
        return "{" + ", ".join(f"{_quoted(key)} = {_inline(value, '')}" for key, value in tree.items()) + "}"
    if isinstance(tree, list):
        return f"[{line_end}" + "".join(f"{_inline(item, line_end)},{line_end}" for item in tree) + "]"
    return _quoted(tree) if isinstance(tree, str) else str(tree)


def _write(table: dict[str, Any], around: tuple[str, ...], header: str) -> tuple[list[str], dict[tuple[str, ...], int]]:
    """The lines of a table, and the line, counted from 0, of each of its keys."""
    lines: list[str] = []
    places: dict[tuple[str, ...], int] = {}
    tables = {key: value for key, value in table.items() if isinstance(value, dict)}
    for key, value in table.items():
        if key not in tables:
            places[(*around, key)] = len(lines)
            lines += f"{_quoted(key)} = {_inline(value, chr(10))} # = [".split("\n")
    for key, value in tables.items():
        name = f"{header}.{_quoted(key)}" if header else _quoted(key)
        inner, found = _write(value, (*around, key), name)
        places |= {path: line + len(lines) + 1 for path, line in found.items()}
        places[(*around, key)] = len(lines)
        lines += [f"[{name}]", *inner]
    return lines, places


@given(st.dictionaries(KEYS, TREES, max_size=4))
def test_the_lines_of_any_toml_are_found(tree: dict[str, Any]) -> None:
    lines, places = _write(tree, (), "")
    text = "\n".join(lines)
    assert tomllib.loads(text) == tree
    for path, line in places.items():
        assert line_of(text, path) == line + 1
