"""Decodes the codes of a PDF font into text (ISO 32000-1, 9.10), and counts what cannot be decoded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from struct import unpack

from pypdf.generic import StreamObject

from handoutkit.reading.model import Font
from handoutkit.reading.objects import Objects
from handoutkit.reading.values import as_name, as_text

_BLOCK = re.compile(rb"beginbf(char|range)([0-9A-Fa-f<>\[\]\s]*)endbf")
_CHAR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f\s]*)>")
_RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(?:<([0-9A-Fa-f\s]*)>|\[([^\]]*)\])")
_CIDS = re.compile(rb"begincid(char|range)([0-9A-Fa-f<>\s]*)endcid")
_CID_CHAR = re.compile(rb"<([0-9A-Fa-f]+)>\s*(\d+)")
_CID_RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(\d+)")
_HEX = re.compile(rb"<([0-9A-Fa-f\s]*)>")
_SUBSET = re.compile(r"^[A-Z]{6}\+")
_LONGEST_RANGE = 65536
UNKNOWN = "\ufffd"


class Decoder:
    """One font of the file while its pages are read: codes go in, text comes out, and what was used is kept."""

    def __init__(self, objects: Objects, font: object) -> None:
        self._objects = objects
        self._font = font
        descendants = objects.items(font, "DescendantFonts")
        self._inner = objects.resolve(descendants[0]) if descendants else font
        self._wide = as_name(objects.get(font, "Subtype")) == "Type0"
        data = objects.stream(objects.get(font, "ToUnicode"))
        self.texts = character_map(data)
        self._mapped = bool(data)
        self._replaced: set[int] = set()
        self._spoken: set[int] = set()

    def decode(self, shown: bytes, *, spoken: bool) -> tuple[str, ...]:
        """The text of each glyph; `spoken` is false where an ActualText is read instead of the glyphs."""
        codes = unpack(f">{len(shown) // 2}H", shown[: len(shown) & ~1]) if self._wide else tuple(shown)
        if not spoken:
            self._replaced.update(codes)
            return ()
        self._spoken.update(codes)
        if self._mapped:
            return tuple(map(self.texts.__getitem__, codes))
        return (UNKNOWN,) * len(codes) if self._wide else tuple(shown.decode("cp1252", "replace"))

    def font(self) -> Font:
        """What is known about the font once every page was read."""
        objects, descriptor = self._objects, self._objects.mapping(self._inner, "FontDescriptor")
        name = _SUBSET.sub("", as_name(objects.get(self._font, "BaseFont")))
        drawn = as_name(objects.get(self._font, "Subtype")) == "Type3"
        return Font(
            name=name,
            family=as_text(objects.get(descriptor, "FontFamily")) or name.partition("-")[0].partition(",")[0],
            embedded=drawn or any(f"FontFile{kind}" in descriptor for kind in ("", "2", "3")),
            to_unicode=self._mapped or not self._wide,
            unmapped=len(self._spoken.difference(self.texts)) if self._mapped else 0,
            missing=tuple(self._missing()),
        )

    def _missing(self) -> Iterator[str]:
        """What stands for each used code that draws .notdef, glyph 0 (ISO 32000-1, 9.7.4.2 and 9.7.6.3)."""
        if not self._wide:
            return
        encoding = self._objects.get(self._font, "Encoding")
        cids = character_ids(self._objects.stream(encoding)) if isinstance(encoding, StreamObject) else {}
        glyphs = self._objects.get(self._inner, "CIDToGIDMap")
        data = self._objects.stream(glyphs) if isinstance(glyphs, StreamObject) else b""
        for code in sorted(self._spoken | self._replaced):
            cid = cids.get(code, code)
            if cid == 0 or data[2 * cid : 2 * cid + 2] == b"\0\0":
                yield self.texts[code]


class _Texts(dict[int, str]):
    """The text of each code; a code that is not in the map has an unknown one."""

    def __missing__(self, code: int) -> str:
        return UNKNOWN


def character_map(data: bytes) -> dict[int, str]:
    """The text of every code in a ToUnicode map."""
    found = _Texts()
    for kind, block in _BLOCK.findall(data):
        if kind == b"char":
            found.update((int(code, 16), _text(text)) for code, text in _CHAR.findall(block))
        else:
            for first, last, text, several in _RANGE.findall(block):
                found.update(_range(int(first, 16), int(last, 16), text, several))
    return found


def character_ids(data: bytes) -> dict[int, int]:
    """The character identifier of every code in an encoding that the font brings along."""
    found: dict[int, int] = {}
    for kind, block in _CIDS.findall(data):
        if kind == b"char":
            found.update((int(code, 16), int(cid)) for code, cid in _CID_CHAR.findall(block))
            continue
        for first, last, cid in _CID_RANGE.findall(block):
            codes = range(int(first, 16), min(int(last, 16), int(first, 16) + _LONGEST_RANGE) + 1)
            found.update(zip(codes, range(int(cid), int(cid) + len(codes)), strict=True))
    return found


def _range(first: int, last: int, text: bytes, several: bytes) -> dict[int, str]:
    codes = range(first, min(last, first + _LONGEST_RANGE) + 1)
    if several:
        return {code: _text(each) for code, each in zip(codes, _HEX.findall(several), strict=False)}
    start = _text(text)
    if not start:
        return dict.fromkeys(codes, "")
    return {code: start[:-1] + chr(min(ord(start[-1]) + code - first, 0x10FFFF)) for code in codes}


def _text(digits: bytes) -> str:
    text = b"".join(digits.split()).decode("ascii")
    return bytes.fromhex(text.zfill(len(text) + len(text) % 2)).decode("utf-16-be", "replace")
