"""What authors write, read into frozen data: section, handout and pack files.

Pure: text and bytes in, data and problems out. The format is described in docs/authors.md.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePath
from typing import Annotated, Literal

from pydantic import Field

from handoutkit.figures import read_picture
from handoutkit.model import Handout, Param, Picture, Placement, Policy, Section, SectionKind, Template
from handoutkit.params import check_param
from handoutkit.problems import Place, Problem
from handoutkit.suggestions import nearest
from handoutkit.templates import read_template
from handoutkit.territories import territory, unknown_territory
from handoutkit.toml_files import Schema, read_toml
from handoutkit.toml_lines import line_of

NAME = r"^[a-z0-9][a-z0-9-]{0,63}$"
"""The form of an id: it becomes part of file names on every platform."""

_TAKEN = r"glossary|sources|source-[0-9]+"
"""The ids that every sheet has, besides those of its sections."""

Text = Annotated[str, Field(min_length=1)]
Scalar = str | int | float | bool


class _ParamTable(Schema):
    type: Literal["text", "count", "date", "time", "phone", "link", "choice", "quantity"]
    help: Text
    default: str | int | float | date = ""
    choices: list[Text] = []
    unit: str = ""
    minimum: float | int | None = None
    maximum: float | int | None = None


class _SectionFile(Schema):
    title: Text
    purpose: Text
    audience: Text
    kind: SectionKind
    sources_checked: date
    review_by: date
    sources: list[Text] = []
    terms: list[Text] = []
    origin: Literal["authored", "machine-drafted"]
    required: bool = False
    params: dict[Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,63}$")], _ParamTable] = {}


class _PlacementTable(Schema):
    use: Text
    with_: dict[str, Scalar] = Field(default={}, alias="with")
    when: dict[str, Scalar] = {}


class _HandoutFile(Schema):
    title: Text
    locales: Annotated[list[Text], Field(min_length=1)]
    editions: Annotated[list[Text], Field(min_length=1)]
    section: Annotated[list[_PlacementTable], Field(min_length=1)]


class _PolicyTable(Schema):
    unreviewed: Literal["notice", "refuse"] = "notice"
    expired: Literal["refuse"] = "refuse"


class _PackFile(Schema):
    name: Annotated[str, Field(pattern=NAME)]
    territory: str = ""
    policy: _PolicyTable = _PolicyTable()
    values: dict[str, Scalar] = {}


@dataclass(frozen=True, slots=True)
class PackFile:
    """What a pack's own file says."""

    name: str
    territory: str = ""
    policy: Policy = field(default_factory=Policy)
    values: Mapping[str, str] = field(default_factory=dict)


def read_section(
    folder: PurePath, metadata: str, template: str | None, pictures: Mapping[str, bytes], pack: str
) -> tuple[Section | None, tuple[Problem, ...]]:
    """The section of one folder, or None, and everything that is wrong with its files."""
    path = folder / "section.toml"
    table, problems = read_toml(metadata, path, _SectionFile)
    params = _params(table, metadata, path) if table else ()
    found = [*problems, *_name_problems(folder.name, path), *(fault for part in params for fault in check_param(part))]
    fragment: Template | None = None
    drawn: dict[str, Picture] = {}
    if template is None:
        found += [Problem("broken-template", "the section has no section.html", Place(folder), "add section.html")]
    else:
        fragment, faults = read_template(template, folder / "section.html", params)
        if table is None:  # nobody knows its params then
            faults = tuple(fault for fault in faults if fault.code != "wrong-param")
        drawn, blemishes = _pictures(folder, fragment, pictures)
        found += [*faults, *blemishes]
    if table is None or fragment is None:
        return None, tuple(found)
    if not any(fault.code == "broken-template" for fault in found):  # what it cites is not known then
        found += _source_problems(table, metadata, path, fragment)
    section = Section(
        id=folder.name,
        title=table.title,
        purpose=table.purpose,
        audience=table.audience,
        kind=table.kind,
        sources_checked=table.sources_checked,
        review_by=table.review_by,
        sources=tuple(table.sources),
        terms=tuple(table.terms),
        origin=table.origin,
        required=table.required,
        params=params,
        template=fragment,
        pictures=drawn,
        pack=pack,
        place=Place(path, 1),
        lines=_lines(metadata, ("title", "sources", "terms", "review_by", "sources_checked")),
    )
    return section, tuple(found)


def _name_problems(name: str, path: PurePath) -> tuple[Problem, ...]:
    return () if is_name(name) else (wrong_name(name, Place(path)),)


def is_name(name: str) -> bool:
    """Whether a section or a handout may have the id."""
    return bool(re.fullmatch(NAME, name)) and not re.fullmatch(_TAKEN, name)


def wrong_name(name: str, place: Place | None = None) -> Problem:
    """The problem of an id that is none, or that every sheet has already."""
    fix = "use small letters, digits and hyphens, such as taking-iron"
    return Problem("wrong-name", f'"{name}" cannot be a name', place, fix)


def _lines(text: str, keys: tuple[str, ...]) -> dict[str, int]:
    return {key: line_of(text, (key,)) or 1 for key in keys}


def _params(table: _SectionFile, text: str, path: PurePath) -> tuple[Param, ...]:
    return tuple(
        Param(
            name=name,
            type=param.type,
            help=param.help,
            place=Place(path, line_of(text, ("params", name))),
            default=str(param.default),
            choices=tuple(param.choices),
            unit=param.unit,
            minimum=param.minimum,
            maximum=param.maximum,
        )
        for name, param in table.params.items()
    )


def _pictures(
    folder: PurePath, fragment: Template, files: Mapping[str, bytes]
) -> tuple[dict[str, Picture], list[Problem]]:
    """The pictures that the template names, vetted."""
    drawn: dict[str, Picture] = {}
    problems: list[Problem] = []
    for name, place in fragment.pictures.items():
        if name not in files:
            message = f"the picture {name} is not in the section's folder{nearest(name, files)}"
            problems.append(Problem("missing-picture", message, place, "add the file or correct the name"))
            continue
        picture, faults = read_picture(name, files[name], folder / name)
        problems += faults
        if picture:
            drawn[name] = picture
    return drawn, problems


def _source_problems(table: _SectionFile, text: str, path: PurePath, fragment: Template) -> list[Problem]:
    """`sources` lists exactly what the template cites, so that nobody has to read the template to know."""
    cited = {cited.reference: cited.place for cited in fragment.cited}
    problems = [
        Problem("unknown-reference", f'"{id_}" is cited but not in sources', place, f'add "{id_}" to sources')
        for id_, place in cited.items()
        if id_ not in table.sources
    ]
    for position, id_ in enumerate(table.sources):
        if id_ not in cited:
            place = Place(path, line_of(text, ("sources", position)))
            problems.append(Problem("unused-source", f'the source "{id_}" is never cited', place, "cite or remove it"))
    return problems


def read_handout(path: PurePath, text: str, pack: str) -> tuple[Handout | None, tuple[Problem, ...]]:
    """The handout that one file describes, or None, and everything that is wrong with the file."""
    table, problems = read_toml(text, path, _HandoutFile)
    if table is None:
        return None, problems
    placements = tuple(
        Placement(
            section=entry.use,
            place=Place(path, line_of(text, ("section", position, "use"))),
            values={name: _plain(value) for name, value in entry.with_.items()},
            when={name: _plain(value) for name, value in entry.when.items()},
        )
        for position, entry in enumerate(table.section)
    )
    handout = Handout(
        id=path.stem,
        title=table.title,
        locales=tuple(table.locales),
        editions=tuple(table.editions),
        placements=placements,
        pack=pack,
        place=Place(path, 1),
        lines=_lines(text, ("title", "locales", "editions")),
    )
    return handout, (*_name_problems(path.stem, path), *_twice(placements))


def _twice(placements: tuple[Placement, ...]) -> tuple[Problem, ...]:
    seen: set[str] = set()
    problems = []
    for placement in placements:
        if placement.section in seen:
            message = f'the section "{placement.section}" stands twice in this handout'
            problems.append(Problem("section-twice", message, placement.place, "keep one of them"))
        seen.add(placement.section)
    return tuple(problems)


def _plain(value: Scalar) -> str:
    return ("true" if value else "false") if isinstance(value, bool) else str(value)


def read_pack_file(path: PurePath, text: str) -> tuple[PackFile | None, tuple[Problem, ...]]:
    """What `pack.toml` says, or None, and everything that is wrong with it."""
    table, problems = read_toml(text, path, _PackFile)
    if table is None:
        return None, problems
    policy = Policy(table.policy.unreviewed, table.policy.expired)
    values = {name: _plain(value) for name, value in table.values.items()}
    if table.territory and territory(table.territory) is None:
        return None, (unknown_territory(table.territory, Place(path, line_of(text, ("territory",)))),)
    return PackFile(table.name, table.territory, policy, values), ()
