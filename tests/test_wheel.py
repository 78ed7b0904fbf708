from __future__ import annotations

import subprocess
import sys
import venv
import zipfile
from pathlib import Path
from sysconfig import get_path

import pytest

pytestmark = pytest.mark.xdist_group("wheel")

CHECKOUT = Path(__file__).parents[1]
LARGEST = 60 * 1024 * 1024
ORDER = (
    *("build", "iron-and-ms", "--locale", "es", "--edition", "large-print", "--paper", "letter"),
    *("--today", "2026-12-01", "-o", "out"),
)
PRINTED = Path("out", "iron-and-ms.es.large-print.pdf")


def run(*command: str | Path, folder: Path) -> str:
    """What a command prints, in an environment that tells it nothing of the checkout or the caller."""
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(folder), "LC_ALL": "C.UTF-8"}
    ran = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False, encoding="utf-8")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


def packed(kind: str, source: Path, folder: Path) -> Path:
    """The path of a fresh sdist or wheel of a source folder."""
    run(sys.executable, "-m", "hatchling", "build", "--target", kind, "--directory", folder, folder=source)
    (path,) = folder.iterdir()
    return path


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return packed("wheel", CHECKOUT, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="session")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Python with the wheel installed, and with the installed dependencies of this one in reach."""
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder)
    path = folder / "bin" / "python"
    run(
        *(sys.executable, "-m", "pip", "--isolated", "--disable-pip-version-check", "--python", path),
        *("install", "--no-deps", "--no-index", wheel),
        folder=folder,
    )
    (packages,) = folder.glob("lib/python*/site-packages")
    (packages / "dependencies.pth").write_text(get_path("purelib"), encoding="utf-8")
    return path


def test_the_wheel_carries_the_content_and_the_licences(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for content in ("handouts/iron-and-ms.toml", "locales/es/LC_MESSAGES/handouts.po", "styles/base.css"):
        assert f"handoutkit/pack/{content}" in names
    licences = [name for name in names if ".dist-info/licenses/" in name]
    assert any(name.endswith("/licenses/LICENSE") for name in licences)
    assert sum(name.endswith("/OFL.txt") for name in licences) == len(list(CHECKOUT.glob("styles/fonts/*/OFL.txt")))


def test_the_wheel_carries_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert not [name for name in names if not name.startswith("handoutkit")]
    assert not [name for name in names if name.startswith("handoutkit/pack/") and name.endswith((".py", ".pyc", ".mo"))]


def test_the_wheel_is_not_too_large_to_fetch(wheel: Path) -> None:
    assert wheel.stat().st_size <= LARGEST


def test_the_sdist_makes_the_same_wheel(wheel: Path, tmp_path: Path) -> None:
    for name in ("sdist", "source", "wheel"):
        (tmp_path / name).mkdir()
    run("tar", "-xzf", packed("sdist", CHECKOUT, tmp_path / "sdist"), folder=tmp_path / "source")
    (source,) = (tmp_path / "source").iterdir()
    again = packed("wheel", source, tmp_path / "wheel")
    assert again.name == wheel.name
    assert again.read_bytes() == wheel.read_bytes()


def test_an_installed_wheel_prints_the_bytes_that_the_checkout_prints(python: Path, tmp_path: Path) -> None:
    installed, checkout = tmp_path / "installed", tmp_path / "checkout"
    for folder in (installed, checkout):
        folder.mkdir()
    run(python.with_name("handoutkit"), *ORDER, folder=installed)
    run(sys.executable, "-m", "handoutkit", *ORDER[:-1], checkout / "out", folder=CHECKOUT)
    assert (installed / PRINTED).read_bytes() == (checkout / PRINTED).read_bytes()


def test_an_installed_wheel_reads_nothing_of_the_checkout(python: Path, tmp_path: Path) -> None:
    where = run(python, "-c", "import handoutkit; print(handoutkit.__file__)", folder=tmp_path)
    assert Path(where.strip()).is_relative_to(python.parents[1])
