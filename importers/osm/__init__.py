"""OpenStreetMap, mapped indoors (Simple Indoor Tagging), as XML."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importers.osm.importer import OsmImporter

__all__ = ["OsmImporter"]


def __getattr__(name: str) -> object:
    # Loaded on first use: a server that only sniffs needs neither shapely nor PROJ.
    if name == "OsmImporter":
        from importers.osm.importer import OsmImporter  # noqa: PLC0415 - see above

        return OsmImporter
    raise AttributeError(name)
