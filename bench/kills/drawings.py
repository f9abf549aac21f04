"""Two drawings of one floor: the new one lacks some desks of the old one, and has others."""

from __future__ import annotations

import io
from random import Random

from ezdxf import units
from ezdxf.filemanagement import new

#: Numbers of the desks: the first 40 are gone with the new plan, the last 40 come with it.
OLD = tuple(f"1.01-{n:03}" for n in range(1, 121))
NEW = tuple(f"1.01-{n:03}" for n in range(41, 161))
ROOM = "1.01"
#: What a floor of each drawing has.
OLD_NUMBERS, NEW_NUMBERS = frozenset((*OLD, ROOM)), frozenset((*NEW, ROOM))
IN_A_ROW = 20
#: Distances of desks, in millimetres.
ACROSS_MM, ALONG_MM = 2_600, 2_400
ASIDE_MM = 800


def draw(numbers: tuple[str, ...], note: str) -> bytes:
    """A hall with these desks, each at the place that belongs to its number; ``note`` makes the
    file another one without changing what is on it."""
    drawing = new("R2010", units=units.MM)
    drawing.header["$PROJECTNAME"] = note
    space = drawing.modelspace()
    block = drawing.blocks.new("DESK-1600")
    block.add_lwpolyline([(-800, -400), (800, -400), (800, 400), (-800, 400)], close=True)
    block.add_attdef("NUMBER", (0, 0), dxfattribs={"height": 150})
    wide, deep = ACROSS_MM * (IN_A_ROW + 1), ALONG_MM * 9
    outline = [(0, 0), (wide, 0), (wide, deep), (0, deep)]
    space.add_lwpolyline(outline, close=True, dxfattribs={"layer": "A-AREA"})
    label = {"layer": "A-AREA-IDEN", "height": 250}
    space.add_text(ROOM, dxfattribs=label).set_placement((wide / 2, 300))
    # Backwards in every other drawing, as if it were drawn anew: handles tell nothing.
    for number in numbers if numbers == OLD else reversed(numbers):
        place = int(number.rpartition("-")[2])
        row, column = divmod(place - 1, IN_A_ROW)
        # Not in even rows: a floor that looks the same when it is shifted would say nothing.
        aside = Random(place).uniform(0, ASIDE_MM)
        at = (ACROSS_MM * (column + 1) + aside, ALONG_MM * (row + 1) + aside)
        desk = space.add_blockref("DESK-1600", at, dxfattribs={"layer": "A-FURN"})
        desk.add_attrib("NUMBER", number, at, {"height": 150})
    stream = io.StringIO()
    drawing.write(stream)
    return stream.getvalue().encode()
