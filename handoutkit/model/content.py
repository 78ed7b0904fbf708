"""What packs hold: sections, handouts, sources, terms, translations, reviews."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, TypeAlias

from handoutkit.problems import Place

MessageKey: TypeAlias = tuple[str, str]
"""A message's context (empty for none) and its English text."""

SectionKind: TypeAlias = Literal["topic", "questions", "log", "research", "safety"]
Paper: TypeAlias = Literal["a4", "letter"]
Format: TypeAlias = Literal["pdf", "html"]


@dataclass(frozen=True, slots=True)
class Message:
    """One English sentence that is to be translated, and where it stands."""

    text: str
    place: Place
    plural: str = ""
    context: str = ""
    comment: str = ""

    @property
    def key(self) -> MessageKey:
        """What identifies the message in a catalog."""
        return (self.context, self.text)


@dataclass(frozen=True, slots=True)
class Param:
    """A typed input of a section. It is never a dose."""

    name: str
    type: str
    help: str
    place: Place
    default: str = ""
    choices: tuple[str, ...] = ()
    unit: str = ""
    minimum: float | None = None
    maximum: float | None = None


@dataclass(frozen=True, slots=True)
class Cited:
    """The line of a template on which a source is cited."""

    reference: str
    place: Place


@dataclass(frozen=True, slots=True)
class Template:
    """A vetted section fragment: its source and everything that was read off it."""

    source: str
    place: Place
    messages: tuple[Message, ...]
    names: frozenset[str]
    cited: tuple[Cited, ...]
    pictures: Mapping[str, Place]
    red_flags: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture beside a section: its bytes and, for a drawing, the words in it."""

    name: str
    data: bytes = field(repr=False)
    place: Place
    messages: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """One section: its metadata, its template and its pictures, all from one folder of one pack."""

    id: str
    title: str
    purpose: str
    audience: str
    kind: SectionKind
    sources_checked: date
    review_by: date
    sources: tuple[str, ...]
    terms: tuple[str, ...]
    origin: str
    required: bool
    params: tuple[Param, ...]
    template: Template
    pictures: Mapping[str, Picture]
    pack: str
    place: Place
    lines: Mapping[str, int] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Placement:
    """A section's turn in a handout: the values that the handout fixes, and the condition on which it is printed."""

    section: str
    place: Place
    values: Mapping[str, str]
    when: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Handout:
    """An ordered list of sections under one title, and the locales and editions that it is offered in."""

    id: str
    title: str
    locales: tuple[str, ...]
    editions: tuple[str, ...]
    placements: tuple[Placement, ...]
    pack: str
    place: Place
    lines: Mapping[str, int] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Reference:
    """A source that sections cite by id (CSL-JSON)."""

    id: str
    authors: tuple[str, ...]
    title: str
    container: str
    year: str
    details: str
    doi: str
    url: str
    evidence: str
    verified: bool
    place: Place


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the glossary and its plain meaning, in English."""

    id: str
    name: str
    meaning: str
    say: str
    place: Place


@dataclass(frozen=True, slots=True)
class Entry:
    """One translation as a catalog has it: its text (one for each plural form) and its state."""

    texts: tuple[str, ...]
    fuzzy: bool
    place: Place


@dataclass(frozen=True, slots=True)
class Catalog:
    """The translations of one locale."""

    locale: str
    entries: Mapping[MessageKey, Entry]


@dataclass(frozen=True, slots=True)
class Language:
    """What printing in one locale needs: its own name, its CLDR locale, direction and fonts."""

    locale: str
    name: str
    cldr: str
    direction: Literal["ltr", "rtl"]
    fonts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Territory:
    """What a country decides and a language does not: paper, lab units, emergency and poison numbers."""

    code: str
    paper: Paper
    hemoglobin_unit: str
    ferritin_unit: str
    emergency_number: str
    poison_number: str


@dataclass(frozen=True, slots=True)
class Review:
    """A record of the ledger: who checked which wording of a section, how, and when."""

    section: str
    kind: Literal["content", "translation"]
    digest: str
    reviewer: str
    qualification: str
    method: str
    date: date
    place: Place


@dataclass(frozen=True, slots=True)
class Policy:
    """What a pack does with content that was not reviewed or is past its date."""

    unreviewed: Literal["notice", "refuse"] = "notice"
    expired: Literal["refuse"] = "refuse"


@dataclass(frozen=True, slots=True)
class Pack:
    """One folder with handouts, styles and locales, read and vetted."""

    name: str
    place: Place
    territory: str
    policy: Policy
    values: Mapping[str, str]
    sections: Mapping[str, Section]
    handouts: Mapping[str, Handout]
    references: Mapping[str, Reference]
    terms: Mapping[str, Term]
    styles: Mapping[str, bytes] = field(repr=False)
    catalogs: Mapping[str, Catalog] = field(repr=False)
    reviews: Mapping[str, tuple[Review, ...]] = field(repr=False)
    languages: Mapping[str, Language] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Content:
    """A stack of packs, nearest first, laid over one another."""

    packs: tuple[Pack, ...]
    territory: str
    policy: Policy
    values: Mapping[str, str]
    sections: Mapping[str, Section]
    hidden: Mapping[str, tuple[Section, ...]]
    handouts: Mapping[str, Handout]
    references: Mapping[str, Reference]
    terms: Mapping[str, Term]
    styles: Mapping[str, bytes] = field(repr=False)
    catalogs: Mapping[str, Catalog] = field(repr=False)
    reviews: Mapping[str, tuple[Review, ...]] = field(repr=False)
    languages: Mapping[str, Language] = field(repr=False)
