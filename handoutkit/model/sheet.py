"""What becomes of one sheet on its way through the stages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from handoutkit.model.content import (
    Handout,
    Language,
    MessageKey,
    Paper,
    Reference,
    Review,
    Section,
    Term,
    Territory,
)


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody asked for. Values may be a patient's: they are never shown."""

    handout: str
    locale: str
    edition: str
    today: date
    paper: str = ""
    territory: str = ""
    values: Mapping[str, str] = field(default_factory=dict, repr=False)
    draft: bool = False


@dataclass(frozen=True, slots=True)
class Placed:
    """A section of a plan with the values that its template will see."""

    section: Section
    values: Mapping[str, object] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that one sheet is made of, chosen and checked, before a word of it is translated."""

    request: Request
    handout: Handout
    placed: tuple[Placed, ...]
    language: Language
    paper: Paper
    territory: Territory | None
    publisher: str
    references: tuple[Reference, ...]
    terms: tuple[Term, ...]
    last_checked: date
    next_check: date
    private: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Wording:
    """Every message of a plan in the reader's language, as vetted markup."""

    texts: Mapping[MessageKey, tuple[str, ...]] = field(repr=False)


@dataclass(frozen=True, slots=True)
class ReviewState:
    """Which checks by people the wording of one section has had."""

    section: str
    content: Review | None
    translation: Review | None
    content_digest: str
    translation_digest: str


@dataclass(frozen=True, slots=True)
class Leaflet:
    """What identifies one sheet and says how current it is."""

    id: str
    version: str
    title: str
    locale: str
    direction: Literal["ltr", "rtl"]
    publisher: str
    last_checked: date
    next_check: date
    draft: bool


@dataclass(frozen=True, slots=True)
class Document:
    """One complete page of HTML, and the bytes of everything it names."""

    leaflet: Leaflet
    html: str = field(repr=False)
    resources: Mapping[str, bytes] = field(repr=False)
    fonts: tuple[str, ...]
    private: tuple[str, ...] = field(repr=False)
