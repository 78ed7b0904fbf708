"""What can be known about a finished PDF without opening a viewer: frozen, and free of PDF's own syntax."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

Box: TypeAlias = tuple[float, float, float, float]
"""Left, bottom, right, top, in points from the page's lower left corner."""

Mark: TypeAlias = tuple[int, int]
"""What identifies marked content on a page: the stream that it is in (0 is the page's own) and its MCID."""


@dataclass(frozen=True, slots=True)
class Text:
    """Marked content that a tag points to, in the order in which it is read aloud. Pages count from 1."""

    text: str
    page: int
    mark: Mark
    found: bool = True


@dataclass(frozen=True, slots=True)
class Annotation:
    """Something on a page that acts or comments: a link, a form field, a note."""

    page: int
    kind: str
    contents: str
    target: str
    hidden: bool


@dataclass(frozen=True, slots=True)
class LinkRef:
    """Where a tag points to an annotation: nearly always a link."""

    annotation: Annotation


@dataclass(frozen=True, slots=True)
class Attributes:
    """The attributes of a tag that change how it is read (ISO 32000-1, 14.8.5)."""

    id: str = ""
    scope: str = ""
    headers: tuple[str, ...] = ()
    colspan: int = 1
    rowspan: int = 1
    numbering: str = ""
    bbox: Box | None = None


@dataclass(frozen=True, slots=True)
class Tag:
    """One element of the tag tree; its role is a standard one where the role map knows it."""

    role: str
    language: str = ""
    alt: str = ""
    actual_text: str = ""
    expansion: str = ""
    attributes: Attributes = Attributes()
    children: tuple[Tag | Text | LinkRef, ...] = ()

    @property
    def tags(self) -> tuple[Tag, ...]:
        """The tags directly inside this one."""
        return tuple(child for child in self.children if isinstance(child, Tag))

    def walk(self) -> Iterator[Tag]:
        """This tag and every tag inside it, in reading order."""
        yield self
        for child in self.tags:
            yield from child.walk()

    def leaves(self) -> Iterator[Text | LinkRef]:
        """Everything that this tag and the tags inside it point to, in reading order."""
        for child in self.children:
            if isinstance(child, Tag):
                yield from child.leaves()
            else:
                yield child

    @property
    def page(self) -> int:
        """The page on which the tag begins, or 0 for a tag with nothing in it."""
        leaf = next(self.leaves(), None)
        if leaf is None:
            return 0
        return leaf.page if isinstance(leaf, Text) else leaf.annotation.page


@dataclass(frozen=True, slots=True)
class Artifact:
    """Content that is not read aloud: a running head, a rule, a decoration."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its box, what is marked on it, and how much is not."""

    number: int
    box: Box
    marks: tuple[Mark, ...]
    artifacts: tuple[Artifact, ...]
    unmarked: int
    tabs: str


@dataclass(frozen=True, slots=True)
class Font:
    """One font as the pages use it. `missing` are the texts that it prints as empty boxes (.notdef)."""

    name: str
    family: str
    embedded: bool
    to_unicode: bool
    unmapped: int
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bookmark:
    """One line of the outline; the level counts from 1."""

    title: str
    level: int


@dataclass(frozen=True, slots=True)
class Action:
    """Something that the file does or carries: its kind (URI, GoTo, JavaScript, EmbeddedFiles …), target and place."""

    kind: str
    target: str
    where: str


@dataclass(frozen=True, slots=True)
class Claims:
    """The standards that the file's metadata claims: the part of PDF/UA, the part and level of PDF/A ("2A")."""

    ua: str = ""
    pdfa: str = ""


@dataclass(frozen=True, slots=True)
class PdfReading:
    """A finished PDF as its readers get it: its claims, its tag tree, its pages and everything that acts."""

    version: str
    title: str
    language: str
    claims: Claims
    display_doc_title: bool
    marked: bool
    direction: str
    tags: tuple[Tag, ...]
    pages: tuple[Page, ...]
    fonts: tuple[Font, ...]
    bookmarks: tuple[Bookmark, ...]
    annotations: tuple[Annotation, ...]
    actions: tuple[Action, ...]

    def walk(self) -> Iterator[Tag]:
        """Every tag, in reading order."""
        for tag in self.tags:
            yield from tag.walk()
