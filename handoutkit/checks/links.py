"""Checks what can be followed or filled in: ISO 14289-1, 7.18."""

from __future__ import annotations

from collections.abc import Iterator

from handoutkit.problems import Problem
from handoutkit.reading import Annotation, LinkRef, PdfReading, Tag, Text

_LINK_ROLES = frozenset(("Link", "Reference"))
_ROLE_OF = {"Widget": "Form"}
_NOT_TAGGED = frozenset(("PrinterMark", "Popup"))


def check_links(reading: PdfReading) -> Iterator[Problem]:
    """Every link inside a Link tag and with words of its own: ISO 14289-1, 7.18.5 (Matterhorn 28-011 and 28-012).

    Screen readers say the link's Contents instead of its text, so an address there is all that a reader hears. It may
    stand there only if the address is also what is printed.
    """
    owners = _owners(reading)
    for link in reading.annotations:
        if link.kind != "Link" or link.hidden:
            continue
        owner = owners.get(id(link))
        if owner is None or owner.role not in _LINK_ROLES:
            yield _problem(link, "is not inside a Link tag", "tag the link and its text as Link")
            continue
        said = link.contents.strip() or owner.alt.strip()
        if not said:
            yield _problem(link, "has no description (Contents)", "repeat the text of the link in its Contents")
        elif link.target and said == link.target and _printed(owner) != said:
            yield _problem(link, "is described by its address", "repeat the text of the link in its Contents")


def check_annotations(reading: PdfReading) -> Iterator[Problem]:
    """Every note and field inside a tag and described: ISO 14289-1, 7.18.1 and 7.18.4 (Matterhorn 28-002 to 28-010)."""
    owners = _owners(reading)
    for annotation in reading.annotations:
        if annotation.kind == "Link" or annotation.kind in _NOT_TAGGED or annotation.hidden:
            continue
        owner, role = owners.get(id(annotation)), _ROLE_OF.get(annotation.kind, "Annot")
        if owner is None or owner.role != role:
            message = f"page {annotation.page}: a {annotation.kind} annotation is not inside the tag {role}"
            yield Problem("pdf-untagged-content", message, fix=f"tag it as {role} or take it out")
        elif not (annotation.contents.strip() or owner.alt.strip()):
            message = f"page {annotation.page}: a {annotation.kind} annotation has no description"
            yield Problem("pdf-untagged-content", message, fix="describe it in its Contents, a field in its TU")


def check_tab_order(reading: PdfReading) -> Iterator[Problem]:
    """The tab key follows the tags on pages with links: ISO 14289-1, 7.18.3 (Matterhorn 28-008)."""
    orders = ("S", "A", "W") if reading.claims.ua == "2" else ("S",)
    with_annotations = {annotation.page for annotation in reading.annotations if not annotation.hidden}
    for page in reading.pages:
        if page.number in with_annotations and page.tabs not in orders:
            message = f"page {page.number}: the tab key does not follow the reading order"
            yield Problem("pdf-tab-order", message, fix="set Tabs to S on the page")


def _owners(reading: PdfReading) -> dict[int, Tag]:
    """The tag that each annotation is directly inside, by the annotation's identity."""
    return {id(child.annotation): tag for tag in reading.walk() for child in tag.children if isinstance(child, LinkRef)}


def _printed(tag: Tag) -> str:
    return "".join("".join(leaf.text for leaf in tag.leaves() if isinstance(leaf, Text)).split())


def _problem(link: Annotation, fault: str, fix: str) -> Problem:
    return Problem("pdf-link-text", f"page {link.page}: a link {fault}", fix=fix)
