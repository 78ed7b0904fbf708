"""``handoutkit check`` and ``handoutkit verify``."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click

from handoutkit.cli.running import packs_option, print_report, report_option, reporting
from handoutkit.library import Library
from handoutkit.problems import HandoutError, Place, Problem, errors


@click.command()
@click.argument("names", nargs=-1, metavar="[NAME...]")
@packs_option
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="The day on which expiry is judged.")
@report_option
@reporting
def check(names: tuple[str, ...], packs: tuple[Path, ...], today: datetime | None, report: str) -> None:
    """Check content before anything is printed: every handout, or those NAMEd, in every language and edition."""
    library = Library.open(*packs)
    problems = library.check(names, today=today.date() if today else None)
    print_report(problems, report)
    faults = errors(problems)
    if report == "human":
        rest = _counted(len(problems) - len(faults), "warning or note", "warnings and notes")
        click.echo(f"{_counted(len(faults), 'error')}, {rest}", err=True)
    if faults:
        sys.exit(int(HandoutError(faults).kind))


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE.pdf...")
@report_option
@reporting
def verify(files: tuple[Path, ...], report: str) -> None:
    """Check the accessibility of any PDF: its tags, language, title, headings, tables, links, fonts."""
    from handoutkit.checks import check_accessibility  # noqa: PLC0415
    from handoutkit.reading import read_pdf  # noqa: PLC0415

    problems: list[Problem] = []
    for path in files:
        try:
            found = check_accessibility(read_pdf(_bytes(path)))
        except HandoutError as error:
            found = error.problems
        found = tuple(dict.fromkeys(_placed(problem, path) for problem in found))
        problems += found
        if report == "human":
            click.echo(f"{path}: {_counted(len(found), 'problem')}" if found else f"{path}: nothing found", err=True)
    print_report(problems, report)
    if errors(problems):
        sys.exit(int(HandoutError(problems).kind))


def _counted(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as fault:
        message = f"the file cannot be read: {fault.strerror}"
        raise HandoutError([Problem("unreadable-file", message, Place(path), "check its name")]) from None


def _placed(problem: Problem, path: Path) -> Problem:
    return Problem(problem.code, problem.message, problem.place or Place(path), problem.fix, problem.severity)
