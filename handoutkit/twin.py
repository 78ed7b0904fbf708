"""The HTML twin of a sheet: the same page as one self-contained file for a screen."""

from __future__ import annotations

import base64
import mimetypes
import re

from handoutkit.model import Content, Document


def twin(document: Document, content: Content) -> bytes:
    """The page with its styles and pictures inside it, and the rules for screens after those for print."""
    sheets = [data.decode() for address, data in document.resources.items() if address.endswith(".css")]
    screen = content.styles.get("screen.css", b"").decode()
    style = _inlined("\n".join([*sheets, screen]), document).replace("</", "<\\/")
    page = re.sub(r'<link rel="stylesheet"[^>]*>', "", document.html)
    page = page.replace("</head>", f"<style>\n{style}\n</style>\n</head>", 1)
    return _inlined(page, document).encode()


def _inlined(text: str, document: Document) -> str:
    """The text with each address of a resource replaced by the resource itself."""
    for address, data in document.resources.items():
        if not address.endswith(".css") and address in text:
            kind = mimetypes.guess_type(address)[0]
            text = text.replace(address, f"data:{kind};base64,{base64.b64encode(data).decode()}")
    return text
