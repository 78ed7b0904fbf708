from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from printed_cases import PICTURE, SHEET, markup, printed, with_content
from pypdf import PdfReader

from handoutkit.checks import check_completeness, document_text, expected_text
from handoutkit.checks.wording import letters_for, quote
from handoutkit.problems import HandoutError, Problem
from handoutkit.reading import read_pdf

WORDS = {
    "en": ("Iron and you", "Iron carries oxygen in the blood.", "Ask your nurse before you take iron."),
    "ar": ("الحديد وأنت", "ينقل الحديد الأكسجين في الدم.", "اسأل ممرضتك قبل أن تأخذ الحديد."),
    "zh-Hans": ("铁和您", "铁在血液中携带氧气。", "服用铁剂之前请询问护士。"),
}
HIDING = {
    "en": "Iron carries oxygen in the blood.Ask",
    "ar": "ينقل الحديد الأكسجين في الدم.اسأل",
    "zh-Hans": "铁在血液中携带氧气。服用铁剂之",
}


def body(lang: str, last: str = "") -> str:
    heading, first, second = WORDS[lang]
    return f"<h1>{heading}</h1><p>{first}</p><p class=last {last}>{second}</p>"


def compared(source: str, made: str, lang: str = "en", redact: tuple[str, ...] = ()) -> tuple[Problem, ...]:
    """What is said of the PDF of one body when the document has another."""
    pdf = printed(markup(made, lang), lang)
    return check_completeness(expected_text(markup(source, lang)), read_pdf(pdf), pdf, redact)


def judged(source: str, lang: str = "en", redact: tuple[str, ...] = ()) -> list[str]:
    """The codes of what is said of the PDF of a body."""
    return [problem.code for problem in compared(source, source, lang, redact)]


@pytest.mark.parametrize("lang", WORDS)
def test_a_complete_document_has_no_problem(lang: str) -> None:
    assert judged(body(lang)) == []


def test_a_sheet_with_one_of_everything_is_complete() -> None:
    assert judged(SHEET) == []


@pytest.mark.parametrize(
    "html",
    [
        "<h1>Arabic</h1><p>خذ <span dir=ltr>5-10 mg</span> (كل يوم): «الآن»، 50٪</p>",
        "<h1>لا إله</h1><p>ثلاثة أسابيع، الأطباء (<b>كل</b>) يوم</p><table><tr><th>a<tr><td dir=ltr>3 mg</table>",
    ],
)
def test_right_to_left_text_with_numbers_and_brackets_is_complete(html: str) -> None:
    assert judged(html, "ar") == []


@pytest.mark.parametrize(
    "html",
    [
        "<h1>Li<wbr>nes</h1><p style='width: 60pt; hyphens: auto'>Hypersensitivity well-known encephalography</p>",
        "<ol><li>1 tablet</li><li>2 tablets</li></ol><dl><dt>MS</dt><dd>multiple sclerosis</dd></dl>",
        "<p style='opacity: 0.9'>pale <b>words</b></p><p>and dark ones</p>",
        "<div style='columns: 2'>" + "<p>some words to fill the columns</p>" * 9 + "</div>",
        "<p>caf\u0065\u0301, 5\u00a0mg, fi ffi, a\u200bb, \u2066x\u2069</p><p aria-hidden=true></p>",
        "<h1>long</h1>" + "<p>A paragraph that goes on to the next page.</p>" * 40,
    ],
)
def test_what_lines_and_lists_add_is_no_difference(html: str) -> None:
    assert judged(html) == []


@pytest.mark.parametrize("lang", WORDS)
def test_a_dropped_sentence_is_found_and_quoted(lang: str) -> None:
    (problem,) = compared(body(lang), body(lang, 'style="display: none"'), lang)
    assert problem.code == "text-incomplete"
    assert WORDS[lang][2][:12] in problem.message


@pytest.mark.parametrize("lang", WORDS)
def test_doubled_text_is_found(lang: str) -> None:
    (problem,) = compared(body(lang), body(lang) + f"<p>{WORDS[lang][2]}</p>", lang)
    assert problem.code == "text-incomplete"


@pytest.mark.parametrize("lang", WORDS)
@pytest.mark.parametrize("side", ["left: -900pt", "right: -290pt", "top: -300pt"])
def test_text_off_the_page_is_found(lang: str, side: str) -> None:
    assert "text-outside-page" in judged(body(lang, f'style="position: absolute; {side}"'), lang)


@pytest.mark.parametrize("lang", WORDS)
def test_text_that_is_cut_off_is_found(lang: str) -> None:
    cut = 'style="overflow: hidden; white-space: nowrap; width: 30pt"'
    assert judged(body(lang, cut), lang) == ["text-outside-page"]


def test_words_that_leave_their_picture_are_found() -> None:
    wide = PICTURE.replace("Iron", "Iron in the blood")
    assert judged(f'<h1>Iron</h1><figure><img src="{wide}" alt="Blood"></figure>') == ["text-outside-page"]


def test_letters_smaller_than_six_points_are_found() -> None:
    assert judged('<p style="font-size: 5pt">small print</p>') == ["text-hidden"]
    assert judged('<p style="font-size: 6pt">small print</p>') == []


def test_small_letters_in_a_pale_part_are_found() -> None:
    assert judged('<p style="opacity: 0.9; font-size: 5pt">small print</p>') == ["text-hidden"]


def test_text_without_colour_is_found() -> None:
    html = markup("<h1>Iron</h1>")
    hidden = with_content(printed(html), _again(printed(html)))
    found = check_completeness(expected_text(html), read_pdf(hidden), hidden)
    assert "text-hidden" in [problem.code for problem in found]


@pytest.mark.parametrize(
    "html",
    [
        '<p style="color: #fff">Take 5 mg with water.</p>',
        '<p style="color: #e9f1f4; background: #e9f1f4">Take 5 mg with water.</p>',
        '<p>Take 5 mg.</p><div style="background: #fff; height: 40px; margin-top: -40px; position: relative"></div>',
    ],
    ids=["in the colour of the page", "in the colour of its box", "under something else"],
)
def test_text_that_cannot_be_seen_is_found(html: str) -> None:
    assert "text-hidden" in judged(html)


@pytest.mark.parametrize(
    "html",
    ['<p style="color: #fff; background: #18232e">Take 5 mg.</p>', '<p style="color: #76838d">Take 5 mg . , ·</p>'],
    ids=["light on dark", "grey"],
)
def test_text_that_stands_out_from_its_ground_is_seen(html: str) -> None:
    assert judged(html) == []


def test_text_that_is_missing_from_the_pages_alone_is_found() -> None:
    pdf = printed(markup("<p>nearly</p>"))
    wrong = read_pdf(printed(markup("<p>merely</p>")))
    assert check_completeness(expected_text(markup("<p>merely</p>")), wrong, pdf)[0].message == (
        "the text on the pages is not that of the document near “merely”"
    )


def test_right_to_left_text_that_is_missing_from_the_pages_alone_is_found() -> None:
    pdf = printed(markup("<p>حديد</p>", "ar"), "ar")
    wrong = read_pdf(printed(markup("<p>جديد</p>", "ar"), "ar"))
    (problem,) = check_completeness(expected_text(markup("<p>جديد</p>", "ar")), wrong, pdf)
    assert problem.message == "page 1: 2 letters on the page are not those of the document"


def test_a_dose_that_is_printed_backwards_is_found() -> None:
    assert judged("<table><tr><th>ج<tr><td>5 - 10</table>", "ar") == ["text-incomplete"]


def test_a_file_that_pdfium_cannot_open_is_refused() -> None:
    with pytest.raises(HandoutError) as caught:
        check_completeness(expected_text(markup(SHEET)), read_pdf(printed(markup(SHEET))), b"nothing")
    assert [problem.code for problem in caught.value.problems] == ["pdf-not-readable"]


def test_a_missing_picture_is_found_by_its_alternative_text() -> None:
    (problem,) = compared(f'<p>x</p><figure><img src="{PICTURE}" alt="A drop"></figure>', "<p>x</p>")
    assert problem.message == "a picture of the document is missing from the tags of the PDF near “A drop”"


def test_values_of_fields_are_never_quoted() -> None:
    source = "<p>Dear Ana  María, ring 555-0100 at noon.</p>"
    (problem,) = compared(source, "<p></p>", redact=("Ana María", "5550100"))
    assert problem.message.endswith("near “Dear …, ring … at noon.”")


def test_values_in_other_digits_are_not_quoted_either() -> None:
    assert quote("رقم ٥٥٥٠١٠٠ هنا", 0, letters_for(""), ("555-0100",)) == "رقم … هنا"


@given(
    st.text(max_size=80),
    st.text(st.characters(categories=("L", "Nd")), min_size=1, max_size=5),
    st.integers(min_value=0, max_value=90),
)
def test_a_quote_is_short_and_without_the_value(text: str, value: str, position: int) -> None:
    found = quote(f"{text} {value} {text}", position, letters_for(text), (value,))
    assert len(found) <= 60
    assert value not in found


def test_the_text_of_a_document_leaves_out_what_is_not_read() -> None:
    html = markup(
        '<p class="running-head">head</p><h1>Iron<br>now</h1><!-- note --><figure><img src="x.svg" alt="drop">'
        "<svg><text>in it</text></svg></figure><p aria-hidden=true>no</p><style>p {}</style><p>end</p>"
    )
    assert document_text(html) == "Iron\nnowend"
    assert expected_text(html).alternatives == ("drop",)


def _again(pdf: bytes) -> bytes:
    """Operators that print the first text of a page once more, without colour."""
    contents = PdfReader(io.BytesIO(pdf)).pages[0].get_contents()
    assert contents is not None
    data = contents.get_data()
    shown = data[data.index(b"BT") : data.index(b"ET")].replace(b"BT", b"BT 3 Tr", 1)
    return b"/Artifact BMC q " + shown + b" ET Q EMC"
