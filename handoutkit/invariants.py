"""What a translation may never change: numbers, units, placeholders, links and markup.

One wrong digit is a wrong dose, and nothing else in the chain would notice: catalog editors only warn, and Babel's own
check accepts a placeholder that was dropped. A translation that words a number differently is refused as well, because
no program can tell that from a mistake.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from handoutkit.catalogs import plural_categories, plural_counts
from handoutkit.model import Message
from handoutkit.problems import Place, Problem
from handoutkit.quantities import PLACEHOLDER, Quantity, normalize
from handoutkit.sentences import TAG, TAGS, Sentence, take_apart

_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")
_SHOWN = 160


@dataclass(frozen=True, slots=True)
class _Pair:
    """A translation beside its English sentence; `count` is the only number that its plural form is for, if any."""

    english: Sentence
    translation: Sentence
    locale: str
    place: Place
    count: int | None = None
    counter: str = ""

    def problem(self, code: str, what: str, fix: str) -> Problem:
        shown = f'"{_shortened(self.english.text)}" became "{_shortened(self.translation.text)}"'
        return Problem(code, f"the translation into {self.locale} {what}: {shown}", self.place, fix)


def compare(message: Message, texts: tuple[str, ...], locale: str, place: Place) -> tuple[Problem, ...]:
    """Everything that a translation changes although it may not; `texts` has one text for each plural form."""
    categories = plural_categories(locale) if message.plural else ("other",)
    if len(texts) != len(categories):
        what = f'"{_shortened(message.text)}" has {len(texts)} plural forms in {locale}; it needs {len(categories)}'
        fix = f"run: handoutkit messages update {locale}"
        return (Problem("translation-missing", what, place, fix),)
    counter = _counter(message)
    pairs = []
    for index, text in enumerate(texts):
        english, count = _role(message, locale, index)
        pairs.append(_Pair(take_apart(english, "en"), take_apart(text, locale), locale, place, count, counter))
    return tuple(dict.fromkeys(problem for pair in pairs for problem in _faults(pair)))


def safe_markup(text: str) -> str:
    """A message as markup: everything in it escaped, except the few tags that messages may have.

    Quotes too, because a message may stand in an ``alt``.

    >>> safe_markup('<strong>5 mg</strong> & <a href="https://x">more</a>')
    '<strong>5 mg</strong> &amp; &lt;a href=&quot;https://x&quot;&gt;more&lt;/a&gt;'
    """
    if _nesting_fault(text):
        return html.escape(html.unescape(text))
    parts = re.split(rf"(</?(?:{'|'.join(TAGS)})>)", text)
    return "".join(part if index % 2 else html.escape(html.unescape(part)) for index, part in enumerate(parts))


def markup_fault(text: str) -> str:
    """Why the markup of a message cannot be printed as it is meant, or nothing."""
    foreign = re.search(r"</?[A-Za-z!?][^>]*>?", TAG.sub("", text))
    if foreign:
        return f"{foreign[0]} is not allowed"
    return _nesting_fault(text)


def _nesting_fault(text: str) -> str:
    open_tags: list[str] = []
    for closing, name in TAG.findall(text):
        if name == "br":
            if closing:
                return "</br> closes nothing"
        elif not closing:
            open_tags.append(name)
        elif not open_tags or open_tags.pop() != name:
            return f"</{name}> closes nothing"
    return f"<{open_tags[-1]}> is not closed" if open_tags else ""


def _role(message: Message, locale: str, index: int) -> tuple[str, int | None]:
    """The English form for a form of the translation, and the count if the form is for one count only.

    A form that is for a single count (one, two, zero) may name that count in words. A form that is for several, such
    as Russian "one" for 1, 21 and 31, may not.
    """
    if not message.plural:
        return message.text, None
    counts = plural_counts(locale, index)
    single = len(counts) == 1 and plural_categories(locale)[index] in {"zero", "one", "two"}
    return (message.text, 1) if counts == (1,) else (message.plural, counts[0] if single else None)


def _counter(message: Message) -> str:
    """The placeholder that counts, where the English forms make it plain which one that is."""
    singular, plural = (set(re.findall(PLACEHOLDER, text)) for text in (message.text, message.plural))
    candidates = plural - singular or plural
    return candidates.pop() if len(candidates) == 1 else ""


def _shortened(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _faults(pair: _Pair) -> Iterator[Problem]:
    yield from _placeholder_faults(pair)
    yield from _markup_faults(pair)
    yield from _link_faults(pair)
    yield from _number_faults(pair)
    yield from _unit_faults(pair)


def _changes(before: Counter[str], after: Counter[str]) -> Iterator[str]:
    """What was lost and what was added, in words."""
    for verb, found in (("loses", before - after), ("adds", after - before)):
        if found:
            yield f"{verb} {', '.join(sorted(found.elements()))}"


def _placeholder_faults(pair: _Pair) -> Iterator[Problem]:
    before, after = pair.english.placeholders, pair.translation.placeholders
    if pair.count is not None and pair.counter and after[pair.counter] <= 1:
        before, after = (Counter({**found, pair.counter: 0}) for found in (before, after))
    fix = "copy the placeholders from the English text, and translate nothing between %( and )s"
    for change in _changes(before, after):
        yield pair.problem("translation-changes-placeholder", change, fix)
    if pair.translation.stray_percent and not pair.english.stray_percent:
        fix = "write %% for a percent sign, and %(name)s for a placeholder"
        yield pair.problem("translation-changes-placeholder", "has a % that is neither %% nor a placeholder", fix)


def _markup_faults(pair: _Pair) -> Iterator[Problem]:
    fix = "copy the tags from the English text and put the translated words between them"
    for change in _changes(pair.english.tags, pair.translation.tags):
        yield pair.problem("translation-changes-markup", change, fix)
    fault = markup_fault(pair.translation.text)
    if fault and not markup_fault(pair.english.text):
        yield pair.problem("translation-changes-markup", f"has wrong markup, {fault}", fix)
    if set(_DIRECTION.findall(pair.translation.text)) - set(pair.english.text):
        fix = "remove the invisible characters: the package turns and isolates numbers itself"
        yield pair.problem("translation-changes-markup", "has characters that turn the direction of text", fix)


def _link_faults(pair: _Pair) -> Iterator[Problem]:
    for change in _changes(pair.english.links, pair.translation.links):
        fix = "copy addresses and telephone numbers from the English text, character by character"
        yield pair.problem("translation-changes-link", change, fix)


def _number_faults(pair: _Pair) -> Iterator[Problem]:
    code, locale = "translation-changes-number", pair.locale
    lost, added = _number_changes(pair)
    for quantity in added:
        if quantity.unclear:
            what = f"has the number {quantity.shown}, which is not how {locale} writes numbers"
            yield pair.problem(code, what, f"write {_example(lost)} the way CLDR has it for {locale}")
    lost = [] if any(quantity.unclear for quantity in added) else lost
    for verb, quantities in (("loses", lost), ("adds", [quantity for quantity in added if not quantity.unclear])):
        if quantities:
            what = f"{verb} the number {', '.join(quantity.shown for quantity in quantities)}"
            yield pair.problem(code, what, "write the same numbers as the English text, in digits")
    if not lost and not added and (turned := _turned_range(pair)):
        yield pair.problem(code, f"turns the range {turned} around", "write the smaller number first")
    if foreign := pair.translation.signs - pair.english.signs:
        what = f"has the sign {' '.join(sorted(foreign))}"
        wanted = " ".join(sorted(pair.english.signs)) or "the comparison in words,"
        yield pair.problem(code, what, f"write {wanted} as the English text does")


def _example(lost: Iterable[Quantity]) -> str:
    return ", ".join(quantity.shown for quantity in lost) or "it"


def _number_changes(pair: _Pair) -> tuple[list[Quantity], list[Quantity]]:
    """The numbers of the English sentence that are not in the translation, and the other way round."""
    lost = [quantity for quantity in pair.english.quantities if not _is_placeholder(quantity)]
    added: list[Quantity] = []
    for quantity in pair.translation.quantities:
        twin = next((other for other in lost if quantity.value in _worths(other)), None)
        if twin:
            lost.remove(twin)
        elif not _is_placeholder(quantity):
            added.append(quantity)
    if pair.counter:  # "1 tablet" and "%(count)s tablet" say the same where the form is for 1 only
        lost, added = ([found for found in side if found.value != pair.count] for side in (lost, added))
    return lost, added


def _worths(quantity: Quantity) -> tuple[Decimal | str, ...]:
    """An English "2.8 million" may be 2.8 with a word, or 280 with a sign that stands for ten thousand."""
    scaled = quantity.value * quantity.scale if isinstance(quantity.value, Decimal) else quantity.value
    return quantity.value, scaled


def _is_placeholder(quantity: Quantity) -> bool:
    return quantity.shown.startswith("%")


def _turned_range(pair: _Pair) -> str:
    """The first range of the English sentence that stands the other way round in the translation, or nothing."""
    values = [quantity.value for quantity in pair.translation.quantities]
    neighbours = set(pairwise(values))
    text = normalize(html.unescape(TAG.sub("", pair.english.text)))
    for low, high in pairwise(pair.english.quantities):
        start, end = re.escape(low.shown), re.escape(high.shown)
        joined = re.search(rf"{start}\D{{0,9}}(?:[-–—]|\bto\b)\s?{end}|\bbetween {start}\D{{0,9}}\band {end}", text)
        ends = (low.value, high.value)
        if joined and ends not in neighbours and ends[::-1] in neighbours:
            return f"{low.shown} to {high.shown}"
    return ""


def _unit_faults(pair: _Pair) -> Iterator[Problem]:
    code, fix = "translation-changes-unit", "keep units exactly as the English text has them, behind the same number"
    changed = False
    for change in _changes(pair.english.units, pair.translation.units):
        changed = True
        yield pair.problem(code, f"{change} (a unit)", fix)
    before, after = (
        {(quantity.value, quantity.unit) for quantity in sentence.quantities if quantity.unit}
        for sentence in (pair.english, pair.translation)
    )
    if not changed and before != after and {value for value, _ in before} == {value for value, _ in after}:
        yield pair.problem(code, "moves a unit to another number", fix)
