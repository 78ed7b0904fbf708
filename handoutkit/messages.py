"""What translators work on: the messages of a pack as a template, and catalogs brought up to date with it.

Deterministic: no dates, no tool versions; the same messages give the same bytes, and updating twice changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import PurePath
from textwrap import wrap

from babel.messages.pofile import normalize

from handoutkit.catalogs import plural_categories, plural_forms
from handoutkit.frame import frame_messages
from handoutkit.loading import STANDARD
from handoutkit.model import Catalog, Message, MessageKey, Pack
from handoutkit.po_lines import Block, read_blocks
from handoutkit.problems import Place, refuse_if_errors
from handoutkit.sections import handout_messages, section_messages, term_messages

_WIDTH = 76
_ALIKE = 0.6
_FORMAT = re.compile(r"%%|%\([A-Za-z_]\w*\)s")
_HEADER_KEY: MessageKey = ("", "")
_ENCODING = "MIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: 8bit\n"
_OWN_FIELDS = ("language", "mime-version", "content-type", "content-transfer-encoding", "plural-forms")


@dataclass(frozen=True, slots=True)
class CatalogStatus:
    """How far a catalog has come: the number of messages in each state."""

    translated: int
    fuzzy: int
    missing: int
    obsolete: int


@dataclass(frozen=True, slots=True)
class _Row:
    """One message of a PO file that is to be written."""

    key: MessageKey
    plural: str
    texts: tuple[str, ...]
    notes: tuple[str, ...] = ()
    comments: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    fuzzy: bool = False
    previous: tuple[str, ...] = ()
    obsolete: bool = False


def messages_of_pack(pack: Pack) -> tuple[Message, ...]:
    """Every message of a pack, in the order of its files, with places relative to the pack.

    The standard pack, which lies in the repository of the package, also has the package's own messages.
    """
    found = [
        *(message for handout in pack.handouts.values() for message in handout_messages(handout)),
        *(message for section in pack.sections.values() for message in section_messages(section)),
        *(message for term in pack.terms.values() for message in term_messages(term)),
        *(frame_messages() if pack.name == STANDARD else ()),
    ]
    moved = (replace(message, place=_relative(message.place, pack.place.path)) for message in found)
    return tuple(sorted(moved, key=lambda message: (str(message.place.path), message.place.line or 0)))


def _relative(place: Place, root: PurePath) -> Place:
    return Place(place.path.relative_to(root), place.line) if place.path.is_relative_to(root) else place


def write_template_catalog(messages: Iterable[Message]) -> str:
    """The template (.pot) that new catalogs start from."""
    header = "Language: \n" + _ENCODING
    rows = (_row(group, ("",) * (2 if _plural(group) else 1)) for group in _groups(messages))
    return _written([_Row(_HEADER_KEY, "", (header,)), *rows])


def update_catalog(text: str, messages: Iterable[Message], locale: str) -> str:
    """The catalog brought up to date with the messages, or a new one where `text` is empty.

    A translation whose English changed a little stays, fuzzy, beside the English that it was made from. One whose
    English is gone becomes obsolete, and comes back when the English does. Raises `HandoutError` if the catalog is
    broken; a wrong header is mended.
    """
    path = PurePath("locales", locale, "LC_MESSAGES", "handouts.po")
    blocks, problems = read_blocks(text, path)
    refuse_if_errors(problems)
    groups = _groups(messages)
    wanted = {group[0].key for group in groups}
    known = {block.key: block for block in sorted(blocks, key=lambda block: not block.obsolete)}
    header = known.pop(_HEADER_KEY, None)
    gone = {key: block for key, block in known.items() if key not in wanted}
    used: set[MessageKey] = set()
    rows = [_header(header, locale)]
    for group in groups:
        block = known.get(group[0].key) or _nearest(group[0], gone, used)
        rows.append(_updated(group, block, len(plural_categories(locale))))
    rest = [_obsolete(block) for key, block in gone.items() if key not in used and any(block.translations)]
    return _written([*rows, *rest])


def catalog_status(messages: Iterable[Message], catalog: Catalog) -> CatalogStatus:
    """How many of the messages the catalog has translated, and how many of its translations nobody needs."""
    wanted = {message.key for message in messages}
    found = [catalog.entries[key] for key in wanted if key in catalog.entries]
    fuzzy = sum(entry.fuzzy for entry in found)
    return CatalogStatus(
        translated=len(found) - fuzzy,
        fuzzy=fuzzy,
        missing=len(wanted) - len(found),
        obsolete=len(catalog.entries.keys() - wanted),
    )


def _groups(messages: Iterable[Message]) -> list[list[Message]]:
    """The messages by key: a sentence that stands in several places is translated once."""
    groups: dict[MessageKey, list[Message]] = {}
    for message in messages:
        groups.setdefault(message.key, []).append(message)
    return list(groups.values())


def _plural(group: Sequence[Message]) -> str:
    return next((message.plural for message in group if message.plural), "")


def _row(group: Sequence[Message], texts: tuple[str, ...]) -> _Row:
    notes = dict.fromkeys(message.comment for message in group if message.comment)
    places = dict.fromkeys(message.place for message in group)
    return _Row(group[0].key, _plural(group), texts, notes=tuple(notes), places=tuple(places))


def _updated(group: Sequence[Message], block: Block | None, forms: int) -> _Row:
    row = _row(group, ("",) * (forms if _plural(group) else 1))
    if block is None:
        return row
    plural = block.texts.get("msgid_plural", "")
    same = block.key == row.key and plural == row.plural and len(block.translations) == len(row.texts)
    texts = (block.translations + row.texts)[: len(row.texts)]
    comments = _comments(block, "#")
    if not any(texts):
        return replace(row, comments=comments)
    if same:
        return replace(row, texts=texts, comments=comments, fuzzy=_is_fuzzy(block), previous=_comments(block, "#|"))
    return replace(row, texts=texts, comments=comments, fuzzy=True, previous=tuple(_previous(block)))


def _nearest(message: Message, gone: Mapping[MessageKey, Block], used: set[MessageKey]) -> Block | None:
    """The translation that was made for nearly the same English, if that English is gone. Each is used once."""
    candidates = {
        key[1]: key
        for key, block in gone.items()
        if key not in used and key[0] == message.context and not block.obsolete and any(block.translations)
    }
    close = get_close_matches(message.text, candidates, n=1, cutoff=_ALIKE)
    if not close:
        return None
    used.add(candidates[close[0]])
    return gone[candidates[close[0]]]


def _obsolete(block: Block) -> _Row:
    plural = block.texts.get("msgid_plural", "")
    comments = _comments(block, "#")
    return _Row(block.key, plural, block.translations, comments=comments, fuzzy=_is_fuzzy(block), obsolete=True)


def _header(block: Block | None, locale: str) -> _Row:
    """The header: what the package must know first, then what others have written into it."""
    own = f"Language: {locale.replace('-', '_')}\n{_ENCODING}Plural-Forms: {plural_forms(locale)}\n"
    rows = block.translations[0].split("\n") if block else []
    others = {row.split(":")[0].lower(): row for row in rows if re.match(r"[A-Za-z][A-Za-z-]*:", row)}
    kept = [row for name, row in others.items() if name not in (*_OWN_FIELDS, "pot-creation-date")]
    comments = _comments(block, "#") if block else (f"# Translation of the handouts into {locale}.",)
    return _Row(_HEADER_KEY, "", (own + "".join(f"{row}\n" for row in kept),), comments=comments)


def _is_fuzzy(block: Block) -> bool:
    return any("fuzzy" in re.split(r"[,\s]+", comment[2:]) for comment in _comments(block, "#,"))


def _comments(block: Block, mark: str) -> tuple[str, ...]:
    """The comments that begin with the mark; a lone ``#`` marks those of translators."""
    return tuple(comment for comment in block.comments if _mark(comment) == mark)


def _mark(comment: str) -> str:
    return comment[:2] if comment[1:2] in {",", ".", ":", "|"} else "#"


def _previous(block: Block) -> Iterator[str]:
    """The English that a translation was made from, as comments."""
    for keyword in ("msgctxt", "msgid", "msgid_plural"):
        if keyword in block.texts:
            yield from (f"#| {line}" for line in _string(keyword, block.texts[keyword]).split("\n"))


def _string(keyword: str, text: str) -> str:
    return f"{keyword} {normalize(text, width=_WIDTH)}"


def _written(rows: Iterable[_Row]) -> str:
    return "\n\n".join("\n".join(_lines(row)) for row in rows) + "\n"


def _lines(row: _Row) -> Iterator[str]:
    yield from row.comments
    for note in row.notes:
        yield from (f"#. {line}" for line in wrap(note, _WIDTH))
    places = " ".join(dict.fromkeys(f"{place.path.as_posix()}:{place.line or 1}" for place in row.places))
    yield from (f"#: {line}" for line in wrap(places, _WIDTH, break_long_words=False, break_on_hyphens=False))
    formatted = any(_FORMAT.search(text) for text in (row.key[1], row.plural))
    flags = [flag for flag, wanted in (("fuzzy", row.fuzzy), ("python-format", formatted)) if wanted]
    if flags:
        yield f"#, {', '.join(flags)}"
    yield from row.previous
    mark = "#~ " if row.obsolete else ""
    for string in _strings(row):
        yield from (f"{mark}{line}" for line in string.split("\n"))


def _strings(row: _Row) -> Iterator[str]:
    context, english = row.key
    if context:
        yield _string("msgctxt", context)
    yield _string("msgid", english)
    if row.plural:
        yield _string("msgid_plural", row.plural)
        yield from (_string(f"msgstr[{index}]", text) for index, text in enumerate(row.texts))
    else:
        yield _string("msgstr", row.texts[0])
