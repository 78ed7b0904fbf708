"""The entries of the whole document: title bar, reading direction, claims, and details that PDF/A asks for.

ISO 14289-1, 7.1 and 7.2 (DisplayDocTitle, Marked, Lang); ISO 32000-1, 12.2 (Direction); ISO 19005-2, 6.2.8 (images are
not interpolated) and 6.3.2 (annotations are printed).
"""

from __future__ import annotations

import pydyf

from handoutkit.tagging.dom import Dom
from handoutkit.tagging.engine import Pdf, referenced
from handoutkit.tagging.metadata import DocumentMetadata, packet

_PRINT = 4
"""The annotation flag Print (ISO 32000-1, table 165)."""


def complete_catalogue(pdf: Pdf, dom: Dom, metadata: DocumentMetadata) -> None:
    """Set what the document says about itself."""
    preferences = pydyf.Dictionary({"DisplayDocTitle": "true"})
    if dom.root.get("dir", "").lower() == "rtl":
        preferences["Direction"] = "/R2L"
    pdf.catalog["ViewerPreferences"] = preferences
    pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})
    pdf.catalog["Lang"] = pydyf.String(metadata.language)
    _describe(pdf, metadata)
    for item in pdf.objects:
        if isinstance(item, pydyf.Stream) and "Interpolate" in item.extra:
            item.extra["Interpolate"] = "false"
        elif isinstance(item, dict) and item.get("Type") == "/Annot":
            item["F"] = _PRINT


def _describe(pdf: Pdf, metadata: DocumentMetadata) -> None:
    """Write the metadata packet and, with the same values, the information dictionary (ISO 32000-1, 14.3)."""
    stream = referenced(pdf, pdf.catalog["Metadata"])
    stream.stream[:] = [packet(metadata, pdf.info["Producer"].string)]
    stream.compress = False
    known = {
        "Title": metadata.title,
        "Author": metadata.publisher,
        "Subject": metadata.description,
        "Keywords": ", ".join(metadata.keywords),
        "Producer": pdf.info["Producer"].string,
    }
    pdf.info.clear()
    pdf.info.update({key: pydyf.String(value) for key, value in known.items() if value})
