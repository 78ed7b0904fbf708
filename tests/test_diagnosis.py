from __future__ import annotations

import re
import shutil
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest
from building import codes

from handoutkit import diagnosis
from handoutkit.diagnosis import diagnose
from handoutkit.loading import fonts_folder
from handoutkit.problems import HandoutError, Problem


def test_a_machine_with_everything_has_no_problems() -> None:
    findings, problems = diagnose()
    assert problems == ()
    assert [finding.split()[0] for finding in findings[:4]] == ["python", "handoutkit", "weasyprint", "pydyf"]


def test_the_fonts_are_counted() -> None:
    findings, _ = diagnose()
    assert any(re.fullmatch(r"[1-9]\d* fonts, every checksum as shipped", finding) for finding in findings)


def test_the_libraries_that_set_text_are_named() -> None:
    assert any(re.fullmatch(r"pango \d+\.\d+\.\d+", finding) for finding in diagnose()[0])


def test_a_missing_library_is_a_problem_and_everything_else_is_still_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> tuple[tuple[str, str], ...]:
        raise HandoutError([Problem("pango-missing", "no Pango")])

    monkeypatch.setattr(diagnosis, "engine_versions", fail)
    findings, problems = diagnose()
    assert codes(problems) == ["pango-missing"]
    assert any("fonts" in finding for finding in findings)


def test_a_damaged_font_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = Path(shutil.copytree(fonts_folder(), tmp_path / "fonts"))
    next(folder.glob("*/*.ttf")).write_bytes(b"")
    monkeypatch.setattr(diagnosis, "fonts_folder", lambda: folder)
    findings, problems = diagnose()
    assert codes(problems) == ["fonts-damaged"]
    assert not any("checksum" in finding for finding in findings)


def test_a_checkout_that_is_not_installed_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(name: str) -> str:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(diagnosis, "version", fail)
    assert "handoutkit (not installed)" in diagnose()[0]
