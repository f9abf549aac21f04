"""PNG at paper size and 150 dots to the inch, by Pillow."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw
from shapely import LineString

from app.exports.formats import Options
from app.exports.sheet.compose import PAPER, compose
from app.exports.sheet.marks import Area, Line, Mark, Points, Words
from floorplans.plans.exporting.exported import ExportedFloor
from importers.picture.letters import letters

DOTS_PER_INCH = 150
FINER = 2  # drawn larger and reduced, so that lines at an angle are smooth
DOTS_PER_MM = DOTS_PER_INCH / 25.4 * FINER
DASH_MM, GAP_MM = 1.5, 1.0
_ANCHORS = {"start": "ls", "middle": "ms", "end": "rs"}


def write(floor: ExportedFloor, options: Options) -> bytes:
    """The sheet; raises ``Invalid`` for a scale at which it does not fit."""
    sheet = compose(floor, options)
    size = (_dots(sheet.width_mm / FINER) * FINER, _dots(sheet.height_mm / FINER) * FINER)
    picture = Image.new("RGB", size, PAPER)
    pen = ImageDraw.Draw(picture)
    for mark in sheet.marks:
        _draw(pen, mark)
    content = io.BytesIO()
    picture.reduce(FINER).save(content, "PNG", dpi=(DOTS_PER_INCH, DOTS_PER_INCH), optimize=True)
    return content.getvalue()


def _draw(pen: ImageDraw.ImageDraw, mark: Mark) -> None:
    match mark:
        case Area(rings, fill, line, width, dashed, _):
            if fill is not None:
                pen.polygon(_spots(rings[0]), fill=fill)
                for hole in rings[1:]:
                    pen.polygon(_spots(hole), fill=PAPER)
            for ring in rings if line is not None else ():
                closed = (*ring, ring[0])
                for piece in _dashes(closed) if dashed else (closed,):
                    pen.line(_spots(piece), fill=line, width=_dots(width), joint="curve")
        case Line(points, colour, width):
            pen.line(_spots(points), fill=colour, width=_dots(width), joint="curve")
        case Words(text, x, y, size, colour, align):
            face = letters(_dots(size))
            pen.text(
                (x * DOTS_PER_MM, y * DOTS_PER_MM), text, fill=colour, font=face,
                anchor=_ANCHORS[align],
            )  # fmt: skip


def _dashes(points: Points) -> list[Points]:
    line = LineString(points)
    found, start = [], 0.0
    while start < line.length:
        piece = _piece(line, start, min(start + DASH_MM, line.length))
        found.append(piece)
        start += DASH_MM + GAP_MM
    return found


def _piece(line: LineString, start: float, end: float) -> Points:
    one, other = line.interpolate(start), line.interpolate(end)
    return ((one.x, one.y), (other.x, other.y))


def _spots(points: Points) -> list[tuple[float, float]]:
    return [(x * DOTS_PER_MM, y * DOTS_PER_MM) for x, y in points]


def _dots(length_mm: float) -> int:
    return max(1, round(length_mm * DOTS_PER_MM))
