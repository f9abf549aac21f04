"""SVG at paper size: one unit is a millimetre, text stays text."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from app.exports.formats import Options
from app.exports.sheet.compose import compose
from app.exports.sheet.marks import Area, Line, Mark, Points, Words
from floorplans.plans.exporting.exported import ExportedFloor
from importers.picture.letters import plain

NAMESPACE = "http://www.w3.org/2000/svg"
FAMILY = "DejaVu Sans, Liberation Sans, Arial, sans-serif"
DASHES = "1.5 1"


def write(floor: ExportedFloor, options: Options) -> bytes:
    """The sheet; raises ``Invalid`` for a scale at which it does not fit."""
    sheet = compose(floor, options)
    wide, high = f"{sheet.width_mm:g}", f"{sheet.height_mm:g}"
    root = ET.Element(
        "svg",
        {
            "xmlns": NAMESPACE,
            "width": f"{wide}mm",
            "height": f"{high}mm",
            "viewBox": f"0 0 {wide} {high}",
            "font-family": FAMILY,
        },
    )
    ET.SubElement(root, "title").text = plain(sheet.title)
    ET.SubElement(root, "rect", {"width": wide, "height": high, "fill": "#ffffff"})
    for mark in sheet.marks:
        _add(root, mark)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def _add(root: ET.Element, mark: Mark) -> None:
    match mark:
        case Area(rings, fill, line, width, dashed, title):
            told = {"d": "".join(map(_closed, rings)), "fill": fill or "none"}
            told["fill-rule"] = "evenodd"
            if line is not None:
                told |= {"stroke": line, "stroke-width": f"{width:g}"}
            if dashed:
                told["stroke-dasharray"] = DASHES
            path = ET.SubElement(root, "path", told)
            if title:
                ET.SubElement(path, "title").text = plain(title)
        case Line(points, colour, width):
            told = {"d": _path(points), "fill": "none", "stroke": colour}
            ET.SubElement(root, "path", {**told, "stroke-width": f"{width:g}"})
        case Words(text, x, y, size, colour, align):
            told = {"x": f"{x:g}", "y": f"{y:g}", "font-size": f"{size:g}", "fill": colour}
            ET.SubElement(root, "text", {**told, "text-anchor": align}).text = text


def _path(points: Points) -> str:
    return "M" + "L".join(f"{x:.3f} {y:.3f}" for x, y in points)


def _closed(points: Points) -> str:
    return f"{_path(points)}Z"
