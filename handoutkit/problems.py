"""Problems as values: what is wrong, where, and how to mend it.

Every part of handoutkit that finds something wrong returns or raises these types and no others. A problem never
contains the value of a patient field: it names the field.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from pathlib import PurePath
from types import MappingProxyType


class Severity(StrEnum):
    """How much a problem matters: an error stops the build, a warning travels with it, a note asks for a decision."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Kind(IntEnum):
    """The kinds of fault, each with the exit code of the command line that reports it."""

    USAGE = 2
    CONTENT = 3
    UNSAFE = 4
    LIMIT = 5
    OUTPUT = 6
    MACHINE = 7


CODES: Mapping[str, Kind] = MappingProxyType(
    {
        # what you asked for
        "unknown-handout": Kind.USAGE,
        "unknown-section": Kind.USAGE,
        "unknown-locale": Kind.USAGE,
        "locale-not-offered": Kind.USAGE,
        "unknown-edition": Kind.USAGE,
        "unknown-paper": Kind.USAGE,
        "unknown-territory": Kind.USAGE,
        "unknown-value": Kind.USAGE,
        "wrong-value": Kind.USAGE,
        "not-a-pack": Kind.USAGE,
        "name-taken": Kind.USAGE,
        "wrong-name": Kind.USAGE,
        "unreadable-file": Kind.USAGE,
        # the files that authors write
        "broken-toml": Kind.CONTENT,
        "unknown-key": Kind.CONTENT,
        "missing-key": Kind.CONTENT,
        "wrong-type": Kind.CONTENT,
        "wrong-param": Kind.CONTENT,
        "unknown-reference": Kind.CONTENT,
        "unknown-term": Kind.CONTENT,
        "unused-source": Kind.CONTENT,
        "unverified-source": Kind.CONTENT,
        "section-not-in-library": Kind.CONTENT,
        "section-twice": Kind.CONTENT,
        "required-section": Kind.CONTENT,
        "broken-template": Kind.CONTENT,
        "template-not-allowed": Kind.UNSAFE,
        "text-outside-trans": Kind.CONTENT,
        "heading-not-allowed": Kind.CONTENT,
        "heading-skips": Kind.CONTENT,
        "missing-picture": Kind.CONTENT,
        "missing-alt": Kind.CONTENT,
        "table-without-headers": Kind.CONTENT,
        "broken-picture": Kind.CONTENT,
        "label-too-long": Kind.CONTENT,
        "broken-references": Kind.CONTENT,
        "red-flag-needs-sign-off": Kind.CONTENT,
        "override-hides-review": Kind.CONTENT,
        # translation
        "broken-catalog": Kind.CONTENT,
        "translation-missing": Kind.CONTENT,
        "translation-fuzzy": Kind.CONTENT,
        "translation-changes-number": Kind.CONTENT,
        "translation-changes-unit": Kind.CONTENT,
        "translation-changes-placeholder": Kind.CONTENT,
        "translation-changes-link": Kind.CONTENT,
        "translation-changes-markup": Kind.CONTENT,
        # dates and reviews
        "section-expired": Kind.CONTENT,
        "section-expires-soon": Kind.CONTENT,
        "not-reviewed": Kind.CONTENT,
        "review-stale": Kind.CONTENT,
        # the safety boundary
        "markup-not-allowed": Kind.UNSAFE,
        "link-not-allowed": Kind.UNSAFE,
        "resource-not-allowed": Kind.UNSAFE,
        "style-not-allowed": Kind.UNSAFE,
        # the finished document
        "glyph-missing": Kind.CONTENT,
        "font-not-declared": Kind.CONTENT,
        "text-outside-page": Kind.CONTENT,
        "text-incomplete": Kind.CONTENT,
        "text-hidden": Kind.CONTENT,
        "layout-warning": Kind.CONTENT,
        "layout-failed": Kind.CONTENT,
        # an accessibility check of a finished PDF failed
        "pdf-not-readable": Kind.CONTENT,
        "pdf-without-claim": Kind.CONTENT,
        "pdf-without-title": Kind.CONTENT,
        "pdf-without-language": Kind.CONTENT,
        "pdf-without-tags": Kind.CONTENT,
        "pdf-untagged-content": Kind.CONTENT,
        "pdf-figure-without-alt": Kind.CONTENT,
        "pdf-heading-order": Kind.CONTENT,
        "pdf-table-headers": Kind.CONTENT,
        "pdf-list-structure": Kind.CONTENT,
        "pdf-link-text": Kind.CONTENT,
        "pdf-language-of-parts": Kind.CONTENT,
        "pdf-font-not-embedded": Kind.CONTENT,
        "pdf-figure-outside-page": Kind.CONTENT,
        "pdf-text-without-unicode": Kind.CONTENT,
        "pdf-unknown-tag": Kind.CONTENT,
        "pdf-tab-order": Kind.CONTENT,
        "pdf-text-direction": Kind.CONTENT,
        "pdf-bookmarks": Kind.CONTENT,
        "pdf-active-content": Kind.UNSAFE,
        # writing
        "cannot-write": Kind.OUTPUT,
        # the machine
        "pango-missing": Kind.MACHINE,
        "harfbuzz-subset-missing": Kind.MACHINE,
        "fonts-damaged": Kind.MACHINE,
    }
)
"""Every problem code, and the kind of fault it is."""

_GRAVEST_FIRST = (Kind.UNSAFE, Kind.MACHINE, Kind.OUTPUT, Kind.LIMIT, Kind.USAGE, Kind.CONTENT)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a problem is: a file and, where known, a line counted from 1."""

    path: PurePath
    line: int | None = None

    def __str__(self) -> str:
        return f"{self.path}:{self.line}" if self.line else str(self.path)


@dataclass(frozen=True, slots=True)
class Problem:
    r"""Something wrong, where it is, and what to do about it.

    >>> from pathlib import PurePath
    >>> print(Problem("missing-alt", "the picture brain.svg has no alt text", Place(PurePath("section.html"), 3),
    ...               "add alt=\"{% trans %}what it shows{% endtrans %}\""))
    error: the picture brain.svg has no alt text [missing-alt]
      at section.html:3
      fix: add alt="{% trans %}what it shows{% endtrans %}"
    """

    code: str
    message: str
    place: Place | None = None
    fix: str = ""
    severity: Severity = Severity.ERROR

    @property
    def kind(self) -> Kind:
        """The kind of fault that this code stands for."""
        return CODES[self.code]

    def __str__(self) -> str:
        lines = [f"{self.severity}: {self.message} [{self.code}]"]
        if self.place:
            lines.append(f"  at {self.place}")
        if self.fix:
            lines.append(f"  fix: {self.fix}")
        return "\n".join(lines)

    def short(self) -> str:
        """One line for editors and CI: ``path:line: severity: message [code]``."""
        where = f"{self.place}: " if self.place else ""
        return f"{where}{self.severity}: {self.message} [{self.code}]"


class HandoutError(Exception):
    """Nothing was made, and `problems` says why, all of it at once.

    `kind` is the gravest kind among the error-level problems; its number is the exit code of the command line.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(self.problems)  # whole, so that it survives the way back from a worker process

    def __str__(self) -> str:
        return "\n".join(map(str, self.problems))

    @property
    def kind(self) -> Kind:
        """The gravest kind of fault among the problems."""
        kinds = {problem.kind for problem in errors(self.problems)}
        return next(kind for kind in _GRAVEST_FIRST if kind in kinds)


def errors(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems that stop a build."""
    return tuple(problem for problem in problems if problem.severity is Severity.ERROR)


def refuse_if_errors(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems unchanged, or `HandoutError` with all of them if one of them is an error."""
    found = tuple(problems)
    if errors(found):
        raise HandoutError(found)
    return found
