from __future__ import annotations

import tomllib
from pathlib import Path, PurePath
from typing import Any

import pytest

from handoutkit.model import Territory
from handoutkit.problems import Place
from handoutkit.territories import territory, unknown_territory

DATA: dict[str, Any] = tomllib.loads(
    (Path(__file__).parents[1] / "handoutkit" / "territories.toml").read_text(encoding="utf-8")
)


def test_a_country_decides_paper_units_and_numbers() -> None:
    assert territory("US") == Territory("US", "letter", "g/dL", "ng/mL", "911", "1-800-222-1222")
    assert territory("GB") == Territory("GB", "a4", "g/L", "µg/L", "999", "")


def test_a_country_without_an_entry_has_its_paper_only() -> None:
    assert territory("MX") == Territory("MX", "letter", "", "", "", "")
    assert territory("JP") == Territory("JP", "a4", "", "", "", "")


def test_every_country_of_the_table_is_in_cldr() -> None:
    assert all(territory(code) for code in [*DATA["letter"], *DATA["territory"]])


@pytest.mark.parametrize("code", ["XX", "ZZ", "EU", "UK", "us", "001", "", "USA", "../x"])
def test_what_is_not_a_country_is_refused(code: str) -> None:
    assert territory(code) is None


@pytest.mark.parametrize(("code", "meant"), [("UK", "GB"), ("us", "US"), ("USA", "US")])
def test_a_problem_names_the_country_that_was_meant(code: str, meant: str) -> None:
    problem = unknown_territory(code, Place(PurePath("pack.toml"), 2))
    assert problem.code == "unknown-territory"
    assert f'did you mean "{meant}"?' in problem.message


def test_every_number_has_a_standing() -> None:
    values = [value for entry in DATA["territory"].values() for value in entry.values()]
    assert {value["standing"] for value in values} == {"V", "K"}


def test_no_unconfirmed_poison_line_is_printed() -> None:
    lines = {code: entry["poison"] for code, entry in DATA["territory"].items() if "poison" in entry}
    assert {line["standing"] for line in lines.values()} == {"V"}
