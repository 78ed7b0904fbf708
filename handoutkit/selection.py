"""Stage 2, select: what a request asks for, as a plan whose every part exists and is checked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import PurePath
from typing import cast

from markupsafe import Markup

from handoutkit.languages import resolve_locale, weekday_names
from handoutkit.model import (
    Content,
    Handout,
    Language,
    Paper,
    Param,
    Placed,
    Placement,
    Plan,
    Request,
    Section,
    Territory,
)
from handoutkit.params import read_value, tidy_value
from handoutkit.problems import HandoutError, Place, Problem, Severity, refuse_if_errors
from handoutkit.shown_values import show_value
from handoutkit.suggestions import nearest
from handoutkit.territories import territory, unknown_territory

PAPERS = ("a4", "letter")
EXPIRES_SOON = timedelta(days=60)
PUBLISHER = "publisher"
"""The value that names who publishes the sheet. The nearest pack's name stands in for it, or ours."""

_COMMON = tuple(
    Param(name, kind, "", Place(PurePath("pack.toml")))
    for name, kind in (("emergency_number", "phone"), ("poison_number", "phone"), (PUBLISHER, "text"))
)
"""The values that every sheet has. The territory gives the numbers; a pack or a request may set its own."""

_BY_TERRITORY = ("emergency_number", "poison_number", "hemoglobin_unit", "ferritin_unit")


def select(content: Content, request: Request) -> tuple[Plan, tuple[Problem, ...]]:
    """The plan of one sheet, and warnings. Raises `HandoutError` with everything that is wrong with the request."""
    request = replace(request, values=_tidied(request.values))
    handout = _handout(content, request)
    locale, locale_problems = _locale(content, handout, request.locale)
    language = content.languages[locale]
    country, problems = _territory(content, request)
    problems += [*locale_problems, *_edition_problems(handout, request.edition), *_paper_problems(request)]
    given = {**_territory_values(country), **_tidied(content.values), **request.values}
    sections = tuple(_chosen(content, handout, {**_defaults(content), **given}))
    problems += _unknown_values(content, request.values)
    placed, faults = _fill(sections, given, language)
    faults = {**_condition_faults(content, handout, given), **faults}
    problems += [
        fault if fault.place else replace(fault, place=_pack_file(content, name, request.values))
        for name, fault in faults.items()
    ]
    problems += [problem for section, _ in sections for problem in _expiry(section, request)]
    plan = Plan(
        request=request,
        handout=handout,
        placed=tuple(placed),
        language=language,
        paper=cast(Paper, request.paper or (country.paper if country else "a4")),
        territory=country,
        publisher=given.get(PUBLISHER) or _pack_name(content),
        references=tuple(content.references[id_] for id_ in _first_use(s.sources for s, _ in sections)),
        terms=tuple(content.terms[id_] for id_ in _first_use(s.terms for s, _ in sections)),
        last_checked=min(section.sources_checked for section, _ in sections),
        next_check=min(section.review_by for section, _ in sections),
        private=_private(request, placed),
    )
    return plan, refuse_if_errors(problems)


def _tidied(values: Mapping[str, str]) -> dict[str, str]:
    """The values as they are compared and printed. One of spaces alone stays, because it is a mistake to be told."""
    return {name: tidy_value(value) or value for name, value in values.items()}


def _fill(
    sections: tuple[tuple[Section, Placement], ...], given: Mapping[str, str], language: Language
) -> tuple[list[Placed], dict[str, Problem]]:
    """Each section with its values, and what is wrong with a value, once for each name."""
    common, faults = _values(_COMMON, given, language)
    common["weekdays"] = weekday_names(language)
    placed = []
    for section, turn in sections:
        values, wrong = _values(section.params, {**given, **turn.values}, language)
        placed.append(Placed(section, {**common, **values}))
        for name, fault in wrong.items():
            faults.setdefault(name, replace(fault, place=turn.place) if name in turn.values else fault)
    return placed, faults


def _pack_name(content: Content) -> str:
    return content.packs[0].name if len(content.packs) > 1 else "handoutkit"


def _handout(content: Content, request: Request) -> Handout:
    handout = content.handouts.get(request.handout)
    if handout is None:
        message = f'there is no handout "{request.handout}"{nearest(request.handout, content.handouts)}'
        raise HandoutError([Problem("unknown-handout", message, fix="handoutkit list shows the handouts")])
    return handout


def _locale(content: Content, handout: Handout, wanted: str) -> tuple[str, list[Problem]]:
    """The offered locale that serves the wanted one best, by CLDR's language matching; never a different language."""
    found = resolve_locale(wanted, handout.locales)
    if found:
        return found, []
    offered = ", ".join(handout.locales)
    fix = f"choose one of {offered}"
    if resolve_locale(wanted, tuple(content.languages)):
        message = f'"{handout.id}" is not offered in "{wanted}", only in {offered}'
        raise HandoutError([Problem("locale-not-offered", message, handout.place, fix)])
    message = f'unknown locale "{wanted}"{nearest(wanted, handout.locales)}'
    raise HandoutError([Problem("unknown-locale", message, fix=fix)])


def _edition_problems(handout: Handout, edition: str) -> Iterator[Problem]:
    if edition not in handout.editions:
        message = f'"{handout.id}" has no edition "{edition}"{nearest(edition, handout.editions)}'
        yield Problem("unknown-edition", message, fix="choose one of " + ", ".join(handout.editions))


def _paper_problems(request: Request) -> Iterator[Problem]:
    if request.paper and request.paper not in PAPERS:
        message = f'unknown paper "{request.paper}"{nearest(request.paper, PAPERS)}'
        yield Problem("unknown-paper", message, fix="choose a4 or letter")


def _territory(content: Content, request: Request) -> tuple[Territory | None, list[Problem]]:
    code = request.territory or content.territory
    found = territory(code) if code else None
    if code and found is None:
        return None, [unknown_territory(code)]
    return found, []


def _chosen(content: Content, handout: Handout, given: Mapping[str, str]) -> Iterator[tuple[Section, Placement]]:
    """The sections whose condition holds, in order; then every required one that the handout does not name."""
    for placement in handout.placements:
        if _holds(placement, given):
            yield content.sections[placement.section], placement
    named = {placement.section for placement in handout.placements}
    for section in content.sections.values():
        if section.required and section.id not in named:
            yield section, Placement(section.id, section.place, {}, {})


def _condition_faults(content: Content, handout: Handout, given: Mapping[str, str]) -> dict[str, Problem]:
    """The wrong values among those that conditions ask for: a misspelt one would leave its section out in silence."""
    asked = {name for placement in handout.placements for name in placement.when}
    params = {param.name: param for section in content.sections.values() for param in section.params}
    read = {name: read_value(params[name], given[name]) for name in sorted(asked & params.keys()) if given.get(name)}
    return {name: value for name, value in read.items() if isinstance(value, Problem)}


def _holds(placement: Placement, given: Mapping[str, str]) -> bool:
    return all(given.get(name) == value for name, value in placement.when.items())


def _unknown_values(content: Content, asked: Mapping[str, str]) -> Iterator[Problem]:
    """A misspelt value would silently leave a blank line on the sheet."""
    params = {param.name for section in content.sections.values() for param in section.params}
    known = sorted({*params, *_BY_TERRITORY, *(param.name for param in _COMMON)})
    for name in sorted({*content.values, *asked} - set(known)):
        message = f'nothing in this library uses a value "{name}"{nearest(name, known)}'
        fix = "correct it; handoutkit show SECTION lists the values of a section"
        yield Problem("unknown-value", message, _pack_file(content, name, asked), fix)


def _pack_file(content: Content, name: str, asked: Mapping[str, str]) -> Place | None:
    """The file of the pack that gives a value, unless the request gives it."""
    found = (pack for pack in content.packs if name in pack.values and name not in asked)
    return next((Place(pack.place.path / "pack.toml") for pack in found), None)


def _defaults(content: Content) -> dict[str, str]:
    """What conditions look at where nobody gave a value."""
    params = (param for section in content.sections.values() for param in section.params)
    return {param.name: param.default for param in params if param.default}


def _territory_values(country: Territory | None) -> dict[str, str]:
    found = {name: getattr(country, name) for name in _BY_TERRITORY} if country else {}
    return {name: value for name, value in found.items() if value}


def _values(
    params: Iterable[Param], given: Mapping[str, str], language: Language
) -> tuple[dict[str, object], dict[str, Problem]]:
    """What templates see: each value as it is shown, or an empty text for one that nobody gave. And the wrong ones."""
    values: dict[str, object] = {}
    problems = {}
    for param in params:
        raw = given.get(param.name, param.default)
        value = read_value(param, raw) if raw else None
        if isinstance(value, Problem):
            problems[param.name] = value
        values[param.name] = "" if value is None or isinstance(value, Problem) else _shown(param, value, language)
    return values, problems


def _shown(param: Param, value: object, language: Language) -> object:
    """A choice stays a plain text, because templates compare it."""
    return value if param.type == "choice" else show_value(value, language)  # type: ignore[arg-type]


def _private(request: Request, placed: Iterable[Placed]) -> tuple[str, ...]:
    """The given values as they were given and as they are shown: no problem may repeat either."""
    shown = (
        Markup(value).striptags()  # noqa: S704 - its tags are only taken off
        for part in placed
        for name, value in part.values.items()
        if name in request.values and isinstance(value, str)
    )
    return tuple(dict.fromkeys(text for text in (*request.values.values(), *shown) if text.strip()))


def _expiry(section: Section, request: Request) -> Iterator[Problem]:
    left = section.review_by - request.today
    place = Place(section.place.path, section.lines["review_by"])
    fix = "check the section against its sources, then set new dates"
    if left < timedelta():
        severity = Severity.WARNING if request.draft else Severity.ERROR
        message = f'the section "{section.id}" was to be checked again by {_iso(section.review_by)}'
        yield Problem("section-expired", message, place, fix, severity)
    elif left < EXPIRES_SOON:
        message = f'the section "{section.id}" must be checked again by {_iso(section.review_by)}'
        yield Problem("section-expires-soon", message, place, fix, Severity.WARNING)


def _iso(day: date) -> str:
    return day.isoformat()


def _first_use(groups: Iterator[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(id_ for group in groups for id_ in group))
