"""The stages in their order: load, select, translate, render, lay out, finish, check, publish."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from html import unescape

from handoutkit.checks import check
from handoutkit.finishing import finish
from handoutkit.fonts import advance_width, font_families, missing_characters
from handoutkit.languages import SOURCE_LOCALE
from handoutkit.layout import lay_out
from handoutkit.loading import fonts_folder
from handoutkit.model import Content, Document, Plan, Request, ReviewState, Wording
from handoutkit.problems import Place, Problem, Severity, refuse_if_errors
from handoutkit.provenance import sheet_digest, sheet_states
from handoutkit.rendering import render
from handoutkit.selection import select
from handoutkit.translation import plan_messages, translate


def build_pdf(content: Content, request: Request) -> tuple[Document, bytes, tuple[Problem, ...]]:
    """One sheet as a finished, checked PDF. Raises `HandoutError` where any gate refuses it."""
    document, noted = prepare(content, request)
    pages, complaints = lay_out(document, fonts_folder())
    refuse_if_errors(complaints)
    pdf, faults = finish(pages, document)
    refuse_if_errors(faults)
    found = check(document, pdf)
    return document, pdf, refuse_if_errors((*noted, *complaints, *faults, *found))


def prepare(content: Content, request: Request, *, paged: bool = True) -> tuple[Document, tuple[Problem, ...]]:
    """Everything before the layout engine: the sheet as one page of HTML, and warnings."""
    plan, noted = select(content, request)
    wording = translate(plan, content)
    refuse_if_errors(_unprintable(plan, wording, content))
    fonts = _value_fonts(plan, content)
    states = sheet_states(plan, wording, content)
    lacking = refuse_if_errors(_unreviewed(plan, states, content))
    fits = partial(_measure, plan)
    version = sheet_digest(plan, wording)[:8]
    document = render(plan, wording, content, states, version=version, measure=fits, paged=paged)
    return replace(document, fonts=fonts), (*noted, *lacking)


def _unprintable(plan: Plan, wording: Wording, content: Content) -> Iterator[Problem]:
    """Characters that no font of the language has, told at the line of their sentence."""
    locale = plan.language.locale
    for message in plan_messages(plan):
        text = unescape(" ".join(wording.texts[message.key]))
        for character in missing_characters(text, plan.language.fonts, fonts_folder()):
            fault = f'no font of {locale} has the character "{character}" (U+{ord(character):04X})'
            place = message.place if locale == SOURCE_LOCALE else content.catalogs[locale].entries[message.key].place
            yield Problem("glyph-missing", fault, place, "use another character, or add a font to the language")


def _value_fonts(plan: Plan, content: Content) -> tuple[str, ...]:
    """The families that values are printed in: a person's name may be in any script that we have a font for.

    Raises `HandoutError` for characters that none of our fonts has; the value is named and never shown.
    """
    values = {**content.values, **plan.request.values}
    own = plan.language.fonts
    if all(value.isascii() for value in values.values()):
        return own
    every = tuple(dict.fromkeys((*own, *font_families(fonts_folder()))))
    refuse_if_errors(
        Problem("glyph-missing", f'no font has one of the characters of the value "{name}"', fix="use other letters")
        for name, value in values.items()
        if missing_characters(value, every, fonts_folder())
    )
    return every


def _measure(plan: Plan, text: str, size: float, bold: bool) -> float:  # noqa: FBT001 - the shape of `Measure`
    return advance_width(text, plan.language.fonts, size, fonts_folder(), bold=bold)


def _unreviewed(plan: Plan, states: tuple[ReviewState, ...], content: Content) -> Iterator[Problem]:
    """What no person has checked: a note, since the sheet says so itself, or a refusal where the pack asks for it."""
    refused = content.policy.unreviewed == "refuse" and not plan.request.draft
    severity = Severity.ERROR if refused else Severity.NOTE
    locale = plan.language.locale
    for state in states:
        missing = [] if state.content else ["a clinician has not checked it"]
        if locale != SOURCE_LOCALE and not state.translation:
            missing.append(f"the {locale} translation is not checked")
        if missing:
            section = content.sections[state.section]
            message = f'the section "{state.section}" was not reviewed: {"; ".join(missing)}'
            fix = "have it checked, then record it: handoutkit review approve"
            yield Problem("not-reviewed", message, Place(section.place.path), fix, severity)
