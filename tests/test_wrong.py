"""The gallery of faults: each folder of `wrong/` has one, and the words in which an author is told of it.

After a change of words: ``pytest tests/test_wrong.py --update``, then read every one of them as an author would.
"""

from __future__ import annotations

import re
import shutil
import tomllib
from collections.abc import Mapping
from pathlib import Path

import pytest
from broken_pdfs import BROKEN
from click.testing import CliRunner, Result

from handoutkit.cli import main
from handoutkit.problems import CODES

TESTS = Path(__file__).parent
GALLERY = TESTS / "wrong"
CASES = sorted(path.parent for path in GALLERY.glob("*/case.toml"))
OLD = b"the old sheet"


def prepare(case: Path, told: Mapping[str, list[str]]) -> None:
    """The pack of a case in the current folder, and sheets of an earlier build."""
    shutil.copytree(TESTS / "packs" / "tiny", "pack")
    if (case / "pack").is_dir():
        shutil.copytree(case / "pack", "pack", dirs_exist_ok=True)
    for name in told.get("remove", ()):
        Path("pack", name).unlink()
    Path("out").mkdir()
    for name in ("hello.en.pdf", "hello.es.pdf", "hello.en.loud.pdf"):
        Path("out", name).write_bytes(OLD)
    for name in told.get("makes", ()):
        make(name)


def make(name: str) -> None:
    """Something that a case asks for and that is not worth keeping in a file."""
    if name.endswith("/"):
        Path(name).mkdir()
    else:
        Path(name).write_bytes(BROKEN[name]())


def files() -> dict[str, bytes | None]:
    return {str(path): path.read_bytes() if path.is_file() else None for path in Path().rglob("*")}


def run(*command: str) -> Result:
    return CliRunner().invoke(main, command, prog_name="handoutkit")


def write_expectation(case: Path, result: Result) -> None:
    told = (case / "case.toml").read_text("utf-8")
    head = told[: re.search("^exit = ", told, re.MULTILINE).start()]  # type: ignore[union-attr] # every case has one
    expected = f"exit = {result.exit_code}\nexpected = '''\n{result.output}'''\n"
    (case / "case.toml").write_text(head + expected, "utf-8")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_fault_is_told_in_the_words_of_the_gallery_and_leaves_every_file_as_it_was(
    case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    told = tomllib.loads((case / "case.toml").read_text("utf-8"))
    monkeypatch.chdir(tmp_path)
    prepare(case, told)
    before = files()
    result = run(*told["command"])
    if request.config.getoption("--update"):
        write_expectation(case, result)
        told = tomllib.loads((case / "case.toml").read_text("utf-8"))
    assert result.output == told["expected"]
    assert result.exit_code == told["exit"]
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert files() == before


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_an_expectation_names_no_place_of_this_machine(case: Path) -> None:
    told = tomllib.loads((case / "case.toml").read_text("utf-8"))
    assert not re.search(r"Traceback|(?<![\w.:/-])/(?!etc/hostname)\w+/", told["expected"])


@pytest.mark.parametrize("code", CODES)
def test_every_code_is_in_the_gallery_or_in_another_test(code: str) -> None:
    kept = [*GALLERY.glob("*/case.toml"), *TESTS.glob("*.py")]
    assert any(re.search(rf"(?<![\w-]){code}(?![\w-])", path.read_text("utf-8")) for path in kept)
