"""Packs laid over one another, nearest first.

Sections, handouts and styles override whole, by name. Translations merge sentence by sentence. A required section can
neither be overridden nor left out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TypeVar

from handoutkit.catalogs import merge_catalogs
from handoutkit.model import Catalog, Content, Handout, MessageKey, Pack, Param, Placement, Policy, Review, Section
from handoutkit.problems import Place, Problem, Severity
from handoutkit.suggestions import nearest

T = TypeVar("T")
_ADD = "add it to handouts/common"


def stack(
    packs: tuple[Pack, ...], unread: Collection[str] = (), kept: Collection[MessageKey] = ()
) -> tuple[Content, tuple[Problem, ...]]:
    """The packs as one body of content, and what does not fit together between their files.

    `unread` are sections whose files are broken, which is told where they are: they are not missing.
    `kept` are the package's own sentences, "do not start or stop iron" among them: where the standard pack has
    translated one, no other pack words it anew.
    """
    sections = _overlay([pack.sections for pack in packs])
    content = Content(
        packs=packs,
        territory=next((pack.territory for pack in packs if pack.territory), ""),
        policy=Policy("refuse" if any(pack.policy.unreviewed == "refuse" for pack in packs) else "notice"),
        values=_overlay([pack.values for pack in packs]),
        sections=sections,
        hidden={id_: hidden for id_ in sections if (hidden := tuple(_hidden(packs, id_)))},
        handouts=_overlay([pack.handouts for pack in packs]),
        references=_overlay([pack.references for pack in packs]),
        terms=_overlay([pack.terms for pack in packs]),
        styles=_overlay([pack.styles for pack in packs]),
        catalogs=_catalogs(packs, kept),
        reviews=_reviews(packs),
        languages=_overlay([pack.languages for pack in packs]),
    )
    return content, tuple(_misfits(content, unread))


def _overlay(layers: Iterable[Mapping[str, T]]) -> dict[str, T]:
    merged: dict[str, T] = {}
    for layer in layers:
        merged = {**layer, **merged}
    return dict(sorted(merged.items()))


def _hidden(packs: tuple[Pack, ...], section: str) -> list[Section]:
    return [pack.sections[section] for pack in packs if section in pack.sections][1:]


def _catalogs(packs: tuple[Pack, ...], kept: Collection[MessageKey]) -> dict[str, Catalog]:
    """The catalogs by locale, each sentence from the nearest pack, the kept ones from the standard pack."""
    merged = {}
    for locale in sorted({locale for pack in packs for locale in pack.catalogs}):
        layers = [pack.catalogs[locale] for pack in packs if locale in pack.catalogs]
        standard = packs[-1].catalogs.get(locale, Catalog(locale, {})).entries
        fixed = Catalog(locale, {key: entry for key, entry in standard.items() if key in kept})
        merged[locale] = merge_catalogs(locale, [fixed, *layers])
    return merged


def _reviews(packs: tuple[Pack, ...]) -> dict[str, tuple[Review, ...]]:
    locales = sorted({locale for pack in packs for locale in pack.reviews})
    return {locale: tuple(record for pack in packs for record in pack.reviews.get(locale, ())) for locale in locales}


def _misfits(content: Content, unread: Collection[str]) -> Iterator[Problem]:
    for section in content.sections.values():
        yield from _section_misfits(section, content)
    for handout in content.handouts.values():
        yield from _handout_misfits(handout, content, unread)


def _section_misfits(section: Section, content: Content) -> Iterator[Problem]:
    for hidden in content.hidden.get(section.id, ()):
        if hidden.required:
            message = f'the section "{section.id}" is required and cannot be overridden'
            yield Problem("required-section", message, section.place, "give your section a name of its own")
    for cited in section.template.cited:
        reference = content.references.get(cited.reference)
        if reference is None:
            message = f'unknown source "{cited.reference}"{nearest(cited.reference, content.references)}'
            yield Problem("unknown-reference", message, cited.place, f"correct it, or {_ADD}/references.json")
        elif not reference.verified:
            message = f'the source "{reference.id}" was not verified, so it cannot be cited'
            yield Problem("unverified-source", message, cited.place, "verify its record, or cite another")
    for term in section.terms:
        if term not in content.terms:
            message = f'unknown glossary term "{term}"{nearest(term, content.terms)}'
            place = Place(section.place.path, section.lines["terms"])
            yield Problem("unknown-term", message, place, f"correct it, or {_ADD}/glossary.toml")


def _handout_misfits(handout: Handout, content: Content, unread: Collection[str]) -> Iterator[Problem]:
    params = {param.name: param for section in content.sections.values() for param in section.params}
    for placement in handout.placements:
        yield from _condition_misfits(placement, params)
        section = content.sections.get(placement.section)
        if section is None and placement.section in unread:
            continue
        if section is None:
            message = f'unknown section "{placement.section}"{nearest(placement.section, content.sections)}'
            yield Problem("section-not-in-library", message, placement.place, "correct the name")
        elif section.required and placement.when:
            message = f'the section "{section.id}" is required and cannot depend on a condition'
            yield Problem("required-section", message, placement.place, "remove when = …")
        elif unknown := placement.values.keys() - {param.name for param in section.params}:
            names = ", ".join(sorted(unknown))
            known = [param.name for param in section.params]
            message = f'the section "{section.id}" has no param {names}{nearest(names, known)}'
            yield Problem("wrong-param", message, placement.place, "correct the name in with = …")
    yield from _offer_misfits(handout, content)


def _condition_misfits(placement: Placement, params: Mapping[str, Param]) -> Iterator[Problem]:
    """A condition that can never hold would leave its section out of every sheet."""
    for name, word in sorted(placement.when.items()):
        if name not in params:
            message = f'no section has a param "{name}", so the condition can never hold{nearest(name, params)}'
            yield Problem("wrong-param", message, placement.place, "correct the name in when = …")
        elif params[name].type == "choice" and word not in params[name].choices:
            hint = nearest(word, params[name].choices)
            message = f'"{word}" is not one of the choices of "{name}", so the condition can never hold{hint}'
            yield Problem("wrong-param", message, placement.place, "correct the word in when = …")


def _offer_misfits(handout: Handout, content: Content) -> Iterator[Problem]:
    for locale in handout.locales:
        if locale not in content.languages:
            message = f'unknown locale "{locale}"{nearest(locale, content.languages)}'
            place = Place(handout.place.path, handout.lines["locales"])
            yield Problem("unknown-locale", message, place, "correct it, or add it to locales/languages.toml")
    for edition in handout.editions:
        if edition not in editions(content):
            message = f'unknown edition "{edition}"{nearest(edition, editions(content))}'
            place = Place(handout.place.path, handout.lines["editions"])
            yield Problem("unknown-edition", message, place, f"correct it, or add styles/{edition}.css")


def editions(content: Content) -> tuple[str, ...]:
    """The names of the editions that there are style sheets for."""
    return tuple(name.removesuffix(".css") for name in content.styles if _is_edition(name))


def _is_edition(name: str) -> bool:
    return name.endswith(".css") and name not in {"base.css", "screen.css"}


def override_warnings(content: Content) -> tuple[Problem, ...]:
    """A warning for each section whose hidden standard version was checked since the override was."""
    return tuple(
        Problem(
            "override-hides-review",
            f'the section "{id_}" of the pack {section.pack} hides one that was checked later ({hidden.pack})',
            section.place,
            "compare the two, then bring your section up to date",
            Severity.WARNING,
        )
        for id_, section in content.sections.items()
        for hidden in content.hidden.get(id_, ())
        if hidden.sources_checked > section.sources_checked
    )
