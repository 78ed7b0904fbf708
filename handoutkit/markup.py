"""The last gate before the layout engine: the elements, attributes and links that a finished page may have.

Whatever came from a template, a translation or a value has ended up in this markup, so one allow-list here covers
them all.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator

from handoutkit.figures import PRESENTATION, SHAPES
from handoutkit.problems import Problem

_GLOBAL = frozenset({"class", "id", "lang", "dir", "role", "aria-label", "aria-hidden", "aria-labelledby"})
_PLAIN = frozenset(
    "html head body title header main section aside footer nav p ul ol li dl dt dd table caption thead tbody tfoot "
    "tr figure figcaption div h1 h2 h3 h4 strong em span sub sup br bdi".split()
)
_WITH_ATTRIBUTES = {
    "meta": frozenset({"charset", "name", "content"}),
    "link": frozenset({"rel", "href"}),
    "a": frozenset({"href"}),
    "img": frozenset({"src", "alt"}),
    "abbr": frozenset({"title"}),
    "ol": frozenset({"start"}),
    "th": frozenset({"scope", "colspan", "rowspan"}),
    "td": frozenset({"colspan", "rowspan"}),
}
_DRAWING = SHAPES - {"text", "title"}
_DRAWING_ATTRIBUTES = PRESENTATION | {"role", "aria-label", "aria-hidden"}
_LINK = re.compile(r"#[\w-]+|https://[^\s\"'<>\\]+|mailto:[^\s\"'<>\\]+|tel:\+?[\d() .-]+")
RESOURCE = "pack:"
"""The scheme of everything that a page may load: bytes that are already in memory."""


def check_markup(root: ET.Element) -> tuple[Problem, ...]:
    """Every element, attribute and address of the page that is not on the allow-list."""
    return tuple(problem for element in root.iter() for problem in _element_faults(element))


def _element_faults(element: ET.Element) -> Iterator[Problem]:
    tag = element.tag if isinstance(element.tag, str) else "instruction"
    drawing = tag in _DRAWING and tag != "title"
    if not drawing and tag not in _PLAIN and tag not in _WITH_ATTRIBUTES:
        yield Problem("markup-not-allowed", f"the page may not have a <{tag}> element", fix="remove it")
        return
    allowed = _DRAWING_ATTRIBUTES if drawing else _GLOBAL | _WITH_ATTRIBUTES.get(tag, frozenset())
    for name in sorted(set(element.keys()) - allowed):
        yield Problem("markup-not-allowed", f"<{tag}> may not have the attribute {name}", fix="remove it")
    if tag == "link" and element.get("rel") != "stylesheet":
        yield Problem("markup-not-allowed", "a <link> may only name a style sheet", fix="remove it")
    if drawing and any(re.search(r"url\(|:", value) for name, value in element.items() if name in PRESENTATION):
        yield Problem("resource-not-allowed", f"<{tag}> may not name an address", fix="use plain colours")
    if tag == "a" and not _LINK.fullmatch(element.get("href", "")):
        message = "a link may only go to https, mailto, tel or a place in the sheet"
        yield Problem("link-not-allowed", message, fix="correct the address of the link")
    for name in ("src", "href"):
        if tag != "a" and not element.get(name, RESOURCE).startswith(RESOURCE):
            message = f"<{tag}> may not load anything from outside the packs"
            yield Problem("resource-not-allowed", message, fix="put the file into the pack")
