from __future__ import annotations

import re
from collections.abc import Mapping

from building import content, document

from handoutkit.twin import twin


def made(
    body: str = "<p>a</p>",
    css: str = "p { margin: 0 }",
    screen: str = "",
    resources: Mapping[str, bytes] | None = None,
) -> str:
    styles: Mapping[str, bytes] = {"base.css": b"", "standard.css": b"", "screen.css": screen.encode()}
    return twin(document(body, css, resources), content(styles=styles)).decode()


def test_a_twin_is_the_same_page() -> None:
    page = made("<p>Take it with water.</p>")
    assert page.startswith('<!DOCTYPE html><html lang="en">')
    assert "<p>Take it with water.</p>" in page


def test_its_styles_are_inside_it() -> None:
    page = made(css="p { margin: 0 }")
    assert "<link" not in page
    assert re.search(r"<style>.*p \{ margin: 0 \}.*</style>\n</head>", page, re.DOTALL)


def test_the_rules_for_screens_come_last() -> None:
    page = made(css="p { margin: 0 }", screen="p { margin: 1em }")
    assert page.index("margin: 0 }") < page.index("margin: 1em }")


def test_its_photographs_are_inside_it() -> None:
    page = made('<img src="pack:a.png" alt="A">', resources={"pack:a.png": b"AB"})
    assert '<img src="data:image/png;base64,QUI=" alt="A">' in page


def test_its_icons_are_inside_it() -> None:
    page = made(css='p { background: url("pack:icons/do.svg") }', resources={"pack:icons/do.svg": b"<svg/>"})
    assert 'url("data:image/svg+xml;base64,PHN2Zy8+")' in page


def test_nothing_in_it_names_a_pack() -> None:
    resources = {"pack:a.png": b"", "pack:b.svg": b""}
    page = made('<img src="pack:a.png" alt="A">', 'p { background: url("pack:b.svg") }', resources=resources)
    assert "pack:" not in page


def test_a_style_cannot_end_its_element() -> None:
    page = made(css="/* </style><p>Stop</p> */")
    assert page.count("</style>") == 1
