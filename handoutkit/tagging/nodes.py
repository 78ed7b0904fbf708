"""The boxes of all pages gathered under the DOM elements they came from.

A page knows boxes; a reader knows elements. An element that is torn over lines, columns or pages has many boxes and is
still one thing, and boxes that the layout invents belong to no element. So every painted leaf and every link area is
hung under its DOM element (and pseudo-element), in the order of the pages; what repeats or decorates is kept apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element as Source

from handoutkit.tagging.artifacts import Artifact, Artifacts
from handoutkit.tagging.dom import Dom
from handoutkit.tagging.engine import Box, Mark, PaintedPage, PdfObject, Shape, placed, pseudo_element, shape


@dataclass(frozen=True, slots=True, eq=False)
class Leaf:
    """One painted piece of text or one picture; `block` is the element whose lines it stands in."""

    page: PaintedPage
    mark: Mark
    box: Box
    text: str
    block: Source | None

    @property
    def is_picture(self) -> bool:
        """Whether it is a picture, not text."""
        return shape(self.box) is Shape.REPLACED

    @property
    def is_blank(self) -> bool:
        """Whether it is text without a visible character."""
        return not self.is_picture and not self.text.strip()


@dataclass(frozen=True, slots=True, eq=False)
class Annotation:
    """One clickable rectangle; `contents` is what it says it is."""

    page: PaintedPage
    dictionary: PdfObject
    contents: str = ""

    @property
    def rectangle(self) -> tuple[float, float, float, float]:
        """Left, bottom, right and top in PDF units."""
        x1, y1, x2, y2 = (float(value) for value in self.dictionary["Rect"])
        return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)


@dataclass(slots=True, eq=False)
class Node:
    """A DOM element or one of its pseudo-elements, with what was painted for it; `box` is its first box."""

    element: Source
    pseudo: str
    box: Box | None = None
    kids: list[Node | Leaf | Annotation] = field(default_factory=list)

    def leaves(self) -> Iterator[Leaf]:
        """Every painted leaf below the node."""
        for kid in self.kids:
            if isinstance(kid, Leaf):
                yield kid
            elif isinstance(kid, Node):
                yield from kid.leaves()


@dataclass(slots=True)
class Gathered:
    """The result of the walk: the tree of nodes, what is an artifact, which leaves come before a line end or leader."""

    dom: Dom
    nodes: dict[tuple[Source, str], Node] = field(default_factory=dict)
    artifacts: dict[Mark, Artifact] = field(default_factory=dict)
    breaks: set[Leaf] = field(default_factory=set)

    @property
    def root(self) -> Node:
        """The node of the root element."""
        return self.node(self.dom.root)

    def node(self, element: Source, pseudo: str = "") -> Node:
        """The node of an element or pseudo-element, made and hung under its parent when first met."""
        if found := self.nodes.get((element, pseudo)):
            return found
        made = self.nodes[element, pseudo] = Node(element, pseudo)
        parent = element if pseudo else self.dom.parents.get(element)
        if parent is not None:
            self.node(parent).kids.append(made)
        return made


def gather(pages: tuple[PaintedPage, ...], dom: Dom) -> Gathered:
    """Everything that was painted, by DOM element; footnotes last, for a note can be printed before its call."""
    gathered = Gathered(dom)
    artifacts = Artifacts()
    walks = [_Walk(page, gathered, artifacts) for page in pages]
    for walk in walks:
        walk.box(walk.page.box, None, None)
    for walk in walks:
        for area in walk.note_areas:
            for child in area.children:
                walk.box(child, None, None)
    return gathered


@dataclass(slots=True)
class _Walk:
    """The walk over one page."""

    page: PaintedPage
    gathered: Gathered
    artifacts: Artifacts
    note_areas: list[Box] = field(default_factory=list)
    last: Leaf | None = None

    def box(self, box: Box, block: Source | None, around: Artifact | None) -> None:
        """Hang a box and its children; `around` is the kind of artifact it stands in."""
        box = placed(box)
        kind = shape(box)
        if kind is Shape.NOTES:
            self.note_areas.append(box)
            return
        artifact = around or self.artifacts.kind(box, kind, self.page.index)
        known = box.element is not None and box.element in self.gathered.dom.order
        node = self._node(box, kind) if known and artifact is None else None
        if kind in (Shape.TEXT, Shape.REPLACED):
            self._leaf(box, node, block, artifact)
        inner = block if kind in (Shape.LINE, Shape.INLINE, Shape.TEXT) else box.element
        for child in box.children:
            self.box(child, inner, artifact)
        if (kind is Shape.LINE or box.is_leader) and self.last is not None:
            self.gathered.breaks.add(self.last)
            self.last = None

    def _node(self, box: Box, kind: Shape) -> Node:
        assert box.element is not None  # noqa: S101 - the caller looked
        node = self.gathered.node(box.element, pseudo_element(box))
        if node.box is None and kind is not Shape.LINE:
            node.box = box
        if box.link_annotation is not None:
            node.kids.append(Annotation(self.page, box.link_annotation))
        return node

    def _leaf(self, box: Box, node: Node | None, block: Source | None, artifact: Artifact | None) -> None:
        mark = self.page.marks.get(box)
        if mark is None:
            return
        if node is None or box.style["visibility"] != "visible":
            self.gathered.artifacts[mark] = artifact or Artifact.LAYOUT
            return
        self.last = Leaf(self.page, mark, box, getattr(box, "text", "") or "", block)
        node.kids.append(self.last)
