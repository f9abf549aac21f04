"""GeoJSON (RFC 7946), with whatever properties people give it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importers.geojson.importer import GeoJsonImporter

__all__ = ["GeoJsonImporter"]


def __getattr__(name: str) -> object:
    # Loaded on first use: a server that only sniffs needs neither shapely nor PROJ.
    if name == "GeoJsonImporter":
        from importers.geojson.importer import GeoJsonImporter  # noqa: PLC0415 - see above

        return GeoJsonImporter
    raise AttributeError(name)
