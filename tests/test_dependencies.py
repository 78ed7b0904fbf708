from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

CHECKOUT = Path(__file__).parents[1]
HASH_OR_PIN = re.compile(r"(?:[a-z0-9-]+==[\w.]+(?: ; [^\\]+)?|    --hash=sha256:[0-9a-f]{64})(?: \\)?|#.*")


def project_table() -> dict[str, list[str]]:
    table: dict[str, list[str]] = tomllib.loads((CHECKOUT / "pyproject.toml").read_text("utf-8"))["project"]
    return table


def declared() -> set[str]:
    return {re.split(r"[<>=]", requirement)[0] for requirement in project_table()["dependencies"]}


def imported() -> set[str]:
    """The distributions that the package imports from, wherever in a file it does so."""
    trees = [ast.parse(path.read_text("utf-8")) for path in CHECKOUT.glob("handoutkit/**/*.py")]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module}
    tops = {name.split(".")[0] for name in names} - sys.stdlib_module_names - {"handoutkit"}
    return {re.sub(r"[-_.]+", "-", packages_distributions()[top][0].lower()) for top in tops}


def test_what_is_imported_is_declared() -> None:
    assert imported() - declared() == set()


def test_what_is_declared_is_imported() -> None:
    assert declared() - imported() == set()


def test_the_locks_hold_pins_and_hashes_and_name_no_host() -> None:
    for lock in CHECKOUT.glob("requirements*.lock"):
        strangers = [line for line in lock.read_text("utf-8").splitlines() if not HASH_OR_PIN.fullmatch(line)]
        assert strangers == [], lock.name


def test_the_locks_hold_what_is_declared() -> None:
    for lock in CHECKOUT.glob("requirements*.lock"):
        pinned = set(re.findall(r"^([a-z0-9-]+)==", lock.read_text("utf-8"), re.MULTILINE))
        assert declared() - pinned == set(), lock.name
