from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest
import tinyhtml5

from handoutkit.markup import check_markup

PAGE = """<!DOCTYPE html><html lang="en" dir="ltr" class="a"><head><meta charset="utf-8"><title>Iron</title>
<link rel="stylesheet" href="pack:base.css"></head><body>
<main id="m"><section class="section topic"><h2>Iron</h2><p>Text <a href="https://example.org/a?b=c#d">link</a></p>
<ol start="2"><li><abbr title="multiple sclerosis">MS</abbr></li></ol>
<table><caption>C</caption><thead><tr><th scope="col" colspan="2">H</th></tr></thead><tbody><tr><td rowspan="2">D</td>
</tr></tbody></table><figure><img src="pack:a.png" alt="A"><div class="drawing"><svg viewBox="0 0 1 1" role="img"
aria-label="B"><g transform="scale(2)"><path d="M0 0"/></g></svg><span class="word">b</span></div></figure>
</section></main></body></html>"""


def found(body: str) -> list[tuple[str, str]]:
    root = tinyhtml5.parse(f"<!DOCTYPE html><html><body>{body}", namespace_html_elements=False)
    return [(problem.code, problem.message) for problem in check_markup(without_namespaces(root))]


def without_namespaces(root: ET.Element) -> ET.Element:
    """The tree as rendering makes it: its drawings are elements of the page."""
    for element in root.iter():
        if isinstance(element.tag, str):
            element.tag = element.tag.rpartition("}")[2]
    return root


def test_what_a_sheet_is_made_of_passes() -> None:
    root = tinyhtml5.parse(PAGE, namespace_html_elements=False)
    assert check_markup(without_namespaces(root)) == ()


@pytest.mark.parametrize(
    "tag",
    ["script", "iframe", "object", "embed", "form", "input", "video", "audio", "style", "base", "template", "canvas"],
)
def test_any_other_element_is_refused(tag: str) -> None:
    assert ("markup-not-allowed", f"the page may not have a <{tag}> element") in found(f"<{tag}></{tag}>")


def test_a_comment_is_refused() -> None:
    assert found("<!-- hidden -->") == [("markup-not-allowed", "the page may not have a <instruction> element")]


@pytest.mark.parametrize("attribute", ["style", "onclick", "hidden", "data-x", "contenteditable", "srcset"])
def test_any_other_attribute_is_refused(attribute: str) -> None:
    expected = ("markup-not-allowed", f"<p> may not have the attribute {attribute}")
    assert found(f'<p {attribute}="x">a</p>') == [expected]


def test_an_attribute_of_one_element_is_not_allowed_on_another() -> None:
    assert found('<p href="#a">a</p>')[0] == ("markup-not-allowed", "<p> may not have the attribute href")


def test_a_refresh_is_refused() -> None:
    assert found('<meta http-equiv="refresh" content="0">') == [
        ("markup-not-allowed", "<meta> may not have the attribute http-equiv")
    ]


@pytest.mark.parametrize(
    "address", ["https://example.org", "https://example.org/a?b=c#d", "mailto:a@example.org", "tel:+1 555-0100", "#a-1"]
)
def test_a_link_may_go_to_https_mail_a_telephone_or_a_place_in_the_sheet(address: str) -> None:
    assert found(f'<a href="{address}">a</a>') == []


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        " https://example.org",
        "data:text/html,a",
        "file:///etc/passwd",
        "http://example.org",
        "//example.org",
        "page.html",
        "pack:a.png",
        "#",
        "",
        "tel:1;x",
        "https://example.org/\nb",
    ],
)
def test_a_link_may_go_nowhere_else(address: str) -> None:
    message = "a link may only go to https, mailto, tel or a place in the sheet"
    assert found(f'<a href="{address}">a</a>') == [("link-not-allowed", message)]


def test_a_link_without_an_address_is_refused() -> None:
    assert [code for code, _ in found("<a>a</a>")] == ["link-not-allowed"]


@pytest.mark.parametrize(
    "address", ["a.png", "https://example.org/a.png", "file:///a.png", "data:image/png;base64,AA", "PACK:a.png", ""]
)
def test_a_picture_may_not_come_from_outside_the_packs(address: str) -> None:
    message = "<img> may not load anything from outside the packs"
    assert found(f'<img src="{address}" alt="a">') == [("resource-not-allowed", message)]


def test_a_style_sheet_may_not_come_from_outside_the_packs() -> None:
    message = "<link> may not load anything from outside the packs"
    assert found('<link rel="stylesheet" href="https://example.org/a.css">') == [("resource-not-allowed", message)]


def test_a_link_element_may_not_attach_a_file() -> None:
    message = "a <link> may only name a style sheet"
    assert found('<link rel="attachment" href="pack:base.css">') == [("markup-not-allowed", message)]


def test_a_shape_may_not_name_an_address() -> None:
    message = "<path> may not name an address"
    assert found('<svg><path fill="url(https://example.org/a)"></path></svg>') == [("resource-not-allowed", message)]


@pytest.mark.parametrize("tag", ["use", "image", "foreignObject", "animate", "set", "text", "style"])
def test_a_drawing_has_plain_shapes_only(tag: str) -> None:
    assert ("markup-not-allowed", f"the page may not have a <{tag}> element") in found(f"<svg><{tag}></{tag}></svg>")


def test_every_fault_of_a_page_is_told() -> None:
    codes = [code for code, _ in found('<p style="">a</p><a href="x">a</a><img src="x" alt="">')]
    assert codes == ["markup-not-allowed", "link-not-allowed", "resource-not-allowed"]
