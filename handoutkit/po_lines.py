"""The messages of a PO file, line by line, with every line that is not where the format has it.

Format: the GNU gettext manual, section "The Format of PO Files". Readers of PO files forgive almost everything, and a
garbage line becomes part of a dose; here nothing is forgiven.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import PurePath

from babel.messages.pofile import unescape

from handoutkit.model import MessageKey
from handoutkit.problems import Place, Problem

_STRING = re.compile(r'(?:(msgctxt|msgid|msgid_plural|msgstr|msgstr\[\d\])[ \t]+)?("(?:[^"\\]|\\[nrt"\\])*")')
_BEGINNINGS = frozenset({"msgctxt", "msgid"})
_NEXT = {
    "": _BEGINNINGS,
    "msgctxt": frozenset({"msgid"}),
    "msgid": frozenset({"msgid_plural", "msgstr"}),
    "msgid_plural": frozenset({"msgstr[0]"}),
    "msgstr": _BEGINNINGS,
}


@dataclass(slots=True)
class Block:
    """One message as the file has it: its comments, and each keyword with its text."""

    line: int
    obsolete: bool
    comments: tuple[str, ...]
    texts: dict[str, str] = field(default_factory=dict)

    @property
    def key(self) -> MessageKey:
        """What identifies the message."""
        return self.texts.get("msgctxt", ""), self.texts["msgid"]

    @property
    def translations(self) -> tuple[str, ...]:
        """The text of each plural form, or the one text."""
        return tuple(text for keyword, text in self.texts.items() if keyword.startswith("msgstr"))


def broken(message: str, path: PurePath, line: int, fix: str) -> Problem:
    """The problem for a catalog that cannot be trusted."""
    return Problem("broken-catalog", message, Place(path, line), fix)


def split_lines(text: str) -> list[str]:
    """The lines as line numbers count them: other characters that Python splits at may stand in a translation."""
    return [line.removesuffix("\r") for line in text.split("\n")]


def read_blocks(text: str, path: PurePath) -> tuple[tuple[Block, ...], tuple[Problem, ...]]:
    """The messages of the file, obsolete ones too, and each line that is out of place.

    After a wrong line nothing is reported until the next message begins: the rest would be echoes.
    """
    scanner = _Scanner(path)
    for number, line in enumerate(split_lines(text), start=1):
        scanner.read(number, line.strip(" \t"))
    scanner.finish(number)
    blocks = tuple(block for block in scanner.blocks if block.translations)
    return blocks, (*scanner.problems, *_twice(blocks, path))


def _twice(blocks: Iterable[Block], path: PurePath) -> Iterator[Problem]:
    """Of two equal sentences every reader takes a different one."""
    first: dict[MessageKey, int] = {}
    for block in blocks:
        if block.key in first and not block.obsolete:
            message = f'this sentence stands twice, first on line {first[block.key]}: "{block.key[1][:60]}"'
            yield broken(message, path, block.line, "keep the right one of the two")
        if not block.obsolete:
            first.setdefault(block.key, block.line)


class _Scanner:
    def __init__(self, path: PurePath) -> None:
        self.path = path
        self.blocks: list[Block] = []
        self.problems: list[Problem] = []
        self.comments: list[str] = []
        self.last = ""
        self.lost = False
        self.obsolete = False

    def read(self, number: int, content: str) -> None:
        obsolete = content.startswith("#~")
        if obsolete:
            content = content[2:].strip()
        if not content and self.last.startswith("msgstr"):
            self.last = ""
        if not content or (obsolete and content.startswith("|")):
            return
        if obsolete != self.obsolete or content.startswith("#"):
            self.finish(number)
            self.obsolete = obsolete
        if content.startswith("#"):
            self.comments.append(content)
        else:
            self.read_string(number, content)

    def read_string(self, number: int, content: str) -> None:
        found = _STRING.fullmatch(content)
        keyword = (found[1] or self.last) if found else ""
        if self.lost and keyword not in _BEGINNINGS:
            return
        fits = found and keyword and (self.lost or not found[1] or keyword in _following(self.last))
        if not found or not fits:
            self.report(f"this line is out of place: {content[:60]}", number, "mend or remove it")
            self.last, self.lost = "", True
            return
        if found[1] in _BEGINNINGS and (self.lost or self.last != "msgctxt"):
            self.blocks.append(Block(number, self.obsolete, tuple(self.comments)))
            self.comments.clear()
        self.lost = False
        texts = self.blocks[-1].texts
        texts[keyword] = texts.get(keyword, "") + unescape(found[2])
        self.last = keyword

    def finish(self, number: int) -> None:
        """Ends the message before this line, which has to be complete."""
        if not (self.lost or not self.last or self.last.startswith("msgstr")):
            self.report("the message before this line is not complete", number, "complete it")
        self.last, self.lost = "", False

    def report(self, message: str, number: int, fix: str) -> None:
        """Obsolete messages are never printed, so nothing about them stops a sheet."""
        if not self.obsolete:
            self.problems.append(broken(message, self.path, number, fix))


def _following(keyword: str) -> frozenset[str]:
    if keyword.startswith("msgstr["):
        return _BEGINNINGS | {f"msgstr[{int(keyword[7]) + 1}]"}
    return _NEXT[keyword]
