"""A QR code as rings on paper: its dark modules run together, so that no printer leaves seams."""

from __future__ import annotations

from functools import cache

import segno
import shapely
from shapely import Polygon, box

from app.exports.sheet.marks import Points
from geo.shapes import polygons_of

#: Of its 45 modules, eight are the quiet zone around it (ISO/IEC 18004, 6.3.8).
QUIET_MODULES = 4
#: M mends 15 % of a code: enough for a scratch, and coarser modules than Q.
REPAIR = "m"


@cache
def _modules(address: str) -> tuple[int, tuple[Polygon, ...]]:
    """How many modules wide, and what is dark, in modules with y downwards."""
    code = segno.make_qr(address, error=REPAIR, boost_error=False)
    rows = list(code.matrix)
    dark = [
        box(x, y, x + 1, y + 1) for y, row in enumerate(rows) for x, is_dark in enumerate(row)
        if is_dark
    ]  # fmt: skip
    return len(rows), tuple(polygons_of(shapely.union_all(dark)))


def rings(address: str, left: float, top: float, size_mm: float) -> tuple[Points, ...]:
    """The dark parts of the code of an address, ``size_mm`` wide with its quiet zone."""
    wide, dark = _modules(address)
    step = size_mm / (wide + 2 * QUIET_MODULES)

    def placed(ring: shapely.LinearRing) -> Points:
        return tuple(
            (left + (x + QUIET_MODULES) * step, top + (y + QUIET_MODULES) * step)
            for x, y in ring.coords
        )

    return tuple(placed(ring) for part in dark for ring in (part.exterior, *part.interiors))
