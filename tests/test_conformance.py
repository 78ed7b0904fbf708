from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import product
from pathlib import Path
from typing import Literal, get_args

import pytest

from handoutkit import Library
from verapdf import Verdict, judge, why_not_available

pytestmark = [
    pytest.mark.xdist_group("verapdf"),
    pytest.mark.skipif(bool(why_not_available()), reason=str(why_not_available())),
]

CHECKOUT = Path(__file__).parents[1]
IN_DATE = date(2026, 12, 1)
Paper = Literal["a4", "letter"]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One handout of the standard pack in one locale and edition on one paper."""

    handout: str
    locale: str
    edition: str
    paper: Paper

    def __str__(self) -> str:
        return f"{self.handout}.{self.locale}.{self.edition}.{self.paper}"


def offered() -> Iterator[Sheet]:
    """Every sheet that the standard pack offers, read straight from its files."""
    for path in sorted(CHECKOUT.glob("handouts/*.toml")):
        handout = tomllib.loads(path.read_text("utf-8"))
        for choice in product(handout["locales"], handout["editions"], get_args(Paper)):
            yield Sheet(path.stem, *choice)


def asked_for(items: Iterable[pytest.Item]) -> list[Sheet]:
    """The sheets of the tests that were selected to run."""
    asked = (item.callspec.params.get("sheet") for item in items if hasattr(item, "callspec"))
    return sorted({sheet for sheet in asked if isinstance(sheet, Sheet)}, key=str)


@pytest.fixture(scope="session")
def verdicts(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Mapping[Sheet, tuple[Verdict, ...]]:
    """What veraPDF says about each sheet that a selected test asks for, from one start of Java."""
    library, folder = Library.open(), tmp_path_factory.mktemp("sheets")
    paths = {sheet: folder / f"{sheet}.pdf" for sheet in asked_for(request.session.items)}
    for sheet, path in paths.items():
        built = library.build(
            sheet.handout, locale=sheet.locale, edition=sheet.edition, paper=sheet.paper, today=IN_DATE
        )
        built.write(path)
    said = judge(paths.values())
    return {sheet: tuple(verdict for verdict in said if verdict.path == path) for sheet, path in paths.items()}


@pytest.mark.parametrize(
    "sheet",
    [pytest.param(sheet, id=str(sheet), marks=[pytest.mark.proof] * (sheet.paper == "letter")) for sheet in offered()],
)
def test_verapdf_finds_no_failed_rule(sheet: Sheet, verdicts: Mapping[Sheet, tuple[Verdict, ...]]) -> None:
    assert [verdict.profile for verdict in verdicts[sheet]] == ["ua1", "2a"]
    for verdict in verdicts[sheet]:
        assert verdict.compliant, str(verdict)
        assert verdict.checks > 0
