"""Small pieces of HTML for the tagging tests, and a reader that prints a tag tree as indented text."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from pypdf import PdfReader
from pypdf.generic import ArrayObject, ContentStream, IndirectObject
from weasyprint import HTML

from handoutkit.problems import Problem
from handoutkit.tagging import PDF_VARIANT, DocumentMetadata, prepare, retag

Item: TypeAlias = Any
"""An object of the PDF: pypdf gives them no narrower type."""

METADATA = DocumentMetadata("A sheet", "en")
PAGE = "<style>@page { size: 300pt 300pt; margin: 20pt } body { font: 12pt sans-serif }</style>"
PIXEL = "data:image/gif;base64,R0lGODlhAQABAIAAAP8AAAAAACwAAAAAAQABAAACAkQBADs="
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"{}><rect width="20" height="20"/></svg>'


@dataclass(frozen=True, slots=True)
class Tagged:
    """A finished PDF and what could not be made right in it."""

    pdf: bytes
    problems: tuple[Problem, ...]

    @property
    def tree(self) -> str:
        """The tag tree as indented text."""
        return TagTree(self.pdf).text()

    @property
    def catalogue(self) -> Item:
        return PdfReader(io.BytesIO(self.pdf)).root_object


def tag(body: str, metadata: DocumentMetadata = METADATA, root: str = 'lang="en"') -> Tagged:
    """The PDF of a body."""
    html = f"<html {root}><head><title>A sheet</title>{PAGE}</head><body>{body}</body></html>"
    problems: list[Problem] = []
    document = prepare(HTML(string=html).render(pdf_variant=PDF_VARIANT))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # WeasyPrint leaves the file of its colour profile open
        pdf = document.write_pdf(
            pdf_variant=PDF_VARIANT, finisher=lambda laid, pdf: problems.extend(retag(laid, pdf, metadata))
        )
    return Tagged(pdf, tuple(problems))


@dataclass
class Marked:
    """What the content streams of a page draw, by marked-content identifier, and as artifacts."""

    texts: dict[tuple[int, int], str] = field(default_factory=dict)
    artifacts: list[tuple[str, str]] = field(default_factory=list)


class TagTree:
    """Reads a tag tree."""

    def __init__(self, pdf: bytes) -> None:
        self.reader = PdfReader(io.BytesIO(pdf))
        self.marked = Marked()
        self.said: list[tuple[int, int]] = []
        for page in self.reader.pages:
            contents = page.get_contents()
            assert page.indirect_reference is not None
            if contents is not None:
                self._read(page, contents, page.indirect_reference.idnum)

    def text(self) -> str:
        """The tree as indented text, without the Document around it."""
        catalogue: Item = self.reader.root_object
        root = catalogue["/StructTreeRoot"]["/K"]
        return "\n".join(line for kid in _list(root["/K"]) for line in self._lines(kid, 0))

    def artifacts(self) -> list[tuple[str, str]]:
        """The kind and the text of every artifact that draws text."""
        return [(kind, text) for kind, text in self.marked.artifacts if text.strip()]

    def _lines(self, kid: Item, depth: int) -> Iterator[str]:
        indent = "  " * depth
        item = _resolved(kid)
        if item.get("/Type") == "/OBJR":
            yield f"{indent}-> {item['/Obj']['/Contents']}"
            return
        kids = _list(item.get("/K", ArrayObject()))
        yield indent + item["/S"][1:] + "".join(_attributes(item))
        text: str | None = None
        for inner in kids:
            if (said := self._said(inner, item)) is not None:
                text = (text or "") + said
                continue
            if text is not None:
                yield f"{indent}  {text!r}"
            text = None
            yield from self._lines(inner, depth + 1)
        if text is not None:
            yield f"{indent}  {text!r}"

    def _said(self, kid: Item, element: Item) -> str | None:
        """The text of marked content."""
        item = _resolved(kid)
        if isinstance(item, int):
            key = element.raw_get("/Pg").idnum, int(item)
        elif item.get("/Type") == "/MCR":
            stream = item.raw_get("/Stm") if "/Stm" in item else item.raw_get("/Pg")
            key = stream.idnum, int(item["/MCID"])
        else:
            return None
        self.said.append(key)
        return self.marked.texts[key]

    def _read(self, owner: Item, contents: ContentStream, key: int) -> None:
        """Collect what a stream draws."""
        resources = owner["/Resources"]
        stack: list[tuple[int | None, str, str | None]] = []
        fonts: dict[str, dict[int, str]] = {}
        font = ""
        for operands, operator in contents.operations:
            if operator in (b"BDC", b"BMC"):
                stack.append(_mark(operands, operator))
                self._open(stack, key)
            elif operator == b"EMC":
                stack.pop()
            elif operator == b"Tf":
                font = operands[0]
                if font not in fonts:
                    fonts[font] = _characters(resources["/Font"][font])
            elif operator == b"TJ" and not any(spoken is not None for _, _, spoken in stack):
                self._add(stack, key, "".join(_decoded(operands[0], fonts[font])))
            elif operator == b"Do":
                form = resources["/XObject"][operands[0]].get_object()
                if form["/Subtype"] == "/Form":
                    number = form.indirect_reference.idnum
                    self._read(form, ContentStream(form, self.reader), number)

    def _open(self, stack: list[tuple[int | None, str, str | None]], key: int) -> None:
        mcid, _, spoken = stack[-1]
        if mcid is not None:
            self.marked.texts.setdefault((key, mcid), "")
        if spoken is not None:
            self._add(stack, key, spoken)

    def _add(self, stack: list[tuple[int | None, str, str | None]], key: int, text: str) -> None:
        for mcid, kind, _ in reversed(stack):
            if mcid is not None:
                self.marked.texts[key, mcid] += text
                return
            if kind.startswith("/Artifact"):
                self.marked.artifacts.append((kind.removeprefix("/Artifact "), text))
                return
        raise AssertionError(f"not marked: {text}")


def _resolved(item: Item) -> Item:
    """What an indirect reference refers to."""
    return item.get_object() if isinstance(item, IndirectObject) else item


def _mark(operands: Item, operator: bytes) -> tuple[int | None, str, str | None]:
    properties = operands[1] if operator == b"BDC" else {}
    kind = " ".join([operands[0], *(properties[key][1:] for key in ("/Type", "/Subtype") if key in properties)])
    return properties.get("/MCID"), kind, properties.get("/ActualText")


def _decoded(operands: Item, characters: Mapping[int, str]) -> Iterator[str]:
    for part in operands:
        if isinstance(part, (bytes, str)):
            code = part if isinstance(part, bytes) else part.original_bytes  # type: ignore[attr-defined]
            yield from (characters[int.from_bytes(code[i : i + 2], "big")] for i in range(0, len(code), 2))


def _characters(font: Item) -> dict[int, str]:
    """The characters of a font's glyphs."""
    found: dict[int, str] = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", font["/ToUnicode"].get_data(), re.DOTALL):
        for glyph, text in re.findall(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]*)>", block):
            found[int(glyph, 16)] = bytes.fromhex(text.decode()).decode("utf-16-be")
    return found


def _attributes(item: Item) -> Iterator[str]:
    for key in ("/Alt", "/ActualText", "/E", "/Lang"):
        if key in item:
            yield f" {key[1:]}={item[key]}"
    for owner in _list(item.get("/A", ArrayObject())):
        for key in ("/ListNumbering", "/Scope", "/ColSpan", "/RowSpan"):
            if key in owner:
                yield f" {key[1:]}={str(owner[key]).removeprefix('/')}"
        if "/Headers" in owner:
            yield f" Headers={'+'.join(owner['/Headers'])}"


def _list(item: Item) -> list[Item]:
    found = _resolved(item)
    return list(found) if isinstance(found, ArrayObject) else [item]
