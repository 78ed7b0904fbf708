"""Writes a reading down for people: the tag tree as indented text, and what a screen reader would say."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handoutkit.reading.model import Attributes, LinkRef, PdfReading, Tag, Text

_BLOCKS = frozenset(
    "Document Part Art Sect Div Aside BlockQuote Caption TOC TOCI P H H1 H2 H3 H4 H5 H6 L LI Table TR THead TBody "
    "TFoot Figure Formula Note".split()
)
_CELLS = frozenset(("TH", "TD"))
# After a label its text goes on in the same line, though it may be a block.
_JOINED = re.compile("\v\\s*")


def tag_tree(reading: PdfReading) -> str:
    """The tag tree as indented text, one line for a tag with its properties and one for a text."""
    return "".join(f"{line}\n" for tag in reading.tags for line in _lines(tag, 0))


def _lines(tag: Tag, depth: int) -> Iterator[str]:
    yield "  " * depth + " ".join((tag.role, *_properties(tag)))
    texts = ""
    for child in tag.children:
        if isinstance(child, Text):
            texts += child.text
            continue
        yield from _quoted(texts, depth + 1)
        texts = ""
        if isinstance(child, Tag):
            yield from _lines(child, depth + 1)
        else:
            yield "  " * (depth + 1) + _reference(child)
    yield from _quoted(texts, depth + 1)


def _quoted(text: str, depth: int) -> Iterator[str]:
    if text:
        yield "  " * depth + f'"{text}"'


def _reference(child: LinkRef) -> str:
    annotation = child.annotation
    target = f" to {annotation.target}" if annotation.target else ""
    return f'-> {annotation.kind}{target} "{annotation.contents}"'


def _properties(tag: Tag) -> Iterator[str]:
    named = {"lang": tag.language, "alt": tag.alt, "text": tag.actual_text, "expansion": tag.expansion}
    yield from (f'{name}="{value}"' for name, value in named.items() if value)
    yield from _attributes(tag.attributes)


def _attributes(found: Attributes) -> Iterator[str]:
    named = {"id": found.id, "scope": found.scope, "headers": " ".join(found.headers), "numbering": found.numbering}
    yield from (f"{name}={value}" for name, value in named.items() if value)
    if found.colspan > 1:
        yield f"colspan={found.colspan}"
    if found.rowspan > 1:
        yield f"rowspan={found.rowspan}"


def spoken_text(reading: PdfReading) -> str:
    """The text in tag order, a line for each block; pictures speak by their alternative text."""
    text = "".join(piece for tag in reading.tags for piece in _spoken(tag))
    lines = (" ".join(line.split()) for line in _JOINED.sub(" ", text).split("\n"))
    return "".join(f"{line}\n" for line in lines if line)


def _spoken(tag: Tag) -> Iterator[str]:
    edge = "\n" if tag.role in _BLOCKS else " " if tag.role in _CELLS else ""
    yield edge
    if tag.alt or tag.actual_text:
        yield tag.alt or tag.actual_text
    else:
        for child in tag.children:
            if isinstance(child, Tag):
                yield from _spoken(child)
            elif isinstance(child, Text):
                yield child.text
    yield "\v" if tag.role == "Lbl" else edge
