"""Style sheets of packs: what they may do, and the rules that the package writes itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePath

import tinycss2
import tinycss2.ast

from handoutkit.model import Language, Paper
from handoutkit.problems import Place, Problem

_AT_RULES = frozenset({"page", "media", "supports"})
_MARGIN_BOX = re.compile(r"(top|bottom)-(left|right)(-corner)?|(top|bottom)-center|(left|right)-(top|middle|bottom)")
_NAMES = frozenset({"font", "font-family", "font-feature-settings", "grid-template", "grid-template-areas"})
"""The properties whose quoted strings are names and are not printed."""

_ADDRESS_FUNCTIONS = frozenset({"url", "src", "image", "image-set"})
_HIDING = re.compile(
    r"^(display:none|color:transparent|visibility:(hidden|collapse)|opacity:.*|clip(-path)?:.*|transform:.*(scale|matrix).*|overflow(-[xy])?:(hidden|clip)"
    r"|content-visibility:.*|text-indent:-\d{3,}.*|font-size:0+(\.0+)?[a-z%]*|appearance:.*)$"
)


def check_style(text: str, path: PurePath) -> tuple[Problem, ...]:
    """What a pack's style sheet does that it may not: load, hide or add words.

    Hidden text is refused here so that the author learns the line; the completeness gate would refuse the finished
    page in any case.
    """
    return tuple(_faults(tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True), path))


def _faults(rules: list[tinycss2.ast.Node], path: PurePath) -> Iterator[Problem]:
    for rule in rules:
        place = Place(path, rule.source_line)
        if rule.type == "error":
            yield Problem("style-not-allowed", f"this is not valid CSS: {rule.message}", place, "mend this line")
        elif rule.type == "at-rule" and rule.lower_at_keyword not in _AT_RULES:
            yield _at_rule_problem(rule, path)
        elif rule.content is not None:
            yield from _block_faults(rule, path)


def _block_faults(rule: tinycss2.ast.Node, path: PurePath) -> Iterator[Problem]:
    for item in tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True):
        if item.type == "error":
            message = f"this is not valid CSS: {item.message}"
            yield Problem("style-not-allowed", message, Place(path, item.source_line), "mend this line")
        elif item.type == "at-rule" and not _may_nest(item.lower_at_keyword):
            yield _at_rule_problem(item, path)
        elif item.type in {"qualified-rule", "at-rule"}:
            if item.content is not None:
                yield from _block_faults(item, path)
        elif item.type == "declaration":
            yield from _declaration_faults(item, path)


def _may_nest(keyword: str) -> bool:
    return keyword in _AT_RULES or bool(_MARGIN_BOX.fullmatch(keyword))


def _at_rule_problem(rule: tinycss2.ast.Node, path: PurePath) -> Problem:
    message = f"a style sheet may not use @{rule.at_keyword}"
    fix = "remove it: fonts and other sheets come from the package"
    return Problem("style-not-allowed", message, Place(path, rule.source_line), fix)


def _declaration_faults(declaration: tinycss2.ast.Node, path: PurePath) -> Iterator[Problem]:
    place = Place(path, declaration.source_line)
    tokens = [token for token in declaration.value if token.type != "comment"]
    value = tinycss2.serialize(tokens).strip()
    for address in _addresses(declaration.value):
        if not re.fullmatch(r"icons/[a-z0-9-]+\.svg", address):
            message = f'a style sheet may not load "{address[:60]}"'
            yield Problem("resource-not-allowed", message, place, 'use url("icons/NAME.svg") from the styles folder')
    if declaration.important:
        message = "a style sheet may not use !important: it would undo the package's own rules"
        yield Problem("style-not-allowed", message, place, "remove it, and name the element more exactly")
    if _HIDING.match(f"{declaration.lower_name}:{value.lower()}"):
        message = f"a style sheet may not hide text: {declaration.lower_name}: {value}"
        yield Problem("style-not-allowed", message, place, "remove it")
    words = "".join(_strings(tokens))
    if declaration.lower_name not in _NAMES and re.search(r"\w", words):
        message = f'a style sheet may not add words: {declaration.lower_name}: "{words[:40]}"'
        yield Problem("style-not-allowed", message, place, "write the words in a section, where they are translated")


def _strings(tokens: list[tinycss2.ast.Node]) -> Iterator[str]:
    """The quoted strings of a value; addresses are judged by themselves."""
    for token in tokens:
        if token.type == "string":
            yield token.value
        elif token.type == "function" and token.lower_name not in _ADDRESS_FUNCTIONS:
            yield from _strings(token.arguments)


def _addresses(tokens: list[tinycss2.ast.Node]) -> Iterator[str]:
    for token in tokens:
        if token.type == "url":
            yield token.value
        elif token.type == "function":
            if token.lower_name in _ADDRESS_FUNCTIONS:
                yield from (argument.value for argument in token.arguments if argument.type == "string")
            yield from _addresses(token.arguments)


def icons(text: str) -> frozenset[str]:
    """The names under ``styles/`` of the icons that a style sheet loads."""
    return frozenset(re.findall(r"url\(\s*[\"']?(icons/[a-z0-9-]+\.svg)", text))


def page_rules(paper: Paper, language: Language, page_of_pages: str) -> str:
    """The rules that depend on the request: paper, fonts and the translated "Page 2 of 8".

    `page_of_pages` has the placeholders ``%(page)s`` and ``%(pages)s``.
    """
    parts = re.split(r"(%\((?:page|pages)\)s)", page_of_pages)
    counters = {"%(page)s": "counter(page)", "%(pages)s": "counter(pages)"}
    content = " ".join(counters.get(part) or _css_string(part) for part in parts if part)
    corner = "left" if language.direction == "rtl" else "right"
    families = ", ".join(f'"{family}"' for family in language.fonts)
    return (
        f"@page {{ size: {'A4' if paper == 'a4' else 'letter'}; @bottom-{corner} {{ content: {content} }} }}\n"
        f"html {{ font-family: {families} }}\n"
    )


def _css_string(text: str) -> str:
    """The text as a CSS string (CSS Syntax 3, section 4.3.5): quotes, backslashes and control characters escaped."""
    escaped = "".join(f"\\{ord(letter):x} " if letter in '\\"<\x7f' or letter < " " else letter for letter in text)
    return f'"{escaped}"'
