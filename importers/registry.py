"""Which importer reads a file: the first that knows its beginning."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import entry_points
from pathlib import Path
from typing import cast

from importers.base import Importer, OwnImporter
from importers.dwg import sniff as dwg
from importers.dxf import sniff as dxf
from importers.geojson import sniff as geojson
from importers.geopackage import sniff as geopackage
from importers.ifc import sniff as ifc
from importers.imdf import sniff as imdf
from importers.osm import sniff as osm
from importers.refusals import not_readable
from importers.underlays import sniff as underlays

GROUP = "floorplans.importers"
HEAD_BYTES = 4096


@dataclass(frozen=True, slots=True)
class BuiltIn:
    """An importer of ours: how its files begin, and where it is, loaded when it is needed."""

    format: str
    suffixes: tuple[str, ...]
    sniff: Callable[[bytes], bool]
    package: str
    importer: str

    def load(self) -> OwnImporter:
        """The importer itself, with the libraries that it reads with."""
        made = getattr(importlib.import_module(self.package), self.importer)()
        return cast("OwnImporter", made)


#: No two of these know the same beginning, so their order means nothing.
BUILT_IN = (
    BuiltIn("dwg", (".dwg",), dwg.sniff, "importers.dwg", "DwgImporter"),
    BuiltIn("dxf", (".dxf",), dxf.sniff, "importers.dxf", "DxfImporter"),
    BuiltIn(
        "geojson", (".geojson", ".json"), geojson.sniff, "importers.geojson", "GeoJsonImporter"
    ),
    BuiltIn(
        "geopackage", (".gpkg",), geopackage.sniff, "importers.geopackage", "GeoPackageImporter"
    ),
    BuiltIn("ifc", (".ifc",), ifc.sniff, "importers.ifc", "IfcImporter"),
    BuiltIn("imdf", (".zip", ".imdf"), imdf.sniff, "importers.imdf", "ImdfImporter"),
    BuiltIn("osm", (".osm",), osm.sniff, "importers.osm", "OsmImporter"),
    BuiltIn("pdf", (".pdf",), underlays.is_pdf, "importers.underlays", "PdfImporter"),
    BuiltIn(
        "picture",
        (".png", ".jpg", ".jpeg"),
        underlays.is_picture,
        "importers.underlays",
        "PictureImporter",
    ),
)


def importer_for(path: Path) -> Importer:
    """The importer for the file at ``path``; raises ``ImportRefused`` if there is none."""
    head = _head(path)
    known = _built_in(head)
    if known is not None:
        return known.load()
    for importer in _registered():
        if importer.sniff(head):
            return importer
    # The DXF package knows the files that people send by mistake, and what to tell them.
    raise dxf.refusal_for(head)


def load(format_name: str) -> OwnImporter | None:
    """The built-in importer of a format; None if there is none."""
    return next((b.load() for b in BUILT_IN if b.format == format_name), None)


def suffixes() -> tuple[str, ...]:
    """What names of files end with that are read, for whoever chooses files; loads no importer."""
    return tuple(suffix for built_in in BUILT_IN for suffix in built_in.suffixes)


def formats_of(paths: Iterable[Path]) -> tuple[str, ...]:
    """The formats of ours among files, by their beginnings; loads no importer."""
    found = set()
    for path in paths:
        try:
            # Only of a plain file: a pipe would make its reader wait for ever.
            known = _built_in(_begin(path)) if path.is_file() else None
        except OSError:
            continue
        if known is not None:
            found.add(known.format)
    return tuple(sorted(found))


def _built_in(head: bytes) -> BuiltIn | None:
    return next((built_in for built_in in BUILT_IN if built_in.sniff(head)), None)


def _registered() -> Iterator[Importer]:
    """The importers that other packages register."""
    for entry in entry_points(group=GROUP):
        if not entry.value.startswith("importers."):
            yield cast("Importer", entry.load()())


def _head(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise IsADirectoryError
        return _begin(path)
    except OSError:
        raise not_readable() from None


def _begin(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(HEAD_BYTES)
