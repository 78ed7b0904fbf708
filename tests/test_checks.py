from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

import pytest
from printed_cases import FAMILIES, SHEET, changed, markup, printed, sheet, sheet_reading, stock
from pypdf import PdfWriter
from pypdf.generic import NameObject

from handoutkit.checks import CHECKS, check, check_accessibility
from handoutkit.checks.document import (
    check_active_content,
    check_bookmarks,
    check_claim,
    check_direction,
    check_fonts,
    check_language,
    check_title,
    check_unicode,
)
from handoutkit.checks.figures import check_figures
from handoutkit.checks.languages import check_language_of_parts
from handoutkit.checks.links import check_annotations, check_links, check_tab_order
from handoutkit.checks.structure import check_headings, check_lists, check_marks, check_roles, check_tagged
from handoutkit.model import Document, Leaflet
from handoutkit.problems import CODES, Problem, Severity
from handoutkit.reading import (
    Action,
    Annotation,
    Attributes,
    Claims,
    Font,
    LinkRef,
    PdfReading,
    Tag,
    Text,
    read_pdf,
)

GOOD = sheet_reading()
FONT = Font("Noto-Sans", "Noto Sans", embedded=True, to_unicode=True, unmapped=0, missing=())
LINK = Annotation(1, "Link", "about iron", "https://example.org/", hidden=False)


def tagged(*tags: Tag) -> PdfReading:
    """The good sheet with other tags."""
    return replace(GOOD, tags=(Tag("Document", children=tags),))


def text(words: str, page: int = 1, mcid: int = 0) -> Text:
    return Text(words, page, (0, mcid))


def told(check: Callable[[PdfReading], Iterator[Problem]], reading: PdfReading) -> list[str]:
    """What a check says, each problem's code being a known one."""
    found = list(check(reading))
    assert all(problem.code in CODES and problem.fix for problem in found)
    return [problem.message for problem in found]


def linked(contents: str, role: str = "Link", words: str = "about iron") -> PdfReading:
    link = replace(LINK, contents=contents)
    return replace(tagged(Tag(role, children=(text(words), LinkRef(link)))), annotations=(link,))


def test_a_good_sheet_has_no_problem() -> None:
    assert check_accessibility(sheet_reading()) == ()


@pytest.mark.parametrize("lang", ["ar", "zh-Hans"])
def test_a_good_sheet_in_another_script_has_no_problem(lang: str) -> None:
    words = {"ar": "حديد في الدم", "zh-Hans": "血液中的铁"}[lang]
    body = f"<h1>{words}</h1><ul><li>{words}</li></ul><p>MS</p>"
    assert check_accessibility(read_pdf(printed(markup(body, lang), lang))) == ()


def test_the_check_stage_asks_for_glyphs_completeness_and_accessibility() -> None:
    day = date(2026, 11, 20)
    leaflet = Leaflet("iron", "1", "Iron sheet", "en", "ltr", "us", day, day, draft=False)
    html = markup(SHEET)
    good = Document(leaflet, html, {}, FAMILIES, ())
    assert check(good, sheet()) == ()
    wrong = replace(good, html=html.replace("oxygen", "water"), fonts=("Noto Sans",))
    assert [problem.code for problem in check(wrong, sheet())] == ["font-not-declared", "text-incomplete"]


def test_the_engines_own_tags_have_problems() -> None:
    found = {problem.code for problem in check_accessibility(read_pdf(stock(markup("<h2>Iron</h2><p>text</p>"))))}
    assert found == {"pdf-without-claim", "pdf-heading-order", "pdf-untagged-content"}


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_every_check_names_the_rule_that_it_stands_for(check: Callable[[PdfReading], Iterator[Problem]]) -> None:
    assert "ISO" in (inspect.getdoc(check) or "") or "WCAG" in (inspect.getdoc(check) or "")


def test_a_file_without_claims_is_told_about_each() -> None:
    assert told(check_claim, replace(GOOD, claims=Claims())) == [
        "the metadata does not claim PDF/UA",
        "the metadata does not claim PDF/A",
    ]


def test_a_claim_must_fit_the_version_of_the_file() -> None:
    wrong = replace(GOOD, version="2.0")
    assert told(check_claim, wrong) == ["the file claims PDF/UA-1 but is written in PDF 2.0"]
    assert told(check_claim, replace(wrong, claims=Claims("2", "4"))) == []


def test_a_title_is_needed_and_must_be_shown() -> None:
    assert len(told(check_title, replace(GOOD, title="", display_doc_title=False))) == 2


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("", "the document has no language"),
        ("english", "the language of the document, 'english', is no language tag"),
    ],
)
def test_the_language_must_be_there_and_exist(language: str, words: str) -> None:
    assert told(check_language, replace(GOOD, language=language)) == [words]


def test_a_right_to_left_document_says_so() -> None:
    arabic = replace(GOOD, language="ar")
    assert told(check_direction, arabic) == ["the document is written from right to left and does not say so"]
    assert told(check_direction, replace(arabic, direction="R2L")) == []
    assert told(check_direction, replace(arabic, language="broken tag")) == []


def test_an_untagged_document_is_found() -> None:
    assert told(check_tagged, replace(GOOD, tags=())) == ["the document is not tagged"]
    assert told(check_tagged, replace(GOOD, marked=False)) == ["the document is not tagged"]


def test_content_that_is_neither_tagged_nor_an_artifact_is_found() -> None:
    page = replace(GOOD.pages[0], unmarked=3)
    assert told(check_marks, replace(GOOD, pages=(page, *GOOD.pages[1:]))) == [
        "page 1: 3 pieces of content are neither tagged nor artifacts"
    ]


def test_marked_content_outside_the_tag_tree_is_found() -> None:
    page = replace(GOOD.pages[0], marks=(*GOOD.pages[0].marks, (0, 999)))
    assert told(check_marks, replace(GOOD, pages=(page, *GOOD.pages[1:]))) == [
        "page 1: 1 marked pieces of content are not in the tag tree"
    ]


def test_content_that_is_read_twice_is_found() -> None:
    assert told(check_marks, replace(GOOD, tags=(*GOOD.tags, Tag("P", children=(text("again"),))))) == [
        "page 1: a piece of content is in the tag tree twice"
    ]


def test_a_tag_that_points_to_nothing_is_found() -> None:
    lost = Tag("P", children=(Text("", 1, (0, 999), found=False),))
    assert told(check_marks, replace(GOOD, tags=(*GOOD.tags, lost))) == [
        "page 1: a tag points to content that is not there"
    ]


def test_a_tag_that_points_to_a_missing_page_is_found() -> None:
    lost = Tag("P", children=(Text("", 0, (0, 1), found=False),))
    assert told(check_marks, replace(GOOD, tags=(*GOOD.tags, lost))) == ["a tag points to a page that is not there"]


def test_a_role_of_nobodys_is_found() -> None:
    message = "the tag 'Paragraph' is no standard one and the role map does not say what it stands for"
    assert told(check_roles, tagged(Tag("Paragraph"))) == [message]


@pytest.mark.parametrize(
    ("levels", "words"),
    [
        ("123", []),
        ("1232", []),
        ("2", ["page 1: an H2 is the first heading"]),
        ("13", ["page 1: an H3 follows H1"]),
        ("", []),
    ],
)
def test_headings_begin_at_one_and_leave_out_none(levels: str, words: list[str]) -> None:
    assert told(check_headings, tagged(*(Tag(f"H{level}", children=(text("x"),)) for level in levels))) == words


def test_a_list_has_items_with_bodies() -> None:
    item = Tag("LI", children=(Tag("Lbl", children=(text("•"),)), Tag("LBody", children=(text("x"),))))
    assert told(check_lists, tagged(Tag("L", children=(item,)))) == []


@pytest.mark.parametrize(
    ("tag", "words"),
    [
        (Tag("LI", children=(text("x"),)), ["page 1: an LI is inside a Document", "page 1: an LI contains bare text"]),
        (
            Tag("L", children=(Tag("P", children=(text("x"),)),)),
            ["page 1: an L contains a P"],
        ),
        (
            Tag("L", children=(Tag("LI", children=(Tag("P", children=(text("x"),)),)),)),
            ["page 1: an LI contains a P"],
        ),
        (Tag("Sect", children=(Tag("TD", children=(text("x"),)),)), ["page 1: a TD is inside a Sect"]),
    ],
)
def test_misplaced_parts_of_lists_and_tables_are_found(tag: Tag, words: list[str]) -> None:
    assert told(check_lists, tagged(tag)) == words


@pytest.mark.parametrize("alt", ["", "  ", "image", "brain.svg"])
def test_a_figure_needs_words_that_say_what_it_shows(alt: str) -> None:
    box = Attributes(bbox=(10, 10, 20, 20))
    figure = Tag("Figure", alt=alt, attributes=box, children=(text(""),))
    assert told(check_figures, tagged(figure)) == ["page 1: a figure has no alternative text that says what it shows"]
    assert told(check_figures, tagged(replace(figure, alt="A drop of blood"))) == []


def test_the_box_of_a_figure_is_needed_and_lies_on_its_page() -> None:
    figure = Tag("Figure", alt="A drop of blood", children=(text(""),))
    outside = replace(figure, attributes=Attributes(bbox=(10, 390, 20, 420)))
    assert told(check_figures, tagged(figure, outside)) == [
        "page 1: a figure does not say where on the page it is (BBox)",
        "page 1: the box of a figure lies outside the page",
    ]


@pytest.mark.parametrize(
    ("reading", "words"),
    [
        (linked("about iron"), []),
        (linked("about iron", role="P"), ["page 1: a link is not inside a Link tag"]),
        (linked(""), ["page 1: a link has no description (Contents)"]),
        (linked("https://example.org/"), ["page 1: a link is described by its address"]),
        (linked("https://example.org/", words="https://example.org/"), []),
        (replace(GOOD, annotations=(LINK,)), ["page 1: a link is not inside a Link tag"]),
        (replace(GOOD, annotations=(replace(LINK, hidden=True),)), []),
    ],
)
def test_links_are_tagged_and_described_by_their_words(reading: PdfReading, words: list[str]) -> None:
    assert told(check_links, reading) == words


def test_other_annotations_are_tagged_and_described() -> None:
    note = Annotation(1, "Text", "", "", hidden=False)
    field = replace(note, kind="Widget", contents="Your name")
    notes = replace(tagged(Tag("Annot", children=(LinkRef(note),))), annotations=(note, field))
    assert told(check_annotations, notes) == [
        "page 1: a Text annotation has no description",
        "page 1: a Widget annotation is not inside the tag Form",
    ]
    good = replace(tagged(Tag("Form", children=(LinkRef(field),))), annotations=(field,))
    assert told(check_annotations, good) == []


def test_the_tab_key_follows_the_reading_order() -> None:
    def forget(writer: PdfWriter) -> None:
        for page in writer.pages:
            page.pop(NameObject("/Tabs"), None)

    wrong = read_pdf(changed(sheet(), forget))
    assert told(check_tab_order, wrong) == ["page 2: the tab key does not follow the reading order"]
    assert told(check_tab_order, GOOD) == []


@pytest.mark.parametrize(
    ("words", "language", "script"),
    [
        ("حديد", "", "Arab"),
        ("铁", "ar", "Hani"),
        ("ひらがな", "zh-Hans", "Kana"),
        ("שלום", "ar", "Hebr"),
        ("حديد", "ar", None),
        ("漢字かな", "ja", None),
        ("한국 漢字", "ko", None),
        ("اردو", "ur", None),
        ("Iron MS", "ar", None),
    ],
)
def test_words_in_a_script_have_a_language_that_is_written_in_it(words: str, language: str, script: str | None) -> None:
    part = tagged(Tag("P", children=(Tag("Span", language=language, children=(text(words),)),)))
    spoken = language or "en"
    expected = [f"page 1: text in the script {script} would be spoken in the language {spoken!r}"] if script else []
    assert told(check_language_of_parts, part) == expected


def test_the_language_of_a_part_must_exist() -> None:
    part = tagged(Tag("Span", language="spanish", children=(text("hierro"),)))
    assert told(check_language_of_parts, part) == ["page 1: 'spanish' on a Span is no language tag"]


def test_a_font_outside_the_file_is_found() -> None:
    assert told(check_fonts, replace(GOOD, fonts=(FONT,))) == []
    assert told(check_fonts, replace(GOOD, fonts=(replace(FONT, embedded=False),))) == [
        "the font Noto-Sans is not in the file, so another machine shows other letters"
    ]


@pytest.mark.parametrize("font", [replace(FONT, to_unicode=False), replace(FONT, unmapped=2)])
def test_glyphs_without_a_character_are_found(font: Font) -> None:
    assert told(check_unicode, replace(GOOD, fonts=(FONT,))) == []
    assert len(told(check_unicode, replace(GOOD, fonts=(font,)))) == 1


def test_a_long_document_has_bookmarks() -> None:
    long = replace(GOOD, pages=GOOD.pages[:1] * 4)
    (problem,) = check_bookmarks(replace(long, bookmarks=()))
    assert problem.severity is Severity.WARNING
    assert told(check_bookmarks, long) == []
    assert told(check_bookmarks, replace(GOOD, bookmarks=())) == []


@pytest.mark.parametrize(
    ("action", "words"),
    [
        (Action("JavaScript", "", "the file"), "the file carries an action or content of the kind JavaScript"),
        (Action("Launch", "x.exe", "page 1"), "page 1 carries an action or content of the kind Launch"),
        (Action("SubmitForm", "", "page 1"), "page 1 carries an action or content of the kind SubmitForm"),
        (Action("EmbeddedFiles", "", "the file"), "the file carries attached files"),
        (Action("AA", "GoTo", "page 1"), "page 1 carries an action that starts by itself"),
        (Action("URI", "http://example.org", "page 1"), "page 1 carries a link of the kind 'http'"),
        (Action("URI", "javascript:alert(1)", "page 1"), "page 1 carries a link of the kind 'javascript'"),
        (Action("URI", "file.html", "page 1"), "page 1 carries a link of the kind 'without a scheme'"),
        (Action("URI", "https://[broken", "page 1"), "page 1 carries a link of the kind 'without a scheme'"),
    ],
)
def test_what_acts_is_refused(action: Action, words: str) -> None:
    assert told(check_active_content, replace(GOOD, actions=(action,))) == [words]


@pytest.mark.parametrize("target", ["https://example.org", "mailto:a@example.org", "tel:+15550100"])
def test_links_to_the_web_to_mail_and_to_a_phone_are_let_through(target: str) -> None:
    assert told(check_active_content, replace(GOOD, actions=(Action("URI", target, "page 1"),))) == []
