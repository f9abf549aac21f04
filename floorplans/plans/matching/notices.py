"""What a whole plan has done, as a person should know it before publishing."""

from __future__ import annotations

import math
from collections.abc import Sequence

import shapely
from shapely import Polygon

from floorplans.plans.matching.planar import RIGID_SHARE
from floorplans.plans.matching.values import Frame
from floorplans.plans.matching.verdicts import MOVED_M, metres
from floorplans.plans.views import Notice
from geo.georeference import Similarity

TURNED_DEG = 0.5
#: How many metres one metre becomes where a unit was mistaken for another.
UNITS = {
    25.4: "inches were read as millimetres or the other way round",
    12.0: "inches and feet were taken for each other",
    1000.0: "millimetres and metres were taken for each other",
    100.0: "centimetres and metres were taken for each other",
    10.0: "millimetres and centimetres were taken for each other",
    39.37: "inches and metres were taken for each other",
    3.281: "feet and metres were taken for each other",
}


def notices(frames: Sequence[Frame], olds: Sequence[Polygon]) -> tuple[Notice, ...]:
    """A floor that was shifted, turned, scaled or mirrored as one, and wings that were."""
    if not olds:
        return ()
    found = list(_of_floor(frames[0].transform, olds))
    for wing in frames[1:]:
        what = "mirrored" if wing.transform.mirrored != frames[0].transform.mirrored else "moved"
        found.append(
            Notice(
                "WING_MIRRORED" if what == "mirrored" else "WING_MOVED",
                f"A part of the floor with {len(wing.members)} places was {what} as one.",
                "Its places keep their bookings. Look whether that is what was meant.",
            )
        )
    return tuple(found)


def _of_floor(way: Similarity, olds: Sequence[Polygon]) -> list[Notice]:
    found = []
    if way.mirrored:
        found.append(
            Notice(
                "PLAN_MIRRORED",
                "The plan is the mirror image of the one before.",
                "If the building was not mirrored, ask for the drawing the right way round.",
            )
        )
    if abs(way.scale - 1.0) > RIGID_SHARE:
        found.append(_scaled(way.scale))
    elif not way.mirrored and abs(way.rotation_deg) > TURNED_DEG:
        found.append(
            Notice(
                "PLAN_TURNED",
                f"The plan is turned by {abs(way.rotation_deg):.0f} degrees from the one before.",
                "Look at its position on the map before publishing it.",
            )
        )
    elif not way.mirrored:
        shift_m = _shift(way, olds)
        if shift_m > MOVED_M:
            found.append(
                Notice(
                    "PLAN_SHIFTED",
                    f"The whole plan lies {metres(shift_m)} from where it lay.",
                    "If the building has not moved, mend the position of one of the two.",
                )
            )
    return found


def _scaled(scale: float) -> Notice:
    times = max(scale, 1.0 / scale)
    unit = next((f": {told}" for u, told in UNITS.items() if abs(times / u - 1) < 0.02), "")
    size = f"{times:.4g} times as {'large' if scale > 1 else 'small'} as"
    return Notice(
        "PLAN_SCALED",
        f"The plan is {size} the one before{unit}.",
        "Look at the unit of the drawing before publishing it.",
    )


def _shift(way: Similarity, olds: Sequence[Polygon]) -> float:
    middle = shapely.box(*shapely.total_bounds(list(olds))).centroid
    x, y = way.point(middle.x, middle.y)
    return math.hypot(x - middle.x, y - middle.y)
