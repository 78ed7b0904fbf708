"""Stage 3, translate: every message of a plan in the reader's language, whole, or nothing.

There is no fallback to English: a missing, fuzzy or changed sentence stops the sheet.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import PurePath

from handoutkit.frame import frame_messages
from handoutkit.invariants import compare, safe_markup
from handoutkit.languages import SOURCE_LOCALE
from handoutkit.model import Content, Entry, Message, MessageKey, Plan, Wording
from handoutkit.problems import Problem, refuse_if_errors
from handoutkit.sections import handout_messages, section_messages, term_messages


def translate(plan: Plan, content: Content) -> Wording:
    """The wording of the plan. Raises `HandoutError` with every sentence that cannot be printed."""
    locale = plan.language.locale
    messages = plan_messages(plan)
    if locale == SOURCE_LOCALE:
        return Wording({message.key: _source_texts(message) for message in messages})
    entries = content.catalogs[locale].entries if locale in content.catalogs else {}
    refuse_if_errors(problem for message in messages for problem in _problems(message, entries, locale, content))
    return Wording({message.key: tuple(map(safe_markup, entries[message.key].texts)) for message in messages})


def plan_messages(plan: Plan) -> tuple[Message, ...]:
    """Every message that the sheet prints, each once, in the order of the sheet."""
    found = [
        *handout_messages(plan.handout),
        *frame_messages(),
        *(message for placed in plan.placed for message in section_messages(placed.section)),
        *(message for term in plan.terms for message in term_messages(term)),
    ]
    return tuple({message.key: message for message in reversed(found)}.values())[::-1]


def _source_texts(message: Message) -> tuple[str, ...]:
    return tuple(safe_markup(text) for text in (message.text, message.plural) if text)


def _problems(
    message: Message, entries: Mapping[MessageKey, Entry], locale: str, content: Content
) -> Iterable[Problem]:
    entry = entries.get(message.key)
    if entry is None:
        catalog = _home(message, content) / "locales" / locale / "LC_MESSAGES" / "handouts.po"
        fault = f'not translated into {locale}: "{message.text}"'
        return (Problem("translation-missing", fault, message.place, f"translate it in {catalog}"),)
    if entry.fuzzy:
        fault = f'the English changed since this was translated into {locale}: "{message.text}"'
        fix = "compare both sentences, correct the translation and remove its fuzzy mark"
        return (Problem("translation-fuzzy", fault, entry.place, fix),)
    return compare(message, entry.texts, locale, entry.place)


def _home(message: Message, content: Content) -> PurePath:
    """The folder of the pack that a message is from."""
    folders = (pack.place.path for pack in content.packs)
    return next((folder for folder in folders if message.place.path.is_relative_to(folder)), PurePath())
