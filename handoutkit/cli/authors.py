"""``handoutkit new`` and ``handoutkit messages``."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import click

from handoutkit.catalogs import decode_catalog, read_catalog
from handoutkit.cli.running import reporting
from handoutkit.languages import require_locale
from handoutkit.loading import load
from handoutkit.messages import catalog_status, messages_of_pack, update_catalog, write_template_catalog
from handoutkit.model import Content
from handoutkit.problems import HandoutError, Problem, refuse_if_errors
from handoutkit.publishing import publish
from handoutkit.scaffolding import Thing
from handoutkit.scaffolding import new as start

in_pack = click.option(
    "--pack",
    "folder",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="The pack to work in. Default: the current folder.",
)


@click.command()
@click.argument("thing", type=click.Choice(get_args(Thing)))
@click.argument("name")
@in_pack
@reporting
def new(thing: Thing, name: str, folder: Path | None) -> None:
    """Write the starting files of a pack, a section or a handout, and name them."""
    for path in start(thing, name, folder or Path()):
        click.echo(path)


@click.group()
def messages() -> None:
    """Extract what is to be translated, bring a catalog up to date, and count what is left."""


@messages.command()
@in_pack
@reporting
def extract(folder: Path | None) -> None:
    """Write locales/handouts.pot: every sentence of the pack."""
    root = folder or Path()
    path = root / "locales" / "handouts.pot"
    publish(write_template_catalog(messages_of_pack(_content(root).packs[0])).encode(), path)
    click.echo(path)


@messages.command()
@click.argument("locales", nargs=-1, required=True, metavar="LOCALE...")
@in_pack
@reporting
def update(locales: tuple[str, ...], folder: Path | None) -> None:
    """Bring the catalog of each LOCALE up to date, or start it. No translation is lost."""
    root = folder or Path()
    content = _content(root)
    for locale in locales:
        require_locale(locale, content.languages)
    found = messages_of_pack(content.packs[0])
    for locale in locales:
        path = _catalog_path(root, locale)
        text, problems = decode_catalog(path.read_bytes() if path.is_file() else b"", path)
        refuse_if_errors(problems)
        publish(update_catalog(text, found, locale).encode(), path)
        click.echo(path)


@messages.command()
@click.argument("locales", nargs=-1, metavar="[LOCALE...]")
@in_pack
@reporting
def status(locales: tuple[str, ...], folder: Path | None) -> None:
    """Count for each LOCALE, or all, how many sentences are translated, fuzzy, missing and obsolete."""
    root = folder or Path()
    content = _content(root)
    found = messages_of_pack(content.packs[0])
    for locale in locales or _locales(root):
        require_locale(locale, content.languages)
        path = _catalog_path(root, locale)
        if not path.is_file():
            fix = f"start it: handoutkit messages update {locale}"
            raise HandoutError([Problem("unreadable-file", f"there is no catalog {path}", fix=fix)])
        catalog, problems = read_catalog(path.read_bytes(), locale, path)
        refuse_if_errors(problems)
        counted = catalog_status(found, catalog)
        click.echo(
            f"{locale}: {counted.translated} translated, {counted.fuzzy} fuzzy, "
            f"{counted.missing} missing, {counted.obsolete} obsolete"
        )


def _content(root: Path) -> Content:
    """The pack in the folder, first: the standard one itself, or one laid over it."""
    return load([root], catalogs=False)[0]


def _catalog_path(root: Path, locale: str) -> Path:
    return root / "locales" / locale / "LC_MESSAGES" / "handouts.po"


def _locales(root: Path) -> tuple[str, ...]:
    return tuple(sorted(path.parent.parent.name for path in root.glob("locales/*/LC_MESSAGES/handouts.po")))
