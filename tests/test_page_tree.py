from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoutkit.page_tree import hold_citations, isolate_runs, strip_notes, trim_blocks

CITE = '<sup class="cite"><a href="#source-1">1</a></sup>'


def after(change: Callable[[ET.Element], None], markup: str) -> str:
    root = ET.fromstring(markup)  # noqa: S314 - made here
    change(root)
    return ET.tostring(root, encoding="unicode")


def test_a_mark_for_authors_is_taken_away() -> None:
    assert after(strip_notes, '<ul><li data-standing="unverified" class="a">b</li></ul>') == (
        '<ul><li class="a">b</li></ul>'
    )


def test_a_block_begins_with_its_words() -> None:
    assert after(trim_blocks, "<ul><li>\n  a <em> b</em></li><li> <em>c</em></li></ul>") == (
        "<ul><li>a <em> b</em></li><li><em>c</em></li></ul>"
    )


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        (f"<p>Take iron. {CITE}</p>", f'<p>Take <span class="held">iron. {CITE}</span></p>'),
        (f"<p>Take <em>b</em> it. {CITE} Now.</p>", f'<p>Take <em>b</em> <span class="held">it. {CITE}</span> Now.</p>'),
        (f"<p>缺铁性贫血。{CITE}</p>", f'<p>缺铁性贫<span class="held">血。{CITE}</span></p>'),
        (f"<p><em>b</em>{CITE}</p>", f"<p><em>b</em>{CITE}</p>"),
        (f"<p>{CITE}</p>", f"<p>{CITE}</p>"),
    ],
)
def test_a_citation_is_held_to_the_word_before_it(markup: str, expected: str) -> None:
    assert after(hold_citations, markup) == expected


def test_a_dose_in_a_right_to_left_text_is_isolated() -> None:
    assert after(isolate_runs, "<p>خذ 5 mg كل يوم.</p>") == '<p>خذ <bdi dir="ltr">5 mg</bdi> كل يوم.</p>'


def test_a_dose_behind_an_element_is_isolated() -> None:
    assert after(isolate_runs, "<p><em>خذ</em> 5 mg<em>كل</em> 2 mg</p>") == (
        '<p><em>خذ</em> <bdi dir="ltr">5 mg</bdi><em>كل</em> <bdi dir="ltr">2 mg</bdi></p>'
    )


def test_what_runs_from_left_to_right_already_is_left_as_it_is() -> None:
    markup = '<p><span dir="ltr">5 mg <em>6 mg</em> 7 mg</span></p>'
    assert after(isolate_runs, markup) == markup


def test_what_follows_a_left_to_right_element_is_isolated() -> None:
    assert after(isolate_runs, '<p><bdi dir="ltr">5</bdi> 6</p>') == (
        '<p><bdi dir="ltr">5</bdi> <bdi dir="ltr">6</bdi></p>'
    )


@pytest.mark.parametrize("element", ["head", "svg"])
def test_the_head_of_a_page_and_its_drawings_are_left_as_they_are(element: str) -> None:
    markup = f"<div><{element}><title>5 mg</title></{element}></div>"
    assert after(isolate_runs, markup) == markup


TEXT = st.text(st.sampled_from("aب5 .-/%mgخ()٣"), max_size=12)
TREE = st.recursive(
    TEXT.map(lambda text: f"<em>{text}</em>") | TEXT.map(lambda text: f'<bdi dir="ltr">{text}</bdi>'),
    lambda inner: st.tuples(TEXT, inner, TEXT, inner, TEXT).map(lambda parts: f"<p>{''.join(parts)}</p>"),
)


@given(TREE)
def test_isolation_never_loses_a_letter(markup: str) -> None:
    root = ET.fromstring(markup)  # noqa: S314 - made here
    before = "".join(root.itertext())
    isolate_runs(root)
    assert "".join(root.itertext()) == before


@given(TREE)
def test_isolating_twice_is_isolating_once(markup: str) -> None:
    root = ET.fromstring(markup)  # noqa: S314 - made here
    isolate_runs(root)
    once = ET.tostring(root, encoding="unicode")
    isolate_runs(root)
    assert ET.tostring(root, encoding="unicode") == once


@given(TREE.map(lambda markup: f"<p>{markup}{CITE} a</p>"))
def test_holding_citations_never_loses_a_letter(markup: str) -> None:
    root = ET.fromstring(markup)  # noqa: S314 - made here
    before = "".join(root.itertext())
    hold_citations(root)
    assert "".join(root.itertext()) == before
