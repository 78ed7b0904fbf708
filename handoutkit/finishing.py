"""Stage 6, finish: the pages as a PDF with our own tag tree, claims and metadata.

The tag tree is imported late, because it imports the layout engine, which most commands do not need.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from handoutkit.engine import draw_pages
from handoutkit.model import Document
from handoutkit.problems import Problem

if TYPE_CHECKING:
    from handoutkit.tagging import DocumentMetadata


def finish(pages: Any, document: Document) -> tuple[bytes, tuple[Problem, ...]]:  # noqa: ANN401
    """The PDF, and what its tag tree could not be made right for."""
    from handoutkit.tagging import prepare, retag  # noqa: PLC0415 - see the top

    problems: list[Problem] = []
    metadata = _metadata(document)
    prepare(pages)
    data, complaints = draw_pages(pages, document, lambda laid, pdf: problems.extend(retag(laid, pdf, metadata)))
    return data, (*complaints, *problems)


def _metadata(document: Document) -> DocumentMetadata:
    from handoutkit.tagging import DocumentMetadata  # noqa: PLC0415 - see the top

    leaflet = document.leaflet
    return DocumentMetadata(
        title=leaflet.title,
        language=leaflet.locale,
        publisher=leaflet.publisher,
        provenance={
            "leafletId": leaflet.id,
            "contentVersion": leaflet.version,
            "lastChecked": leaflet.last_checked.isoformat(),
            "nextCheck": leaflet.next_check.isoformat(),
        },
    )
