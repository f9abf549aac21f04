"""GeoPackage (OGC 12-128), a database of layers in one file."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importers.geopackage.importer import GeoPackageImporter

__all__ = ["GeoPackageImporter"]


def __getattr__(name: str) -> object:
    # Loaded on first use: a server that only sniffs needs neither shapely nor PROJ.
    if name == "GeoPackageImporter":
        from importers.geopackage.importer import GeoPackageImporter  # noqa: PLC0415 - see above

        return GeoPackageImporter
    raise AttributeError(name)
