"""What the HTML of a section fragment may hold, checked line by line before anything is printed.

The last gate on the finished page (`markup`) checks more strictly but knows no lines; here an author is told where to
mend. The elements are the ones that the styles and the tag tree know.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import PurePath

from handoutkit.problems import Place, Problem
from handoutkit.suggestions import nearest

FILLED = "\ufffc"
"""Stands in the checked text for whatever a template prints there: a translated message or a value."""

ELEMENTS = frozenset(
    "p ul ol li dl dt dd table caption thead tbody tr th td figure figcaption img aside div h3 h4 strong em span abbr "
    "sub sup br bdi a".split()
)
_EVERYWHERE = frozenset({"class", "lang", "dir"})
_ATTRIBUTES = {
    "a": frozenset({"href"}),
    "img": frozenset({"src", "alt", "aria-hidden"}),
    "abbr": frozenset({"title"}),
    "ol": frozenset({"start"}),
    "th": frozenset({"scope", "colspan", "rowspan"}),
    "td": frozenset({"colspan", "rowspan"}),
    "tr": frozenset({"data-standing"}),
    "li": frozenset({"data-standing"}),
}
_DEEPEST = 30
_VOID = frozenset({"img", "br"})
_SPOKEN = frozenset({"alt", "title"})
_FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_LINKS = ("https://", "mailto:", "tel:", "#", FILLED)
_OUTSIDE_TRANS = "the text is not in {{% trans %}}, so it cannot be translated: {}"


@dataclass(frozen=True, slots=True)
class Fragment:
    """What was read off a fragment's HTML, and everything that is wrong with it."""

    pictures: Mapping[str, Place]
    red_flags: tuple[Place, ...]
    problems: tuple[Problem, ...]


def read_fragment(html: str, path: PurePath) -> Fragment:
    """The pictures and unverified red flags of a fragment, and its faults; `html` has the lines of the template."""
    checker = _Checker(path)
    checker.feed(html)
    checker.close()
    checker.finish()
    return Fragment(checker.pictures, tuple(checker.red_flags), tuple(checker.problems))


class _Checker(HTMLParser):
    def __init__(self, path: PurePath) -> None:
        super().__init__(convert_charrefs=True)
        self.path = path
        self.open: list[tuple[str, Place]] = []
        self.headings = [2]
        self.tables: list[tuple[Place, list[str]]] = []
        self.pictures: dict[str, Place] = {}
        self.red_flags: list[Place] = []
        self.problems: list[Problem] = []

    def report(self, code: str, message: str, fix: str, place: Place | None = None) -> None:
        self.problems.append(Problem(code, message, place or self.here(), fix))

    def here(self, after: str = "") -> Place:
        return Place(self.path, self.getpos()[0] + after.count("\n"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self.check_element(tag)
        self.check_attributes(tag, attributes)
        if tag == "img":
            self.check_picture(attributes)
        if tag == "table":
            self.tables.append((self.here(), []))
        if tag == "th" and self.tables:
            self.tables[-1][1].append(tag)
        if tag not in _VOID:
            self.open.append((tag, self.here()))
            if len(self.open) == _DEEPEST + 1:
                message = f"more than {_DEEPEST} elements lie inside one another"
                self.report("broken-template", message, "make it simpler, or close what is still open")

    def check_element(self, tag: str) -> None:
        if tag in {"h1", "h2"}:
            message = f"a section may not have an <{tag}>: the package prints its title as the <h2>"
            self.report("heading-not-allowed", message, "use <h3>")
        elif tag not in ELEMENTS:
            message = f"a section may not have a <{tag}> element{nearest(tag, ELEMENTS)}"
            self.report("markup-not-allowed", message, "use one of the elements that docs/authors.md lists")
        elif tag in {"h3", "h4"}:
            level = int(tag[1])
            if level > self.headings[-1] + 1:
                self.report("heading-skips", f"the <{tag}> does not follow an <h{level - 1}>", f"use <h{level - 1}>")
            self.headings.append(level)

    def check_attributes(self, tag: str, attributes: Mapping[str, str]) -> None:
        for name, value in attributes.items():
            if tag in ELEMENTS and name not in _EVERYWHERE | _ATTRIBUTES.get(tag, frozenset()):
                shown = "something between its attributes" if FILLED in name else f"the attribute {name}"
                self.report("markup-not-allowed", f"<{tag}> may not have {shown}", "remove it")
            elif name in _SPOKEN:
                self.check_text(value)
        if FILLED in re.sub(r"\"[^\"]*\"|'[^']*'", "", self.get_starttag_text() or ""):
            message = f"a value in <{tag}> does not stand in quotes"
            self.report("markup-not-allowed", message, 'write attribute="{{ name }}"')
        if not attributes.get("href", "#").startswith(_LINKS):
            message = "a link may only go to https, mailto, tel or a place in the sheet"
            self.report("link-not-allowed", message, "correct the address of the link")
        if "data-standing" in attributes:
            self.red_flags.append(self.here())
            if attributes["data-standing"] != "unverified":
                self.report("markup-not-allowed", 'data-standing may only be "unverified"', "correct or remove it")

    def check_picture(self, attributes: Mapping[str, str]) -> None:
        name = attributes.get("src", "")
        if _FILE_NAME.fullmatch(name):
            self.pictures.setdefault(name, self.here())
        else:
            message = "a picture must be named by its file in the section's folder"
            self.report("resource-not-allowed", message, 'write src="picture.svg"')
        if not attributes.get("alt", "").strip() and attributes.get("aria-hidden") != "true":
            message = f"the picture {name} has no alt text"
            self.report("missing-alt", message, 'add alt="{% trans %}what it shows{% endtrans %}"')

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID:
            return
        if tag not in [name for name, _ in self.open]:
            self.report("broken-template", f"</{tag}> closes nothing", "remove it, or open the element")
            return
        while self.open:
            name, place = self.open.pop()
            self.close_element(name, place)
            if name == tag:
                return
            self.report("broken-template", f"the <{name}> is not closed", f"add </{name}>", place)

    def close_element(self, tag: str, place: Place) -> None:
        if tag == "table" and self.tables:
            headers = self.tables.pop()[1]
            if not headers:
                message = "the table has no header cells, so its cells mean nothing when they are read aloud"
                self.report("table-without-headers", message, "make the first row or column of <th>", place)

    def handle_data(self, data: str) -> None:
        self.check_text(data)

    def check_text(self, text: str) -> None:
        """Letters and digits must be translatable; punctuation alone may stand anywhere."""
        found = next((index for index, char in enumerate(text) if unicodedata.category(char)[0] in "LMN"), None)
        if found is not None:
            words = " ".join(text[found:].split(FILLED, 1)[0].split())[:60]
            place = self.here(text[:found])
            self.report("text-outside-trans", _OUTSIDE_TRANS.format(words), "put it into {% trans %}", place)

    def handle_comment(self, data: str) -> None:
        self.report("markup-not-allowed", f"HTML comments are not allowed: {data.strip()[:40]}", "write {# … #}")

    def handle_decl(self, decl: str) -> None:
        self.report("markup-not-allowed", f"declarations are not allowed: {decl[:40]}", "remove it")

    def unknown_decl(self, data: str) -> None:
        self.handle_decl(data)

    def handle_pi(self, data: str) -> None:
        self.report("markup-not-allowed", f"instructions are not allowed: {data[:40]}", "remove it")

    def finish(self) -> None:
        for tag, place in self.open:
            self.report("broken-template", f"the <{tag}> is not closed", f"add </{tag}>", place)
