"""DXF, as architects leave it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importers.dxf.importer import DxfImporter

__all__ = ["DxfImporter"]


def __getattr__(name: str) -> object:
    # Loaded on first use: the importer pulls in ezdxf, which a server that only sniffs and starts
    # children never needs.
    if name == "DxfImporter":
        from importers.dxf.importer import DxfImporter  # noqa: PLC0415 - see above

        return DxfImporter
    raise AttributeError(name)
