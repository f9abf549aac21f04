"""Pictures and pages of PDF: nothing of them is understood, but a floor can be drawn over them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importers.underlays.importer import PdfImporter, PictureImporter

__all__ = ["PdfImporter", "PictureImporter"]


def __getattr__(name: str) -> object:
    # Loaded on first use: a server that only sniffs needs no library of pictures.
    if name in __all__:
        from importers.underlays import importer  # noqa: PLC0415 - see above

        return getattr(importer, name)
    raise AttributeError(name)
