"""The gates, end to end: each is tripped once, and a sheet that trips none is printed."""

from __future__ import annotations

import io
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from pypdf import PdfReader
from pypdf.generic import StreamObject

import handoutkit.layout
import handoutkit.loading
import handoutkit.pipeline
import handoutkit.tagging
from handoutkit.library import Built, Library
from handoutkit.model import Document
from handoutkit.problems import HandoutError, Problem, Severity
from handoutkit.reading import read_pdf, spoken_text
from handoutkit.rendering import render
from handoutkit.reviewing import Reviewer, approve

ROOT = Path(__file__).parents[1]
TINY = Path(__file__).parent / "packs" / "tiny"
TODAY = date(2026, 11, 20)
SECTION = "handouts/sections/hello/section.html"
METADATA = "handouts/sections/hello/section.toml"
CATALOG = "locales/es/LC_MESSAGES/handouts.po"
CANARY = "Ximena Quirarte"
WATERMARK = "DRAFT: not for patients"
UNCHECKED = "No doctor, nurse or pharmacist has checked it yet."


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A copy of the tiny pack, to change."""
    return Path(shutil.copytree(TINY, tmp_path / "pack"))


def change(pack: Path, file: str, old: str, new: str) -> None:
    text = (pack / file).read_text("utf-8")
    assert old in text
    (pack / file).write_text(text.replace(old, new), "utf-8")


def style(pack: Path, rules: str) -> None:
    """Rules after those of the standard edition."""
    (pack / "styles").mkdir(exist_ok=True)
    standard = (ROOT / "styles" / "standard.css").read_text("utf-8")
    (pack / "styles" / "standard.css").write_text(f"{standard}\n{rules}\n", "utf-8")


def build(pack: Path, **asked: Any) -> Built:  # noqa: ANN401 - what `Library.build` takes
    return Library.open(pack).build("hello", **{"today": TODAY, **asked})


def refused(pack: Path, **asked: Any) -> tuple[Problem, ...]:  # noqa: ANN401 - as above
    with pytest.raises(HandoutError) as caught:
        build(pack, **asked)
    return tuple(problem for problem in caught.value.problems if problem.severity is Severity.ERROR)


def codes(problems: tuple[Problem, ...]) -> set[str]:
    return {problem.code for problem in problems}


def printed(data: bytes) -> list[str]:
    """The words that pdfium, which knows nothing of us, finds on each page; line breaks are spaces."""
    with closing(pypdfium2.PdfDocument(data)) as pdf:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in pdf]


def size(data: bytes) -> tuple[float, float]:
    """The paper in points."""
    with closing(pypdfium2.PdfDocument(data)) as pdf:
        width, height = pdf[0].get_size()
    return round(width), round(height)


def in_spanish(pack: Path, text: str) -> str:
    return Library.open(pack).content.catalogs["es"].entries["", text].texts[0]


def test_a_whole_sheet_trips_no_gate(pack: Path) -> None:
    built = build(pack)
    assert codes(built.problems) == {"not-reviewed"}
    assert "Take 5 mg with water." in printed(built.data)[0]


# Translation and invariants


def test_a_whole_translation_is_printed(pack: Path) -> None:
    assert "Tome 5 mg con agua." in " ".join(printed(build(pack, locale="es").data))


def test_a_sentence_without_a_translation_stops_the_sheet_and_only_in_that_language(pack: Path) -> None:
    change(pack, CATALOG, 'msgid "Take 5 mg with water."\nmsgstr "Tome 5 mg con agua."\n', "")
    assert codes(refused(pack, locale="es")) == {"translation-missing"}
    assert build(pack)


def test_a_wrong_dose_in_a_translation_stops_the_sheet(pack: Path) -> None:
    change(pack, CATALOG, "Tome 5 mg", "Tome 50 mg")
    assert codes(refused(pack, locale="es")) == {"translation-changes-number"}


# Glyphs


def test_a_character_that_no_font_has_stops_the_sheet_at_its_line(pack: Path) -> None:
    change(pack, SECTION, "with water", "with ᚠ")
    (problem,) = refused(pack)
    assert (problem.code, problem.place and problem.place.line) == ("glyph-missing", 1)


def test_a_character_that_no_font_has_is_found_in_a_translation_too(pack: Path) -> None:
    change(pack, CATALOG, "con agua", "con ᚠ")
    (problem,) = refused(pack, locale="es")
    assert (problem.code, str(problem.place)) == ("glyph-missing", f"{pack / CATALOG}:14")


def test_a_box_for_a_letter_is_found_on_the_page_where_nothing_found_it_before(
    pack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handoutkit.pipeline, "missing_characters", lambda *_: ())
    change(pack, SECTION, "with water", "with ᚠ")
    assert codes(refused(pack)) == {"glyph-missing"}


@pytest.mark.parametrize("name", ["김민수", "محمد علي", "欧阳娜娜", "हिमानी", "Ольга"])
def test_a_name_in_any_script_that_we_have_a_font_for_is_printed(name: str) -> None:
    built = Library.open().build("iron-and-ms", values={"neurologist_name": name}, today=TODAY)
    assert name in spoken_text(read_pdf(built.data))


def test_a_font_that_the_language_does_not_have_is_refused(pack: Path) -> None:
    style(pack, '.message { font-family: "Noto Sans JP" }')
    assert codes(refused(pack)) == {"font-not-declared"}


# Expiry


@pytest.mark.parametrize("days", [0, 1])
def test_a_section_is_printed_until_its_last_day(pack: Path, days: int) -> None:
    change(pack, METADATA, "review_by = 2027-11-20", f"review_by = {TODAY + timedelta(days)}")
    assert codes(build(pack).problems) == {"not-reviewed", "section-expires-soon"}


def test_a_section_is_not_printed_on_the_day_after(pack: Path) -> None:
    change(pack, METADATA, "review_by = 2027-11-20", f"review_by = {TODAY - timedelta(1)}")
    assert codes(refused(pack)) == {"section-expired"}


def test_a_draft_of_an_expired_section_has_a_watermark_on_every_page(pack: Path) -> None:
    change(pack, METADATA, "review_by = 2027-11-20", f"review_by = {TODAY - timedelta(1)}")
    built = build(pack, draft=True)
    pages = printed(built.data)
    assert len(pages) > 1
    assert all(WATERMARK in page for page in pages)
    assert built.leaflet.title.startswith(WATERMARK)
    assert "section-expired" in codes(built.problems)


def test_the_watermark_is_in_the_language_of_the_sheet(pack: Path) -> None:
    pages = printed(build(pack, locale="es", draft=True).data)
    assert all(in_spanish(pack, WATERMARK) in page for page in pages)


def test_a_sheet_that_is_no_draft_has_no_watermark(pack: Path) -> None:
    assert WATERMARK not in " ".join(printed(build(pack).data))


# Accessibility


def test_a_pdf_without_our_tag_tree_is_not_let_out(pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handoutkit.tagging, "retag", lambda *_: ())
    assert {"pdf-without-claim", "pdf-table-headers"} & codes(refused(pack))


def test_a_picture_without_words_is_not_let_out(pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def silence(document: Document) -> Document:
        return replace(document, html=document.html.replace('aria-label="A dot"', ""))

    with_documents(monkeypatch, silence)
    assert {"missing-alt", "pdf-figure-without-alt"} & codes(refused(pack))


# Completeness

HIDING = [
    ("display: none", "text-incomplete"),
    ("visibility: hidden", "text-incomplete"),
    ("font-size: 0", "text-incomplete"),
    ("position: running(nowhere)", "text-incomplete"),
    ("max-lines: 1; block-ellipsis: '…'; width: 3cm", "text-incomplete"),
    ("text-transform: uppercase", "text-incomplete"),
    ("font-size: 1pt", "text-hidden"),
    ("transform: scale(0.1)", "text-hidden"),
    ("color: transparent", "text-hidden"),
    ("color: rgb(0 0 0 / 1%)", "text-hidden"),
    ("opacity: 0", "text-hidden"),
    ("position: absolute; left: -500mm", "text-outside-page"),
    ("transform: translate(-1000mm)", "text-outside-page"),
    ("text-indent: -9999px", "text-outside-page"),
    ("height: 2mm; overflow: hidden", "text-outside-page"),
]
"""White letters on white paper are not among them: no check of ours looks at colours."""


@pytest.mark.parametrize(("rules", "code"), HIDING, ids=[rules for rules, _ in HIDING])
def test_hidden_text_is_found_in_the_finished_pdf_even_if_every_earlier_gate_fails(
    pack: Path, monkeypatch: pytest.MonkeyPatch, rules: str, code: str
) -> None:
    monkeypatch.setattr(handoutkit.loading, "check_style", lambda *_: ())
    monkeypatch.setattr(handoutkit.layout, "_overflows", lambda *_: ())
    style(pack, f".message {{ {rules} }}")
    assert code in codes(refused(pack))


@pytest.mark.parametrize("rules", ["display: none", "opacity: 0.1", "color: transparent", "transform: scale(0)"])
def test_a_style_sheet_that_hides_text_is_refused_before_anything_is_laid_out(pack: Path, rules: str) -> None:
    style(pack, f".message {{ {rules} }}")
    assert codes(refused(pack)) == {"style-not-allowed"}


def test_text_that_runs_off_the_page_is_refused(pack: Path) -> None:
    style(pack, "figcaption { margin-left: 17cm; white-space: nowrap }")
    assert codes(refused(pack)) == {"text-outside-page"}


# Safety


def with_documents(monkeypatch: pytest.MonkeyPatch, changed: Any) -> None:  # noqa: ANN401 - Document to Document
    """Changes each page after every gate on content."""
    monkeypatch.setattr(handoutkit.pipeline, "render", lambda *parts, **named: changed(render(*parts, **named)))


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """A web server that nobody may call."""
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        server.settimeout(0)
        yield server


HERE = "http://127.0.0.1:{port}/a.png"
IMG = '<p><img src="{}" alt="A dot"></p>'
NAMED = [
    (IMG, HERE),
    (IMG, "file:///etc/hostname"),
    (IMG, "//127.0.0.1:{port}/a.png"),
    (IMG, "data:image/png,a"),
    ('<p style="background: url({})">A dot</p>', HERE),
    ('<style>@import "{}";</style>', HERE),
    ('<link rel="stylesheet" href="{}">', HERE),
    ('<object data="{}"></object>', HERE),
    ('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="{}"/></svg>', HERE),
    ('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><use href="{}#a"/></svg>', HERE),
]


@pytest.mark.parametrize(("markup", "address"), NAMED)
def test_the_engine_gets_nothing_but_the_bytes_that_it_is_given(
    pack: Path, monkeypatch: pytest.MonkeyPatch, listener: socket.socket, markup: str, address: str
) -> None:
    named = markup.format(address.format(port=listener.getsockname()[1]))
    with_documents(
        monkeypatch, lambda document: replace(document, html=document.html.replace("</main>", f"{named}</main>"))
    )
    assert refused(pack)
    with pytest.raises(BlockingIOError):
        listener.accept()


def test_a_refusal_of_an_address_says_what_it_is(pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    named = '<p><img src="file:///etc/hostname" alt="A dot"></p>'
    with_documents(
        monkeypatch, lambda document: replace(document, html=document.html.replace("</main>", f"{named}</main>"))
    )
    assert codes(refused(pack)) == {"resource-not-allowed"}


# Reviews


@pytest.mark.parametrize("locale", ["en", "es"])
def test_page_1_of_an_unreviewed_sheet_says_so_in_the_language_of_the_reader(pack: Path, locale: str) -> None:
    said = UNCHECKED if locale == "en" else in_spanish(pack, UNCHECKED)
    assert said in printed(build(pack, locale=locale).data)[0]


def approve_everything(pack: Path) -> None:
    content = Library.open(pack).content
    for section in ("hello", "when-to-get-help"):
        approve(content, section, "en", Reviewer("A. Lee", "neurologist", "read"), TODAY, pack)


def test_the_notice_goes_with_the_review_and_comes_back_with_a_comma(pack: Path) -> None:
    approve_everything(pack)
    built = build(pack)
    assert built.problems == ()
    assert UNCHECKED not in " ".join(printed(built.data))
    assert "A. Lee, neurologist" in " ".join(printed(built.data))
    change(pack, SECTION, "5 mg with", "5 mg, with")
    built = build(pack)
    assert codes(built.problems) == {"not-reviewed"}
    assert UNCHECKED in printed(built.data)[0]


def test_a_review_of_the_english_is_not_one_of_the_translation(pack: Path) -> None:
    approve_everything(pack)
    page = printed(build(pack, locale="es").data)[0]
    lacking = "No qualified translator has checked this translation yet. It may have mistakes."
    assert in_spanish(pack, UNCHECKED) not in page
    assert in_spanish(pack, lacking) in page


def test_a_pack_may_refuse_what_nobody_reviewed(pack: Path) -> None:
    (pack / "pack.toml").write_text('name = "tiny"\n[policy]\nunreviewed = "refuse"\n', "utf-8")
    assert codes(refused(pack)) == {"not-reviewed"}
    approve_everything(pack)
    assert build(pack).problems == ()


# The same input gives the same bytes

SCRIPT = """
import sys, hashlib, datetime
from handoutkit import Library
data = Library.open(sys.argv[1]).build("hello", locale=sys.argv[2], today=datetime.date(2026, 11, 20)).data
print(hashlib.sha256(data).hexdigest())
"""


@pytest.mark.parametrize("locale", ["en", "es"])
def test_two_processes_print_the_same_bytes(pack: Path, tmp_path: Path, locale: str) -> None:
    found = set()
    for seed in ("1", "2"):
        scratch = tmp_path / f"scratch-{seed}"
        scratch.mkdir()
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TMPDIR": str(scratch), "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-W", "ignore", "-c", SCRIPT, str(pack), locale]
        run = subprocess.run(command, check=True, capture_output=True, env=environment, cwd=scratch)
        found.add(run.stdout)
    assert len(found) == 1


def test_two_builds_in_one_process_print_the_same_bytes(pack: Path) -> None:
    assert build(pack).data == build(pack).data


# A patient's values


@pytest.fixture
def personal(pack: Path) -> Path:
    """The tiny pack with a place for a name."""
    metadata = (pack / METADATA).read_text("utf-8")
    param = '\n[params.patient]\ntype = "text"\nhelp = "The name of the patient."\n'
    (pack / METADATA).write_text(metadata + param, "utf-8")
    line = '<p class="name">{% trans name=patient %}For {{ name }} only.{% endtrans %}</p>\n'
    (pack / SECTION).write_text((pack / SECTION).read_text("utf-8") + line, "utf-8")
    return pack


def test_a_value_is_printed_on_the_sheet_and_stands_nowhere_else(personal: Path) -> None:
    built = build(personal, values={"patient": CANARY})
    pdf = PdfReader(io.BytesIO(built.data))
    xmp = pdf.root_object["/Metadata"].get_object()
    assert isinstance(xmp, StreamObject)
    assert f"For {CANARY} only." in " ".join(printed(built.data))
    for told in (
        xmp.get_data().decode(),
        str(pdf.metadata),
        built.name,
        repr(built),
        str(built.leaflet),
        str(built.problems),
    ):
        assert CANARY not in told


SPOILT = [
    ({"patient": CANARY}, ".name { margin-left: 16cm; white-space: nowrap }"),
    ({"patient": CANARY}, ".name { margin-left: 15.8cm }"),
    ({"patient": CANARY}, '.name { font-family: "Noto Sans JP" }'),
    ({"patient": f"{CANARY} ᚠ"}, ""),
    ({"patient": f"{CANARY}\u202e"}, ""),
    ({"patient": CANARY * 20}, ""),
    ({"clinic_phone": CANARY}, ""),
    ({"emergency_number": CANARY}, ""),
    ({"patient": CANARY}, ".name { display: none }"),
    ({"patient": CANARY}, ".name { font-size: 1pt }"),
    ({"patient": CANARY}, ".name { position: absolute; left: -500mm }"),
]


@pytest.mark.parametrize("bypassed", [False, True])
@pytest.mark.parametrize(("values", "rules"), SPOILT)
def test_no_problem_repeats_a_value(
    personal: Path, monkeypatch: pytest.MonkeyPatch, values: dict[str, str], rules: str, *, bypassed: bool
) -> None:
    if bypassed:
        monkeypatch.setattr(handoutkit.pipeline, "missing_characters", lambda *_: ())
        monkeypatch.setattr(handoutkit.loading, "check_style", lambda *_: ())
        monkeypatch.setattr(handoutkit.layout, "_overflows", lambda *_: ())
    style(personal, rules)
    told = "\n".join(map(str, refused(personal, values=values)))
    for part in CANARY.split():
        assert part not in told


# Countries and languages


def test_the_emergency_number_is_that_of_the_territory(pack: Path) -> None:
    assert "Call 911 now." in " ".join(printed(build(pack, territory="US").data))


def test_without_a_territory_there_is_a_line_to_write_the_number_on(pack: Path) -> None:
    words = " ".join(printed(build(pack).data))
    assert "My local emergency number:" in words
    assert "911" not in words


@pytest.mark.parametrize(
    ("asked", "paper"),
    [
        ({}, (595, 842)),
        ({"locale": "en-US"}, (595, 842)),
        ({"locale": "es-US"}, (595, 842)),
        ({"territory": "US"}, (612, 792)),
        ({"territory": "DE", "locale": "es"}, (595, 842)),
        ({"territory": "US", "paper": "a4"}, (595, 842)),
        ({"paper": "letter"}, (612, 792)),
    ],
)
def test_the_territory_decides_the_paper_and_no_language_does(
    pack: Path, asked: dict[str, str], paper: tuple[int, int]
) -> None:
    assert size(build(pack, **asked).data) == paper


# The rule


def test_the_one_rule_stands_on_page_1_and_at_the_foot_of_every_page(pack: Path) -> None:
    rule = "Do not start or stop iron or any MS medicine because of this sheet."
    pages = printed(build(pack).data)
    assert all(rule in page for page in pages)
    assert pages[0].count(rule) == 2


def test_every_handout_has_the_signs_that_need_help(pack: Path) -> None:
    assert "When to get help" in " ".join(printed(build(pack).data))
