"""``handoutkit list``, ``show`` and ``doctor``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from handoutkit.cli.running import packs_option, print_problems, reporting
from handoutkit.library import Library
from handoutkit.model import Handout, Section
from handoutkit.problems import HandoutError, Problem
from handoutkit.suggestions import nearest


@click.command("list")
@packs_option
@reporting
def list_(packs: tuple[Path, ...]) -> None:
    """List the handouts with their languages, editions and dates, then the sections."""
    library = Library.open(*packs)
    for handout in library.handouts.values():
        click.echo(f"{handout.id}  {handout.title}")
        click.echo(f"  languages: {' '.join(handout.locales)}")
        click.echo(f"  editions:  {' '.join(handout.editions)}")
        click.echo(f"  check by:  {_earliest(library, handout)}")
    click.echo("\nsections")
    for section in library.sections.values():
        required = "  (required)" if section.required else ""
        click.echo(f"  {section.id}  {section.title}{required}")
    for line in _overrides(library):
        click.echo(line)


def _overrides(library: Library) -> Iterator[str]:
    """What each pack puts in the place of a pack under it: an override is always visible."""
    packs = library.content.packs
    for number, pack in enumerate(packs):
        for kind in ("sections", "handouts", "styles", "references", "terms", "languages"):
            under = {name for other in packs[number + 1 :] for name in getattr(other, kind)}
            if hidden := sorted(under & getattr(pack, kind).keys()):
                yield f"\n{pack.name} overrides these {kind}: {', '.join(hidden)}"


def _earliest(library: Library, handout: Handout) -> str:
    return min(library.sections[placement.section].review_by for placement in handout.placements).isoformat()


@click.command()
@click.argument("name")
@packs_option
@reporting
def show(name: str, packs: tuple[Path, ...]) -> None:
    """Show a handout or a section: where it comes from, what it hides, its sections or values, its sources."""
    library = Library.open(*packs)
    lines: list[str] = []
    if name in library.handouts:
        lines += _handout_lines(library.handouts[name], library)
    if name in library.sections:
        lines += _section_lines(library.sections[name], library)
    if not lines:
        known = [*library.handouts, *library.sections]
        message = f'there is no handout or section "{name}"{nearest(name, known)}'
        raise HandoutError([Problem("unknown-section", message, fix="handoutkit list shows them all")])
    for line in lines:
        click.echo(line)


def _handout_lines(handout: Handout, library: Library) -> Iterator[str]:
    yield f"{handout.id}: {handout.title}"
    yield f"from the pack {handout.pack}: {handout.place.path}"
    yield f"languages: {' '.join(handout.locales)}"
    yield f"editions: {' '.join(handout.editions)}"
    for placement in handout.placements:
        section = library.sections[placement.section]
        condition = "".join(f" when {key} is {value}" for key, value in placement.when.items())
        yield f"  {section.id}  from {section.pack}{condition}"


def _section_lines(section: Section, library: Library) -> Iterator[str]:
    yield f"{section.id}: {section.title}"
    yield f"from the pack {section.pack}: {section.place.path}"
    for hidden in library.content.hidden.get(section.id, ()):
        yield f"hides the one of the pack {hidden.pack}, whose sources were checked {hidden.sources_checked}"
    yield f"purpose: {section.purpose}"
    yield f"audience: {section.audience}"
    yield f"kind: {section.kind}{', required' if section.required else ''}; origin: {section.origin}"
    yield f"sources checked: {section.sources_checked}; check again by: {section.review_by}"
    for param in section.params:
        yield f"value {param.name} ({param.type}): {param.help}"
    for id_ in section.sources:
        reference = library.content.references[id_]
        yield f"source {id_}: {reference.title} ({', '.join(filter(None, (reference.year, reference.evidence)))})"


@click.command()
@reporting
def doctor() -> None:
    """Tell whether this machine can build handouts, and how to mend it."""
    from handoutkit.diagnosis import diagnose  # noqa: PLC0415

    findings, problems = diagnose()
    for finding in findings:
        click.echo(finding)
    print_problems(problems)
    if problems:
        sys.exit(int(HandoutError(problems).kind))
