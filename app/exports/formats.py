"""Which formats there are, who may have them, and how each is written."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from importlib import import_module
from types import MappingProxyType
from typing import Literal, Protocol, cast

from floorplans.plans.exporting.exported import ExportedFloor

Paper = Literal["a4", "a3"]
#: Counted up when a writer writes other bytes for the same plan, so that no cache keeps the old.
EDITION = 1
LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Options:
    """How a sheet is drawn; ``scale`` is the 200 of 1:200, None for the roundest that fits."""

    paper: Paper = "a4"
    scale: int | None = None


class Writer(Protocol):
    """The one function of a format's module; raises ``Invalid`` for options that cannot be."""

    def __call__(self, floor: ExportedFloor, options: Options) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Format:
    """``for_everybody`` tells that whoever sees the map may have it; others need facility."""

    name: str
    title: str
    media_type: str
    suffix: str
    for_everybody: bool
    on_paper: bool = False

    @property
    def content_type(self) -> str:
        """The media type with its letters, where it is one of text."""
        return f"{self.media_type}; charset=utf-8" if self.name == "csv" else self.media_type

    def write(self, floor: ExportedFloor, options: Options) -> bytes:
        """The file's content; raises ``Invalid``."""
        # Each format's libraries are loaded when it is asked for the first time.
        module = import_module(f"app.exports.{self.name}")
        return cast("Writer", module.write)(floor, options)

    def tag(self, floor: ExportedFloor, options: Options) -> str:
        """Names what ``write`` would give, without writing it."""
        told = [floor.digest, str(floor.revision_number), self.name, str(EDITION)]
        if self.on_paper:
            told += [options.paper, str(options.scale or "fit")]
        return "-".join(told)

    def file_name(self, floor: ExportedFloor) -> str:
        """Building, floor and plan, in letters that every file system takes."""
        told = f"{floor.building_name} {floor.floor_name}"
        told = unicodedata.normalize("NFC", told)
        plain = re.sub(r"[^\w.-]+", "-", told).strip("-.")[:LONGEST_NAME] or "floor"
        return f"{plain}-plan-{floor.revision_number}{self.suffix}"


_ALL = (
    Format("geojson", "GeoJSON", "application/geo+json", ".geojson", for_everybody=True),
    Format("csv", "CSV", "text/csv", ".csv", for_everybody=True),
    Format("svg", "SVG", "image/svg+xml", ".svg", for_everybody=True, on_paper=True),
    Format("pdf", "PDF", "application/pdf", ".pdf", for_everybody=True, on_paper=True),
    Format("png", "PNG", "image/png", ".png", for_everybody=True, on_paper=True),
    Format("dxf", "DXF", "image/vnd.dxf", ".dxf", for_everybody=False),
    Format("gpkg", "GeoPackage", "application/geopackage+sqlite3", ".gpkg", for_everybody=False),
    Format("imdf", "IMDF", "application/zip", ".imdf.zip", for_everybody=False),
)
FORMATS = MappingProxyType({each.name: each for each in _ALL})
