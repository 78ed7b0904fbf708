"""The library: a stack of packs, and what can be made of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import product
from os import PathLike
from pathlib import Path

from handoutkit.loading import load
from handoutkit.model import Content, Format, Handout, Leaflet, Request, Section
from handoutkit.pipeline import build_pdf, prepare
from handoutkit.problems import HandoutError, Problem, Severity
from handoutkit.publishing import output_name, publish
from handoutkit.stacking import override_warnings
from handoutkit.suggestions import nearest
from handoutkit.twin import twin

FORMATS: tuple[Format, ...] = ("pdf", "html")


@dataclass(frozen=True, slots=True)
class Built:
    """One finished sheet: its bytes, what identifies it, and warnings. An error would have been raised."""

    leaflet: Leaflet
    name: str
    data: bytes = field(repr=False)
    problems: tuple[Problem, ...] = field(repr=False)

    def write(self, path: str | PathLike[str]) -> Path:
        """Writes the sheet, whole or not at all; an existing file stays as it was until the new one is complete.

        A folder gets the sheet under its own `name`. Raises `HandoutError` (cannot-write).
        """
        target = Path(path)
        if target.is_dir() or str(path).endswith(("/", "\\")):
            target /= self.name
        publish(self.data, target)
        return target


@dataclass(frozen=True, slots=True)
class Library:
    """Handouts of the standard pack and of any packs laid over it.

    >>> library = Library.open()
    >>> "iron-and-ms" in library.handouts
    True
    """

    content: Content = field(repr=False)

    @classmethod
    def open(cls, *packs: str | PathLike[str]) -> Library:
        """The standard pack under the packs in the given folders, nearest first.

        Raises `HandoutError` with everything that is wrong in any of their files.
        """
        content, _ = load(Path(pack) for pack in packs)
        return cls(content)

    @property
    def handouts(self) -> Mapping[str, Handout]:
        """Every handout by id."""
        return self.content.handouts

    @property
    def sections(self) -> Mapping[str, Section]:
        """Every section by id, nearest pack first."""
        return self.content.sections

    def build(  # noqa: PLR0913 - what a sheet can differ in
        self,
        handout: str,
        *,
        locale: str = "en",
        edition: str = "standard",
        paper: str | None = None,
        territory: str | None = None,
        values: Mapping[str, str] | None = None,
        format: Format = "pdf",  # noqa: A002 - the word that people know
        today: date | None = None,
        draft: bool = False,
    ) -> Built:
        """One sheet in memory.

        `values` fills the params of its sections; they are shown on the sheet and nowhere else. `today` is the day
        on which expiry is judged; `draft` lets expired content through, under a watermark. Raises `HandoutError`.
        """
        if format not in FORMATS:
            message = f'unknown format "{format}"{nearest(format, FORMATS)}'
            raise HandoutError([Problem("wrong-value", message, fix="choose " + " or ".join(FORMATS))])
        request = Request(
            handout=handout,
            locale=locale,
            edition=edition,
            today=today or date.today(),  # noqa: DTZ011 - the clinic's own calendar day
            paper=paper or "",
            territory=territory or "",
            values=dict(values or {}),
            draft=draft,
        )
        if format == "pdf":
            document, data, problems = build_pdf(self.content, request)
        else:
            document, problems = prepare(self.content, request, paged=False)
            data = twin(document, self.content)
        offered = document.leaflet.locale
        return Built(document.leaflet, output_name(handout, offered, edition, format), data, problems)

    def check(self, names: Iterable[str] = (), *, today: date | None = None) -> tuple[Problem, ...]:
        """What is wrong, missing or to be decided in the named handouts, or all, in every locale and edition.

        Everything that can be told before a page is laid out; each problem once. Never raises for content.
        """
        handouts = [self._named(name) for name in names] or list(self.handouts.values())
        found = [problem for handout in handouts for problem in self._check(handout, today)]
        return tuple(dict.fromkeys((*override_warnings(self.content), *found)))

    def _named(self, name: str) -> Handout:
        if name not in self.handouts:
            message = f'there is no handout "{name}"{nearest(name, self.handouts)}'
            raise HandoutError([Problem("unknown-handout", message, fix="handoutkit list shows the handouts")])
        return self.handouts[name]

    def _check(self, handout: Handout, today: date | None) -> Iterator[Problem]:
        conditions = {tuple(sorted(placement.when.items())) for placement in handout.placements}
        day = today or date.today()  # noqa: DTZ011
        for locale, edition, condition in product(handout.locales, handout.editions, sorted(conditions | {()})):
            try:
                yield from prepare(self.content, Request(handout.id, locale, edition, day, values=dict(condition)))[1]
            except HandoutError as error:
                yield from error.problems
        named = {placement.section for placement in handout.placements}
        for section in self.content.sections.values():
            if section.id in named or section.required:
                yield from red_flags(section)


def red_flags(section: Section) -> Iterator[Problem]:
    """A note for each sign that is printed although no source was seen for it, so that a clinician signs it off."""
    for place in section.template.red_flags:
        message = "no source was seen for this warning sign: it rests on general medical knowledge"
        yield Problem("red-flag-needs-sign-off", message, place, "have a clinician sign it off", Severity.NOTE)
