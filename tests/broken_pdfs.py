"""PDFs with one fault each, for `verify`: a good sheet of ours, spoilt with pypdf, or what other programs make."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from types import MappingProxyType
from typing import Any

from printed_cases import action, changed, sheet
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, FloatObject, NameObject, TextStringObject

Spoil = Callable[[PdfWriter], object]


def untagged() -> bytes:
    """A PDF as many programs make it: one blank page and no tags."""
    writer, stream = PdfWriter(), io.BytesIO()
    writer.add_blank_page(200, 200)
    writer.write(stream)
    return stream.getvalue()


def _dictionaries(writer: PdfWriter) -> Iterator[Any]:
    """Every dictionary of the file, and those of their attributes."""
    for thing in list(writer._objects):
        if isinstance(thing, dict):
            yield thing


def _tags(writer: PdfWriter, role: str) -> Iterator[Any]:
    return (thing for thing in _dictionaries(writer) if thing.get("/S") == role and "/P" in thing)


def _renamed(old: str, new: str) -> Spoil:
    def spoil(writer: PdfWriter) -> None:
        for tag in _tags(writer, old):
            tag[NameObject("/S")] = NameObject(new)

    return spoil


def _without(key: str) -> Spoil:
    def spoil(writer: PdfWriter) -> None:
        for thing in (*_dictionaries(writer), *writer.pages):
            thing.pop(key, None)

    return spoil


def _without_words_on_the_picture(writer: PdfWriter) -> None:
    for tag in _tags(writer, "/Figure"):
        del tag["/Alt"]


def _picture_elsewhere(writer: PdfWriter) -> None:
    for tag in _tags(writer, "/Figure"):
        attributes = tag["/A"].get_object()
        for each in attributes if isinstance(attributes, ArrayObject) else [attributes]:
            each.get_object()[NameObject("/BBox")] = ArrayObject([FloatObject(side) for side in (900, 900, 950, 950)])


def _link_without_words(writer: PdfWriter) -> None:
    for thing in _dictionaries(writer):
        if thing.get("/Subtype") == "/Link":
            thing.pop("/Contents", None)
    for tag in _tags(writer, "/Link"):
        tag.pop("/Alt", None)


def _parts_without_language(writer: PdfWriter) -> None:
    for tag in _tags(writer, "/Span"):
        tag.pop("/Lang", None)


def _in_arabic(writer: PdfWriter) -> None:
    writer.root_object[NameObject("/Lang")] = TextStringObject("ar")


def _long(writer: PdfWriter) -> None:
    for _ in range(3):
        writer.add_blank_page(300, 400)
    writer.root_object.pop("/Outlines", None)


def _acting(writer: PdfWriter) -> None:
    script = action("JavaScript")
    script[NameObject("/JS")] = TextStringObject("app.alert(1)")
    writer.root_object[NameObject("/OpenAction")] = writer._add_object(script)


_SPOILT: Mapping[str, Spoil] = {
    "with-a-picture-without-words.pdf": _without_words_on_the_picture,
    "with-a-picture-elsewhere.pdf": _picture_elsewhere,
    "with-a-table-without-headers.pdf": _renamed("/TH", "/TD"),
    "with-a-list-of-paragraphs.pdf": _renamed("/LI", "/P"),
    "with-a-heading-too-deep.pdf": _renamed("/H2", "/H3"),
    "with-a-tag-of-its-own.pdf": _renamed("/P", "/Story"),
    "with-a-link-without-words.pdf": _link_without_words,
    "without-tab-order.pdf": _without("/Tabs"),
    "without-fonts.pdf": _without("/FontFile2"),
    "without-characters.pdf": _without("/ToUnicode"),
    "with-arabic-read-as-english.pdf": _parts_without_language,
    "without-direction.pdf": _in_arabic,
    "without-bookmarks.pdf": _long,
    "with-a-script.pdf": _acting,
}


def _spoilt(spoil: Spoil) -> bytes:
    return changed(sheet(), spoil)


BROKEN: Mapping[str, Callable[[], bytes]] = MappingProxyType(
    {
        "untagged.pdf": untagged,
        "truncated.pdf": lambda: untagged()[:200],
        **{name: partial(_spoilt, spoil) for name, spoil in _SPOILT.items()},
    }
)
"""The file for each name."""
