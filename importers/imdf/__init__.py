"""IMDF (OGC 20-094): the archive of a venue, with all of its levels."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importers.imdf.importer import ImdfImporter

__all__ = ["ImdfImporter"]


def __getattr__(name: str) -> object:
    # Loaded on first use: a server that only sniffs needs neither shapely nor PROJ.
    if name == "ImdfImporter":
        from importers.imdf.importer import ImdfImporter  # noqa: PLC0415 - see above

        return ImdfImporter
    raise AttributeError(name)
