"""Tiny content for tests: each builder makes the smallest whole thing, and takes what the test is about."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path, PurePath
from typing import Any

from PIL import Image

from handoutkit.authoring import read_section
from handoutkit.frame import frame_messages
from handoutkit.model import (
    Catalog,
    Content,
    Document,
    Entry,
    Handout,
    Language,
    Leaflet,
    Message,
    MessageKey,
    Pack,
    Placement,
    Plan,
    Policy,
    Reference,
    Request,
    Section,
    Term,
)
from handoutkit.problems import Place, Problem
from handoutkit.sections import handout_messages, section_messages, term_messages
from handoutkit.selection import select
from handoutkit.stacking import stack

FONTS = Path(__file__).parents[1] / "styles" / "fonts"
TODAY = date(2026, 11, 20)
ENGLISH = Language("en", "English", "en", "ltr", ("Noto Sans",))
SPANISH = Language("es", "Español", "es", "ltr", ("Noto Sans",))
ARABIC = Language("ar", "العربية", "ar", "rtl", ("Noto Sans", "Noto Naskh Arabic"))
FRAGMENT = "<p>{% trans %}Take it with water.{% endtrans %}</p>"


def place(path: str = "pack", line: int | None = None) -> Place:
    return Place(PurePath(path), line)


def section(  # noqa: PLR0913 - what tests are about
    id_: str = "iron",
    fragment: str = FRAGMENT,
    *,
    title: str = "Taking iron",
    kind: str = "topic",
    sources: tuple[str, ...] = (),
    terms: tuple[str, ...] = (),
    params: str = "",
    pictures: Mapping[str, bytes] | None = None,
    **changes: Any,  # noqa: ANN401 - any field of a section
) -> Section:
    """A section as its files would give it; a fault in them fails the test."""
    metadata = f"""\
title = "{title}"
purpose = "To test."
audience = "Nobody"
kind = "{kind}"
sources_checked = 2026-11-01
review_by = 2027-11-01
sources = {list(sources)}
terms = {list(terms)}
origin = "authored"
{params}"""
    made, problems = read_section(PurePath("handouts/sections") / id_, metadata, fragment, pictures or {}, "standard")
    assert not problems, problems
    assert made
    return replace(made, **changes)


def handout(
    *placed: str,
    id_: str = "sheet",
    title: str = "Iron and you",
    locales: tuple[str, ...] = ("en",),
    editions: tuple[str, ...] = ("standard",),
    placements: tuple[Placement, ...] = (),
) -> Handout:
    """A handout of the sections named, or of whole placements."""
    named = tuple(Placement(name, place("handouts/sheet.toml", 9), {}, {}) for name in placed)
    lines = {"title": 1, "locales": 2, "editions": 3}
    here = place("handouts/sheet.toml", 1)
    return Handout(id_, title, locales, editions, placements or named, "standard", here, lines)


def reference(id_: str = "lee2020", *, verified: bool = True, **changes: Any) -> Reference:  # noqa: ANN401
    here = place("references.json", 1)
    made = Reference(id_, ("Lee A",), "Iron", "J Iron", "2020", "1:2", "10.1/1", "", "trial", verified, here)
    return replace(made, **changes)


def term(id_: str = "ferritin", name: str = "ferritin", meaning: str = "A store of iron.", say: str = "") -> Term:
    return Term(id_, name, meaning, say, place("glossary.toml", 1))


def pack(name: str = "standard", **changes: Any) -> Pack:  # noqa: ANN401
    """A pack without any content but two style sheets and three languages."""
    made = Pack(
        name=name,
        place=place(name),
        territory="",
        policy=Policy(),
        values={},
        sections={},
        handouts={},
        references={},
        terms={},
        styles={"base.css": b"p { margin: 0 }", "standard.css": b"", "large-print.css": b""},
        catalogs={},
        reviews={},
        languages={"en": ENGLISH, "es": SPANISH, "ar": ARABIC},
    )
    return replace(made, **changes)


def content(*sections: Section, **changes: Any) -> Content:  # noqa: ANN401
    """A library of one pack: the sections, in a handout "sheet" unless another is given. It must fit together."""
    sheet = handout(*(part.id for part in sections))
    made = pack(**{"sections": {part.id: part for part in sections}, "handouts": {"sheet": sheet}, **changes})
    stacked, problems = stack((made,))
    assert not problems, problems
    return stacked


def request(**changes: Any) -> Request:  # noqa: ANN401
    return replace(Request("sheet", "en", "standard", TODAY), **changes)


def plan(library: Content, **changes: Any) -> Plan:  # noqa: ANN401
    return select(library, request(**changes))[0]


def catalog(
    locale: str, *messages: Message, texts: Mapping[str, str] | None = None, fuzzy: frozenset[str] = frozenset()
) -> Catalog:
    """A catalog in which each sentence is its English, and those in `texts` are what is given."""
    here = place(f"locales/{locale}/LC_MESSAGES/handouts.po", 7)
    entries: dict[MessageKey, Entry] = {
        message.key: Entry(((texts or {}).get(message.text, message.text),), fuzzy=message.text in fuzzy, place=here)
        for message in messages
    }
    return Catalog(locale, entries)


def messages_of(library: Content) -> tuple[Message, ...]:
    """Every message that a library has."""
    return (
        *frame_messages(),
        *(message for sheet in library.handouts.values() for message in handout_messages(sheet)),
        *(message for part in library.sections.values() for message in section_messages(part)),
        *(message for entry in library.terms.values() for message in term_messages(entry)),
    )


def translated(library: Content, locale: str, **texts: str) -> Content:
    """The library with a whole catalog of one locale."""
    return replace(library, catalogs={locale: catalog(locale, *messages_of(library), texts=texts)})


def photograph(kind: str = "PNG") -> bytes:
    target = io.BytesIO()
    Image.effect_noise((40, 40), 90).save(target, kind)
    return target.getvalue()


def codes(problems: Iterable[Problem]) -> list[str]:
    return [problem.code for problem in problems]


def document(
    body: str, css: str = "", resources: Mapping[str, bytes] | None = None, private: tuple[str, ...] = ()
) -> Document:
    """A page for the layout engine: a small sheet of paper with a body."""
    page = "@page { size: 300px 200px; margin: 20px; font: 10px Noto Sans } body { margin: 0; font: 10px Noto Sans }"
    head = '<title>Iron</title><link rel="stylesheet" href="pack:page.css">'
    return Document(
        leaflet=Leaflet("iron.en", "12345678", "Iron", "en", "ltr", "Clinic", TODAY, TODAY, draft=False),
        html=f'<!DOCTYPE html><html lang="en"><head>{head}</head><body>{body}</body></html>',
        resources={"pack:page.css": f"{page} {css}".encode(), **(resources or {})},
        fonts=("Noto Sans",),
        private=private,
    )
