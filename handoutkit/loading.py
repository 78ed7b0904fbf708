"""Door 1: reads packs from disk and lays them over one another.

A pack is any folder with ``handouts/``, ``styles/`` or ``locales/`` in it. The standard pack lies inside the installed
package, or at the root of a checkout.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path, PurePath
from typing import TypeVar

from handoutkit.authoring import PackFile, read_handout, read_pack_file, read_section
from handoutkit.catalogs import read_catalog
from handoutkit.frame import frame_messages
from handoutkit.glossary import read_glossary
from handoutkit.languages import read_languages
from handoutkit.model import Catalog, Content, Handout, Pack, Review, Section
from handoutkit.problems import HandoutError, Place, Problem, refuse_if_errors
from handoutkit.references import read_references
from handoutkit.reviews import read_reviews
from handoutkit.stacking import stack
from handoutkit.styles import check_style

T = TypeVar("T")
PARTS = ("handouts", "styles", "locales")
"""The folders that make a folder a pack."""

STANDARD = "standard"


def standard_pack() -> Path:
    """The folder of the standard pack: inside the installed package, else the root of the checkout."""
    installed = Path(__file__).parent / "pack"
    return installed if installed.is_dir() else Path(__file__).parent.parent


def fonts_folder() -> Path:
    """The folder with the fonts, their table and the private fontconfig file."""
    return standard_pack() / "styles" / "fonts"


def load(folders: Iterable[Path], *, catalogs: bool = True) -> tuple[Content, tuple[Problem, ...]]:
    """The content of the packs in `folders`, nearest first, over the standard pack.

    The standard pack itself, named among the folders, is not laid over itself.
    Without `catalogs` no translation is read, so that a broken one can be mended from what is to be translated.
    Raises `HandoutError` with everything that is wrong in all packs.
    """
    problems: list[Problem] = []
    packs = []
    unread: set[str] = set()
    own = standard_pack()
    others = [(folder, "") for folder in folders if folder.resolve() != own.resolve()]
    for folder, name in [*others, (own, STANDARD)]:
        reader = _Reader(folder, name, catalogs=catalogs)
        pack, faults = reader.pack()
        packs.append(pack)
        problems += faults
        unread |= reader.unread
    content, faults = stack(tuple(packs), unread, frozenset(message.key for message in frame_messages()))
    return content, refuse_if_errors((*problems, *faults))


class _Reader:
    """Reads one pack, and collects what is wrong with it."""

    def __init__(self, folder: Path, name: str, *, catalogs: bool) -> None:
        self.folder = folder
        self.catalogs = catalogs
        self.name = name or folder.resolve().name
        # Places in the standard pack read like the paths in its repository, wherever it is installed.
        self.shown = PurePath() if name == STANDARD else PurePath(folder)
        # Package managers link the files of an installed package; a clinic's pack may come from anywhere.
        self.bounds = None if name == STANDARD else folder.resolve()
        self.problems: list[Problem] = []
        self.unread: set[str] = set()

    def pack(self) -> tuple[Pack, tuple[Problem, ...]]:
        if not any((self.folder / part).is_dir() for part in PARTS):
            message = f"{self.folder} is not a pack: it has none of the folders handouts, styles and locales"
            fix = "name a pack's folder, or make one with: handoutkit new pack NAME"
            raise HandoutError([Problem("not-a-pack", message, fix=fix)])
        about = self._about()
        pack = Pack(
            name=about.name,
            place=Place(self.shown),
            territory=about.territory,
            policy=about.policy,
            values=about.values,
            sections=self._sections(about.name),
            handouts=self._handouts(about.name),
            references=self._one("handouts/common/references.json", read_references),
            terms=self._one("handouts/common/glossary.toml", read_glossary),
            styles=dict(self._styles()),
            catalogs=dict(self._catalogs()) if self.catalogs else {},
            reviews=dict(self._reviews()),
            languages=self._one("locales/languages.toml", lambda text, path: read_languages(text, Place(path))),
        )
        return pack, tuple(self.problems)

    def _about(self) -> PackFile:
        text = self._text("pack.toml")
        if text is None:
            return PackFile(self.name)
        about, faults = read_pack_file(self.shown / "pack.toml", text)
        self.problems += faults
        return about or PackFile(self.name)

    def _text(self, relative: str) -> str | None:
        data = self._bytes(relative)
        if data is None:
            return None
        try:
            return data.decode()
        except UnicodeDecodeError as fault:
            line = data.count(b"\n", 0, fault.start) + 1
            place = Place(self.shown / relative, line)
            problem = Problem("unreadable-file", "the file is not UTF-8", place, "save it as UTF-8")
            raise HandoutError([problem]) from None

    def _bytes(self, relative: str) -> bytes | None:
        path = self.folder / relative
        place = Place(self.shown / relative)
        try:
            if not path.is_file():
                return None
            if self.bounds and not path.resolve().is_relative_to(self.bounds):
                message = "the file is a link to a place outside the pack, and nothing outside a pack is read"
                fix = "put the file itself into the pack"
                raise HandoutError([Problem("resource-not-allowed", message, place, fix)])
            return path.read_bytes()
        except OSError as fault:
            message = f"the file cannot be read: {os.strerror(fault.errno or 0)}"
            raise HandoutError([Problem("unreadable-file", message, place, "check its permissions")]) from None

    def _one(
        self, relative: str, read: Callable[[str, PurePath], tuple[Mapping[str, T], tuple[Problem, ...]]]
    ) -> Mapping[str, T]:
        text = self._text(relative)
        if text is None:
            return {}
        found, faults = read(text, self.shown / relative)
        self.problems += faults
        return found

    def _names(self, relative: str, ending: str = "") -> Iterator[str]:
        folder = self.folder / relative
        for path in sorted(folder.iterdir()) if folder.is_dir() else ():
            if path.name.endswith(ending) and not path.name.startswith("."):
                yield path.name

    def _sections(self, pack: str) -> dict[str, Section]:
        sections = {}
        for name in self._names("handouts/sections"):
            folder = f"handouts/sections/{name}"
            metadata = self._text(f"{folder}/section.toml")
            if metadata is None:
                place = Place(self.shown / folder)
                self.problems.append(Problem("missing-key", "the section has no section.toml", place, "add the file"))
                self.unread.add(name)
                continue
            pictures = {
                file: self._bytes(f"{folder}/{file}") or b""
                for file in self._names(folder)
                if file not in {"section.toml", "section.html"}
            }
            template = self._text(f"{folder}/section.html")
            section, faults = read_section(self.shown / folder, metadata, template, pictures, pack)
            self.problems += faults
            if section:
                sections[name] = section
            else:
                self.unread.add(name)
        return sections

    def _handouts(self, pack: str) -> dict[str, Handout]:
        handouts = {}
        for name in self._names("handouts", ".toml"):
            handout, faults = read_handout(self.shown / "handouts" / name, self._text(f"handouts/{name}") or "", pack)
            self.problems += faults
            if handout:
                handouts[handout.id] = handout
        return handouts

    def _styles(self) -> Iterator[tuple[str, bytes]]:
        for name in self._names("styles", ".css"):
            self.problems += check_style(self._text(f"styles/{name}") or "", self.shown / "styles" / name)
            yield name, self._bytes(f"styles/{name}") or b""
        for name in self._names("styles/icons", ".svg"):
            yield f"icons/{name}", self._bytes(f"styles/icons/{name}") or b""

    def _catalogs(self) -> Iterator[tuple[str, Catalog]]:
        for locale in self._names("locales"):
            relative = f"locales/{locale}/LC_MESSAGES/handouts.po"
            data = self._bytes(relative)
            if data is not None:
                catalog, faults = read_catalog(data, locale, self.shown / relative)
                self.problems += faults
                yield locale, catalog

    def _reviews(self) -> Iterator[tuple[str, tuple[Review, ...]]]:
        for locale in self._names("locales"):
            text = self._text(f"locales/{locale}/reviews.toml")
            if text is not None:
                records, faults = read_reviews(text, self.shown / f"locales/{locale}/reviews.toml")
                self.problems += faults
                yield locale, records
