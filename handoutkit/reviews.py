"""The ledger of reviews: which wording a person has checked, bound to it by a digest.

A record counts only while its digest equals that of the wording. There is no way to mark a section as reviewed that
survives the change of a comma.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import date
from pathlib import PurePath
from typing import Annotated, Literal

from pydantic import Field

from handoutkit.bidi import is_plain
from handoutkit.model import Message, MessageKey, Picture, Reference, Review, ReviewState, Section, Term
from handoutkit.problems import Place, Problem, Severity
from handoutkit.toml_files import Schema, read_toml
from handoutkit.toml_lines import line_of

_Text = Annotated[str, Field(min_length=1)]
_WORDS = ("section", "kind", "digest", "reviewer", "qualification", "method")


class _ReviewTable(Schema):
    section: _Text
    kind: Literal["content", "translation"]
    digest: _Text
    reviewer: _Text
    qualification: _Text
    method: _Text
    date: date


class _ReviewsFile(Schema):
    review: list[_ReviewTable] = []


def read_reviews(text: str, path: PurePath) -> tuple[tuple[Review, ...], tuple[Problem, ...]]:
    """The records of a `reviews.toml`, and everything that is wrong with the file."""
    file, problems = read_toml(text, path, _ReviewsFile)
    records = tuple(
        Review(**table.model_dump(), place=Place(path, line_of(text, ("review", position))))
        for position, table in enumerate(file.review if file else ())
    )
    return records, (*problems, *(problem for record in records for problem in check_review(record)))


def check_review(review: Review) -> tuple[Problem, ...]:
    """What keeps a record from being printed: its names and words appear on the sheet."""
    message = "must be one line of text, without invisible or direction-changing characters"
    return tuple(
        Problem("wrong-type", f"the {name} of a review {message}", review.place, f"correct the {name}")
        for name in _WORDS
        if not is_plain(getattr(review, name))
    )


def write_review(text: str, review: Review) -> str:
    """The text of a ledger with one more record at its end, and every byte before it as it was."""
    ended = text if text.endswith("\n") or not text else f"{text}\n"
    words = "".join(f"{name} = {_quoted(getattr(review, name))}\n" for name in _WORDS)
    record = f"[[review]]\n{words}date = {review.date.isoformat()}\n"
    return f"{ended}\n{record}" if ended else record


def _quoted(text: str) -> str:
    """A TOML basic string. JSON escapes the same characters, except delete."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def content_digest(section: Section, terms: Iterable[Term], references: Iterable[Reference]) -> str:
    """The fingerprint of everything that the English reader sees of a section, in one canonical form."""
    return _digest(_content(section, terms, references))


def translation_digest(
    section: Section,
    texts: Mapping[MessageKey, tuple[str, ...]],
    terms: Iterable[Term],
    references: Iterable[Reference],
    locale: str,
) -> str:
    """The fingerprint of a section's English and its translation: either one changed, and it is another wording."""
    used = tuple(terms)
    keys = sorted({message.key for message in _messages(section)} | {("", section.title)} | set(_term_keys(used)))
    translated = [[*key, list(texts.get(key, ()))] for key in keys]
    return _digest({**_content(section, used, references), "locale": locale, "translations": translated})


def _content(section: Section, terms: Iterable[Term], references: Iterable[Reference]) -> dict[str, object]:
    return {
        "title": section.title,
        "template": _one_line_end(section.template.source),
        "messages": [[message.context, message.text, message.plural] for message in _messages(section)],
        "pictures": {name: _picture_digest(picture) for name, picture in section.pictures.items()},
        "params": [_without_place(asdict(param)) for param in section.params],
        "terms": sorted((_without_place(asdict(term)) for term in terms), key=_canonical),
        "references": sorted((_without_place(asdict(reference)) for reference in references), key=_canonical),
    }


def _messages(section: Section) -> Iterator[Message]:
    yield from section.template.messages
    for _, picture in sorted(section.pictures.items()):
        yield from picture.messages


def _term_keys(terms: Iterable[Term]) -> Iterator[MessageKey]:
    for term in terms:
        yield ("", term.name)
        yield ("", term.meaning)


def _picture_digest(picture: Picture) -> str:
    drawing = picture.name.endswith(".svg")
    return hashlib.sha256(picture.data.replace(b"\r\n", b"\n") if drawing else picture.data).hexdigest()


def _without_place(fields: dict[str, object]) -> dict[str, object]:
    """Where a thing stands in a file isn't what it says."""
    return {name: value for name, value in fields.items() if name != "place"}


def _one_line_end(text: str) -> str:
    """A checkout on Windows has other line ends and the same wording."""
    return text.replace("\r\n", "\n")


def _digest(content: object) -> str:
    return hashlib.sha256(_canonical(content).encode()).hexdigest()


def _canonical(content: object) -> str:
    return json.dumps(content, ensure_ascii=True, sort_keys=True, separators=(",", ":"))


def review_state(
    section: str,
    content: str,
    translation: str,
    content_reviews: Iterable[Review],
    translation_reviews: Iterable[Review],
) -> ReviewState:
    """Which reviews count for a section whose digests are `content` and `translation`: the newest of each kind.

    Content is reviewed in the ledger of English, a translation in that of its locale.
    """
    return ReviewState(
        section=section,
        content=_newest(r for r in _records(section, "content", content_reviews) if r.digest == content),
        translation=_newest(
            r for r in _records(section, "translation", translation_reviews) if r.digest == translation
        ),
        content_digest=content,
        translation_digest=translation,
    )


def stale_reviews(
    state: ReviewState, content_reviews: Iterable[Review], translation_reviews: Iterable[Review]
) -> tuple[Problem, ...]:
    """A warning for each kind of review that a section had before its wording changed and has no more."""
    lapsed = (
        None if state.content else _newest(_records(state.section, "content", content_reviews)),
        None if state.translation else _newest(_records(state.section, "translation", translation_reviews)),
    )
    return tuple(_stale(record) for record in lapsed if record)


def _stale(record: Review) -> Problem:
    message = f'the section "{record.section}" has changed since its {record.kind} was reviewed on {record.date}'
    fix = "have the new wording checked, then record it: handoutkit review approve"
    return Problem("review-stale", message, record.place, fix, Severity.WARNING)


def _records(section: str, kind: str, reviews: Iterable[Review]) -> Iterator[Review]:
    return (review for review in reviews if (review.section, review.kind) == (section, kind))


def _newest(reviews: Iterator[Review]) -> Review | None:
    return max(reviews, key=lambda review: review.date, default=None)
