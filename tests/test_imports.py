from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "handoutkit"

LAYERS = (
    ("problems",),
    ("model", "suggestions", "toml_lines"),
    # small things that know nothing of packs
    ("bidi", "fonts", "fragments", "po_lines", "quantities", "toml_files", "vetting"),
    # what authors and translators write
    ("catalogs", "figures", "glossary", "languages", "references", "sections", "sentences", "styles", "territories"),
    ("invariants", "markup", "page_tree", "params", "stacking"),
    ("drawings", "engine", "reviews", "templates"),
    ("authoring", "frame", "provenance", "shown_values"),
    ("loading",),
    # the inside of a PDF
    ("reading", "tagging"),
    # the stages
    ("checks", "finishing", "layout", "rendering", "selection", "translation"),
    ("pipeline", "twin"),
    # the door to files
    ("publishing",),
    ("diagnosis", "messages", "reviewing", "scaffolding"),
    ("library",),
    ("__init__",),
    ("cli",),
    ("__main__",),
)
"""The modules and subpackages, lowest first: each imports from lower layers only, and none from its own."""

LAYER = {name: number for number, names in enumerate(LAYERS) for name in names}
MOST_LINES = 300
FILES = sorted(PACKAGE.rglob("*.py"))


def name_of(path: Path) -> str:
    """The module or subpackage of handoutkit that a file belongs to."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(path: Path) -> Iterator[tuple[int, str]]:
    """Each import from handoutkit, wherever it stands in the file: its line, and the module it is from."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            dotted = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module == "handoutkit":
            dotted = [f"handoutkit.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            dotted = ["." * node.level + (node.module or "")]
        else:
            continue
        yield from ((node.lineno, module_of(name)) for name in dotted if name.startswith(("handoutkit", ".")))


def module_of(dotted: str) -> str:
    """The module or subpackage that an import reaches; a name of the public API comes from the root."""
    if dotted.startswith("."):
        return dotted
    name = (*dotted.split("."), "__init__")[1]
    return name if (PACKAGE / name).is_dir() or (PACKAGE / f"{name}.py").is_file() else "__init__"


def wrong_imports(path: Path) -> Iterator[str]:
    """The imports that do not point down, each as a line to read."""
    importer = name_of(path)
    for line, name in imported(path):
        where = f"{path.relative_to(PACKAGE.parent)}:{line}"
        if name.startswith("."):
            yield f"{where} imports by a relative name"
        elif name != importer and {name, importer} <= LAYER.keys() and LAYER[name] >= LAYER[importer]:
            yield f"{where}: {importer} may not import {name}, which is not in a lower layer"


def test_every_module_has_a_layer() -> None:
    unknown = {name_of(path) for path in FILES} - set(LAYER)
    assert not unknown, f"say in LAYERS of {Path(__file__).name} where these belong: {', '.join(sorted(unknown))}"


def test_every_layer_names_modules_that_exist() -> None:
    gone = set(LAYER) - {name_of(path) for path in FILES}
    assert not gone, f"take these out of LAYERS of {Path(__file__).name}: {', '.join(sorted(gone))}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_point_down(path: Path) -> None:
    faults = list(wrong_imports(path))
    assert not faults, "\n".join(faults)


def test_stages_share_a_layer_and_so_cannot_import_each_other() -> None:
    stages = ("selection", "translation", "rendering", "layout", "finishing", "checks")
    assert len({LAYER[stage] for stage in stages}) == 1


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_is_short_enough_to_be_one_idea(path: Path) -> None:
    lines = len(path.read_text("utf-8").splitlines())
    assert lines <= MOST_LINES
