"""Starting files for authors: correct, commented, and never written over an existing one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Literal

from handoutkit.authoring import is_name, wrong_name
from handoutkit.problems import HandoutError, Place, Problem
from handoutkit.publishing import publish

Thing = Literal["pack", "section", "handout"]
YEAR = timedelta(days=365)

_PACK = """\
# The name under which `handoutkit show` says where a thing comes from.
name = "{name}"

# Your country. It decides paper, lab units and emergency numbers. No language does.
# territory = "US"

# What to do with content that nobody has reviewed: "notice" prints a notice on page 1, "refuse" prints nothing.
[policy]
unreviewed = "notice"

# Values for all your handouts. `handoutkit show SECTION` lists those of a section.
[values]
# publisher = "The name of your clinic"
"""

_SECTION = """\
title = "{title}"
purpose = "One sentence for authors: what the reader can do after reading this."
audience = "Adults with MS"
kind = "topic"                       # topic, questions, log, research or safety
sources_checked = {today}
review_by = {next_year}
sources = []                         # exactly the ids that section.html cites
terms = []                           # ids of handouts/common/glossary.toml to explain at the end
origin = "authored"                  # or "machine-drafted"
"""

_FRAGMENT = """\
<p class="message">{% trans %}Write the one main message here.{% endtrans %}</p>
<p>{% trans %}Say what it means for the reader, in short sentences.{% endtrans %}</p>
<aside class="do">
  <h3>{% trans %}What you can do{% endtrans %}</h3>
  <ul>
    <li>{% trans %}Name one small step.{% endtrans %}</li>
  </ul>
</aside>
"""

_HANDOUT = """\
title = "{title}"
locales = ["en"]
editions = ["standard", "large-print"]

[[section]]
use = "overview"
"""


def new(thing: Thing, name: str, folder: Path) -> tuple[Path, ...]:
    """Writes the starting files of a pack, section or handout under `folder` and names them.

    Raises `HandoutError`: wrong-name, name-taken or cannot-write.
    """
    if not is_name(name):
        raise HandoutError([wrong_name(name)])
    files = {folder / path: text for path, text in _files(thing, name).items()}
    taken = [path for path in files if path.exists()]
    if taken:
        message = "the file exists already, and it was left as it is"
        raise HandoutError([Problem("name-taken", message, Place(taken[0]), "choose another name")])
    for path, text in files.items():
        publish(text.encode(), path)
    return tuple(files)


def _files(thing: Thing, name: str) -> Mapping[str, str]:
    title = name.replace("-", " ").capitalize()
    today = date.today()  # noqa: DTZ011 - a starting date for the author to change
    if thing == "pack":
        return {f"{name}/pack.toml": _PACK.format(name=name), f"{name}/handouts/sections/.keep": ""}
    if thing == "handout":
        return {f"handouts/{name}.toml": _HANDOUT.format(title=title)}
    metadata = _SECTION.format(title=title, today=today, next_year=today + YEAR)
    return {f"handouts/sections/{name}/section.toml": metadata, f"handouts/sections/{name}/section.html": _FRAGMENT}
