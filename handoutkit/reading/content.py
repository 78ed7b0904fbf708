"""Reads the text and the marks out of a page's content stream (ISO 32000-1, 14.6), in one pass.

The expression below takes one operator with its operands at a time, numbers left out, and passes over the operators
that neither show nor mark anything: so the loop sees a tenth of the stream. It has no possessive quantifiers: with
captures, Python before 3.11.5 gets them wrong (CPython gh-101955).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from handoutkit.reading.fonts import Decoder
from handoutkit.reading.model import Artifact, Mark
from handoutkit.reading.objects import Objects, number_of
from handoutkit.reading.order import RIGHT_TO_LEFT, reading_order
from handoutkit.reading.values import LITERAL, Name, as_dict, as_int, as_name, as_text, from_hex, read_value

_NAME = rb"/[^\s\x00()<>\[\]{}/%]*"
_DICT = rb"<<(?:[^<>(]|<[^<>]*>|LITERAL|<<(?:[^<>(]|<[^<>]*>|LITERAL)*>>)*>>"
_OPERAND = rb"\[(?:[^\[\]()<>]|<[^<>]*>|LITERAL)*\]|NAME|DICT|<[0-9A-Fa-f\s]*>|LITERAL"
_PARTS = {b"OPERAND": _OPERAND, b"DICT": _DICT, b"NAME": _NAME, b"LITERAL": LITERAL}
_SOURCE = rb"""
    (?:[\s\x00\d.+-]+|%[^\r\n]*
       |(?:(?:NAME\s+)?(?:gs|cs|CS|scn?|SCN?|ri)|\[[\d\s.]*\]\s*[\d.]+\s*d
          |[wJjMi]|cm|rg|RG|re|m|l|c|v|y|h|W\*?|n|g|G|k|K|T[dDmcwzLrs*]|BT|ET)(?=[\s/\[(<]|\Z))*
    (?:(?:(OPERAND)[\s\x00\d.+-]*)?(?:(OPERAND)[\s\x00\d.+-]*)?([A-Za-z'"][A-Za-z0-9*]*)
      |(?:OPERAND)|.|\Z)
"""
for _part, _pattern in _PARTS.items():
    _SOURCE = _SOURCE.replace(_part, _pattern)
_INSTRUCTION = re.compile(_SOURCE, re.VERBOSE | re.DOTALL)
_MCID_ALONE = re.compile(rb"<<\s*/MCID\s+(\d+)\s*>>")
_BETWEEN = re.compile(rb">[^<]*<")
_END_OF_IMAGE = re.compile(rb"\sEI(?=\s|\Z)")
_DEEPEST = 12
_Handler: TypeAlias = Callable[[bytes | None, bytes | None], None]


@dataclass(slots=True)
class _Frame:
    """One level of marked content: where its text goes, and whether an ActualText stands for its glyphs."""

    units: list[str] | None
    replaced: bool = False


@dataclass(slots=True)
class PageContent:
    """What one page shows: the glyphs' text under each mark, the artifacts, and what is neither."""

    marks: dict[Mark, list[str]] = field(default_factory=dict)
    artifacts: list[tuple[str, list[str]]] = field(default_factory=list)
    unmarked: int = 0

    def text(self, mark: Mark) -> str:
        """The text under a mark, in reading order."""
        return reading_order(self.marks[mark])

    def artifact_texts(self) -> tuple[Artifact, ...]:
        """Every artifact of the page that has a kind or a text."""
        found = (Artifact(kind, reading_order(units)) for kind, units in self.artifacts)
        return tuple(artifact for artifact in found if artifact.kind or artifact.text)


class ContentReader:
    """Reads the pages of one PDF, and remembers the fonts that it met."""

    def __init__(self, objects: Objects) -> None:
        self._objects = objects
        self.decoders: dict[int, Decoder] = {}

    def read(self, page: dict[str, object]) -> PageContent:
        """What one page shows."""
        content = PageContent()
        data = self._objects.stream(page.get("Contents"))
        resources = self._objects.mapping(page, "Resources")
        _Scan(self, content, resources, 0, None).run(data)
        return content

    def decoder(self, resources: dict[str, object], font: str) -> Decoder | None:
        """The decoder of the font that the resources name."""
        fonts = self._objects.mapping(resources, "Font")
        if font not in fonts:
            return None
        key = number_of(fonts[font]) or id(fonts[font])
        if key not in self.decoders:
            self.decoders[key] = Decoder(self._objects, self._objects.resolve(fonts[font]))
        return self.decoders[key]

    @property
    def objects(self) -> Objects:
        """The objects of the PDF."""
        return self._objects


class _Scan:
    """One content stream: a page's own, or that of a form inside it, below marks that are already open."""

    def __init__(
        self, reader: ContentReader, content: PageContent, resources: dict[str, object], owner: int, outer: _Scan | None
    ) -> None:
        self._reader = reader
        self._content = content
        self._resources = resources
        self._owner = owner
        self.depth: int = outer.depth + 1 if outer else 0
        self._decoder: Decoder | None = None
        self._saved: list[Decoder | None] = []
        self.frames: list[_Frame] = list(outer.frames) if outer else [_Frame(None)]
        self._opened = len(self.frames)

    def run(self, data: bytes) -> None:
        """Read the stream to its end."""
        handlers = self._handlers()
        position: int | None = 0
        while position is not None:
            begun, position = position, None
            for match in _INSTRUCTION.finditer(data, begun):
                first, last, operator = match.groups()
                handle = handlers.get(operator)
                if handle:
                    handle(first, last or first)
                elif operator == b"ID":
                    position = self._pass_image(data, match.end())
                    break

    def _handlers(self) -> dict[bytes, _Handler]:
        return {
            **dict.fromkeys((b"TJ", b"Tj", b"'", b'"'), self._show),
            **dict.fromkeys((b"f", b"F", b"f*", b"S", b"s", b"B", b"B*", b"b", b"b*", b"sh"), self._paint),
            **dict.fromkeys((b"BMC", b"BDC"), self._begin),
            b"EMC": self._end,
            b"Tf": self._set_font,
            b"q": lambda *_: self._saved.append(self._decoder),
            b"Q": self._restore,
            b"Do": self._do,
        }

    def _pass_image(self, data: bytes, start: int) -> int:
        """Where an inline image ends, whose data may look like operators (ISO 32000-1, 8.9.7)."""
        self._paint()
        end = _END_OF_IMAGE.search(data, start)
        return end.end() if end else len(data)

    def _restore(self, *_: object) -> None:
        self._decoder = self._saved.pop() if self._saved else None

    def _set_font(self, font: bytes | None, _: object) -> None:
        self._decoder = self._reader.decoder(self._resources, _name(font))

    def _end(self, *_: object) -> None:
        if len(self.frames) > self._opened:
            self.frames.pop()

    def _paint(self, *_: object) -> None:
        if self.frames[-1].units is None:
            self._content.unmarked += 1

    def _show(self, _: object, operand: bytes | None) -> None:
        shown = _shown(operand or b"")
        if not shown:
            return
        frame, decoder = self.frames[-1], self._decoder
        texts = decoder.decode(shown, spoken=not frame.replaced) if decoder else ()
        if frame.units is None:
            self._content.unmarked += 1
        elif texts:
            joined = "".join(texts)
            frame.units.extend(texts if RIGHT_TO_LEFT.search(joined) else (joined,))

    def _begin(self, tag: bytes | None, last: bytes | None) -> None:
        outer, properties = self.frames[-1], {} if last is tag else self._properties(last or b"")
        units = outer.units
        mcid = as_int(properties.get("MCID"), -1)
        if mcid >= 0:
            units = self._content.marks.setdefault((self._owner, mcid), [])
        elif tag == b"/Artifact":
            kinds = (as_name(properties.get(key)) for key in ("Type", "Subtype"))
            units = []
            self._content.artifacts.append((" ".join(filter(None, kinds)), units))
        instead = as_text(properties.get("ActualText")) if "ActualText" in properties else None
        if instead is not None and units is not None and not outer.replaced:
            units.append(instead)
        self.frames.append(_Frame(units, outer.replaced or instead is not None))

    def _properties(self, operand: bytes) -> dict[str, object]:
        plain = _MCID_ALONE.fullmatch(operand)
        if plain:
            return {"MCID": int(plain[1])}
        value = read_value(operand)
        if isinstance(value, Name):
            objects = self._reader.objects
            return objects.mapping(objects.mapping(self._resources, "Properties"), value)
        return as_dict(value)

    def _do(self, name: bytes | None, _: object) -> None:
        objects = self._reader.objects
        reference = objects.mapping(self._resources, "XObject").get(_name(name))
        form = objects.resolve(reference)
        if as_name(objects.get(form, "Subtype")) != "Form" or self.depth > _DEEPEST:
            self._paint()
            return
        owner = number_of(reference) if objects.get(form, "StructParents") is not None else self._owner
        resources = objects.mapping(form, "Resources") or self._resources
        _Scan(self._reader, self._content, resources, owner, self).run(objects.stream(form))


def _name(operand: bytes | None) -> str:
    return as_name(read_value(operand or b""))


def _shown(operand: bytes) -> bytes:
    """The codes that a string or an array of strings and shifts shows."""
    if operand.startswith(b"[") and b"(" not in operand:
        first = operand.find(b"<") + 1
        digits = operand[first : operand.rfind(b">")].replace(b">0<", b"")
        return from_hex(_BETWEEN.sub(b"", digits)) if first else b""
    value = read_value(operand)
    parts = value if isinstance(value, list) else [value]
    return b"".join(part for part in parts if isinstance(part, bytes))
