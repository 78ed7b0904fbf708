from __future__ import annotations

import pytest
from building import FONTS, document

from handoutkit.layout import lay_out

LONG = "a" * 100


def complaints(body: str, css: str = "", private: tuple[str, ...] = ()) -> list[str]:
    _, problems = lay_out(document(body, css, private=private), FONTS)
    assert {problem.code for problem in problems} <= {"text-outside-page"}
    return [problem.message for problem in problems]


def test_text_that_fits_is_no_problem() -> None:
    assert complaints("<h1>Iron</h1><p>Take it with water.</p><table><tr><td>a</td></tr></table>") == []


def test_text_over_several_pages_is_no_problem() -> None:
    assert complaints("<p>Take it with water.</p>" * 40) == []


def test_a_word_that_is_wider_than_the_page_is_told() -> None:
    assert complaints(f"<p>{LONG}</p>") == [f'"{"a" * 60}" runs off page 1']


def test_the_page_is_named() -> None:
    assert complaints(f'<p>a</p><p style="break-before: page">{LONG}</p>') == [f'"{"a" * 60}" runs off page 2']


@pytest.mark.parametrize("place", ["left: -50px", "right: -50px", "top: -50px", "bottom: -50px"])
def test_text_that_is_moved_off_the_page_is_told(place: str) -> None:
    assert complaints("<p>Stop</p>", f"p {{ position: absolute; {place} }}") == ['"Stop" runs off page 1']


def test_text_in_a_table_that_is_too_wide_is_told() -> None:
    assert len(complaints(f"<table><tr><td>{LONG}</td><td>b</td></tr></table>")) == 2


def test_running_heads_and_page_numbers_stand_in_the_margin_on_purpose() -> None:
    css = (
        ".head { position: running(head) } @page { @top-left { content: element(head) } @bottom-left { content: 'a' } }"
    )
    assert complaints('<p class="head">Iron</p><p>a</p>', css) == []


def test_a_given_value_that_runs_off_the_page_is_not_repeated() -> None:
    assert complaints(f"<p>{LONG}</p>", private=(LONG,)) == ["a given value runs off page 1"]


def test_a_piece_of_a_given_value_is_not_repeated() -> None:
    assert complaints(f"<p>Ann {LONG}</p>", private=(f"Ann {LONG}",)) == ["a given value runs off page 1"]
