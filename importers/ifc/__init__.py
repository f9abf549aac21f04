"""IFC (ISO 16739): one storey of a building model."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importers.ifc.importer import IfcImporter

__all__ = ["IfcImporter"]


def __getattr__(name: str) -> object:
    # Loaded on first use: a server that only sniffs needs neither shapely nor PROJ.
    if name == "IfcImporter":
        from importers.ifc.importer import IfcImporter  # noqa: PLC0415 - see above

        return IfcImporter
    raise AttributeError(name)
