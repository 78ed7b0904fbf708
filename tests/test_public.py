"""What other people's programs see: everything comes from the root of the package, and its types hold.

mypy reads this file as it would read theirs.
"""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

import handoutkit
from handoutkit import Built, HandoutError, Kind, Leaflet, Library, Place, Problem, Severity

ROOT = Path(__file__).parents[1]


def test_everything_public_is_importable_from_the_root() -> None:
    assert all(getattr(handoutkit, name).__name__ == name for name in handoutkit.__all__)


def test_a_name_that_is_not_public_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'pipeline_of'"):
        getattr(handoutkit, "pipeline_of")  # noqa: B009 - mypy knows that there is none


def test_importing_the_package_imports_none_of_its_parts() -> None:
    script = "import sys, handoutkit; sys.exit(any(name.startswith('handoutkit.') for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", script], check=False, cwd=ROOT).returncode == 0


def test_a_program_builds_a_sheet_and_writes_it(tmp_path: Path) -> None:
    library: Library = Library.open()
    built: Built = library.build(
        "iron-and-ms",
        locale="en",
        edition="standard",
        paper="letter",
        territory="US",
        values={"clinic_phone": "555-0100"},
        format="html",
        today=date(2026, 11, 20),
        draft=False,
    )
    leaflet: Leaflet = built.leaflet
    data: bytes = built.data
    path: Path = built.write(tmp_path)
    assert (leaflet.locale, path.name, path.read_bytes()) == ("en", "iron-and-ms.en.html", data)
    assert all(problem.severity is not Severity.ERROR for problem in built.problems)


def test_a_program_handles_what_is_wrong() -> None:
    try:
        Library.open().build("iron-and-sm")
    except HandoutError as error:
        problem: Problem = error.problems[0]
        place: Place | None = problem.place
        kind: Kind = error.kind
        assert (problem.code, place, kind, int(kind)) == ("unknown-handout", None, Kind.USAGE, 2)
        assert problem.fix
    else:
        pytest.fail("there is no such handout")


def test_a_program_looks_at_what_there_is() -> None:
    library = Library.open()
    assert library.handouts["iron-and-ms"].locales[0] == "en"
    assert library.sections["when-to-get-help"].required
    assert all(problem.kind is Kind.CONTENT for problem in library.check(["iron-and-ms"], today=date(2026, 11, 20)))
