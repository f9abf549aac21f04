"""Small DXF drawings for tests, made the way people draw."""

from __future__ import annotations

import io
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

import ezdxf
from ezdxf.document import Drawing

from importers.base import Limits
from importers.draft import FloorPlanDraft
from importers.dxf.extract import extract
from importers.dxf.importer import DxfImporter
from importers.dxf.scene import Scene
from importers.profile import Profile

Corner = tuple[float, float]


def make_drawing(version: str = "R2013", units: int = 6, layers: Iterable[str] = ()) -> Drawing:
    """An empty drawing; ``units`` is its $INSUNITS, metres unless told otherwise."""
    doc = ezdxf.new(version)
    doc.header["$INSUNITS"] = units
    for name in layers:
        doc.layers.add(name)
    return doc


def draw_box(
    layout: object, low: Corner, high: Corner, layer: str = "ROOM", *, close: bool = True
) -> None:
    """A closed rectangle."""
    (x0, y0), (x1, y1) = low, high
    corners = [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]
    attributes = {"layer": layer}
    if layout.doc.dxfversion == "AC1009":  # type: ignore[attr-defined]
        layout.add_polyline2d(corners, close=close, dxfattribs=attributes)  # type: ignore[attr-defined]
    else:
        layout.add_lwpolyline(corners, close=close, dxfattribs=attributes)  # type: ignore[attr-defined]


def make_office(version: str = "R2013", scale: float = 1.0, units: int = 6) -> Drawing:
    """Two rooms with names, a door each, and four desks with chairs; ``scale`` units a metre."""
    doc = make_drawing(version, units)
    msp = doc.modelspace()
    desk = doc.blocks.new("DESK-160")
    draw_box(desk, (-0.8 * scale, 0), (0.8 * scale, 0.8 * scale), "0")
    chair = doc.blocks.new("CHAIR-01")
    draw_box(chair, (-0.25 * scale, -0.25 * scale), (0.25 * scale, 0.25 * scale), "0")
    door = doc.blocks.new("DOOR-90")
    door.add_line((0, 0), (0, 0.9 * scale))
    door.add_arc((0, 0), 0.9 * scale, 0, 90)
    for number, left in (("101", 0.0), ("102", 6.0)):
        low, high = (left * scale, 0.0), ((left + 6) * scale, 4 * scale)
        draw_box(msp, low, high, "A-AREA")
        msp.add_text(number, height=0.2 * scale, dxfattribs={"layer": "A-AREA-IDEN"}).set_placement(
            ((left + 3) * scale, 3 * scale)
        )
        _furnish(msp, left, scale)
    return doc


def _furnish(msp: object, left: float, scale: float) -> None:
    insert = msp.add_blockref  # type: ignore[attr-defined]
    insert("DOOR-90", (left * scale + scale, 0), dxfattribs={"layer": "A-DOOR"})
    for x in (1.5, 4.0):
        insert("DESK-160", ((left + x) * scale, 2 * scale), dxfattribs={"layer": "A-FURN"})
        insert("CHAIR-01", ((left + x) * scale, 1.7 * scale), dxfattribs={"layer": "A-FURN"})


def make_broken_wall(gap_m: float) -> Drawing:
    """Two numbered rooms of 20 m2 between single walls; the middle one lacks a piece at (5, 2)."""
    doc = make_drawing()
    space = doc.modelspace()
    corners = [(0, 0), (10, 0), (10, 4), (0, 4), (0, 0)]
    for start, end in [*pairwise(corners), ((5, 0), (5, 2)), ((5, 2 + gap_m), (5, 4))]:
        space.add_line(start, end, dxfattribs={"layer": "A-WALL"})
    for x, number in ((2, "101"), (7, "102")):
        text = space.add_text(number, height=0.2, dxfattribs={"layer": "A-AREA-IDEN"})
        text.set_placement((x, 2))
    return doc


def text_of(doc: Drawing) -> str:
    """The drawing as ASCII DXF."""
    stream = io.StringIO()
    doc.write(stream)
    return stream.getvalue()


def scene_of(doc: Drawing, limits: Limits | None = None) -> Scene:
    """The drawing laid flat, in its own unit."""
    return extract(doc, limits or Limits())


def read_drawing(
    doc: Drawing, folder: Path, profile: Profile | None = None, *, fmt: str = "asc"
) -> FloorPlanDraft:
    """Save and read a drawing in this process."""
    path = folder / "drawing.dxf"
    doc.saveas(path, fmt=fmt)
    return DxfImporter().read(path, profile or Profile(), Limits(), lambda _stage, _share: None)
