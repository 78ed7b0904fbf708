"""Opens a PDF and finds its objects (ISO 32000-1, 7.5): pypdf reads the file's tables, we read the values.

pypdf turns every object of a compressed file into objects of its own as soon as one is asked for, which takes longer
than everything else that we do with the file. So the objects in object streams are read here, each when it is needed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import cast

from pypdf import PdfReader
from pypdf.generic import IndirectObject, StreamObject

from handoutkit.problems import HandoutError, Problem
from handoutkit.reading.values import as_dict, as_int, as_list, from_library, read_value

_NUMBER = re.compile(rb"\d+")
_MOST_PAGES = 5000
_INHERITED: tuple[str, ...] = ("Resources", "MediaBox", "CropBox")


def not_readable(reason: str, fix: str) -> HandoutError:
    """The error that says why a file cannot be read as a PDF."""
    return HandoutError((Problem("pdf-not-readable", reason, fix=fix),))


class Objects:
    """The objects of one PDF, looked up by number."""

    def __init__(self, data: bytes) -> None:
        if b"%PDF-" not in data[:1024]:
            raise not_readable("this file is not a PDF", "give the path of a PDF file")
        self._reader = PdfReader(BytesIO(data))
        if self._reader.is_encrypted:
            raise not_readable("this PDF is encrypted", "save a copy without a password and give that one")
        self.version = self._reader.pdf_header.removeprefix("%PDF-")
        self._streams: dict[int, tuple[bytes, dict[int, int]]] = {}
        self._found: dict[int, object] = {}
        self.root = as_dict(self.resolve(self._reader.trailer.raw_get("/Root")))
        if not self.root:
            raise not_readable("this PDF is broken: it has no catalog", "make or download the file again")

    def resolve(self, value: object) -> object:
        """The value itself, or the one that a reference points to."""
        for _ in range(10):
            if not isinstance(value, IndirectObject):
                return value
            if value.idnum not in self._found:
                self._found[value.idnum] = self._load(value.idnum, value.generation)
            value = self._found[value.idnum]
        return None

    def get(self, holder: object, key: str) -> object:
        """What a dict or the dict of a stream holds under a name."""
        if not isinstance(holder, dict):
            return None
        if isinstance(holder, StreamObject):
            return self.resolve(from_library(dict.get(holder, f"/{key}")))
        value = holder.get(key)
        return self.resolve(value) if isinstance(value, IndirectObject) else value

    def mapping(self, holder: object, key: str) -> dict[str, object]:
        """The dict under a name, or an empty one."""
        return as_dict(self.get(holder, key))

    def items(self, holder: object, key: str) -> list[object]:
        """The list under a name, or an empty one."""
        return as_list(self.get(holder, key))

    def stream(self, value: object) -> bytes:
        """The decoded bytes of a stream, or of several that make one, or nothing."""
        found = self.resolve(value)
        if isinstance(found, StreamObject):
            return bytes(found.get_data())
        return b"\n".join(self.stream(part) for part in as_list(found) if not isinstance(part, list))

    def pages(self) -> Iterator[tuple[int, dict[str, object]]]:
        """The object number of every page and the page, with what it inherits (ISO 32000-1, 7.7.3)."""
        seen: set[int] = set()
        waiting: list[tuple[object, dict[str, object]]] = [(self.root.get("Pages"), {})]
        while waiting and len(seen) <= _MOST_PAGES:
            reference, inherited = waiting.pop()
            number = number_of(reference)
            if number in seen:
                continue
            seen.add(number)
            page = inherited | as_dict(self.resolve(reference))
            if "Kids" in page:
                passed = {key: page[key] for key in _INHERITED if key in page}
                waiting.extend((kid, passed) for kid in reversed(self.items(page, "Kids")))
            else:
                yield number, page

    def _load(self, number: int, generation: int) -> object:
        place = self._reader.xref_objStm.get(number)
        if place is None:
            return from_library(self._reader.get_object(IndirectObject(number, generation, self._reader)))
        if place[0] not in self._streams:
            self._streams[place[0]] = self._open_stream(place[0])
        data, offsets = self._streams[place[0]]
        return read_value(data, offsets[number], self._reader) if number in offsets else None

    def _open_stream(self, number: int) -> tuple[bytes, dict[int, int]]:
        """The bytes of an object stream and where each object in it begins (ISO 32000-1, 7.5.7)."""
        stream = cast(StreamObject, self._reader.get_object(IndirectObject(number, 0, self._reader)))
        data = stream.get_data()
        first = as_int(self.get(stream, "First"), 0)
        numbers = [int(digits) for digits in _NUMBER.findall(data[:first])]
        return data, {key: first + offset for key, offset in zip(numbers[::2], numbers[1::2], strict=False)}


def number_of(value: object) -> int:
    """The object number of a reference, or 0."""
    return value.idnum if isinstance(value, IndirectObject) else 0
