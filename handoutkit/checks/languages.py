"""Checks that every part of a PDF is spoken in its own language: ISO 14289-1, 7.2."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

import langcodes
from langcodes.tag_parser import LanguageTagError

from handoutkit.problems import Problem
from handoutkit.reading import PdfReading, Tag, Text

_SCRIPTS = {
    "Arab": "\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc",
    "Hebr": "\u0590-\u05ff\ufb1d-\ufb4f",
    "Syrc": "\u0700-\u074f",
    "Thaa": "\u0780-\u07bf",
    "Nkoo": "\u07c0-\u07ff",
    "Adlm": "\U0001e900-\U0001e95f",
    "Hani": "\u2e80-\u2fdf\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff",
    "Kana": "\u3040-\u30ff\u31f0-\u31ff\uff66-\uff9f",
    "Hang": "\u1100-\u11ff\u3130-\u318f\uac00-\ud7af",
}
_WRITTEN_WITH = {
    "Hans": {"Hani"},
    "Hant": {"Hani"},
    "Jpan": {"Hani", "Kana"},
    "Kore": {"Hang", "Hani"},
    "Aran": {"Arab"},
}
_RIGHT_TO_LEFT = frozenset(("Arab", "Aran", "Hebr", "Syrc", "Thaa", "Nkoo", "Adlm"))
_FOREIGN = {script: re.compile(f"[{characters}]") for script, characters in _SCRIPTS.items()}
_ANY = re.compile(f"[{''.join(_SCRIPTS.values())}]")


def check_language_of_parts(reading: PdfReading) -> Iterator[Problem]:
    """Valid languages on tags, and one on every run in a script that the language around it is not written in.

    ISO 14289-1, 7.2 (Matterhorn 11-001 to 11-007): a voice for one language cannot read another. Latin letters inside
    other scripts are left alone: units, names of medicines and abbreviations are written so in every language.
    """
    for tag in reading.tags:
        yield from _check(tag, reading.language)


def _check(tag: Tag, outer: str) -> Iterator[Problem]:
    language = tag.language or outer
    if tag.language and not langcodes.tag_is_valid(tag.language):
        message = f"page {tag.page}: {tag.language!r} on a {tag.role} is no language tag"
        yield Problem("pdf-language-of-parts", message, fix="use a tag of BCP 47, such as en, es or zh-Hans")
    yield from _foreign(tag, language)
    for child in tag.tags:
        yield from _check(child, language)


def _foreign(tag: Tag, language: str) -> Iterator[Problem]:
    said = "".join(child.text for child in tag.children if isinstance(child, Text)) + tag.alt + tag.actual_text
    if not _ANY.search(said):
        return
    for script, characters in _FOREIGN.items():
        if script not in scripts_of(language) and characters.search(said):
            message = f"page {tag.page}: text in the script {script} would be spoken in the language {language!r}"
            fix = "mark the language of the passage with lang"
            yield Problem("pdf-language-of-parts", message, fix=fix)


@lru_cache(maxsize=256)
def scripts_of(language: str) -> frozenset[str]:
    """The scripts (ISO 15924) that a language is written with, none for a tag that is broken."""
    try:
        script = langcodes.Language.get(language).maximize().script if language else None
    except LanguageTagError:
        script = None
    return frozenset(_WRITTEN_WITH.get(script, {script})) if script else frozenset()


def writes_right_to_left(language: str) -> bool:
    """Whether the language is written from right to left."""
    return not scripts_of(language).isdisjoint(_RIGHT_TO_LEFT)
