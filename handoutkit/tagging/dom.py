"""What the tag tree asks of the source document: names, order, language, text and what is only decoration."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element as Source

SVG = "{http://www.w3.org/2000/svg}"
_IN_LINE = frozenset("a abbr b bdi bdo cite code em i img mark q s small span strong sub sup svg u".split())
"""Elements that do not part the words before them from the words in them."""


def name(element: Source) -> str:
    """The element's name without its namespace; empty for comments and processing instructions."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def role(element: Source) -> str:
    """The ARIA role that the author gave, or an empty string."""
    return element.get("role", "")


def squeeze(text: str) -> str:
    """The text with every run of white space as one space."""
    return " ".join(text.split())


def text(element: Source) -> str:
    """The words of an element as a reader hears them: hidden parts left out, alternatives in place of pictures."""
    return squeeze("".join(_heard(element)))


def alternative(element: Source) -> str:
    """The text alternative of a picture (HTML `alt`, ARIA `aria-label`, SVG `title`)."""
    if name(element) == "svg":
        title = element.findtext(f"{SVG}title") or element.findtext("title") or ""
        return element.get("aria-label") or title.strip()
    return element.get("alt") or element.get("aria-label") or element.get("title") or ""


def is_presentational(element: Source) -> bool:
    """Whether the author took the element's meaning away (WAI-ARIA 1.2, roles presentation and none)."""
    return role(element) in ("presentation", "none")


def is_decorative(element: Source) -> bool:
    """Whether nothing of an element is for the reader: hidden from them, or a picture without a message."""
    if element.get("aria-hidden") == "true":
        return True
    if is_presentational(element) and name(element) in ("img", "svg"):
        return True
    return name(element) == "img" and element.get("alt") == "" and not alternative(element)


@dataclass(frozen=True, slots=True)
class Dom:
    """The source document with the ways up and the order that ElementTree does not keep."""

    root: Source
    parents: Mapping[Source, Source]
    order: Mapping[Source, int]

    @classmethod
    def of(cls, root: Source) -> Dom:
        """The document under `root`."""
        parents = {child: parent for parent in root.iter() for child in parent}
        return cls(root, parents, {element: index for index, element in enumerate(root.iter())})

    def changed_language(self, element: Source) -> str:
        """The language that an element switches to, or an empty string where it keeps the one around it."""
        own = element.get("lang", "")
        parent = self.parents.get(element)
        if not own or parent is None:
            return ""
        return own if own.lower() != self._language(parent).lower() else ""

    def nearest(self, element: Source, wanted: str) -> Source | None:
        """The nearest element of that name, from `element` itself upwards."""
        return next((found for found in self._upwards(element) if name(found) == wanted), None)

    def _language(self, element: Source) -> str:
        return next((found.get("lang", "") for found in self._upwards(element) if found.get("lang")), "")

    def _upwards(self, element: Source) -> Iterator[Source]:
        found: Source | None = element
        while found is not None:
            yield found
            found = self.parents.get(found)


def _heard(element: Source) -> Iterator[str]:
    if element.get("aria-hidden") == "true":
        return
    if name(element) in ("img", "svg"):
        yield alternative(element)
        return
    yield element.text or ""
    for child in element:
        yield "" if name(child) in _IN_LINE else " "
        if name(child):
            yield from _heard(child)
        yield child.tail or ""
