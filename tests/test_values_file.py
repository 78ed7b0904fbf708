"""A file with a patient's values that cannot be read is one problem, without a word of the file."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from handoutkit.cli import main

PATIENT = "Mary Poe"


@pytest.mark.parametrize(
    "data",
    [
        f'{{"name": "{PATIENT}"'.encode(),
        f'name = "{PATIENT}'.encode(),
        f'name = "{PATIENT}"'.encode("utf-16"),
        f"a = {'9' * 5000} # {PATIENT}".encode(),
        b'{"a":' * 20_000 + PATIENT.encode(),
        f'["{PATIENT}"]'.encode(),
    ],
    ids=["json", "toml", "utf-16", "number", "nested", "list"],
)
def test_a_file_of_values_that_cannot_be_read_is_one_problem_that_quotes_nothing(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "values"
    path.write_bytes(data)
    result = CliRunner().invoke(main, ["build", "iron-and-ms", "--values", str(path), "-o", str(tmp_path)])
    assert result.exit_code == 2
    assert isinstance(result.exception, SystemExit)
    assert "[wrong-value]" in result.output
    assert PATIENT not in result.output
