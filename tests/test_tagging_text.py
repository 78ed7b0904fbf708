from __future__ import annotations

import io

import pypdfium2
import pytest
from tagging_cases import TagTree, tag


def words(body: str) -> str:
    """The text of a body of one paragraph, as the tag tree reads it."""
    (_, text) = tag(body).tree.split("\n")
    return text.strip().strip("'")


def test_a_space_at_the_end_of_a_line_is_read() -> None:
    assert words("<p style='width: 60pt'>every other day with water</p>") == "every other day with water"


def test_a_space_between_two_elements_is_read() -> None:
    assert words("<p><b>every</b> <i>other</i> <em>day</em></p>") == "every other day"


def test_a_line_break_parts_words() -> None:
    assert words("<p>every<br>other</p>") == "every other"


def test_no_space_is_added_where_the_source_has_none() -> None:
    assert words("<p style='width: 60pt'>well-known/well-known–well-known</p>") == "well-known/well-known–well-known"


def test_no_space_is_added_between_parts_of_a_word() -> None:
    assert words("<p><b>A</b><i>B</i></p>") == "AB"


def test_chinese_lines_are_joined_without_a_space() -> None:
    tagged = tag("<p style='width: 40pt'>铁片每隔一天服用一次</p>", root='lang="zh-Hans"')
    assert "' '" not in tagged.tree
    assert " " not in tagged.tree.split("\n")[1].strip()


def test_a_space_is_read_in_capitals_that_the_style_makes() -> None:
    assert words("<p style='width: 60pt; text-transform: uppercase'>every other day</p>") == "EVERY OTHER DAY"


def test_a_hyphen_at_the_end_of_a_line_is_soft() -> None:
    assert words("<p style='width: 40pt; font-size: 14pt'>inter&shy;nation&shy;al</p>").replace("\\xad", "") == (
        "international"
    )


def test_a_language_of_a_part_is_marked() -> None:
    assert tag("<p>Le mot <span lang='fr'>fer</span>.</p>").tree == "P\n  'Le mot '\n  Span Lang=fr\n    'fer'\n  '.'"


def test_a_language_of_blocks_is_marked_on_each() -> None:
    tree = tag("<div lang='fr'><p>Le fer</p><ul><li>un</ul></div>").tree
    assert [line.strip() for line in tree.split("\n") if "Lang" in line] == [
        "P Lang=fr",
        "L Lang=fr ListNumbering=Disc",
    ]


@pytest.mark.parametrize(
    "body",
    ["<p lang='en'>same</p>", "<p lang='EN'>same</p>", "<p lang=''>unknown</p>"],
)
def test_a_language_that_does_not_change_is_not_marked(body: str) -> None:
    assert "Lang" not in tag(body).tree


def test_a_language_inside_another_goes_back() -> None:
    tree = tag("<p lang='fr'>mot <span lang='en'>word</span></p>").tree
    assert "P Lang=fr" in tree
    assert "Span Lang=en" in tree


def test_a_right_to_left_document_says_so() -> None:
    tagged = tag("<p>ברזל</p>", root='lang="he" dir="rtl"')
    assert tagged.catalogue["/ViewerPreferences"]["/Direction"] == "/R2L"


def test_a_left_to_right_document_does_not() -> None:
    assert "/Direction" not in tag("<p>iron</p>").catalogue["/ViewerPreferences"]


@pytest.mark.parametrize("text", ["ברזל וטרשת נפוצה", "الحديد كل يومين من أجل صحة أفضل"])
def test_right_to_left_lines_are_extracted_right(text: str) -> None:
    tagged = tag(f"<p style='width: 90pt'>{text}</p>", root='lang="he" dir="rtl"')
    page = pypdfium2.PdfDocument(io.BytesIO(tagged.pdf))[0]
    assert page.get_textpage().get_text_bounded().split() == text.split()


def test_right_to_left_lines_never_have_their_text_replaced() -> None:
    tagged = tag("<p style='width: 90pt'>الحديد كل يومين من أجل صحة أفضل</p>", root='lang="ar" dir="rtl"')
    contents = TagTree(tagged.pdf).reader.pages[0].get_contents()
    assert contents is not None
    assert all("/ActualText" not in str(operands) for operands, _ in contents.operations if "/MCID" in str(operands))


def test_a_space_at_the_end_of_a_right_to_left_line_is_drawn_before_it() -> None:
    tree = tag("<p style='width: 60pt'>ברזל וטרשת נפוצה</p><p>א ב</p>", root='lang="he" dir="rtl"').tree
    assert [len(word) for word in tree.split("'")[1].split(" ")] == [0, 4, 10]
