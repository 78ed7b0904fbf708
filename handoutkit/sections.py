"""What sections and glossary terms say: their messages, for translating, extracting and fingerprinting alike."""

from __future__ import annotations

from collections.abc import Iterator

from handoutkit.model import Handout, Message, Section, Term
from handoutkit.problems import Place


def handout_messages(handout: Handout) -> Iterator[Message]:
    """The messages of a handout's own file."""
    yield Message(handout.title, Place(handout.place.path, handout.lines["title"]), comment="The title of a handout.")


def section_messages(section: Section) -> Iterator[Message]:
    """The messages of one section: its title, its template and the words in its pictures."""
    yield Message(section.title, Place(section.place.path, section.lines["title"]), comment="The title of a section.")
    yield from section.template.messages
    for picture in section.pictures.values():
        yield from picture.messages


def term_messages(term: Term) -> Iterator[Message]:
    """The messages of one glossary entry. How to say an English word is not translated."""
    yield Message(term.name, term.place, comment="A word of the glossary.")
    yield Message(term.meaning, term.place, comment=f"What {term.name} means, in plain words.")
