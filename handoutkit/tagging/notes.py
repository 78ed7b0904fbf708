"""Footnotes: a Reference where the note is called, and the Note right beside it, wherever it is printed.

ISO 32000-1, 14.8.4.4.1 (Reference, Note); ISO 14289-1, 7.9 asks for an ID on every Note.
"""

from __future__ import annotations

from handoutkit.tagging.dom import Dom
from handoutkit.tagging.elements import Element, Kids, flow, has_role
from handoutkit.tagging.nodes import Node


def build_call(node: Node, kids: Kids, _dom: Dom) -> Kids:
    """The mark in the text that calls a note."""
    return (Element("Reference", kids, node.element),) if kids else ()


def build_note(node: Node, kids: Kids, dom: Dom) -> Kids:
    """The call and the note, the note's own mark as its label."""
    calls = tuple(kid for kid in kids if has_role(kid, "Reference") and kid.source is node.element)
    labels = tuple(kid for kid in kids if has_role(kid, "Lbl") and kid.source is node.element)
    words = tuple(kid for kid in kids if kid not in calls and kid not in labels)
    note = Element("Note", (*labels, *flow(words)), node.element, id=f"note{dom.order[node.element]}")
    return (*calls, note)


def is_note(node: Node) -> bool:
    """Whether an element is printed as a footnote."""
    called = any(isinstance(kid, Node) and kid.pseudo == "footnote-call" for kid in node.kids)
    return called or (node.box is not None and node.box.style["float"] == "footnote")
