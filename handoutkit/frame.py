"""The page around the sections: masthead, notices, glossary, sources and imprint, in the package's own words.

Its template lies in ``handoutkit/templates/``. Its words are translated like every other message, but no pack can
take them away.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path, PurePath

import jinja2

from handoutkit.model import Message
from handoutkit.templates import Gettext, NGettext, read_messages

FOLDER = Path(__file__).parent / "templates"
SHOWN = PurePath("handoutkit/templates")
_PAGE = "document.html"


@cache
def frame_messages() -> tuple[Message, ...]:
    """Every message of the package's own template, in its order."""
    return read_messages((FOLDER / _PAGE).read_text(encoding="utf-8"), SHOWN / _PAGE)


def frame_style() -> str:
    """The package's own rules, which come after every pack's."""
    return (FOLDER / "document.css").read_text(encoding="utf-8")


def render_frame(gettext: Gettext, ngettext: NGettext, values: Mapping[str, object]) -> str:
    """The whole page as HTML."""
    environment = _environment()
    environment.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    page = environment.get_template(_PAGE).render(**values)
    return re.sub(r"\n\s*\n+", "\n", page)


def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
