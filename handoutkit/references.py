"""The sources that sections cite: CSL-JSON read into frozen references.

Format: CSL-JSON 1.0 (https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html), with two fields of ours under
``custom``: ``evidence``, the kind of source, and ``verified``, whether its record was seen.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import PurePath
from typing import Any

from handoutkit.model import Reference
from handoutkit.problems import Place, Problem

EVIDENCE = ("guideline", "trial", "many studies", "one study", "laboratory", "label", "law", "other")
"""The kinds of source, from which the printed words are taken."""

_PRINTED = ("container-title", "volume", "issue", "page", "DOI", "URL")

MOST_AUTHORS = 3
"""How many authors a printed reference names before "et al."."""


def read_references(text: str, path: PurePath) -> tuple[dict[str, Reference], tuple[Problem, ...]]:
    """The references of one file by id, and everything that is wrong with the file."""
    try:
        items = json.loads(text)
    except (ValueError, RecursionError) as fault:
        place = Place(path, getattr(fault, "lineno", 1))
        reason = getattr(fault, "msg", "it is nested too deeply or has a number that is too long")
        return {}, (Problem("broken-references", f"this is not valid JSON: {reason}", place, "mend this line"),)
    if not isinstance(items, list):
        return {}, (Problem("broken-references", "the file must be a list of references", Place(path, 1), "use […]"),)
    references: dict[str, Reference] = {}
    problems: list[Problem] = []
    for item in items:
        place = Place(path, _line(text, item))
        faults = _faults(item, references)
        problems += [Problem("broken-references", fault, place, "mend this reference") for fault in faults]
        if not faults:
            references[item["id"]] = _reference(item, place)
    return references, tuple(problems)


def _line(text: str, item: object) -> int:
    id_ = item.get("id") if isinstance(item, dict) else None
    position = text.find(json.dumps(id_)) if isinstance(id_, str) else -1
    return text.count("\n", 0, max(position, 0)) + 1


def _faults(item: object, known: Mapping[str, Reference]) -> list[str]:
    if not isinstance(item, dict):
        return ["a reference must be an object in braces"]
    faults = [f'the reference has no "{key}"' for key in ("id", "title") if not isinstance(item.get(key), str)]
    custom = item.get("custom", {})
    if not isinstance(custom, dict) or custom.get("evidence") not in EVIDENCE:
        faults.append('custom.evidence must be one of "' + '", "'.join(EVIDENCE) + '"')
    elif not isinstance(custom.get("verified"), bool):
        faults.append("custom.verified must be true or false")
    if not _are_names(item.get("author", [])):
        faults.append('"author" must be a list of names, each with "family" and "given", or "literal"')
    faults += [f'"{key}" must be a text or a number' for key in _PRINTED if not _is_plain(item.get(key, ""))]
    if isinstance(item.get("DOI"), str) and not item["DOI"].startswith("10."):
        faults.append('"DOI" must begin with 10., without an address before it')
    if not _is_date(item.get("issued", {})):
        faults.append('"issued" must be such as {"date-parts": [[2026, 11, 20]]}')
    if isinstance(item.get("id"), str) and item["id"] in known:
        faults.append(f'the id "{item["id"]}" stands twice')
    return faults


def _are_names(authors: object) -> bool:
    return isinstance(authors, list) and all(
        isinstance(author, dict) and all(isinstance(author.get(key, ""), str) for key in ("literal", "family", "given"))
        for author in authors
    )


def _is_date(issued: object) -> bool:
    parts = issued.get("date-parts", []) if isinstance(issued, dict) else None
    return isinstance(parts, list) and all(isinstance(part, list) and all(map(_is_plain, part)) for part in parts)


def _is_plain(value: object) -> bool:
    """Whether it prints as it is: many exports hold null, or a list where CSL-JSON has a text."""
    return isinstance(value, str | int | float) and not isinstance(value, bool)


def _reference(item: Mapping[str, Any], place: Place) -> Reference:
    return Reference(
        id=item["id"],
        authors=tuple(_names(item.get("author", ()))),
        title=item["title"].rstrip("."),
        container=str(item.get("container-title", "")),
        year=_year(item),
        details=_details(item),
        doi=str(item.get("DOI", "")),
        url=str(item.get("URL", "")),
        evidence=item["custom"]["evidence"],
        verified=item["custom"]["verified"],
        place=place,
    )


def _names(authors: Iterable[Mapping[str, str]]) -> list[str]:
    names = [
        author.get("literal") or f"{author.get('family', '')} {author.get('given', '')}".strip() for author in authors
    ]
    return [*names[:MOST_AUTHORS], "et al."] if len(names) > MOST_AUTHORS else names


def _year(item: Mapping[str, Any]) -> str:
    parts = item.get("issued", {}).get("date-parts", [[]])
    return str(parts[0][0]) if parts and parts[0] else ""


def _details(item: Mapping[str, Any]) -> str:
    """Volume, issue and pages as they are written in medicine: ``73(3-4):233-237``."""
    volume, issue, page = (str(item.get(key, "")) for key in ("volume", "issue", "page"))
    place = f"{volume}({issue})" if volume and issue else volume or issue
    return ":".join(part for part in (place, page) if part)


def link(reference: Reference) -> str:
    """The address at which a reader finds the source, or nothing."""
    if reference.doi:
        return f"https://doi.org/{reference.doi}"
    return reference.url if reference.url.startswith("https://") else ""


def citation(reference: Reference) -> str:
    """The source as one line, in the words of its own record, without the address.

    >>> from handoutkit.problems import Place
    >>> from pathlib import PurePath
    >>> citation(Reference("a", ("Sena A",), "Ferritin in MS", "J Neurol", "2008", "5:1-2", "", "", "one study", True,
    ...                    Place(PurePath("references.json"))))
    'Sena A. Ferritin in MS. J Neurol. 2008;5:1-2.'
    """
    when = ";".join(part for part in (reference.year, reference.details) if part)
    parts = (", ".join(reference.authors), reference.title, reference.container, when)
    return " ".join(part if part.endswith(".") else f"{part}." for part in parts if part)
