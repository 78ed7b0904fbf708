"""``handoutkit review``."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from handoutkit.cli.running import packs_option, print_problems, reporting
from handoutkit.library import Library
from handoutkit.problems import HandoutError, Problem
from handoutkit.reviewing import Reviewer, approve, review_status, stale_warnings


@click.group()
def review() -> None:
    """See which sections people have checked, and record a check."""


@review.command()
@packs_option
@reporting
def status(packs: tuple[Path, ...]) -> None:
    """Show each section in each language: reviewed, unreviewed, stale (changed since) or missing (not translated)."""
    content = Library.open(*packs).content
    statuses = review_status(content)
    width = max((len(row.section) for row in statuses), default=0)
    for row in statuses:
        who = f"  {row.review.reviewer}, {row.review.qualification}, {row.review.date}" if row.review else ""
        click.echo(f"{row.section:{width}}  {row.locale:8}  {row.standing}{who}")
    print_problems(stale_warnings(content))


@review.command("approve")
@click.argument("section")
@click.option("--locale", default="en", show_default=True, help="en: the content; another: its translation.")
@click.option("--reviewer", required=True, help="The name of the person who checked.")
@click.option("--qualification", required=True, help="Such as: neurologist; certified medical translator.")
@click.option("--method", required=True, help="Such as: read against the sources; compared sentence by sentence.")
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="The day of the check. Default: today.")
@packs_option
@reporting
def approve_(
    section: str,
    locale: str,
    reviewer: str,
    qualification: str,
    method: str,
    day: datetime | None,
    packs: tuple[Path, ...],
) -> None:
    """Record that a person checked the present wording of SECTION, in the ledger of the nearest pack."""
    if not packs:
        message = "a review is recorded in your own pack, and none was named"
        fix = "add --pack DIR; make one with: handoutkit new pack NAME"
        raise HandoutError([Problem("not-a-pack", message, fix=fix)])
    content = Library.open(*packs).content
    when = day.date() if day else date.today()  # noqa: DTZ011 - the reviewer's own calendar day
    click.echo(approve(content, section, locale, Reviewer(reviewer, qualification, method), when, packs[0]))
