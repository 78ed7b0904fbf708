"""What `handoutkit doctor` tells: the versions of everything that shapes a page, and what is missing."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version

from handoutkit.engine import engine_versions
from handoutkit.fonts import TABLE, read_font_table, verify_fonts
from handoutkit.loading import fonts_folder, standard_pack
from handoutkit.problems import HandoutError, Problem

_SHAPING = ("handoutkit", "weasyprint", "pydyf", "pypdf", "pypdfium2", "jinja2", "babel")


def diagnose() -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """What was found, a line each, and everything that is wrong."""
    findings = [f"python {platform.python_version()} on {platform.system()}"]
    findings += [f"{package} {_version(package)}" for package in _SHAPING]
    problems = list(verify_fonts(fonts_folder()))
    if not problems:
        faces = read_font_table((fonts_folder() / TABLE).read_text(encoding="utf-8"))
        findings.append(f"{len(faces)} fonts, every checksum as shipped")
    findings.append(f"standard pack: {standard_pack()}")
    try:
        findings += [f"{library} {number}" for library, number in engine_versions()]
    except HandoutError as error:
        problems += error.problems
    return tuple(findings), tuple(problems)


def _version(package: str) -> str:
    """The version that is installed. A checkout runs without being installed itself."""
    try:
        return version(package)
    except PackageNotFoundError:
        return "(not installed)"
