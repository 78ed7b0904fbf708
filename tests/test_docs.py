"""What the documents tell people to type is typed here."""

from __future__ import annotations

import re
import shlex
import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

import handoutkit.loading
from handoutkit.cli import main
from handoutkit.loading import standard_pack
from handoutkit.model import Param
from handoutkit.problems import Place
from handoutkit.templates import read_template

ROOT = Path(__file__).parents[1]
DOCUMENTS = (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md")))


def blocks(document: Path, language: str) -> Iterator[str]:
    """The fenced blocks of one language in a document."""
    yield from re.findall(
        rf"^ *```{language}\n(.*?)^ *```", document.read_text("utf-8"), flags=re.DOTALL | re.MULTILINE
    )


def commands(document: Path) -> list[str]:
    """The lines of a document's fenced blocks that call handoutkit."""
    lines = (line.strip() for block in blocks(document, "[a-z]*") for line in block.splitlines())
    return [line.split(" #")[0] for line in lines if line.startswith("handoutkit ")]


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder like the root of the repository, to write in."""
    for name in ("handouts", "locales"):
        shutil.copytree(standard_pack() / name, tmp_path / name)
    monkeypatch.setattr(handoutkit.loading, "standard_pack", lambda: tmp_path)
    styles = ROOT / "styles"
    (tmp_path / "styles").symlink_to(styles)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("checkout")
@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.stem)
def test_every_documented_command_is_one(document: Path) -> None:
    for command in commands(document):
        result = CliRunner().invoke(main, shlex.split(command)[1:])
        assert "Usage:" not in result.stderr, f"{command}\n{result.stderr}"
        assert result.exception is None or isinstance(result.exception, SystemExit), f"{command}\n{result.exception!r}"


@pytest.mark.usefixtures("checkout")
def test_the_commands_of_the_readme_do_what_they_say() -> None:
    for command in commands(ROOT / "README.md"):
        result = CliRunner().invoke(main, shlex.split(command)[1:])
        assert result.exit_code == 0, f"{command}\n{result.output}"


def test_the_python_of_the_readme_builds_a_sheet(checkout: Path) -> None:
    for block in blocks(ROOT / "README.md", "python"):
        exec(compile(block, "README.md", "exec"), {})  # noqa: S102 - our own document
    assert (checkout / "out" / "iron-and-ms.es.large-print.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.stem)
def test_every_fragment_in_the_documents_is_valid(document: Path) -> None:
    for block in blocks(document, "html"):
        names = set(re.findall(r"\{%\s*(?:el)?if (?:not )?(\w+)|\{\{\s*(\w+)\s*\}\}|=\s*(\w+)\s*%\}", block))
        params = [Param(name, "text", "", Place(document)) for found in names for name in found if name]
        assert read_template(block, document, params)[1] == ()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.stem)
def test_every_toml_in_the_documents_is_valid(document: Path) -> None:
    for block in blocks(document, "toml"):
        tomllib.loads(block)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.stem)
def test_every_link_in_the_documents_leads_somewhere(document: Path) -> None:
    for target in re.findall(r"\]\((?!https?://|#)([^)#]+)", document.read_text("utf-8")):
        assert (document.parent / target).exists(), target
