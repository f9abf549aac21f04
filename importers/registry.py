"""Which importer reads a file: the first that knows its beginning."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import entry_points
from pathlib import Path
from typing import cast

from importers.base import Importer
from importers.refusals import not_readable

GROUP = "floorplans.importers"
HEAD_BYTES = 4096


def importer_for(path: Path) -> Importer:
    """The importer for the file at ``path``; raises ``ImportRefused`` if there is none."""
    head = _head(path)
    for importer in _importers():
        if importer.sniff(head):
            return importer
    # The DXF package knows the files that people send by mistake, and what to tell them.
    from importers.dxf.sniff import refusal_for  # noqa: PLC0415 - only for a refusal

    raise refusal_for(head)


def _importers() -> Iterator[Importer]:
    """The built-in importers, then those that other packages register."""
    from importers.dxf import DxfImporter  # noqa: PLC0415 - loads ezdxf, which is slow

    yield DxfImporter()
    for entry in entry_points(group=GROUP):
        if not entry.value.startswith("importers."):
            yield cast("Importer", entry.load()())


def _head(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise IsADirectoryError
        with path.open("rb") as file:
            return file.read(HEAD_BYTES)
    except OSError:
        raise not_readable() from None
