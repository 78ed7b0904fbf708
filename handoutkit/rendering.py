"""Stage 4, render: a plan and its wording as one complete page of HTML with everything it names."""

from __future__ import annotations

import hashlib
import unicodedata
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

import tinyhtml5
from markupsafe import Markup

from handoutkit.catalogs import plural_index
from handoutkit.drawings import Measure, draw
from handoutkit.frame import frame_style, render_frame
from handoutkit.languages import SOURCE_LOCALE, format_date, format_list
from handoutkit.markup import RESOURCE, check_markup
from handoutkit.model import Content, Document, Leaflet, Picture, Placed, Plan, Review, ReviewState, Section, Wording
from handoutkit.page_tree import typeset
from handoutkit.problems import HandoutError, Problem, refuse_if_errors
from handoutkit.references import citation, link
from handoutkit.shown_values import Count
from handoutkit.styles import icons, page_rules
from handoutkit.templates import compile_environment, render_fragment

EVIDENCE_WORDS = {"laboratory": "laboratory study", "label": "medicine label", "other": "other source"}
"""The kinds of source whose printed words differ from their id."""


def render(  # noqa: PLR0913 - what a page is made of
    plan: Plan,
    wording: Wording,
    content: Content,
    states: tuple[ReviewState, ...],
    *,
    version: str,
    measure: Measure,
    paged: bool = True,
) -> Document:
    """The page. Raises `HandoutError` for labels that do not fit and for markup that is not on the allow-list."""
    words = _Words(plan, wording)
    leaflet = _leaflet(plan, words, version)
    cited: dict[str, int] = {}  # the sections fill it, before the sources are listed
    page = render_frame(
        words.gettext,
        words.ngettext,
        {
            "leaflet": leaflet,
            "edition": plan.request.edition,
            "paper": plan.paper,
            "paged": paged,
            "rule": any(placed.section.kind == "topic" for placed in plan.placed),
            "notice": _notice(plan, states, words),
            "sections": [_section(placed.section, words, _fragment(placed, words, cited)) for placed in plan.placed],
            "terms": sorted((_term(plan, words, term) for term in plan.terms), key=_alphabetical),
            "sources": [_source(content, id_, words) for id_ in cited],
            "last_checked": format_date(plan.last_checked, plan.language),
            "next_check": format_date(plan.next_check, plan.language),
            "content_reviewers": _reviewers([(s.section, s.content) for s in states], plan, words),
            "translation_reviewers": _reviewers([(s.section, s.translation) for s in states], plan, words),
        },
    )
    root = tinyhtml5.parse(page, namespace_html_elements=False)
    resources = dict(_stylesheets(plan, content, words))
    _place_pictures(root, plan, words, measure, resources)
    typeset(root, right_to_left=plan.language.direction == "rtl")
    _link_styles(root, resources)
    refuse_if_errors(check_markup(root))
    html = "<!DOCTYPE html>\n" + ET.tostring(root, encoding="unicode", method="html")
    return Document(leaflet, html, resources, plan.language.fonts, plan.private)


class _Words:
    """Looks up the wording by its English text, for templates and code."""

    def __init__(self, plan: Plan, wording: Wording) -> None:
        self.texts = wording.texts
        self.locale = plan.language.locale

    def gettext(self, text: str, /, context: str = "") -> Markup:
        """The sentence in the reader's language, as markup that `safe_markup` has vetted."""
        return Markup(self.texts[context, text][0])  # noqa: S704

    def ngettext(self, text: str, _plural: str, number: int | str, /, context: str = "") -> Markup:
        """The form of the sentence that goes with `number`: that of 0 where nobody gave one."""
        forms = self.texts[context, text]
        count = number.number if isinstance(number, Count) else int(number or 0)
        return Markup(forms[plural_index(self.locale, count)])  # noqa: S704

    def __call__(self, text: str, **values: object) -> Markup:
        """The sentence with its placeholders filled. Without values a percent sign is just that."""
        return self.gettext(text) % values if values else self.gettext(text)


def _leaflet(plan: Plan, words: _Words, version: str) -> Leaflet:
    title = words(plan.handout.title).striptags()
    edition = "" if plan.request.edition == "standard" else f".{plan.request.edition}"
    return Leaflet(
        id=f"{plan.handout.id}.{plan.language.locale}{edition}",
        version=version,
        title=f"{words('DRAFT: not for patients').striptags()} – {title}" if plan.request.draft else title,
        locale=plan.language.locale,
        direction=plan.language.direction,
        publisher=plan.publisher,
        last_checked=plan.last_checked,
        next_check=plan.next_check,
        draft=plan.request.draft,
    )


def _fragment(placed: Placed, words: _Words, cited: dict[str, int]) -> Markup:
    cite = partial(_cite, words, cited)
    environment = compile_environment(words.gettext, words.ngettext)
    values = {**placed.values, "cite": cite}
    return Markup(render_fragment(placed.section.template, environment, values))  # noqa: S704 - autoescaped, then vetted


def _cite(words: _Words, cited: dict[str, int], reference: str) -> Markup:
    """A small number that leads to the source; numbers run in reading order."""
    number = cited.setdefault(reference, len(cited) + 1)
    spoken = words("Source %(number)s", number=number)
    return Markup('<sup class="cite"><a href="#source-{0}" aria-label="{1}">{0}</a></sup>').format(number, spoken)


def _notice(plan: Plan, states: tuple[ReviewState, ...], words: _Words) -> dict[str, object]:
    """Which checks by people are missing; with the parts concerned, unless they are all."""
    translated = plan.language.locale != SOURCE_LOCALE
    lacking = [s.section for s in states if s.content is None or (translated and s.translation is None)]
    titles = [words(p.section.title).striptags() for p in plan.placed if p.section.id in lacking]
    return {
        "needed": bool(lacking),
        "content": any(state.content is None for state in states),
        "translation": translated and any(state.translation is None for state in states),
        "drafted": any(p.section.origin == "machine-drafted" for p in plan.placed if p.section.id in lacking),
        "parts": format_list(titles, plan.language) if len(lacking) < len(states) else "",
    }


def _section(section: Section, words: _Words, fragment: Markup) -> dict[str, object]:
    return {"id": section.id, "kind": section.kind, "title": words(section.title), "fragment": fragment}


def _term(plan: Plan, words: _Words, term: Any) -> dict[str, object]:  # noqa: ANN401
    say = term.say if plan.language.locale == SOURCE_LOCALE else ""
    return {"name": words(term.name), "meaning": words(term.meaning), "say": say}


def _alphabetical(term: Mapping[str, object]) -> str:
    """Where a reader looks a word up: accents and the Arabic article do not count."""
    letters = unicodedata.normalize("NFKD", str(term["name"])).casefold()
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).removeprefix("ال")


def _source(content: Content, id_: str, words: _Words) -> dict[str, object]:
    reference = content.references[id_]
    evidence = words(EVIDENCE_WORDS.get(reference.evidence, reference.evidence))
    shown = f"doi:{reference.doi}" if reference.doi else reference.url.removeprefix("https://").rstrip("/")
    return {"citation": citation(reference), "evidence": evidence, "link": link(reference), "shown": shown}


def _reviewers(checks: Sequence[tuple[str, Review | None]], plan: Plan, words: _Words) -> list[Markup]:
    """Who checked, with the parts that each has checked where it is not all of them."""
    titles = {placed.section.id: words(placed.section.title).striptags() for placed in plan.placed}
    parts: dict[tuple[str, str, date], list[str]] = {}
    for section, review in checks:
        if review:
            parts.setdefault((review.reviewer, review.qualification, review.date), []).append(titles[section])
    return [
        _reviewer(person, plan, words)
        + (f" ({format_list(checked, plan.language)})" if len(checked) < len(checks) else "")
        for person, checked in parts.items()
    ]


def _reviewer(person: tuple[str, str, date], plan: Plan, words: _Words) -> Markup:
    name, qualification, day = person
    shown = format_date(day, plan.language)
    return words("%(name)s, %(qualification)s, %(date)s", name=name, qualification=qualification, date=shown)


def _stylesheets(plan: Plan, content: Content, words: _Words) -> Iterator[tuple[str, bytes]]:
    """The sheets in the order in which they are linked, then the icons that they load."""
    names = ("base.css", f"{plan.request.edition}.css")
    for name in names:
        text = content.styles[name].decode()
        for icon in sorted(icons(text)):
            if icon not in content.styles:
                fault = f"{name} loads {icon}, which is not in the styles folder"
                raise HandoutError([Problem("missing-picture", fault, fix=f"correct its name, or add styles/{icon}")])
            yield f"{RESOURCE}{icon}", content.styles[icon]
        yield f"{RESOURCE}{name}", text.replace("icons/", f"{RESOURCE}icons/").encode()
    rules = page_rules(plan.paper, plan.language, words("Page %(page)s of %(pages)s").striptags())
    yield f"{RESOURCE}page.css", (rules + frame_style()).encode()


def _link_styles(root: ET.Element, resources: Mapping[str, bytes]) -> None:
    head = root.find("head")
    assert head is not None  # noqa: S101 - every HTML parser makes one
    for address in resources:
        if address.endswith(".css"):
            ET.SubElement(head, "link", {"rel": "stylesheet", "href": address})


def _place_pictures(root: ET.Element, plan: Plan, words: _Words, measure: Measure, resources: dict[str, bytes]) -> None:
    """Drawings go into the page as elements with style rules, photographs as resources named by their content."""
    parents = {child: parent for parent in root.iter() for child in parent}
    problems: list[Problem] = []
    rules: list[str] = []
    for picture, image in list(_images(root, plan)):
        if not picture.name.endswith(".svg"):
            image.set("src", _photograph(picture, resources))
            continue
        name = f"drawing-{len(rules) + 1}"
        drawing = draw(picture, image.get("alt", ""), name, plan.language, lambda text: words(text).unescape(), measure)
        problems += drawing.problems
        rules.append(drawing.rules)
        drawing.element.tail = image.tail
        siblings = parents[image]
        siblings[list(siblings).index(image)] = drawing.element
    refuse_if_errors(problems)
    resources[f"{RESOURCE}drawings.css"] = "\n".join(rules).encode()


def _images(root: ET.Element, plan: Plan) -> Iterator[tuple[Picture, ET.Element]]:
    """Each picture with the element that names it: names are a section's own."""
    sections = {placed.section.id: placed.section for placed in plan.placed}
    for place in root.iter("section"):
        if place.get("id") in sections:
            pictures = sections[place.get("id", "")].pictures
            named = ((image.get("src", ""), image) for image in place.iter("img"))
            yield from ((pictures[name], image) for name, image in named if name in pictures)


def _photograph(picture: Picture, resources: dict[str, bytes]) -> str:
    ending = picture.name.rpartition(".")[2]
    address = f"{RESOURCE}{hashlib.sha256(picture.data).hexdigest()}.{ending}"
    resources[address] = picture.data
    return address
