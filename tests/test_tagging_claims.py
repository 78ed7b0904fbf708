from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from xml.etree.ElementTree import fromstring

import pytest
from tagging_cases import METADATA, PIXEL, Item, TagTree, tag

from handoutkit.problems import Problem
from handoutkit.tagging import LEAFLET_NAMESPACE, DocumentMetadata

NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "leaflet": LEAFLET_NAMESPACE,
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
}


def values(metadata: DocumentMetadata, path: str) -> list[str]:
    """The texts at a path of the metadata packet."""
    packet = fromstring(tag("<p>x</p>", metadata).catalogue["/Metadata"].get_data())  # noqa: S314 - our own packet
    return ["".join(found.itertext()) for found in packet.iterfind(f".//{path}", NAMESPACES)]


def codes(body: str) -> list[str]:
    """The codes of the problems of a body."""
    return [problem.code for problem in tag(body).problems]


@pytest.mark.parametrize(
    ("path", "value"),
    [("pdfuaid:part", "1"), ("pdfaid:part", "2"), ("pdfaid:conformance", "A"), ("dc:title", "A sheet")],
)
def test_the_packet_makes_both_claims(path: str, value: str) -> None:
    assert values(METADATA, path) == [value]


def test_the_packet_has_one_description_of_the_file() -> None:
    assert len(values(METADATA, "rdf:RDF")) == 1


def test_the_packet_says_where_the_leaflet_comes_from() -> None:
    metadata = replace(METADATA, provenance={"leafletId": "iron-and-ms", "lastChecked": "2026-11-20"})
    assert values(metadata, "leaflet:leafletId") == ["iron-and-ms"]
    assert values(metadata, "leaflet:lastChecked") == ["2026-11-20"]


def test_an_unknown_provenance_property_is_refused() -> None:
    with pytest.raises(ValueError, match="leafletID"):
        replace(METADATA, provenance={"leafletID": "x"})


def test_signs_that_mean_something_in_xml_are_kept() -> None:
    assert values(replace(METADATA, title="Iron < MS & more"), "dc:title") == ["Iron < MS & more"]


def test_the_information_dictionary_agrees_with_the_packet() -> None:
    metadata = DocumentMetadata("Eisen – Blatt", "de", "Über Eisen", "Klinik", ("Eisen", "MS"))
    information = TagTree(tag("<p>x</p>", metadata).pdf).reader.metadata
    assert information is not None
    assert (information.title, information.author, information.subject) == ("Eisen – Blatt", "Klinik", "Über Eisen")
    assert information.keywords == "Eisen, MS"
    assert "/CreationDate" not in information


def test_the_catalogue_asks_for_the_title_and_says_the_language() -> None:
    catalogue = tag("<p>x</p>", replace(METADATA, language="es")).catalogue
    assert catalogue["/ViewerPreferences"]["/DisplayDocTitle"]
    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/Lang"] == "es"


def test_links_are_printed() -> None:
    page: Item = TagTree(tag("<p><a href='https://example.org/'>x</a></p>").pdf).reader.pages[0]
    assert [annotation.get_object()["/F"] for annotation in page["/Annots"]] == [4]


def test_pictures_are_not_smoothed() -> None:
    page: Item = TagTree(tag(f"<img src='{PIXEL}' alt='red' width=9>").pdf).reader.pages[0]
    pictures = page["/Resources"]["/XObject"]
    assert [picture.get_object()["/Interpolate"].value for picture in pictures.values()] == [False]


def test_the_same_input_gives_the_same_bytes() -> None:
    body = "<h1>Iron</h1><table><tr><th>A<tr><td>1</table><p>A <a href='https://example.org/'>link</a></p>"
    assert tag(body).pdf == tag(body).pdf


def parents(tagged: bytes) -> Iterator[tuple[int, object]]:
    """The entries of the parent tree."""
    catalogue: Item = TagTree(tagged).reader.root_object
    numbers = catalogue["/StructTreeRoot"]["/ParentTree"]["/Nums"]
    yield from zip(numbers[::2], numbers[1::2], strict=True)


def test_every_page_form_and_annotation_has_its_parents() -> None:
    link = "<a href='https://example.org/'>x</a>"
    tagged = tag(f"<p style='break-after: page'>{link}</p><p style='opacity: 0.5'>faint</p>")
    assert [key for key, _ in parents(tagged.pdf)] == [0, 1, 2, 3]
    root = tagged.catalogue["/StructTreeRoot"]
    assert root["/ParentTreeNextKey"] == 4


def test_the_old_tree_leaves_nothing_behind() -> None:
    reader = TagTree(tag("<ul><li>one<li><b>two</b></ul>").pdf).reader
    objects: list[Item] = [
        reader.get_object(number) for number in range(1, len(reader.xref_objStm) + len(reader.xref[0]))
    ]
    roles = [item["/S"] for item in objects if isinstance(item, dict) and item.get("/Type") == "/StructElem"]
    assert sorted(roles) == ["/Document", "/L", "/LBody", "/LBody", "/LI", "/LI", "/Lbl", "/Lbl"]


def test_a_sound_document_has_no_problems() -> None:
    table = "<table><tr><th>A<tr><td>1</table>"
    assert tag(f"<h1>Iron</h1><h2>More</h2><h3>Yet</h3><h2>End</h2>{table}<img src='{PIXEL}' alt='red'>").problems == ()


def test_a_picture_without_words_is_a_problem() -> None:
    assert codes(f"<img src='{PIXEL}'>") == ["missing-alt"]


def test_a_heading_that_skips_a_level_is_a_problem() -> None:
    assert tag("<h1>Iron</h1><h3>More</h3>").problems == (
        Problem("heading-skips", "heading 2 is an h3 after an h1", fix="make it an h2"),
    )


def test_a_first_heading_below_the_first_level_is_a_problem() -> None:
    assert codes("<h2>Iron</h2>") == ["heading-skips"]


def test_a_table_without_headers_is_a_problem() -> None:
    assert codes("<table><tr><td>1</table>") == ["table-without-headers"]


def test_text_that_has_no_place_in_the_tree_is_a_problem() -> None:
    style = "<style>table::before { content: 'odd'; display: table-caption }</style>"
    assert codes(f"{style}<table><tr><th>A<tr><td>1</table>") == ["text-incomplete"]


def test_a_problem_does_not_quote_the_page() -> None:
    problems = tag("<h3>Ann Example</h3><table><tr><td>Ann Example</table>").problems
    assert len(problems) == 2
    assert not any("Ann" in str(problem) for problem in problems)
