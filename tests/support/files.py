"""Factories of drawings as files, written with the DXF library as an office would."""

from __future__ import annotations

import io
from functools import lru_cache

import ezdxf
from ezdxf import units


@lru_cache(maxsize=16)  # the library writes the time into a file; equal calls give equal bytes
def make_dxf(*, desks: int = 2, number: str = "1.01", name: str = "Office") -> bytes:
    """One room of 10 by 6 metres in millimetres, with a door and a row of numbered desks."""
    drawing = ezdxf.new("R2010", units=units.MM)
    space = drawing.modelspace()
    block = drawing.blocks.new("DESK-1600")
    block.add_lwpolyline([(-800, -400), (800, -400), (800, 400), (-800, 400)], close=True)
    block.add_attdef("NUMBER", (0, 0), dxfattribs={"height": 150})
    outline = [(0, 0), (10_000, 0), (10_000, 6_000), (0, 6_000)]
    space.add_lwpolyline(outline, close=True, dxfattribs={"layer": "A-AREA"})
    label = {"layer": "A-AREA-IDEN", "height": 250}
    space.add_text(number, dxfattribs=label).set_placement((5_000, 5_200))
    space.add_text(name, dxfattribs=label).set_placement((5_000, 4_800))
    space.add_arc((4_000, 0), 900, 0, 90, dxfattribs={"layer": "A-DOOR"})
    space.add_line((4_000, 0), (4_000, 900), dxfattribs={"layer": "A-DOOR"})
    for index in range(desks):
        placed = space.add_blockref(
            "DESK-1600", (1_500 + 2_000 * index, 2_500), dxfattribs={"layer": "A-FURN"}
        )
        placed.add_attrib("NUMBER", f"{number}-{index + 1}", (0, 0), {"height": 150})
    stream = io.StringIO()
    drawing.write(stream)
    return stream.getvalue().encode()


def make_slow_dxf(lines: int = 120_000) -> bytes:
    """A drawing that takes seconds to read: so many trees."""
    line = "0\nLINE\n8\nTREES\n10\n{0}.0\n20\n0.0\n11\n{0}.0\n21\n5.0\n"
    trees = "".join(line.format(x) for x in range(lines))
    return f"0\nSECTION\n2\nENTITIES\n{trees}0\nENDSEC\n0\nEOF\n".encode()
