"""How every command runs: imported when it is called, its problems printed, its exit code the kind of its fault."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import wraps
from importlib import import_module
from pathlib import Path
from typing import Any, ParamSpec

import click

P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Home:
    """Where a command is defined, and the line that help has on it."""

    module: str
    name: str
    summary: str


class Commands(click.Group):
    """A group that imports its commands when they are called, so that help is quick."""

    def __init__(self, *, homes: Mapping[str, Home], **settings: Any) -> None:  # noqa: ANN401
        super().__init__(**settings)
        self.homes = homes

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """The names in the order of a day's work."""
        return list(self.homes)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, imported now."""
        if cmd_name not in self.homes:
            ctx.fail(f'there is no command "{cmd_name}"; the commands are {", ".join(self.homes)}')
        home = self.homes[cmd_name]
        command: click.Command = getattr(import_module(f"handoutkit.cli.{home.module}"), home.name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """The commands with their lines, without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, home.summary) for name, home in self.homes.items()])


def reporting(command: Callable[P, None]) -> Callable[P, None]:
    """Turns `HandoutError` into printed problems and the exit code of its kind."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        from handoutkit.problems import HandoutError  # noqa: PLC0415

        try:
            command(*args, **kwargs)
        except HandoutError as error:
            print_problems(error.problems)
            sys.exit(int(error.kind))
        except KeyboardInterrupt:
            click.echo("interrupted: no file was left half-written", err=True)
            sys.exit(130)

    return run


def print_problems(problems: Iterable[Any]) -> None:
    """The problems on standard error, where talk belongs."""
    for problem in problems:
        click.echo(str(problem), err=True)


packs_option = click.option(
    "--pack",
    "packs",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="A pack to lay over the standard one; the nearest first.",
)

report_option = click.option(
    "--report", type=click.Choice(["human", "short", "json"]), default="human", help="How problems are printed."
)


def print_report(problems: Iterable[Any], report: str) -> None:
    """The problems on standard output, because here they are the result."""
    import json  # noqa: PLC0415

    if report == "json":
        click.echo(json.dumps([_row(problem) for problem in problems], indent=2, ensure_ascii=False))
        return
    for problem in problems:
        click.echo(problem.short() if report == "short" else str(problem))


def _row(problem: Any) -> dict[str, object]:  # noqa: ANN401
    place = problem.place
    return {
        "code": problem.code,
        "severity": str(problem.severity),
        "message": problem.message,
        "file": str(place.path) if place else None,
        "line": place.line if place else None,
        "fix": problem.fix,
    }
