"""Fetch the fonts that handoutkit ships and write `fonts.toml`; running it again changes no byte.

    python styles/fonts/vendor.py

The files come unmodified from the npm packages pinned below, so anyone can compare them with their origin. Every face
is whole: a subset for the common characters would halve the wheel and refuse the patient whose name is rare.
Needs `npm`. To move to a newer font, change the version here, run this, run `coverage.py`, and look at printed pages.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent
WEIGHTS = {400: ("400Regular", "Regular"), 700: ("700Bold", "Bold")}


@dataclass(frozen=True, slots=True)
class Family:
    """One family: where it comes from and the scripts (ISO 15924 codes) it is shipped for.

    `licence_version` is the version of the package whose licence file is used, when an older one carries none.
    """

    name: str
    package: str
    version: str
    scripts: tuple[str, ...]
    licence_version: str = ""

    @property
    def stem(self) -> str:
        """How file names begin, here and in the package."""
        return self.name.replace(" ", "")

    @property
    def folder(self) -> str:
        """The folder of the family beside this script."""
        return self.name.lower().replace(" ", "-")


FAMILIES = (
    Family("Noto Sans", "@expo-google-fonts/noto-sans", "0.4.2", ("Latn", "Grek", "Cyrl")),
    # Held at font version 2.016: from 2.020 on a dotted letter is drawn as two glyphs, body and dots, and PDF readers
    # get the wrong letters back. Its copyright notice and licence are those of the later file.
    Family("Noto Naskh Arabic", "@expo-google-fonts/noto-naskh-arabic", "0.2.3", ("Arab",), "0.4.5"),
    Family("Noto Sans SC", "@expo-google-fonts/noto-sans-sc", "0.4.3", ("Hans",)),
    Family("Noto Sans TC", "@expo-google-fonts/noto-sans-tc", "0.4.3", ("Hant",)),
    Family("Noto Sans JP", "@expo-google-fonts/noto-sans-jp", "0.4.3", ("Jpan",)),
    Family("Noto Sans KR", "@expo-google-fonts/noto-sans-kr", "0.4.3", ("Kore",)),
    Family("Noto Sans Devanagari", "@expo-google-fonts/noto-sans-devanagari", "0.4.1", ("Deva",)),
    Family("Noto Sans Gurmukhi", "@expo-google-fonts/noto-sans-gurmukhi", "0.4.1", ("Guru",)),
)


def main() -> None:
    """Fetch every family and write the table of what was fetched."""
    entries = []
    for family in FAMILIES:
        _fetch(family)
        entries += [_entry(family, weight) for weight in WEIGHTS]
    header = "# Written by vendor.py: what is shipped, where it comes from, and the checksum each build relies on.\n"
    _write(FOLDER / "fonts.toml", "\n".join([header, *entries]).encode())


def _fetch(family: Family) -> None:
    files = _files(family.package, family.version)
    for weight, (name, _) in WEIGHTS.items():
        _write(FOLDER / _file(family, weight), files[f"{family.stem}_{name}.ttf"])
    licences = _files(family.package, family.licence_version) if family.licence_version else files
    _write(FOLDER / _licence(family), licences["LICENSE_FONT"])


def _files(package: str, version: str) -> dict[str, bytes]:
    """The files of an npm package, by name without folder: older versions have no folder for each weight."""
    with tempfile.TemporaryDirectory() as scratch:
        subprocess.run(["npm", "pack", "--silent", f"{package}@{version}"], cwd=scratch, check=True, stdout=sys.stderr)
        (archive,) = Path(scratch).glob("*.tgz")
        with tarfile.open(archive) as members:
            found = {Path(member.name).name: members.extractfile(member) for member in members}
            return {name: file.read() for name, file in found.items() if file}


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(exist_ok=True)
    # Replaced, not overwritten: fontconfig notices a changed folder, not a changed file.
    new = path.with_name(path.name + ".new")
    new.write_bytes(content)
    shutil.move(new, path)


def _file(family: Family, weight: int) -> str:
    return f"{family.folder}/{family.stem}-{WEIGHTS[weight][1]}.ttf"


def _licence(family: Family) -> str:
    return f"{family.folder}/OFL.txt"


def _entry(family: Family, weight: int) -> str:
    file = _file(family, weight)
    scripts = ", ".join(f'"{script}"' for script in family.scripts)
    return (
        "[[font]]\n"
        f'family = "{family.name}"\n'
        f"weight = {weight}\n"
        f'file = "{file}"\n'
        f'sha256 = "{hashlib.sha256((FOLDER / file).read_bytes()).hexdigest()}"\n'
        f'package = "{family.package}"\n'
        f'version = "{family.version}"\n'
        f'licence = "{_licence(family)}"\n'
        f"scripts = [{scripts}]\n"
    )


if __name__ == "__main__":
    main()
