"""Count what the fonts can print and what they weigh, and write the counts into README.md and docs/fonts.md.

    python styles/fonts/coverage.py

Each standard is computed, from Python's own codecs or from the ranges that the standard names, so that no number in
those two files is typed by hand. What stands between the two `counted` comments is replaced.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path

from fontTools.ttLib import TTFont

from handoutkit.fonts import FontFace, read_font_table

FOLDER = Path(__file__).parent
DOCS = FOLDER.parents[1] / "docs" / "fonts.md"

Test = Callable[[str], bool]


def _is_letter(char: str) -> bool:
    return unicodedata.category(char)[0] in "LMN"


def _is_han(char: str) -> bool:
    return unicodedata.name(char, "").startswith("CJK ")


def _codec(name: str, wanted: Test) -> set[int]:
    """The characters outside ASCII that an encoding can write."""
    found = set()
    for code in (*range(0x80, 0xD800), *range(0xF900, 0x30000)):
        char = chr(code)
        try:
            char.encode(name)
        except UnicodeEncodeError:
            continue
        if wanted(char):
            found.add(code)
    return found


def _ranges(*ends: int) -> set[int]:
    """The assigned characters between pairs of first and last."""
    codes = (code for first, last in zip(ends[::2], ends[1::2], strict=True) for code in range(first, last + 1))
    return {code for code in codes if unicodedata.category(chr(code)) not in {"Cn", "Cc"}}


# Family, standard, and the characters it asks for.
STANDARDS: tuple[tuple[str, str, Callable[[], set[int]]], ...] = (
    (
        "Noto Sans",
        "Latin: Basic to Extended-B, IPA, Extended Additional (Vietnamese)",
        lambda: _ranges(0x20, 0x7E, 0xA0, 0x2AF, 0x1E00, 0x1EFF),
    ),
    (
        "Noto Sans",
        "Greek (ISO 8859-7) and polytonic Greek",
        lambda: _codec("iso8859-7", _is_letter) | _ranges(0x1F00, 0x1FFF),
    ),
    ("Noto Sans", "Cyrillic and its supplement", lambda: _ranges(0x400, 0x52F)),
    (
        "Noto Sans",
        "General Punctuation, currency signs",
        lambda: _ranges(0x2010, 0x2027, 0x202F, 0x205E, 0x20A0, 0x20BF),
    ),
    (
        "Noto Naskh Arabic",
        "Arabic and Arabic Supplement (Persian, Urdu, Pashto, Kurdish)",
        lambda: _ranges(0x600, 0x6FF, 0x750, 0x77F),
    ),
    ("Noto Sans SC", "GB 2312, Han", lambda: _codec("gb2312", _is_han)),
    (
        "Noto Sans SC",
        "GB 18030-2005, Han (the unified ideographs and Extension A)",
        lambda: _ranges(0x4E00, 0x9FA5, 0x3400, 0x4DB5),
    ),
    ("Noto Sans TC", "Big5, Han", lambda: _codec("big5", _is_han)),
    ("Noto Sans TC", "HKSCS-2004, Han", lambda: _codec("big5hkscs", _is_han)),
    ("Noto Sans JP", "JIS X 0208, Han", lambda: _codec("shift_jis", _is_han)),
    ("Noto Sans JP", "JIS X 0213:2004, Han", lambda: _codec("euc_jis_2004", _is_han)),
    ("Noto Sans JP", "kana", lambda: _ranges(0x3041, 0x30FF)),
    ("Noto Sans KR", "Hangul syllables", lambda: _ranges(0xAC00, 0xD7A3)),
    ("Noto Sans KR", "KS X 1001, hanja", lambda: _codec("euc_kr", _is_han)),
    ("Noto Sans Devanagari", "Devanagari", lambda: _ranges(0x900, 0x97F)),
    ("Noto Sans Gurmukhi", "Gurmukhi", lambda: _ranges(0xA00, 0xA7F)),
)


def coverage_table(faces: Iterable[FontFace]) -> str:
    """A Markdown table: how much of each standard a family has, and what it lacks."""
    families: dict[str, set[int]] = {}
    for face in faces:
        with TTFont(FOLDER / face.file, lazy=True) as font:
            characters = set(font.getBestCmap())
        # What Bold lacks does not count: a heading is text too.
        families[face.family] = families.get(face.family, characters) & characters
    rows = ["| Family | Standard | Asked for | Present | Missing |", "| --- | --- | ---: | ---: | --- |"]
    for family, standard, characters_of in STANDARDS:
        asked = characters_of()
        missing = sorted(asked - families[family])
        named = ", ".join(f"U+{code:04X}" for code in missing) or "none"
        rows.append(f"| {family} | {standard} | {len(asked):,} | {len(asked) - len(missing):,} | {named} |")
    rows += ["", "| Family | Characters in all |", "| --- | ---: |"]
    rows += [f"| {family} | {len(characters):,} |" for family, characters in families.items()]
    return "\n".join(rows)


def size_table(faces: Iterable[FontFace]) -> str:
    """A Markdown table: the weight of each file, as it lies there and as a wheel packs it (deflate)."""
    rows = ["| File | Raw, KiB | Packed, KiB |", "| --- | ---: | ---: |"]
    total = packed_total = 0
    for face in faces:
        content = (FOLDER / face.file).read_bytes()
        packed = len(zlib.compress(content))
        total, packed_total = total + len(content), packed_total + packed
        rows.append(f"| `{face.file}` | {len(content) / 1024:,.0f} | {packed / 1024:,.0f} |")
    rows.append(f"| together | {total / 1024:,.0f} | {packed_total / 1024:,.0f} |")
    return "\n".join(rows)


def replace_counted(text: str, table: str) -> str:
    """The text with the table between its two `counted` comments."""
    return re.sub(
        r"(<!-- counted -->\n).*?(\n<!-- /counted -->)",
        lambda found: found[1] + table + found[2],
        text,
        flags=re.DOTALL,
    )


def main() -> None:
    """Count, and write the tables."""
    faces = read_font_table((FOLDER / "fonts.toml").read_text("utf-8"))
    for path, table in ((FOLDER / "README.md", coverage_table(faces)), (DOCS, size_table(faces))):
        path.write_text(replace_counted(path.read_text("utf-8"), table), "utf-8")


if __name__ == "__main__":
    main()
