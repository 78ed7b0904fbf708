"""Translations of one locale, read strictly from a gettext catalog.

Babel reads the file, but it forgives almost everything: a garbage line becomes part of a dose, the first of two equal
sentences wins, and a header of 151 bytes can ask for two thousand million plural forms. So the lines are checked first,
against the format of the GNU gettext manual (section "The Format of PO Files"), and the header against CLDR.
"""

from __future__ import annotations

import gettext
import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import PurePath

from babel import Locale, UnknownLocaleError
from babel.messages.plurals import get_plural
from babel.messages.pofile import PoFileError, read_po
from babel.plural import PluralRule, to_gettext

from handoutkit.model import Catalog, Entry, MessageKey
from handoutkit.po_lines import Block, broken, read_blocks, split_lines
from handoutkit.problems import Place, Problem

_HEADER = re.compile(r"([A-Za-z][A-Za-z-]*):[ ]?(.*)")
_PLURAL_FORMS = re.compile(r"nplurals=(\d{1,9});\s*plural=(.+?);?\s*")
_CATEGORIES = ("zero", "one", "two", "few", "many", "other")
_COUNTS = (*range(201), 1_000, 10_000, 100_000)


def read_catalog(text: str | bytes, locale: str, place: PurePath) -> tuple[Catalog, tuple[Problem, ...]]:
    """The translations of one file, and everything that is wrong with the file.

    A catalog with a fault has no entries at all: half a file is not a translation.
    """
    empty = Catalog(locale, {})
    decoded, problems = decode_catalog(text, place)
    if problems:
        return empty, problems
    blocks, faults = read_blocks(decoded, place)
    active = [block for block in blocks if not block.obsolete]
    faults += (*_header_faults(active, locale, place), *_block_faults(active, locale, place))
    if faults:
        return empty, tuple(sorted(faults, key=lambda fault: (fault.place and fault.place.line) or 0))
    try:
        return Catalog(locale, dict(_entries(decoded, place))), ()
    except (PoFileError, ValueError) as fault:
        return empty, (broken(f"this is not a readable catalog: {fault}", place, 1, "mend the header"),)


def merge_catalogs(locale: str, catalogs: Sequence[Catalog]) -> Catalog:
    """One catalog of several, sentence by sentence; `catalogs` come nearest first, and the nearest one wins."""
    entries: dict[MessageKey, Entry] = {}
    for catalog in catalogs:
        entries = {**catalog.entries, **entries}
    return Catalog(locale, entries)


@cache
def plural_rule(locale: str) -> PluralRule:
    """The plural rule that CLDR has for the locale, without the forms that no count on a handout can have.

    gettext counts whole things, so the forms for fractions go (Polish "other"), and so do those for whole millions
    (Spanish "many"): no translator should have to write what is never printed. What remains is what gettext tools
    are used to. A language that CLDR does not know has one form.
    """
    try:
        rule = Locale.parse(locale, sep="-").plural_form
    except (UnknownLocaleError, ValueError):
        return PluralRule({})
    reached = {rule(number) for number in _COUNTS}
    used = [name for name in _CATEGORIES if name in reached]
    # The last form needs no condition: it is for every count that the others leave over, and gettext calls it "other".
    return PluralRule({name: rule.rules[name] for name in used[:-1]})


@cache
def plural_categories(locale: str) -> tuple[str, ...]:
    """The CLDR categories of the locale's plural forms, in the order of their ``msgstr``.

    >>> plural_categories("ar")
    ('zero', 'one', 'two', 'few', 'many', 'other')
    """
    return tuple(name for name in _CATEGORIES if name in plural_rule(locale).tags | {"other"})


def plural_index(locale: str, number: int) -> int:
    """Which plural form goes with a number: the index of its ``msgstr``.

    >>> plural_index("ar", 2), plural_index("zh-Hans", 2)
    (2, 0)
    """
    return plural_categories(locale).index(plural_rule(locale)(number))


@cache
def plural_counts(locale: str, index: int) -> tuple[int, ...]:
    """The counts, among the first two hundred and a few larger ones, that a plural form is for."""
    return tuple(number for number in _COUNTS if plural_index(locale, number) == index)


def plural_forms(locale: str) -> str:
    """The value of the header ``Plural-Forms`` for the locale: CLDR's rule, as short as gettext tools write it.

    >>> plural_forms("es")
    'nplurals=2; plural=(n != 1);'
    """
    if len(plural_categories(locale)) == 1:
        return "nplurals=1; plural=0;"
    count, customary = get_plural(locale.replace("-", "_"))
    shortest = f"nplurals={count}; plural={customary};"
    # In Babel's expressions e is the exponent of compact numbers such as "1M", which gettext does not know.
    return shortest if not _plural_fault(shortest, locale) else re.sub(r"\be\b", "0", to_gettext(plural_rule(locale)))


def decode_catalog(text: str | bytes, path: PurePath) -> tuple[str, tuple[Problem, ...]]:
    """The file as text, or why it is none. UTF-8 only: in UTF-7 a harmless-looking sentence can hold markup."""
    try:
        decoded = text.decode() if isinstance(text, bytes) else text
    except UnicodeDecodeError as fault:
        line = fault.object.count(b"\n", 0, fault.start) + 1
        return "", (broken("the catalog is not UTF-8", path, line, "save it as UTF-8"),)
    if decoded.startswith("\ufeff"):
        return "", (broken("the catalog starts with a byte order mark", path, 1, "save it as UTF-8 without BOM"),)
    return decoded, ()


def _block_faults(blocks: Sequence[Block], locale: str, path: PurePath) -> Iterator[Problem]:
    """What is wrong with whole messages, above all a wrong number of plural forms."""
    for block in blocks:
        if not block.texts["msgid"] and "msgctxt" in block.texts:
            yield broken("this message has no English text", path, block.line, "remove it")
        forms, wanted = sum(key.startswith("msgstr[") for key in block.texts), len(plural_categories(locale))
        if forms and forms != wanted:
            message = f"this sentence has {forms} plural forms; {locale} has {wanted}"
            yield broken(message, path, block.line, "give one msgstr for each form")


def _header_faults(blocks: Sequence[Block], locale: str, path: PurePath) -> Iterator[Problem]:
    """What is wrong with the header, judged before Babel believes it."""
    repair = f"run: handoutkit messages update {locale}"
    if not blocks or blocks[0].key != ("", ""):
        yield broken("the catalog does not begin with its header", path, 1, repair)
        return
    line, rows = blocks[0].line, blocks[0].translations[0].split("\n")
    fields = _header_fields(rows)
    for row in rows:
        if row and (not _HEADER.fullmatch(row) or len(fields) < len(list(filter(None, rows)))):
            yield broken(f"the header has an unreadable or repeated line: {row[:60]}", path, line, repair)
            return
    if not re.fullmatch(r"text/plain;\s*charset=utf-8", fields.get("content-type", ""), re.IGNORECASE):
        yield broken("the header does not say that the catalog is UTF-8", path, line, repair)
    language = fields.get("language", locale)
    if language.replace("_", "-").lower() != locale.lower():
        yield broken(f'the header says "{language}", the folder "{locale}"', path, line, repair)
    if fault := _plural_fault(fields.get("plural-forms", ""), locale):
        yield broken(fault, path, line, f"{repair}, which writes: Plural-Forms: {plural_forms(locale)}")


def _header_fields(rows: Sequence[str]) -> dict[str, str]:
    """The fields of a header by their names in small letters."""
    found = (_HEADER.fullmatch(row) for row in rows)
    return {match[1].lower(): match[2].strip() for match in found if match}


def _plural_fault(value: str, locale: str) -> str:
    """Why the header's plural rule is not the one of CLDR, or nothing."""
    found = _PLURAL_FORMS.fullmatch(value)
    wanted = len(plural_categories(locale))
    if not found:
        return "the header has no readable Plural-Forms"
    if int(found[1]) != wanted:
        return f"the header asks for {found[1]} plural forms; {locale} has {wanted}"
    try:
        rule = gettext.c2py(found[2])
        same = all(rule(number) == plural_index(locale, number) for number in _COUNTS)
    except (ValueError, ArithmeticError, RecursionError):
        return "the header has no readable plural rule"
    return "" if same else f"the plural rule of the header is not the one of {locale}"


def _entries(text: str, path: PurePath) -> Iterator[tuple[MessageKey, Entry]]:
    """The translations. Obsolete ones are blanked, not cut, so that line numbers stay true."""
    lines = ["" if line.lstrip().startswith("#~") else line for line in split_lines(text)]
    catalog = read_po(lines, abort_invalid=True)
    for message in catalog:
        texts = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
        english = message.id if isinstance(message.id, str) else message.id[0]
        if english and texts and all(texts):
            key = (str(message.context or ""), english)
            yield key, Entry(texts, fuzzy=message.fuzzy, place=Place(path, message.lineno))
