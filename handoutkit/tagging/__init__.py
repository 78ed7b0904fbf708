"""The tag tree of a PDF, rebuilt from the HTML that was laid out.

WeasyPrint tags what it painted, page by page: a table torn over three pages is three tables, a link over two lines is
two links, a running head is read on each page, and an answer can be given the header of another column. None of this
fails a checker, all of it misleads a listener. The HTML still knows what is one thing and in which order it is read, so
its tree is thrown away and a new one is grown from the DOM:

1. `nodes` gathers what was painted under the DOM elements it came from; `artifacts` keeps apart what only repeats or
   decorates.
2. `building` turns elements into structure elements from the leaves up, by `roles` (a table) and the builders in
   `lists`, `tables` (on the `grid` of the HTML table), `links`, `figures` and `notes`. Structure elements are frozen
   (`elements`). A change of language is marked on whatever comes out.
3. `text_layer` makes the words that the glyphs say the words of the source: lost spaces, soft hyphens, clusters.
   `unicode_maps` mended the fonts before. `drawing` edits the content streams in place.
4. `serialising` writes the tree over the old one. What is marked on a page and not in the tree becomes an artifact.
5. `catalogue` and `metadata` make the claims: PDF/UA-1 (ISO 14289-1) and PDF/A-2a (ISO 19005-2) in one file.
6. `faults` tells what the source left unsaid, such as a picture without words.

All private names of the engine are in `engine`, which lists them: the package is pinned to WeasyPrint 70.

    document = prepare(HTML(string=html).render(pdf_variant=PDF_VARIANT))
    problems = []
    document.write_pdf(
        "sheet.pdf", pdf_variant=PDF_VARIANT, finisher=lambda laid, pdf: problems.extend(retag(laid, pdf, metadata))
    )
"""

from __future__ import annotations

from typing import TypeVar

from handoutkit.problems import Problem
from handoutkit.tagging.building import build_document
from handoutkit.tagging.catalogue import complete_catalogue
from handoutkit.tagging.dom import Dom
from handoutkit.tagging.engine import Document, Pdf, painted_pages, source, watch
from handoutkit.tagging.faults import find_faults
from handoutkit.tagging.metadata import LEAFLET_NAMESPACE, LEAFLET_PROPERTIES, DocumentMetadata
from handoutkit.tagging.nodes import gather
from handoutkit.tagging.serialising import serialise
from handoutkit.tagging.text_layer import complete_text
from handoutkit.tagging.unicode_maps import repair_fonts

__all__ = ["LEAFLET_NAMESPACE", "LEAFLET_PROPERTIES", "PDF_VARIANT", "DocumentMetadata", "prepare", "retag"]

PDF_VARIANT = "pdf/a-2a"
"""The variant to ask WeasyPrint for: it marks all content, embeds sRGB and writes no second claim."""

_Laid = TypeVar("_Laid", bound=Document)


def prepare(document: _Laid) -> _Laid:
    """The same document, ready to be retagged: its pages keep what painting would throw away."""
    watch(document, lambda: repair_fonts(document.fonts.values()))
    return document


def retag(document: Document, pdf: Pdf, metadata: DocumentMetadata) -> tuple[Problem, ...]:
    """Give the PDF of a prepared document its tag tree and claims; what they can't make right is returned."""
    dom = Dom.of(source(document))
    pages = painted_pages(document, pdf)
    gathered = gather(pages, dom)
    tree = build_document(gathered.root, dom)
    spoken = complete_text(tree, gathered.breaks, document.fonts.values())
    serialise(tree, pdf, pages, gathered.artifacts, spoken)
    complete_catalogue(pdf, dom, metadata)
    return tuple(find_faults(tree, gathered.root.leaves()))
