"""Which way round the paper lies, and the scale at which the floor fits on it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from app.exports.formats import Options
from floorplans.errors import Invalid

#: ISO 216, upright, in millimetres.
PAPERS = {"a4": (210.0, 297.0), "a3": (297.0, 420.0)}
MARGIN_MM = 10.0
FOOT_MM = 20.0  # the strip with title, scale bar and north arrow
GAP_MM = 4.0
SCALES = (20, 50, 100, 200, 250, 500, 1000, 2000, 2500, 5000, 10_000, 20_000, 50_000, 100_000)
MM = 1000.0


@dataclass(frozen=True, slots=True)
class Fit:
    width_mm: float
    height_mm: float
    scale: int

    @property
    def field(self) -> tuple[float, float]:
        """How wide and high the floor may be on the sheet, in millimetres."""
        return _field(self.width_mm, self.height_mm)


def fit(width_m: float, height_m: float, options: Options) -> Fit:
    """The largest round scale at which a floor of this size fits; raises ``Invalid``.

    The paper lies as the floor does; a scale that is asked for may turn it the other way.
    """
    short, long = PAPERS[options.paper]
    sheets = ((long, short), (short, long))
    fits = [Fit(w, h, math.ceil(_smallest(width_m, height_m, w, h))) for w, h in sheets]
    best = min(
        fits,
        key=lambda each: (each.scale, (each.width_mm < each.height_mm) == (width_m > height_m)),
    )
    wanted = options.scale or next((s for s in SCALES if s >= best.scale), best.scale)
    if wanted < best.scale:
        round_one = next((s for s in SCALES if s >= best.scale), best.scale)
        raise Invalid(
            "scale_too_large",
            f"At 1:{wanted} the floor is {width_m * MM / wanted:.0f} by "
            f"{height_m * MM / wanted:.0f} mm, which does not fit on {options.paper.upper()}.",
            f"Ask for 1:{round_one} or smaller"
            + (", or for A3." if options.paper == "a4" else "."),
        )
    return Fit(best.width_mm, best.height_mm, wanted)


def _smallest(width_m: float, height_m: float, paper_w: float, paper_h: float) -> float:
    w, h = _field(paper_w, paper_h)
    # What would be rounded up by the last bit of a float is meant to fit.
    return max(width_m * MM / w, height_m * MM / h, 1.0) - 1e-9


def _field(width_mm: float, height_mm: float) -> tuple[float, float]:
    return width_mm - 2 * MARGIN_MM, height_mm - 2 * MARGIN_MM - FOOT_MM - GAP_MM
