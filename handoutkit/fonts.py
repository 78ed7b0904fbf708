"""The fonts that are shipped: what they are, whether they are whole, what they can print, and how wide a word is.

A font is used by name, in a stack such as ``("Noto Sans", "Noto Naskh Arabic")``: each character is printed from the
first family that has it, as CSS Fonts 4, section 5 (font matching) says. `folder` is always the folder that holds
`fonts.toml`, `fonts.conf` and the files. WeasyPrint and fontTools are imported late, inside the functions that need
them: importing WeasyPrint takes half a second, fails where Pango is missing and looks at once for the fonts of the
machine, and most commands print nothing.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
import tomllib
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from handoutkit.problems import Place, Problem

if TYPE_CHECKING:
    from weasyprint.text.fonts import FontConfiguration

TABLE = "fonts.toml"
REGULAR, BOLD = 400, 700
_REPAIR = "install handoutkit again; in a checkout: git checkout -- styles/fonts"
# Default_Ignorable_Code_Point of the Unicode Character Database (Unicode 16, DerivedCoreProperties.txt), and the line
# breaks: starts and ends (not included), in turn. The engine prints nothing for them, whatever the font.
_IGNORABLE = (
    *(0x00, 0x20, 0x7F, 0xA0, 0xAD, 0xAE, 0x34F, 0x350, 0x61C, 0x61D, 0x115F, 0x1161, 0x17B4, 0x17B6),
    *(0x180B, 0x1810, 0x200B, 0x2010, 0x2028, 0x202F, 0x2060, 0x2070, 0x3164, 0x3165, 0xFE00, 0xFE10),
    *(0xFEFF, 0xFF00, 0xFFA0, 0xFFA1, 0xFFF0, 0xFFF9, 0x1BCA0, 0x1BCA4, 0x1D173, 0x1D17B, 0xE0000, 0xE1000),
)

_LAM_ALEF = "ل[اأإآ]"
_ARABIC_MARKS = "[\u0610-\u061a\u064b-\u065f\u0670]"
_SHAPES = {(False, False): "<isolated>", (True, False): "<final>", (False, True): "<initial>", (True, True): "<medial>"}


@dataclass(frozen=True, slots=True)
class FontFace:
    """One font file: its family and weight, its checksum, where it comes from, and the scripts it is shipped for."""

    family: str
    weight: int
    file: str
    sha256: str
    package: str
    version: str
    licence: str
    scripts: tuple[str, ...]


def read_font_table(text: str) -> tuple[FontFace, ...]:
    """The faces that a `fonts.toml` lists; ValueError when the text is not such a table."""
    try:
        return tuple(FontFace(**{**row, "scripts": tuple(row["scripts"])}) for row in tomllib.loads(text)["font"])
    except (KeyError, TypeError) as fault:
        raise ValueError(f"not a table of fonts: {fault}") from fault


@cache
def font_families(folder: Path) -> tuple[str, ...]:
    """The families that are shipped, in the order of their list."""
    faces = read_font_table((folder / TABLE).read_text("utf-8"))
    return tuple(dict.fromkeys(face.family for face in faces))


def verify_fonts(folder: Path) -> tuple[Problem, ...]:
    """What is missing, changed or too much among the font files: each would change pages without a word."""
    try:
        faces = read_font_table((folder / TABLE).read_text("utf-8"))
    except (OSError, ValueError) as fault:
        return (_damaged(f"the list of fonts cannot be read: {fault}", folder / TABLE),)
    found = [problem for face in faces for problem in _verify(face, folder)]
    if not (folder / "fonts.conf").is_file():
        found.append(_damaged("the file that hides the fonts of the machine is missing", folder / "fonts.conf"))
    listed = {folder / face.file for face in faces}
    strangers = sorted(set(folder.rglob("*.[ot]t[fc]")) - listed)
    found += [_damaged("this font is not in the list of fonts", path, "take it away") for path in strangers]
    return tuple(found)


def _verify(face: FontFace, folder: Path) -> Iterator[Problem]:
    path = folder / face.file
    try:
        if hashlib.sha256(path.read_bytes()).hexdigest() != face.sha256:
            yield _damaged("this font is not the file that was shipped: its checksum differs", path)
    except OSError:
        yield _damaged(f"the font {face.family} {face.weight} is missing", path)
    if not (folder / face.licence).is_file():
        yield _damaged(f"the licence of {face.family} is missing, without which it may not be passed on", path)


def _damaged(message: str, path: Path, fix: str = _REPAIR) -> Problem:
    return Problem("fonts-damaged", message, Place(path), fix)


def covered(families: Sequence[str], folder: Path) -> frozenset[int]:
    """The code points that a stack of families can print; a family that is not shipped prints none."""
    return _covered(tuple(families), folder)


def missing_characters(text: str, families: Sequence[str], folder: Path) -> tuple[str, ...]:
    """The characters of a text that no family of the stack can print, each once, in order of appearance."""
    known = covered(families, folder)
    return tuple(char for char in dict.fromkeys(text) if ord(char) not in known and not _is_ignorable(char))


def advance_width(text: str, families: Sequence[str], size: float, folder: Path, *, bold: bool = False) -> float:
    """How wide a text is, set on one line at `size`, in the unit of the size.

    The sum of the advances in `hmtx` (OpenType 1.9), Arabic letters as they join, and one em for a character that no
    family has. Kerning is left out, which moves a line by about a hundredth; so are the conjuncts of Indic scripts,
    which make it narrower.
    """
    tables = _tables(tuple(families), BOLD if bold else REGULAR, folder)
    return size * sum(_advance(char, tables) for char in _joined(text))


def _joined(text: str) -> str:
    """The text with Arabic letters in their joined shapes and without marks above and below them, which take no room.

    After the Unicode Standard, section 9.2 (Arabic cursive joining): letters that have an initial shape join onwards.
    """
    forms = _joined_forms()
    units = re.findall(f"{_LAM_ALEF}|.", re.sub(_ARABIC_MARKS, "", text), re.DOTALL)
    joins = [("<initial>", one) in forms and ("<final>", other) in forms for one, other in pairwise(units)]
    shapes = zip(units, [False, *joins], [*joins, False], strict=False)
    return "".join(forms.get((_SHAPES[before, after], unit), unit) for unit, before, after in shapes)


@cache
def _joined_forms() -> Mapping[tuple[str, str], str]:
    """Shape and letter (or lam-alef) to the presentation form that stands for both, from the Unicode data."""
    found: dict[tuple[str, str], str] = {}
    for char in map(chr, (*range(0xFB50, 0xFE00), *range(0xFE70, 0xFF00))):
        shape, *codes = unicodedata.decomposition(char).split() or [""]
        letters = "".join(chr(int(code, 16)) for code in codes)
        if len(letters) == 1 or re.fullmatch(_LAM_ALEF, letters):
            found.setdefault((shape, letters), char)
    return MappingProxyType(found)


def _advance(char: str, tables: tuple[Mapping[int, float], ...]) -> float:
    if _is_ignorable(char):
        return 0.0
    return next((table[ord(char)] for table in tables if ord(char) in table), 1.0)


def _is_ignorable(char: str) -> bool:
    return bisect_right(_IGNORABLE, ord(char)) % 2 == 1


@cache
def _covered(families: tuple[str, ...], folder: Path) -> frozenset[int]:
    # One weight speaks for both: a test holds that Bold has every character that Regular has.
    return frozenset().union(*_tables(families, REGULAR, folder))


@cache
def _tables(families: tuple[str, ...], weight: int, folder: Path) -> tuple[Mapping[int, float], ...]:
    files = {face.family: face.file for face in _faces(folder) if face.weight == weight}
    return tuple(_advances(folder / files[family]) for family in families if family in files)


@cache
def _faces(folder: Path) -> tuple[FontFace, ...]:
    return read_font_table((folder / TABLE).read_text("utf-8"))


@cache
def _advances(path: Path) -> Mapping[int, float]:
    """Code point to advance in em; each file is read once and only when a text needs it."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - see the top

    with TTFont(path, lazy=True) as font:
        # Glyph names are not needed, and making them up takes longer than all the rest.
        font.setGlyphOrder([str(index) for index in range(font["maxp"].numGlyphs)])
        em, metrics = font["head"].unitsPerEm, font["hmtx"].metrics
        return MappingProxyType({code: metrics[glyph][0] / em for code, glyph in font.getBestCmap().items()})


def open_font_configuration(folder: Path) -> FontConfiguration:
    """WeasyPrint's font configuration with our fonts and no others; OSError, as WeasyPrint raises it, without Pango.

    Fontconfig learns from the environment which file to read, at the moment the configuration is built, so the
    environment is changed for that moment. Not for two threads at once. Call this before anything else imports
    WeasyPrint: the import itself looks for fonts, and complains aloud on a machine that has none.
    """
    with _cache_home() as home, _environment(FONTCONFIG_FILE=str(folder.resolve() / "fonts.conf"), XDG_CACHE_HOME=home):
        from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415 - see the top

        return FontConfiguration()


@contextmanager
def _cache_home() -> Iterator[str]:
    """A folder where fontconfig can write its cache: without one it prints a complaint for every folder of fonts."""
    usual = _usual_cache_home()
    if usual:
        yield str(usual)
        return
    with tempfile.TemporaryDirectory(prefix="handoutkit-", ignore_cleanup_errors=True) as scratch:
        yield scratch


def _usual_cache_home() -> Path | None:
    """Where programs keep their caches (XDG Base Directory 0.8), if fontconfig can write there; None if it cannot."""
    with suppress(OSError, RuntimeError):
        home = Path(os.environ.get("XDG_CACHE_HOME") or Path("~/.cache").expanduser())
        (home / "fontconfig").mkdir(parents=True, exist_ok=True)
        return home if os.access(home / "fontconfig", os.W_OK) else None
    return None


@contextmanager
def _environment(**values: str) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
