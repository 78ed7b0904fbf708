"""The frozen data that passes from stage to stage.

``Content -(Request)-> Plan -> Wording -> Document -> PDF``. Nothing here does anything: the stages are functions in
modules of their own.
"""

from __future__ import annotations

from handoutkit.model.content import (
    Catalog,
    Cited,
    Content,
    Entry,
    Format,
    Handout,
    Language,
    Message,
    MessageKey,
    Pack,
    Paper,
    Param,
    Picture,
    Placement,
    Policy,
    Reference,
    Review,
    Section,
    SectionKind,
    Template,
    Term,
    Territory,
)
from handoutkit.model.sheet import Document, Leaflet, Placed, Plan, Request, ReviewState, Wording

__all__ = [
    "Catalog",
    "Cited",
    "Content",
    "Document",
    "Entry",
    "Format",
    "Handout",
    "Language",
    "Leaflet",
    "Message",
    "MessageKey",
    "Pack",
    "Paper",
    "Param",
    "Picture",
    "Placed",
    "Placement",
    "Plan",
    "Policy",
    "Reference",
    "Request",
    "Review",
    "ReviewState",
    "Section",
    "SectionKind",
    "Template",
    "Term",
    "Territory",
    "Wording",
]
