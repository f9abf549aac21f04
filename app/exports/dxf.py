"""DXF in the drawing's own axes and unit, with our ids, to be edited and brought in again."""

from __future__ import annotations

import io
import math
from dataclasses import dataclass

from ezdxf.document import Drawing
from ezdxf.entities.dxfgfx import DXFGraphic
from ezdxf.enums import TextEntityAlignment
from ezdxf.filemanagement import new
from ezdxf.layouts.layout import Modelspace
from shapely import LineString, Point, Polygon, box
from shapely.affinity import rotate
from shapely.geometry.base import BaseGeometry

from app.exports.formats import Options
from app.exports.frame import Frame, frame_of
from app.exports.geodata import write_geodata
from app.exports.words import bare_name
from floorplans.plans.exporting.exported import ExportedFloor, ExportedOpening, ExportedSpace
from geo.shapes import polygons_of
from importers.dxf.own_ids import APP_ID, own_id_tags

VERSION = "R2010"  # the first with GEODATA, which every program of the last fifteen years reads
TEXT_M = 0.2
DESK_TEXT_M = 0.1
SEAT_M, SEAT_IN_M = 0.42, 0.08  # how wide a chair is, and how far its middle is under the desk
DOOR_DEPTH_M = 0.02
SHORTEST_M = 1e-6
_DIGITS = 9
_JOINER = "\u200d"  # between the parts of some emoji
#: $INSUNITS of the DXF reference; a unit that is not here is told as "unitless".
_INSUNITS = {
    "inch": 1, "foot": 2, "mile": 3, "mm": 4, "cm": 5, "m": 6, "km": 7, "yard": 10, "dm": 14,
    "dam": 15, "hm": 16, "us-survey-foot": 21, "us-survey-inch": 22, "us-survey-yard": 23,
    "us-survey-mile": 24,
}  # fmt: skip
#: Layers in the manner of the US National CAD Standard, with AutoCAD's colour index.
LAYERS = {
    "A-WALL": 7, "A-FLOR-OTLN": 5, "A-AREA": 3, "A-AREA-IDEN": 2, "A-AREA-ZONE": 6,
    "I-FURN-WKSF": 4, "I-FURN-SEAT": 9, "C-PRKG-STAL": 42, "A-FURN-STOR": 9, "A-DOOR": 30,
    "A-FLOR-STRS": 33, "A-FLOR-EVTR": 33,
}  # fmt: skip
SEAT, DOOR, PASSAGE = "CHAIR", "DOOR", "opening"
_DOOR_BLOCKS = {"double_door": "DOOR-DOUBLE", "entrance": "DOOR-ENTRANCE"}
_SPACE_LAYERS = {"desk": "I-FURN-WKSF", "parking": "C-PRKG-STAL", "locker": "A-FURN-STOR"}


@dataclass(frozen=True, slots=True)
class _Board:
    """The modelspace; shapes come in the site's CRS, ``k`` is units to the metre."""

    msp: Modelspace
    frame: Frame

    @property
    def k(self) -> float:
        return 1 / self.frame.unit_m

    def ring(self, shape: Polygon, layer: str) -> DXFGraphic:
        """The outer ring of a polygon that is in the drawing's frame, closed."""
        points = _points(shape.exterior)[:-1]
        return self.msp.add_lwpolyline(points, close=True, dxfattribs={"layer": layer})

    def area(self, shape: Polygon, layer: str) -> DXFGraphic:
        """A polygon; one with holes is a hatch, which a polyline cannot be."""
        if not shape.interiors:
            return self.ring(shape, layer)
        hatch = self.msp.add_hatch(color=254, dxfattribs={"layer": layer})
        for number, ring in enumerate((shape.exterior, *shape.interiors)):
            hatch.paths.add_polyline_path(
                _points(ring)[:-1], is_closed=True, flags=16 if number else 1
            )
        return hatch

    def line(self, shape: LineString, layer: str) -> None:
        points = _points(shape)
        if len(points) == 2:
            self.msp.add_line(points[0], points[1], dxfattribs={"layer": layer})
        else:
            self.msp.add_lwpolyline(points, dxfattribs={"layer": layer})

    def text(self, words: str, at: Point, height_m: float, layer: str) -> None:
        text = self.msp.add_text(
            _literal(words), height=height_m * self.k, dxfattribs={"layer": layer}
        )
        text.set_placement((at.x, at.y), align=TextEntityAlignment.MIDDLE_CENTER)


def write(floor: ExportedFloor, options: Options) -> bytes:
    """The drawing as DXF R2010 in UTF-8; no option changes it."""
    del options
    frame = frame_of(floor)
    doc = _document(frame)
    board = _Board(doc.modelspace(), frame)
    _background(board, floor)
    for zone in floor.zones:
        for shape in polygons_of(frame.drawn(zone.shape)):
            _named(board.area(shape, "A-AREA-ZONE"), zone.id)
            board.text(zone.name, shape.representative_point(), TEXT_M, "A-AREA-ZONE")
    for space in floor.spaces:
        _space(board, space)
    for opening in floor.openings:
        _opening(board, opening)
    if not frame.to_site.mirrored:
        write_geodata(doc, frame, floor.srid)
    text = io.StringIO()
    doc.write(text)
    return text.getvalue().encode(doc.output_encoding, errors="dxfreplace")


def _document(frame: Frame) -> Drawing:
    doc = new(VERSION, units=_INSUNITS.get(frame.unit, 0))
    doc.header["$MEASUREMENT"] = 0 if frame.unit in {"inch", "foot", "yard"} else 1
    doc.appids.add(APP_ID)
    for name, colour in LAYERS.items():
        doc.layers.add(name, color=colour)
    half, depth = SEAT_M / 2 / frame.unit_m, DOOR_DEPTH_M / 2 / frame.unit_m
    chair = doc.blocks.new(SEAT)
    chair.add_circle((0, 0), 0.8 * half, dxfattribs={"layer": "0"})
    for start, end in ((150.0, 210.0), (210.0, 330.0), (330.0, 30.0)):
        chair.add_arc((0, 0), half, start, end, dxfattribs={"layer": "0"})
    for name in (DOOR, *_DOOR_BLOCKS.values()):
        # A metre wide, so that the scale of each insert is its width.
        _block(doc, name, (0.0, -depth, 1 / frame.unit_m, depth))
    return doc


def _block(doc: Drawing, name: str, bounds: tuple[float, float, float, float]) -> None:
    """A rectangle that takes the layer of each insert."""
    points = _points(box(*bounds).exterior)[:-1]
    doc.blocks.new(name).add_lwpolyline(points, close=True, dxfattribs={"layer": "0"})


def _background(board: _Board, floor: ExportedFloor) -> None:
    for part in floor.outline.geoms:
        board.ring(board.frame.drawn(part), "A-FLOR-OTLN")
    for wall in floor.walls.geoms:
        board.line(board.frame.drawn(wall), "A-WALL")
    for stair in floor.connectors:
        layer = "A-FLOR-EVTR" if stair.kind == "lift" else "A-FLOR-STRS"
        board.ring(board.frame.drawn(stair.polygon), layer)


def _space(board: _Board, space: ExportedSpace) -> None:
    layer = _SPACE_LAYERS.get(space.kind, "A-AREA")
    shape, anchor = board.frame.drawn(space.polygon), board.frame.drawn(space.anchor)
    _named(board.area(shape, layer), space.id, space.kind)
    if space.kind in _SPACE_LAYERS:
        board.text(space.name, anchor, DESK_TEXT_M, layer)
        if space.kind == "desk" and space.rotation_deg is not None:
            _seat(board, shape, board.frame.turned(space.rotation_deg))
        return
    lines = [words for words in (space.number, bare_name(space)) if words]
    for number, words in enumerate(lines):
        below = (number - (len(lines) - 1) / 2) * 1.6 * TEXT_M * board.k
        board.text(words, Point(anchor.x, anchor.y - below), TEXT_M, "A-AREA-IDEN")


def _seat(board: _Board, desk: Polygon, rotation_deg: float) -> None:
    """A chair drawn up to the desk where the person sits, which tells the way the desk looks."""
    middle = desk.centroid
    upright = rotate(desk, -rotation_deg, origin=middle)
    below = upright.bounds[1] + SEAT_IN_M * board.k
    place = rotate(Point(middle.x, below), rotation_deg, origin=middle)
    board.msp.add_blockref(
        SEAT, (place.x, place.y), dxfattribs={"layer": "I-FURN-SEAT", "rotation": rotation_deg}
    )


def _opening(board: _Board, opening: ExportedOpening) -> None:
    """A door is a block as wide as its opening; a mere passage an outline."""
    line = board.frame.drawn(opening.line)
    if line.length <= SHORTEST_M:
        return
    (x0, y0), (x1, y1) = line.coords[0], line.coords[-1]
    if opening.kind == PASSAGE:
        depth = DOOR_DEPTH_M * board.k / 2
        board.ring(LineString([(x0, y0), (x1, y1)]).buffer(depth, cap_style="flat"), "A-DOOR")
        return
    board.msp.add_blockref(
        _DOOR_BLOCKS.get(opening.kind, DOOR),
        (x0, y0),
        dxfattribs={
            "layer": "A-DOOR",
            "rotation": math.degrees(math.atan2(y1 - y0, x1 - x0)),
            "xscale": math.hypot(x1 - x0, y1 - y0) / board.k,
        },
    )


def _named(entity: DXFGraphic, own: object, kind: str | None = None) -> None:
    entity.set_xdata(APP_ID, own_id_tags(str(own), entity.dxf.handle, kind))


def _literal(words: str) -> str:
    """A text in which nothing is a code of DXF: a caret and a percent sign are written as such."""
    shown = "".join(c for c in words if c.isprintable() or c == _JOINER)
    return shown.replace("^", "^ ").replace("%%", "%%%%%%")


def _points(shape: BaseGeometry) -> list[tuple[float, float]]:
    return [(round(x, _DIGITS), round(y, _DIGITS)) for x, y in shape.coords]
