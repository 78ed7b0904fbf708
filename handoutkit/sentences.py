"""A sentence taken apart into what a translation of it may not change."""

from __future__ import annotations

import html
import re
from collections import Counter
from dataclasses import dataclass

from handoutkit.quantities import PLACEHOLDER, Quantity, loose_units, normalize, read_quantities

TAGS = ("strong", "em", "sub", "sup", "br", "bdi")
"""The elements that a message may have, without attributes."""

TAG = re.compile(rf"<(/?)({'|'.join(TAGS)})>")
_PERCENT = re.compile(rf"%%|{PLACEHOLDER}|%")
_ADDRESS = r"[A-Za-z0-9._~:/?#@!$&*+;=%\[\]-]"
_LINK = re.compile(
    rf"(?:https?://|www\.){_ADDRESS}+"
    r"|[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
    rf"|(?<![A-Za-z0-9.])(?:[A-Za-z0-9-]+\.)+(?:com|org|net|gov|edu|int|uk|eu)(?:/{_ADDRESS}*)?(?![A-Za-z])"
)
_PHONE = re.compile(r"(?<![A-Za-z\d.,])(?:\+\d{1,3}[ .-]?)?(?:\(\d{1,5}\)[ .-]?)?\d{1,5}(?:[ .-]\d{2,5})*(?![\d%])")
_DATE = re.compile(r"\d{4}-\d\d-\d\d|\d\d?([.-])\d\d?\1\d{4}")
_THOUSANDS = re.compile(r"\d{1,3}([ .])\d{3}(?:\1\d{3})*")
_INVISIBLE = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_SIGNS = frozenset("<>≤≥")
_FEWEST_DIGITS = 7
"""The digits of a telephone number. Shorter ones, such as 112, are compared as numbers."""


_TAG_LIKE = re.compile(r"</?[A-Za-z][^<>]*>")
"""A tag that no message may have, whose brackets compare nothing."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """The parts of a sentence that stay what they are in every language."""

    text: str
    placeholders: Counter[str]
    stray_percent: bool
    tags: Counter[str]
    links: Counter[str]
    quantities: tuple[Quantity, ...]
    units: Counter[str]
    signs: frozenset[str]


def take_apart(text: str, locale: str) -> Sentence:
    """The parts of a sentence of the locale. Links and telephone numbers are taken whole, as they are written."""
    percents = [match[0] for match in _PERCENT.finditer(text)]
    readable = _INVISIBLE.sub("", html.unescape(TAG.sub(_boundary, text))).replace("%%", "%")
    without_links = _LINK.sub("\ufffc", readable)
    links = [found.rstrip(".,;:!?") for found in _LINK.findall(readable)]
    phones = [match[0] for match in _PHONE.finditer(without_links) if _is_phone(match[0])]
    rest = _PHONE.sub(lambda match: "\ufffc" if _is_phone(match[0]) else match[0], without_links)
    return Sentence(
        text=text,
        placeholders=Counter(found for found in percents if found not in {"%", "%%"}),
        stray_percent="%" in percents,
        tags=Counter(f"<{closing}{name}>" for closing, name in TAG.findall(text)),
        links=Counter([*links, *phones]),
        quantities=read_quantities(rest, locale),
        units=Counter(loose_units(rest)),
        signs=frozenset(normalize(_TAG_LIKE.sub("", rest))) & _SIGNS,
    )


def _boundary(tag: re.Match[str]) -> str:
    """Bold digits print as one number with their neighbours; raised ones and those of the next line do not."""
    return "\ufffc" if tag[2] in {"sub", "sup", "br"} else ""


def _is_phone(found: str) -> bool:
    """Whether digits are grouped like a telephone number, and not like thousands, a date or a range."""
    digits = normalize(found)
    groups = re.split(r"[ .-]", digits)
    if sum(map(len, groups)) < _FEWEST_DIGITS or _DATE.fullmatch(digits) or _THOUSANDS.fullmatch(digits):
        return False
    fewest = 2 if digits.startswith("0") else 3 if "-" in digits else 4
    return digits.startswith(("+", "(")) or len(groups) >= fewest
