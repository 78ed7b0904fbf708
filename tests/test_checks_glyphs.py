from __future__ import annotations

from printed_cases import FAMILIES, markup, printed, sheet_reading

from handoutkit.checks import check_glyphs
from handoutkit.reading import read_pdf


def test_a_sheet_in_declared_fonts_has_no_problem() -> None:
    assert check_glyphs(sheet_reading(), FAMILIES) == ()


def test_characters_that_no_font_has_are_named() -> None:
    (problem,) = check_glyphs(read_pdf(printed(markup("<h1>a\U0001f9ffb\U0001f9fe</h1>"))), FAMILIES)
    assert problem.code == "glyph-missing"
    assert (
        problem.message == "2 characters were printed as empty boxes, because no font has them: \U0001f9ff \U0001f9fe"
    )


def test_a_missing_character_of_a_field_is_not_named() -> None:
    reading = read_pdf(printed(markup("<h1>a\U0001f9ff</h1>")))
    (problem,) = check_glyphs(reading, FAMILIES, redact=("Ana \U0001f9ff",))
    assert problem.message == "a character was printed as empty boxes, because no font has them"


def test_a_font_outside_the_declared_ones_is_found() -> None:
    (problem,) = check_glyphs(sheet_reading(), ("noto sans",))
    assert problem.code == "font-not-declared"
    assert problem.message == "the font Noto Naskh Arabic was used and is not among the declared ones"
