from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from printed_cases import SHEET, action, changed, markup, printed, sheet, sheet_reading, stock, with_content
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject

from handoutkit.problems import HandoutError
from handoutkit.reading import Action, Artifact, Bookmark, Claims, LinkRef, Text, read_pdf, spoken_text, tag_tree
from handoutkit.reading.fonts import character_map
from handoutkit.reading.order import reading_order
from handoutkit.reading.values import Name, as_text, read_value

SAID = """\
Iron and you
Iron carries oxygen. Ask your nurse about it.
What to do
• Eat well.
• Rest
1. at noon
Doses
Day Dose
Monday 3 mg
A drop of blood
Blood
Read about iron. In Arabic: حديد.
"""


def test_the_catalog_and_the_metadata_are_read() -> None:
    reading = sheet_reading()
    assert (reading.version, reading.title, reading.language) == ("1.7", "Iron sheet", "en")
    assert reading.claims == Claims("1", "2A")
    assert (reading.display_doc_title, reading.marked) == (True, True)


def test_the_direction_of_a_right_to_left_document_is_read() -> None:
    assert read_pdf(printed(markup("<h1>حديد</h1>", "ar"), "ar")).direction == "R2L"


def test_pages_have_their_size_and_what_is_on_them() -> None:
    page = sheet_reading().pages[0]
    assert (page.number, page.box, page.unmarked, page.tabs) == (1, (0.0, 0.0, 300.0, 400.0), 0, "S")


def test_running_heads_and_page_numbers_are_artifacts_with_their_kind() -> None:
    found = sheet_reading().pages[0].artifacts
    assert Artifact("Pagination Header", "Iron sheet") in found
    assert Artifact("Pagination Footer", "page 1") in found


def test_the_text_is_spoken_in_the_order_of_the_tags() -> None:
    assert spoken_text(sheet_reading()) == SAID


def test_the_tag_tree_is_written_as_indented_text() -> None:
    body = '<h1>Iron</h1><p>Read <a href="https://example.org/">this</a> <span lang="es">hierro</span></p>'
    assert tag_tree(read_pdf(printed(markup(body)))) == (
        "Document\n"
        "  H1\n"
        '    "Iron"\n'
        "  P\n"
        '    "Read "\n'
        "    Link\n"
        '      -> Link to https://example.org/ "this"\n'
        '      "this "\n'
        '    Span lang="es"\n'
        '      "hierro"\n'
    )


def test_the_attributes_of_tables_lists_and_pictures_are_read() -> None:
    tags = {tag.role: tag for tag in sheet_reading().walk()}
    assert tags["TH"].attributes.scope == "Row"
    assert len(tags["TD"].attributes.headers) == 2
    assert tags["L"].attributes.numbering == "Decimal"
    assert tags["Figure"].alt == "A drop of blood"
    assert tags["Figure"].attributes.bbox is not None


def test_spans_of_cells_are_read() -> None:
    body = "<table><tr><th colspan=2>a</th></tr><tr><th rowspan=2>b</th><td>c</td></tr><tr><td>d</td></tr></table>"
    spans = [
        (tag.attributes.colspan, tag.attributes.rowspan)
        for tag in read_pdf(printed(markup(body))).walk()
        if tag.role == "TH"
    ]
    assert spans == [(2, 1), (1, 2)]


def test_a_tag_knows_the_page_that_it_begins_on() -> None:
    reading = read_pdf(printed(markup('<h1>one</h1><h2 style="break-before: page">two</h2>')))
    assert [tag.page for tag in reading.walk() if tag.role.startswith("H")] == [1, 2]


def test_a_link_reference_holds_the_annotation() -> None:
    link = next(leaf for tag in sheet_reading().tags for leaf in tag.leaves() if isinstance(leaf, LinkRef))
    assert link.annotation.target == "https://example.org/iron"
    assert link.annotation in sheet_reading().annotations


def test_fonts_are_read_with_their_family() -> None:
    fonts = sheet_reading().fonts
    assert {font.family for font in fonts} == {"Noto Sans", "Noto Naskh Arabic"}
    assert all(font.embedded and font.to_unicode and not font.unmapped and not font.missing for font in fonts)


def test_the_outline_is_read_with_its_levels() -> None:
    assert sheet_reading().bookmarks == (Bookmark("Iron and you", 1), Bookmark("What to do", 2))


def test_a_glyph_that_no_font_has_is_named_as_missing() -> None:
    fonts = read_pdf(printed(markup("<h1>a\U0001f9ff</h1>"))).fonts
    assert [font.missing for font in fonts if font.missing] == [("\U0001f9ff",)]


def test_content_without_a_mark_is_counted() -> None:
    assert read_pdf(with_content(sheet(), b"0 0 5 5 re f")).pages[0].unmarked == 1


def test_marks_in_forms_are_found_under_the_form() -> None:
    reading = read_pdf(printed(markup('<h1>Iron</h1><p style="opacity: 0.9">pale</p>')))
    assert "pale" in spoken_text(reading)
    assert reading.pages[0].unmarked == 0


def test_a_replacement_text_wins_over_the_glyphs() -> None:
    marked = b"/Span <</ActualText (soft) /MCID 900>> BDC BT /None 9 Tf (glyphs) Tj ET EMC"
    reading = read_pdf(_reached(with_content(sheet(), marked), 900))
    assert _text_of(reading.tags[0].children[-1]) == "soft"


def test_text_in_a_font_that_is_not_there_is_no_text() -> None:
    reading = read_pdf(_reached(with_content(sheet(), b"/P <</MCID 900>> BDC BT /None 9 Tf (abc) Tj ET EMC"), 900))
    assert _text_of(reading.tags[0].children[-1]) == ""


def test_a_tag_that_points_to_nothing_says_so() -> None:
    leaf = read_pdf(_reached(sheet(), 901)).tags[0].children[-1]
    assert isinstance(leaf, Text)
    assert not leaf.found


def test_the_data_of_inline_images_is_not_taken_for_operators() -> None:
    image = b"/Artifact BMC BI /W 1 /H 1 /BPC 8 /CS /G ID (( EMC \nEI EMC 0 0 1 1 re f"
    assert read_pdf(with_content(sheet(), image)).pages[0].unmarked == 1


@pytest.mark.parametrize(
    "junk", [b"(", b"(a", b"<<", b"[", b"[(", b"[1 ", b"/a ", b"<< ( ", b"BI ID ", b"<a", b"q ", b"1 "]
)
def test_brackets_without_end_do_not_take_the_machine_down(junk: bytes) -> None:
    assert read_pdf(with_content(sheet(), junk * 20_000)).title == "Iron sheet"
    assert read_value(junk * 20_000) is None or junk in (b"/a ", b"1 ")
    assert character_map(b"1 beginbfchar " * 20_000) == {}


def test_the_same_is_read_from_a_file_without_object_streams() -> None:
    again = read_pdf(changed(sheet(), lambda _: None))
    assert replace(again, version="1.7") == sheet_reading()


def test_a_page_tree_that_bites_its_tail_ends() -> None:
    def bite(writer: PdfWriter) -> None:
        pages: Any = writer.root_object["/Pages"]
        pages["/Kids"].append(pages.indirect_reference)

    assert len(read_pdf(changed(sheet(), bite)).pages) == len(sheet_reading().pages)


def test_a_tag_tree_that_bites_its_tail_ends() -> None:
    def bite(writer: PdfWriter) -> None:
        top = _top(writer)
        top["/K"].append(top.indirect_reference)

    assert tag_tree(read_pdf(changed(sheet(), bite))) == tag_tree(sheet_reading())


def test_a_tag_tree_of_endless_depth_is_refused() -> None:
    def deepen(writer: PdfWriter) -> None:
        inner = DictionaryObject({NameObject("/S"): NameObject("/Div")})
        for _ in range(400):
            inner = DictionaryObject(
                {NameObject("/S"): NameObject("/Div"), NameObject("/K"): writer._add_object(inner)}
            )
        _top(writer)["/K"].append(writer._add_object(inner))

    assert "nested too deep" in _refusal(changed(sheet(), deepen))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "this file is not a PDF"),
        (b"<html>", "this file is not a PDF"),
        (b"%PDF-1.7\nnothing", "this PDF is broken"),
        (b"%PDF-1.7\ntrailer <</Root 1 0 R>>\nstartxref\n9\n%%EOF", "this PDF is broken"),
    ],
)
def test_what_is_no_pdf_is_refused_with_one_clear_problem(data: bytes, words: str) -> None:
    assert words in _refusal(data)


def test_half_a_file_is_refused_or_read_as_far_as_it_goes() -> None:
    data = sheet()
    assert "broken" in _refusal(data[: len(data) // 2])


def test_an_encrypted_file_is_refused() -> None:
    assert "encrypted" in _refusal(changed(sheet(), lambda writer: writer.encrypt("secret", algorithm="RC4-128")))


@given(st.integers(min_value=0), st.binary(min_size=1, max_size=40))
def test_a_damaged_file_fails_only_in_the_one_way(position: int, noise: bytes) -> None:
    data = changed(sheet(), lambda _: None)
    at = position % len(data)
    with suppress(HandoutError):
        read_pdf(data[:at] + noise + data[at + len(noise) :])


def _javascript(writer: PdfWriter) -> None:
    writer.root_object[NameObject("/Names")] = DictionaryObject({NameObject("/JavaScript"): DictionaryObject()})


def _opening(writer: PdfWriter) -> None:
    writer.root_object[NameObject("/OpenAction")] = action("Launch")


def _event(writer: PdfWriter) -> None:
    writer.pages[0][NameObject("/AA")] = DictionaryObject({NameObject("/O"): action("SubmitForm")})


def _attachment(writer: PdfWriter) -> None:
    writer.add_attachment("a.txt", b"text")


def _next(writer: PdfWriter) -> None:
    annotations: Any = writer.pages[1]["/Annots"]
    annotations[0].get_object()["/A"][NameObject("/Next")] = ArrayObject([action("JavaScript")])


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (_javascript, Action("JavaScript", "", "the file")),
        (_opening, Action("Launch", "", "opening the file")),
        (_event, Action("AA", "SubmitForm", "page 1")),
        (_attachment, Action("EmbeddedFiles", "", "the file")),
        (_next, Action("JavaScript", "", "page 2")),
    ],
)
def test_everything_that_acts_is_found(change: Callable[[PdfWriter], None], expected: Action) -> None:
    found = read_pdf(changed(sheet(), change)).actions
    assert expected in found


def test_the_engines_own_tags_are_read_too() -> None:
    assert "Iron carries oxygen." in spoken_text(read_pdf(stock(markup(SHEET))))


@pytest.mark.parametrize(
    ("source", "value"),
    [
        (b"/Na#6de", "Name"),
        (b"(a\\(b\\)\\101\\n)", b"a(b)A\n"),
        (b"(in (deep) brackets)", b"in (deep) brackets"),
        (b"<4 1 4>", b"A@"),
        (b"[1 -2.5 true null]", [1, -2.5, True, None]),
        (b"<< /A << /B [1] >> % comment\n /C (x) >>", {"A": {"B": [1]}, "C": b"x"}),
        (b"", None),
        (b">>", None),
        (b"[" * 500, None),
    ],
)
def test_values_are_read_as_the_standard_writes_them(source: bytes, value: object) -> None:
    assert read_value(source) == value


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (b"\xfe\xff\x06\x2d", "ح"),
        (b"\xef\xbb\xbf\xd8\xad", "ح"),
        (b"caf\xe9", "café"),
        ("text", "text"),
        (Name("x"), ""),
    ],
)
def test_strings_are_decoded_by_their_mark(value: object, text: str) -> None:
    assert as_text(value) == text


def test_character_maps_know_characters_and_ranges() -> None:
    data = (
        b"2 beginbfchar <0001> <0041> <0002> <00660069> endbfchar "
        b"2 beginbfrange <0010> <0012> <0061> <0020> <0021> [<0030> <D83DDE00>] endbfrange"
    )
    assert character_map(data) == {1: "A", 2: "fi", 16: "a", 17: "b", 18: "c", 32: "0", 33: "😀"}


@pytest.mark.parametrize(
    ("units", "text"),
    [
        (("Iron", " 3 mg"), "Iron 3 mg"),
        (("د", "ي", "د", "ح"), "حديد"),
        ((".", "م", "و", "ي", " ", "5", "2", " ", "د", "ح"), "حد 52 يوم."),
        (("see ", "د", "ح", " now"), "see حد now"),
    ],
)
def test_glyphs_that_run_to_the_left_are_put_in_reading_order(units: tuple[str, ...], text: str) -> None:
    assert reading_order(units) == text


def _top(writer: PdfWriter) -> Any:  # noqa: ANN401 - pypdf knows no types here
    root: Any = writer.root_object["/StructTreeRoot"]
    top = root["/K"]
    return (top[0] if isinstance(top, ArrayObject) else top).get_object()


def _reached(pdf: bytes, mcid: int) -> bytes:
    """The PDF with its top tag pointing also to an MCID of its first page."""

    def point(writer: PdfWriter) -> None:
        mark = {"/Type": NameObject("/MCR"), "/Pg": writer.pages[0].indirect_reference, "/MCID": NumberObject(mcid)}
        reference = DictionaryObject({NameObject(key): value for key, value in mark.items()})
        _top(writer)["/K"].append(reference)

    return changed(pdf, point)


def _text_of(leaf: object) -> str:
    assert isinstance(leaf, Text)
    return leaf.text


def _refusal(data: bytes) -> str:
    with pytest.raises(HandoutError) as caught:
        read_pdf(data)
    (problem,) = caught.value.problems
    assert problem.code == "pdf-not-readable"
    return problem.message
