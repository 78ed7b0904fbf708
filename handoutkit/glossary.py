"""The glossary: terms, their plain meanings and how to say them."""

from __future__ import annotations

from pathlib import PurePath
from typing import Annotated

from pydantic import Field

from handoutkit.model import Term
from handoutkit.problems import Place, Problem
from handoutkit.toml_files import Schema, read_toml
from handoutkit.toml_lines import line_of


class _TermTable(Schema):
    name: Annotated[str, Field(min_length=1)]
    meaning: Annotated[str, Field(min_length=1)]
    say: str = ""
    aliases: list[str] = []


class _GlossaryFile(Schema):
    term: dict[str, _TermTable]


def read_glossary(text: str, path: PurePath) -> tuple[dict[str, Term], tuple[Problem, ...]]:
    """The terms of one file by id, and everything that is wrong with the file."""
    table, problems = read_toml(text, path, _GlossaryFile)
    if table is None:
        return {}, problems
    terms = {
        id_: Term(id_, term.name, term.meaning, term.say, Place(path, line_of(text, ("term", id_))))
        for id_, term in table.term.items()
    }
    return terms, ()
