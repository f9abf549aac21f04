"""Layers and block definitions of a new drawing."""

from __future__ import annotations

from ezdxf.document import Drawing
from ezdxf.layouts.blocklayout import BlockLayout

from app.demo.blocks import BLOCKS
from app.demo.shapes import Bow, Curve, Lines, Nested, Rect, Ring, Shape, Tag

#: Layer name to AutoCAD colour index.
LAYERS = {
    "A-WALL": 7, "A-WALL-PATT": 252, "A-WALL-DEMO": 1, "A-COLS": 8, "A-DOOR": 30, "A-GLAZ": 140,
    "A-FLOR-OTLN": 5, "A-FLOR-STRS": 33, "A-FLOR-EVTR": 33, "A-FLOR-PATT": 253, "A-AREA": 3,
    "A-AREA-IDEN": 2, "A-AREA-NUMB": 2, "A-AREA-ZONE": 6,
    "I-FURN-WKSF": 4, "I-FURN-SEAT": 9, "I-FURN-PNLS": 9, "A-FURN": 9,
    "A-FURN-CASE": 9, "A-FURN-PLNT": 92, "A-EQPM": 9, "P-SANR-FIXT": 9, "C-PRKG-STAL": 42,
    "A-ANNO-DIMS": 1, "A-ANNO-NOTE": 7, "G-ANNO-TTLB": 7, "G-ANNO-SYMB": 7,
    "S-GRID": 8, "S-GRID-IDEN": 8,
}  # fmt: skip


def add_layers(doc: Drawing) -> None:
    for name, colour in LAYERS.items():
        doc.layers.add(name, color=colour)
    doc.layers.get("A-WALL-DEMO").dxf.linetype = "DASHED"
    doc.layers.get("S-GRID").dxf.linetype = "CENTER"
    doc.styles.add("ARIAL", font="arial.ttf")


def add_blocks(doc: Drawing, k: float) -> None:
    """Define every block, ``k`` drawing units to the metre; nested ones exist by then."""
    for name, spec in BLOCKS.items():
        block = doc.blocks.new(name)
        for shape in spec.shapes:
            _draw(block, shape, k)


def _draw(block: BlockLayout, shape: Shape, k: float) -> None:
    at = {"layer": shape.layer}
    match shape:
        case Rect(x0, y0, x1, y1):
            corners = [(x0 * k, y0 * k), (x1 * k, y0 * k), (x1 * k, y1 * k), (x0 * k, y1 * k)]
            block.add_lwpolyline(corners, close=True, dxfattribs=at)
        case Lines(points) if len(points) == 2:
            (x0, y0), (x1, y1) = points
            block.add_line((x0 * k, y0 * k), (x1 * k, y1 * k), dxfattribs=at)
        case Lines(points):
            block.add_lwpolyline([(x * k, y * k) for x, y in points], dxfattribs=at)
        case Curve(points):
            curve = [(x * k, y * k, bulge) for x, y, bulge in points]
            block.add_lwpolyline(curve, format="xyb", close=True, dxfattribs=at)
        case Ring(x, y, radius):
            block.add_circle((x * k, y * k), radius * k, dxfattribs=at)
        case Bow(x, y, radius, start, end):
            block.add_arc((x * k, y * k), radius * k, start, end, dxfattribs=at)
        case Nested(name, x, y, rotation, mirrored):
            more = {"rotation": rotation, "xscale": -1.0 if mirrored else 1.0}
            block.add_blockref(name, (x * k, y * k), dxfattribs={**at, **more})
        case Tag(name, x, y, height, default, hidden):
            tag = block.add_attdef(
                name,
                (x * k, y * k),
                default,
                height=height * k,
                dxfattribs={**at, "style": "ARIAL"},
            )
            tag.is_invisible = hidden
