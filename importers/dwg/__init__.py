"""DWG, by way of a converter that the installation has."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importers.dwg.importer import DwgImporter

__all__ = ["DwgImporter"]


def __getattr__(name: str) -> object:
    # Loaded on first use: it pulls in ezdxf, which a server that only sniffs never needs.
    if name == "DwgImporter":
        from importers.dwg.importer import DwgImporter  # noqa: PLC0415 - see above

        return DwgImporter
    raise AttributeError(name)
