"""The review workflow: where each section stands in each locale, and how a person's check is recorded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePath
from typing import Literal

from handoutkit.invariants import safe_markup
from handoutkit.languages import SOURCE_LOCALE, require_locale
from handoutkit.model import Content, Message, MessageKey, Review, ReviewState, Section, Wording
from handoutkit.problems import HandoutError, Place, Problem, refuse_if_errors
from handoutkit.provenance import parts_of, section_state
from handoutkit.publishing import publish
from handoutkit.reviews import check_review, stale_reviews, write_review
from handoutkit.sections import section_messages, term_messages
from handoutkit.suggestions import nearest

Standing = Literal["reviewed", "stale", "unreviewed", "missing"]


@dataclass(frozen=True, slots=True)
class Status:
    """Where one section stands in one locale: in English its content, elsewhere its translation."""

    section: str
    locale: str
    standing: Standing
    review: Review | None


def review_status(content: Content) -> tuple[Status, ...]:
    """The standing of every section in every locale that a handout offers it in."""
    required = {section.id for section in content.sections.values() if section.required}
    offered = {
        (id_, locale)
        for handout in content.handouts.values()
        for id_ in required | {placement.section for placement in handout.placements}
        for locale in handout.locales
    }
    return tuple(
        _status(content.sections[id_], locale, content) for id_, locale in sorted(offered) if id_ in content.sections
    )


def _status(section: Section, locale: str, content: Content) -> Status:
    state = _state(section, locale, content)
    if state is None:
        return Status(section.id, locale, "missing", None)
    review = state.content if locale == SOURCE_LOCALE else state.translation
    if review:
        return Status(section.id, locale, "reviewed", review)
    kind = "content" if locale == SOURCE_LOCALE else "translation"
    stale = any(record.section == section.id and record.kind == kind for record in content.reviews.get(locale, ()))
    return Status(section.id, locale, "stale" if stale else "unreviewed", None)


def stale_warnings(content: Content) -> tuple[Problem, ...]:
    """A warning for each review whose wording has changed since."""
    return tuple(
        problem
        for section in content.sections.values()
        for locale in content.reviews
        if (state := _state(section, locale, content))
        for problem in stale_reviews(
            state,
            content.reviews[locale] if locale == SOURCE_LOCALE else (),
            content.reviews[locale] if locale != SOURCE_LOCALE else (),
        )
    )


def _state(section: Section, locale: str, content: Content) -> ReviewState | None:
    """The review state of a section, or None where its translation is not whole."""
    messages = tuple(_messages(section, content))
    entries = content.catalogs[locale].entries if locale in content.catalogs else {}
    if locale == SOURCE_LOCALE:
        texts: dict[MessageKey, tuple[str, ...]] = {message.key: (message.text,) for message in messages}
    elif any(message.key not in entries or entries[message.key].fuzzy for message in messages):
        return None
    else:
        texts = {message.key: tuple(map(safe_markup, entries[message.key].texts)) for message in messages}
    return section_state(section, content, locale, Wording(texts))


def _messages(section: Section, content: Content) -> Iterator[Message]:
    yield from section_messages(section)
    for term in parts_of(section, content)[0]:
        yield from term_messages(term)


@dataclass(frozen=True, slots=True)
class Reviewer:
    """Who checked, with which qualification, and how."""

    name: str
    qualification: str
    method: str


def approve(  # noqa: PLR0913, PLR0917 - a record says all of this
    content: Content, section: str, locale: str, reviewer: Reviewer, day: date, folder: Path
) -> Path:
    """Records that `reviewer` checked the present wording of a section, in the ledger of the pack in `folder`.

    In English it is the content that was checked, by a clinician; elsewhere the translation, by a qualified
    translator. Raises `HandoutError` for an unknown section, a translation that is not whole, or words that cannot
    be printed.
    """
    if section not in content.sections:
        message = f'there is no section "{section}"{nearest(section, content.sections)}'
        raise HandoutError([Problem("unknown-section", message, fix="handoutkit list shows the sections")])
    require_locale(locale, content.languages)
    state = _state(content.sections[section], locale, content)
    if state is None:
        message = f'the section "{section}" is not wholly translated into {locale}, so nobody can have checked it'
        raise HandoutError([Problem("translation-missing", message, fix=f"handoutkit messages status {locale}")])
    source = locale == SOURCE_LOCALE
    path = folder / "locales" / locale / "reviews.toml"
    review = Review(
        section=section,
        kind="content" if source else "translation",
        digest=state.content_digest if source else state.translation_digest,
        reviewer=reviewer.name,
        qualification=reviewer.qualification,
        method=reviewer.method,
        date=day,
        place=Place(PurePath(path)),
    )
    refuse_if_errors(check_review(review))
    ledger = path.read_text(encoding="utf-8") if path.is_file() else ""
    publish(write_review(ledger, review).encode(), path)
    return path
