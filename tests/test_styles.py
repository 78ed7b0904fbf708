from __future__ import annotations

import re
from pathlib import PurePath

import pytest
import tinycss2
from building import ARABIC, ENGLISH
from hypothesis import given
from hypothesis import strategies as st

from handoutkit.frame import frame_style
from handoutkit.styles import _css_string, check_style, icons, page_rules

PATH = PurePath("styles/base.css")


def found(css: str) -> list[tuple[str, str]]:
    return [(problem.code, problem.message) for problem in check_style(css, PATH)]


@pytest.mark.parametrize(
    "css",
    [
        "p { color: #123; margin: 0 }",
        '.do { background-image: url("icons/do.svg"), url(icons/band-2.svg) }',
        "@media print { p { margin: 0 } }",
        '@page { size: A4; @bottom-right { content: counter(page) " / " counter(pages) } }',
        'p { font-family: "Noto Sans", serif }',
        'li::before { content: "\\2022  " }',
        ":root { --ink: #123 } p { color: var(--ink) }",
        "p { opacity-x: 0; display: none-x }",
        "/* display: none */",
    ],
)
def test_a_plain_style_sheet_passes(css: str) -> None:
    assert found(css) == []


@pytest.mark.parametrize("rule", ["@import 'a.css';", "@font-face { }", "@namespace a 'b';", "@counter-style a { }"])
def test_other_at_rules_are_refused(rule: str) -> None:
    assert found(rule) == [("style-not-allowed", f"a style sheet may not use {rule.split(maxsplit=1)[0]}")]


def test_an_at_rule_cannot_hide_in_another() -> None:
    css = '@media all { @font-face { font-family: a; src: local("Arial") } }'
    assert found(css) == [("style-not-allowed", "a style sheet may not use @font-face")]


@pytest.mark.parametrize(
    "value",
    [
        "url(https://example.org/a.png)",
        'url("https://example.org/a.png")',
        "URL('https://example.org/a.png')",
        'image-set("https://example.org/a.png" 1x)',
        "linear-gradient(red, red), url(https://example.org/a.png)",
        "cross-fade(url(https://example.org/a.png), red)",
    ],
)
def test_a_style_sheet_may_not_load_anything_from_outside(value: str) -> None:
    expected = ("resource-not-allowed", 'a style sheet may not load "https://example.org/a.png"')
    assert found(f"p {{ background: {value} }}") == [expected]


@pytest.mark.parametrize(
    "address", ["data:image/png;base64,A", "file:///a.svg", "icons/../a.svg", "icons/a.png", "a.svg"]
)
def test_only_the_icons_of_the_pack_may_be_loaded(address: str) -> None:
    assert [code for code, _ in found(f'p {{ background: url("{address}") }}')] == ["resource-not-allowed"]


@pytest.mark.parametrize(
    "declaration",
    [
        "display: none",
        "display: NONE",
        "display: n\\6f ne",
        "visibility: hidden",
        "visibility: collapse",
        "opacity: 0",
        "clip: rect(0, 0, 0, 0)",
        "clip-path: inset(100%)",
        "overflow: hidden",
        "overflow-x: clip",
        "text-indent: -9999px",
        "font-size: 0",
        "font-size: 0.0em",
    ],
)
def test_a_style_sheet_may_not_hide_text(declaration: str) -> None:
    ((code, message),) = found(f"p {{ {declaration} }}")
    assert (code, message[:34]) == ("style-not-allowed", "a style sheet may not hide text: " + message[33])


def test_a_style_sheet_may_not_outrank_the_rules_of_the_package() -> None:
    (fault,) = found(".watermark { top: 0 !important }")
    assert fault[0] == "style-not-allowed"


def test_every_rule_of_the_watermark_outranks_those_of_packs() -> None:
    rules = re.findall(r"\.watermark \{(.*?)\}", frame_style(), re.DOTALL)[0].strip().splitlines()
    assert rules
    assert all(rule.endswith("!important;") for rule in rules)


def test_a_comment_does_not_disguise_a_hidden_text() -> None:
    assert found("p { display: /* shown */ none }") == [
        ("style-not-allowed", "a style sheet may not hide text: display: none")
    ]


def test_text_cannot_be_hidden_inside_a_media_rule() -> None:
    assert [code for code, _ in found("@media print { p { display: none } }")] == ["style-not-allowed"]


@pytest.mark.parametrize(
    "css",
    [
        'p::before { content: "Stop" }',
        'p::before { content: counter(a) " mg" }',
        'ol { list-style-type: "Stop" }',
        ':root { --words: "Stop" }',
        'q { quotes: "Stop" "" }',
        'ol { list-style-type: symbols("Stop") }',
        '@page { @top-left { content: "Stop" } }',
    ],
)
def test_a_style_sheet_may_not_add_words(css: str) -> None:
    ((code, message),) = found(css)
    assert (code, message[:32]) == ("style-not-allowed", "a style sheet may not add words:")


@pytest.mark.parametrize("css", ["p { color }", "p { color: red", "} p { color: red }", "@media {"])
def test_broken_css_raises_nothing(css: str) -> None:
    assert set(found(css)) <= {("style-not-allowed", message) for _, message in found(css)}


def test_a_broken_rule_is_told_at_its_line() -> None:
    (problem,) = check_style("p { margin: 0 }\np { color }\n", PATH)
    assert (str(problem.place), problem.code) == ("styles/base.css:2", "style-not-allowed")


def test_a_fault_is_told_at_the_line_of_its_declaration() -> None:
    (problem,) = check_style("p {\n  margin: 0;\n  display: none;\n}", PATH)
    assert str(problem.place) == "styles/base.css:3"


def test_the_icons_of_a_style_sheet_are_found() -> None:
    assert icons('a { background: url(icons/do.svg) } b { background: url( "icons/call-2.svg" ) }') == {
        "icons/do.svg",
        "icons/call-2.svg",
    }


def test_the_page_of_a_left_to_right_sheet_has_its_number_at_the_right() -> None:
    assert page_rules("letter", ENGLISH, "Page %(page)s of %(pages)s") == (
        '@page { size: letter; @bottom-right { content: "Page " counter(page) " of " counter(pages) } }\n'
        'html { font-family: "Noto Sans" }\n'
    )


def test_the_page_of_a_right_to_left_sheet_has_its_number_at_the_left() -> None:
    assert page_rules("a4", ARABIC, "%(pages)s/%(page)s") == (
        '@page { size: A4; @bottom-left { content: counter(pages) "/" counter(page) } }\n'
        'html { font-family: "Noto Sans", "Noto Naskh Arabic" }\n'
    )


@pytest.mark.parametrize("words", ['"', "\\", "\n", "\r\n", "\f", '" } p { display: none', "</style>", "\\a"])
def test_the_words_of_the_page_number_cannot_leave_their_string(words: str) -> None:
    rules = tinycss2.parse_stylesheet(page_rules("a4", ENGLISH, f"%(page)s{words}"), skip_whitespace=True)
    assert [rule.type for rule in rules] == ["at-rule", "qualified-rule"]
    box = tinycss2.parse_blocks_contents(rules[0].content, skip_whitespace=True)[1]
    (content,) = tinycss2.parse_blocks_contents(box.content, skip_whitespace=True)
    assert [token.value for token in content.value if token.type == "string"] == [words]


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_a_css_string_reads_back_as_what_it_was(text: str) -> None:
    (token,) = tinycss2.parse_component_value_list(_css_string(text))
    assert (token.type, token.value) == ("string", text)
