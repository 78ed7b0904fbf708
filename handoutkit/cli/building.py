"""``handoutkit build``."""

from __future__ import annotations

import json
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import product
from pathlib import Path
from typing import TextIO

import click

from handoutkit.cli.running import packs_option, print_problems, reporting
from handoutkit.library import FORMATS, Library
from handoutkit.problems import HandoutError, Problem, Severity


@click.command()
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@click.option("--locale", "locales", multiple=True, default=("en",), show_default=True, help="Repeatable.")
@click.option("--edition", "editions", multiple=True, default=("standard",), show_default=True, help="Repeatable.")
@click.option("--format", "formats", multiple=True, default=("pdf",), type=click.Choice(FORMATS), show_default=True)
@click.option("--territory", metavar="CODE", help="The country, for paper, units and emergency numbers.")
@click.option("--paper", help="a4 or letter; otherwise the territory decides.")
@packs_option
@click.option("--set", "settings", multiple=True, metavar="KEY=VALUE", help="A clinic's value. Repeatable.")
@click.option(
    "--values",
    "values_file",
    type=click.File(encoding="utf-8"),
    metavar="FILE",
    help="Values as JSON or TOML; - reads them from standard input. Use this for a patient's values.",
)
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="The day on which expiry is judged.")
@click.option("--draft", is_flag=True, help="Print expired content too, under a watermark.")
@click.option("-o", "--output", type=click.Path(path_type=Path), default=Path(), metavar="DIR|FILE")
@reporting
def build(
    names: tuple[str, ...],
    locales: tuple[str, ...],
    editions: tuple[str, ...],
    formats: tuple[str, ...],
    territory: str | None,
    paper: str | None,
    packs: tuple[Path, ...],
    settings: tuple[str, ...],
    values_file: TextIO | None,
    today: datetime | None,
    output: Path,
    *,
    draft: bool,
) -> None:
    """Build handouts as PDF or HTML: one file for each NAME, language, edition and format."""
    values = {**_settings(settings), **_read_values(values_file)}
    library = Library.open(*packs)
    targets = list(product(names, locales, editions, formats))
    single = len(targets) == 1 and output.suffix.lstrip(".") in FORMATS
    if single and output.suffix != f".{formats[0]}":
        message = f"the file {output} is to hold {formats[0]}, but is named {output.suffix}"
        raise HandoutError([Problem("wrong-value", message, fix=f"name it .{formats[0]}, or add --format")])
    destination = output if single else f"{output}/"
    kinds: list[int] = []
    with _progress(targets) as ticking:
        for name, locale, edition, format_ in ticking:
            try:
                built = library.build(
                    name,
                    locale=locale,
                    edition=edition,
                    paper=paper,
                    territory=territory,
                    values=values,
                    format=format_,  # type: ignore[arg-type]
                    today=today.date() if today else None,
                    draft=draft,
                )
                path = built.write(destination)
            except HandoutError as error:
                print_problems(_worth_saying(error.problems))
                kinds.append(int(error.kind))
                continue
            print_problems(_worth_saying(built.problems))
            click.echo(path)
    if kinds:
        sys.exit(kinds[0] if len(set(kinds)) == 1 else 1)


def _worth_saying(problems: Iterable[Problem]) -> Iterator[Problem]:
    """Notes stand on the sheet itself; `handoutkit check` lists them."""
    return (problem for problem in problems if problem.severity is not Severity.NOTE)


@contextmanager
def _progress(targets: Sequence[tuple[str, ...]]) -> Iterator[Iterable[tuple[str, ...]]]:
    """A progress bar for several targets, and only on a terminal."""
    if len(targets) > 1 and sys.stderr.isatty():
        with click.progressbar(targets, label="building", file=sys.stderr) as bar:
            yield bar
    else:
        yield targets


def _settings(settings: tuple[str, ...]) -> dict[str, str]:
    """The values by name. One that is not KEY=VALUE is told by its number, because it may be a patient's value."""
    for number, setting in enumerate(settings, 1):
        if not setting.partition("=")[0] or "=" not in setting:
            message = f"the --set number {number} is not KEY=VALUE"
            fix = 'write it as KEY=VALUE, such as clinic_phone="555-0100"'
            raise HandoutError([Problem("wrong-value", message, fix=fix)])
    return dict(setting.split("=", 1) for setting in settings)


def _read_values(file: TextIO | None) -> dict[str, str]:
    """The values of a file. A fault in it never quotes the file: it may hold a patient's values."""
    if file is None:
        return {}
    try:
        text = file.read()
        data = json.loads(text) if text.lstrip().startswith("{") else tomllib.loads(text)
    except (ValueError, RecursionError):  # no UTF-8, no JSON, no TOML, numbers without end, tables without end
        data = None
    if not isinstance(data, Mapping) or not all(isinstance(value, str | int | float) for value in data.values()):
        message = "the file given with --values is not a JSON object or TOML table of plain values"
        raise HandoutError([Problem("wrong-value", message, fix='write it as {"name": "value"} or name = "value"')])
    return {str(name): str(value) for name, value in data.items()}
