"""handoutkit: printable patient handouts about iron and multiple sclerosis, proven before they are printed.

Everything public is importable from here; anything else may change.

>>> from handoutkit import Library
>>> library = Library.open()
>>> built = library.build("iron-and-ms", locale="es", edition="large-print", paper="letter")
>>> built.name
'iron-and-ms.es.large-print.pdf'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from handoutkit.library import Built, Library
    from handoutkit.model import Leaflet
    from handoutkit.problems import HandoutError, Kind, Place, Problem, Severity

__all__ = ["Built", "HandoutError", "Kind", "Leaflet", "Library", "Place", "Problem", "Severity"]

_HOMES = {"Built": "library", "Library": "library", "Leaflet": "model"}


def __getattr__(name: str) -> object:
    """Imports a public name when it is first used, because `handoutkit --help` needs none of them."""
    if name not in __all__:
        raise AttributeError(f"module 'handoutkit' has no attribute {name!r}")
    return getattr(import_module(f"handoutkit.{_HOMES.get(name, 'problems')}"), name)
