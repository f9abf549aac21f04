"""A drawing with one of each kind of entity that the reader has code for."""

from __future__ import annotations

import io

import ezdxf
from ezdxf.document import Drawing
from ezdxf.layouts import BaseLayout

#: Entities that R12 has no record for are written for later releases only.
_R12 = "R12"


def zoo(version: str, *, binary: bool = False) -> bytes:
    """The drawing in one release of the format."""
    doc = ezdxf.new(version)
    doc.header["$INSUNITS"] = 6
    for name in ("A-WALL", "A-DOOR", "A-FURN", "A-AREA-IDEN", "A-STAIR", "A-DEMO"):
        doc.layers.add(name)
    doc.layers.get("A-DEMO").freeze()
    _blocks(doc)
    layout = doc.modelspace()
    _room(layout)
    _curves(layout)
    if version != _R12:
        _later(doc, layout)
    stream = io.BytesIO() if binary else io.StringIO()
    doc.write(stream, fmt="bin" if binary else "asc")  # type: ignore[arg-type]
    written = stream.getvalue()
    return written if isinstance(written, bytes) else written.encode(doc.encoding, "replace")


def _blocks(doc: Drawing) -> None:
    desk = doc.blocks.new("DESK-160")
    desk.add_polyline2d([(-0.8, 0), (0.8, 0), (0.8, 0.8), (-0.8, 0.8)], close=True)
    desk.add_attdef("NUMBER", (0, 0.4), dxfattribs={"height": 0.1})
    desk.add_attdef("TYPE", (0, 0.4), "Bench", dxfattribs={"height": 0.1, "flags": 2})
    chair = doc.blocks.new("CHAIR")
    chair.add_circle((0, -0.3), 0.25)
    place = doc.blocks.new("PLACE")
    place.add_blockref("DESK-160", (0, 0))
    place.add_blockref("CHAIR", (0, 0), dxfattribs={"xscale": -1})
    door = doc.blocks.new("DOOR")
    door.add_line((0, 0), (0, 0.9))
    door.add_arc((0, 0), 0.9, 0, 90)


def _room(layout: BaseLayout) -> None:
    for start, end in (
        ((0, 0), (5, 0)), ((5.9, 0), (8, 0)), ((8, 0), (8, 6)), ((8, 6), (0, 6)), ((0, 6), (0, 0)),
        ((0, 3), (8, 3)), ((4, 3), (4, 6)),
    ):  # fmt: skip
        layout.add_line(start, end, dxfattribs={"layer": "A-WALL"})
    layout.add_blockref("DOOR", (5, 0), dxfattribs={"layer": "A-DOOR"})
    for x in (1.5, 3.5):
        placed = layout.add_blockref("PLACE", (x, 1), dxfattribs={"layer": "A-FURN"})
        placed.add_attrib("NUMBER", f"D{x:.0f}", (x, 1), dxfattribs={"height": 0.1})
    grid = {"layer": "A-FURN", "row_count": 2, "column_count": 3, "row_spacing": 1.0}
    layout.add_blockref("DESK-160", (1, 4), dxfattribs={**grid, "column_spacing": 2.0})
    for text, at in (("101", (2, 2)), ("Office", (2, 1.7)), ("18.5 m%%178", (2, 5))):
        attributes = {"layer": "A-AREA-IDEN", "insert": at}
        layout.add_text(text, height=0.2, dxfattribs=attributes)
    for step in range(8):
        y = 3.2 + step * 0.28
        layout.add_line((6, y), (7.2, y), dxfattribs={"layer": "A-STAIR"})


def _curves(layout: BaseLayout) -> None:
    layout.add_polyline2d(
        [(4.2, 3.2, 0, 0, 0.4), (5.5, 3.2, 0, 0, -1.0), (5.5, 5.8, 0, 0, 0), (4.2, 5.8, 0, 0, 0)],
        format="xyseb", close=True, dxfattribs={"layer": "A-AREA"},
    )  # fmt: skip
    layout.add_polyline3d([(0, 0, 1), (1, 0, 2), (1, 1, 3)])
    layout.add_solid([(7, 1), (7.3, 1), (7, 1.3), (7.3, 1.3)], dxfattribs={"layer": "A-WALL"})
    layout.add_3dface([(7, 2), (7.3, 2), (7.3, 2.3), (7, 2.3)])
    tilted = {"extrusion": (0, 0, -1), "layer": "A-WALL"}
    layout.add_arc((-3, 4), 1, 10, 80, dxfattribs=tilted)
    layout.add_line((0, 0), (1, 1), dxfattribs={"layer": "A-DEMO"})


def _later(doc: Drawing, layout: BaseLayout) -> None:
    layout.add_lwpolyline([(0, 0), (8, 0), (8, 6), (0, 6)], close=True)
    layout.add_ellipse((2, 2), (1, 0.2), 0.5, 0.3, 5)
    layout.add_spline([(4, 1), (5, 2), (6, 1), (7, 2)])
    layout.add_mtext("{\\fArial|b0;102}\\PMeeting\\P%%u12 m\u00b2").set_location((6, 2))
    hatch = layout.add_hatch(color=1, dxfattribs={"layer": "A-AREA"})
    hatch.paths.add_polyline_path([(1, 4), (3, 4), (3, 5, 0.5), (1, 5)], is_closed=True)
    edges = hatch.paths.add_edge_path()
    edges.add_line((4, 1), (5, 1))
    edges.add_arc((4.5, 1), 0.5, 0, 180)
    pattern = layout.add_hatch()
    pattern.set_pattern_fill("ANSI31", scale=0.1)
    pattern.paths.add_polyline_path([(5, 4), (6, 4), (6, 5), (5, 5)], is_closed=True)
    layout.add_mline([(0, -1), (4, -1), (4, -3)])
    layout.add_linear_dim((0, -4), (0, 0), (8, 0)).render()
    layout.add_leader([(2, 5), (2.5, 5.5), (3, 5.5)])
    layout.add_wipeout([(7, 4), (8, 5)])
    with layout.add_mesh().edit_data() as mesh:
        mesh.vertices, mesh.faces = [(0, 0, 0), (1, 0, 0), (1, 1, 0)], [(0, 1, 2)]
    doc.groups.new("ROW").extend(list(layout)[:3])
    doc.layout("Layout1").add_line((0, 0), (1, 1))
