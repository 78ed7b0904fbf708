"""What a sheet is made of: the review state of its sections, and the version that names exactly this wording."""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields

from handoutkit.languages import SOURCE_LOCALE
from handoutkit.model import Content, MessageKey, Plan, Reference, ReviewState, Section, Term, Wording
from handoutkit.reviews import content_digest, review_state, translation_digest


def parts_of(section: Section, content: Content) -> tuple[tuple[Term, ...], tuple[Reference, ...]]:
    """The glossary terms and references that a section brings with it, which its review covers."""
    terms = tuple(content.terms[id_] for id_ in section.terms if id_ in content.terms)
    references = tuple(content.references[id_] for id_ in section.sources if id_ in content.references)
    return terms, references


def sheet_states(plan: Plan, wording: Wording, content: Content) -> tuple[ReviewState, ...]:
    """The review state of each section of a plan, in its order."""
    return tuple(section_state(placed.section, content, plan.language.locale, wording) for placed in plan.placed)


def section_state(section: Section, content: Content, locale: str, wording: Wording) -> ReviewState:
    """Which checks by people the wording of one section has had in one locale."""
    terms, references = parts_of(section, content)
    digest = content_digest(section, terms, references)
    translated = translation_digest(section, wording.texts, terms, references, locale)
    return review_state(
        section.id,
        digest,
        translated,
        content.reviews.get(SOURCE_LOCALE, ()),
        content.reviews.get(locale, ()) if locale != SOURCE_LOCALE else (),
    )


def sheet_digest(plan: Plan, wording: Wording) -> str:
    """The fingerprint of everything printed but the values that somebody gives: words, figures, sources and dates."""
    texts: dict[MessageKey, tuple[str, ...]] = dict(wording.texts)
    parts = [
        plan.language.locale,
        plan.publisher,
        sorted((*key, *forms) for key, forms in texts.items()),
        [
            [
                placed.section.id,
                placed.section.template.source,
                {name: hashlib.sha256(p.data).hexdigest() for name, p in placed.section.pictures.items()},
                placed.section.sources_checked.isoformat(),
                placed.section.review_by.isoformat(),
            ]
            for placed in plan.placed
        ],
        [_without_place(reference) for reference in plan.references],
        [(term.id, term.say) for term in plan.terms],
        [(placement.section, dict(placement.values)) for placement in plan.handout.placements],
        [(param.name, param.default) for placed in plan.placed for param in placed.section.params],
        plan.territory and [plan.territory.emergency_number, plan.territory.poison_number],
    ]
    canonical = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _without_place(reference: Reference) -> list[object]:
    """Where a source stands in its file isn't what it says."""
    return [getattr(reference, part.name) for part in fields(reference) if part.name != "place"]
