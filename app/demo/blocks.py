"""The block library of the demo's architect. Metres; desks look down, their seat is at y < 0.

Content on layer 0 takes the layer of its insert, as in any office's library; only what must keep
its own layer (chairs, glass) names one.
"""

from __future__ import annotations

import math

from app.demo.shapes import (
    BlockSpec,
    Bow,
    Curve,
    Lines,
    Nested,
    Rect,
    Ring,
    Shape,
    Tag,
    along,
    around,
)

DESK_LAYER = "I-FURN-WKSF"
SEAT_LAYER = "I-FURN-SEAT"
FURNITURE_LAYER = "A-FURN"
PARKING_LAYER = "C-PRKG-STAL"

_QUARTER = math.tan(math.radians(90) / 4)  # the bulge of a quarter circle


def _rounded(half_x: float, half_y: float, radius: float) -> Curve:
    """A rectangle about the origin with round corners."""
    x, y, r = half_x, half_y, radius
    return Curve(
        (
            (-x + r, -y, 0), (x - r, -y, _QUARTER), (x, -y + r, 0), (x, y - r, _QUARTER),
            (x - r, y, 0), (-x + r, y, _QUARTER), (-x, y - r, 0), (-x, -y + r, _QUARTER),
        )
    )  # fmt: skip


def _desk(half: float, screens: tuple[float, ...]) -> tuple[Shape, ...]:
    monitors = tuple(Rect(x - 0.28, -0.22, x + 0.28, -0.16) for x in screens)
    return (
        Rect(-half, -0.8, half, 0.0),
        *monitors,
        Rect(half - 0.47, -0.75, half - 0.05, -0.2),  # the pedestal shows which way it is mirrored
        Nested("CHAIR-TASK", 0.0, -1.0, layer=SEAT_LAYER),
        Tag("NUMBER", -half + 0.15, -0.6, default="0"),
        Tag("MONITORS", -half + 0.15, -0.3, 0.08, "1", hidden=True),
        Tag("STANDING", -half + 0.15, -0.2, 0.08, "NO", hidden=True),
        Tag("DOCK", -half + 0.15, -0.1, 0.08, "", hidden=True),
    )


def _door(width: float) -> tuple[Shape, ...]:
    """Hinge at the origin, opening along +x, leaf open along +y."""
    return (Rect(0.0, 0.0, 0.04, width), Bow(0.0, 0.0, width, 0.0, 90.0))


def _stall(*marks: Shape) -> tuple[Shape, ...]:
    return (Rect(-1.25, 0.0, 1.25, 5.0), Tag("NUMBER", -0.5, 4.2, 0.4), *marks)


_TREADS = tuple(
    Lines(((x, -2.1 + i * 0.28), (x + 1.12, -2.1 + i * 0.28)))
    for x in (-1.2, 0.08)
    for i in range(14)
)

BLOCKS: dict[str, BlockSpec] = {
    "CHAIR-TASK": BlockSpec(
        SEAT_LAYER, (Ring(0.0, 0.0, 0.24), Bow(0.0, 0.0, 0.3, 215.0, 325.0))
    ),
    "CHAIR-VISITOR": BlockSpec(
        SEAT_LAYER, (Rect(-0.23, -0.23, 0.23, 0.23), Lines(((-0.23, -0.29), (0.23, -0.29))))
    ),
    "DESK-160": BlockSpec(DESK_LAYER, _desk(0.8, (0.0,))),
    "DESK-160-SITSTAND": BlockSpec(
        DESK_LAYER, (*_desk(0.8, (-0.3, 0.3)), Lines(((-0.8, -0.04), (0.8, -0.04))))
    ),
    "DESK-180-SITSTAND": BlockSpec(DESK_LAYER, _desk(0.9, (-0.32, 0.32))),
    "WORKSTATION": BlockSpec(
        DESK_LAYER,
        (
            Rect(-0.8, -0.8, 0.8, 0.0),
            Rect(-0.28, -0.22, 0.28, -0.16),
            Nested("CHAIR-TASK", 0.0, -1.0, layer=SEAT_LAYER),
        ),
    ),
    "WS-CLUSTER-4": BlockSpec(
        DESK_LAYER,
        (
            Nested("WORKSTATION", -0.8, 0.0),
            Nested("WORKSTATION", 0.8, 0.0, mirrored=True),
            Nested("WORKSTATION", 0.8, 0.0, 180.0),
            Nested("WORKSTATION", -0.8, 0.0, 180.0, mirrored=True),
            Lines(((-1.6, 0.0), (1.6, 0.0)), "I-FURN-PNLS"),
        ),
    ),
    "MEET-ROUND-4": BlockSpec(
        FURNITURE_LAYER, (Ring(0.0, 0.0, 0.55), *around("CHAIR-VISITOR", 0.85, 4))
    ),
    "MEET-TABLE-8": BlockSpec(
        FURNITURE_LAYER,
        (
            _rounded(1.2, 0.55, 0.2),
            *along("CHAIR-VISITOR", (-0.75, 0.0, 0.75), 0.85),
            *around("CHAIR-VISITOR", 1.5, 4)[2:],
        ),
    ),
    "MEET-TABLE-12": BlockSpec(
        FURNITURE_LAYER,
        (
            _rounded(2.0, 0.6, 0.3),
            *along("CHAIR-VISITOR", (-1.5, -0.75, 0.0, 0.75, 1.5), 0.9),
            *around("CHAIR-VISITOR", 2.3, 4)[2:],
        ),
    ),
    "BOOTH-SEAT": BlockSpec(
        FURNITURE_LAYER, (Rect(-0.6, 0.4, 0.6, 0.8), Nested("CHAIR-TASK", 0.0, 0.0))
    ),
    "CAFE-TABLE": BlockSpec(
        FURNITURE_LAYER, (Ring(0.0, 0.0, 0.4), *around("CHAIR-VISITOR", 0.7, 4))
    ),
    "TABLE-LOW": BlockSpec(FURNITURE_LAYER, (_rounded(0.5, 0.3, 0.1),)),
    "SOFA-2": BlockSpec(
        FURNITURE_LAYER,
        (_rounded(0.85, 0.4, 0.1), Lines(((-0.65, 0.4), (-0.65, -0.2), (0.65, -0.2), (0.65, 0.4)))),
    ),
    "CABINET-120": BlockSpec(
        FURNITURE_LAYER,
        (Rect(-0.6, -0.22, 0.6, 0.22), Lines(((-0.6, -0.22), (0.6, 0.22)))),
    ),
    "LOCKER-BANK": BlockSpec(
        FURNITURE_LAYER,
        (
            Rect(-1.6, -0.25, 1.6, 0.25),
            *(Lines(((x * 0.4, -0.25), (x * 0.4, 0.25))) for x in range(-3, 4)),
        ),
    ),
    "COPIER": BlockSpec("A-EQPM", (Rect(-0.35, -0.35, 0.35, 0.35), Rect(-0.25, -0.2, 0.25, 0.1))),
    "RECEPTION": BlockSpec(
        FURNITURE_LAYER,
        (Curve(((-1.6, -0.4, 0.35), (1.6, -0.4, 0), (1.6, 0.3, -0.3), (-1.6, 0.3, 0))),),
    ),
    "KITCHEN-LINE": BlockSpec(
        "A-FURN-CASE",
        (Rect(0.0, 0.0, 3.0, 0.6), Rect(0.3, 0.1, 0.8, 0.5), Ring(1.6, 0.2, 0.1),
         Ring(1.6, 0.42, 0.1), Ring(1.9, 0.2, 0.1), Ring(1.9, 0.42, 0.1)),
    ),
    "PLANT": BlockSpec(
        "A-FURN-PLNT",
        (Ring(0.0, 0.0, 0.3), Lines(((-0.2, -0.2), (0.2, 0.2))), Lines(((-0.2, 0.2), (0.2, -0.2)))),
    ),
    "WC": BlockSpec(
        "P-SANR-FIXT",
        (Rect(-0.2, -0.18, 0.2, 0.0),
         Curve(((-0.18, -0.18, 0), (-0.18, -0.45, 1.0), (0.18, -0.45, 0), (0.18, -0.18, 0)))),
    ),
    "BASIN": BlockSpec("P-SANR-FIXT", (Rect(-0.28, -0.42, 0.28, 0.0), Ring(0.0, -0.22, 0.15))),
    "DOOR-90": BlockSpec("A-DOOR", _door(0.9)),
    "DOOR-80": BlockSpec("A-DOOR", _door(0.8)),
    "DOOR-DBL-180": BlockSpec(
        "A-DOOR",
        (*_door(0.9), Rect(1.76, 0.0, 1.8, 0.9), Bow(1.8, 0.0, 0.9, 90.0, 180.0)),
    ),
    "DOOR-LIFT-90": BlockSpec(
        "A-DOOR", (Rect(0.0, -0.04, 0.45, 0.0), Rect(0.45, 0.0, 0.9, 0.04))
    ),
    "WIN-100": BlockSpec(
        "A-GLAZ",
        (Rect(-0.5, -0.06, 0.5, 0.06), Lines(((-0.5, 0.0), (0.5, 0.0)))),
    ),
    "STAIR-U": BlockSpec(
        "A-FLOR-STRS",
        (
            Rect(-1.2, -2.1, 1.2, 2.7),
            *_TREADS,
            Lines(((-0.64, -2.1), (-0.64, 2.2), (0.64, 2.2), (0.64, -1.9))),
            Lines(((0.54, -1.6), (0.64, -1.9), (0.74, -1.6))),
        ),
    ),
    "LIFT-630": BlockSpec(
        "A-FLOR-EVTR",
        (
            Rect(-0.8, -0.9, 0.8, 0.9),
            Lines(((-0.8, -0.9), (0.8, 0.9))),
            Lines(((-0.8, 0.9), (0.8, -0.9))),
        ),
    ),
    "RAMP": BlockSpec(
        "G-ANNO-SYMB",
        (Lines(((-3.0, 0.0), (3.0, 0.0))), Lines(((2.2, 0.5), (3.0, 0.0), (2.2, -0.5)))),
    ),
    "PARKING-STALL": BlockSpec(PARKING_LAYER, _stall()),
    "PARKING-EV": BlockSpec(
        PARKING_LAYER, _stall(Lines(((0.2, 1.6), (-0.2, 2.5), (0.2, 2.5), (-0.2, 3.4))))
    ),
    "PARKING-ACC": BlockSpec(
        PARKING_LAYER,
        _stall(Ring(0.0, 2.0, 0.5), Ring(0.0, 3.2, 0.18), Lines(((0.0, 3.0), (0.0, 2.0)))),
    ),
    "ROOM-TAG": BlockSpec(
        "A-AREA-IDEN",
        (Rect(-1.3, -0.55, 1.3, 0.55), Tag("NUMBER", -1.2, 0.15, 0.3),
         Tag("NAME", -1.2, -0.2, 0.22), Tag("AREA", -1.2, -0.48, 0.16)),
    ),
    "COLUMN-40": BlockSpec("A-COLS", (Rect(-0.2, -0.2, 0.2, 0.2),)),
    "GRID-BUBBLE": BlockSpec("S-GRID-IDEN", (Ring(0.0, 0.0, 0.5), Tag("AXIS", -0.15, -0.2, 0.4))),
    "NORTH-ARROW": BlockSpec(
        "G-ANNO-SYMB",
        (Ring(0.0, 0.0, 1.2), Curve(((0.0, 1.2, 0), (0.35, -0.9, 0), (0.0, -0.6, 0),
                                     (-0.35, -0.9, 0)))),
    ),
    "A1-FRAME": BlockSpec(
        "G-ANNO-TTLB",
        (Rect(0.0, 0.0, 84.1, 59.4), Rect(2.0, 1.0, 83.1, 58.4), Rect(65.1, 1.0, 83.1, 8.0),
         Lines(((65.1, 4.5), (83.1, 4.5))), Tag("TITLE", 65.6, 5.6, 0.7),
         Tag("SHEET", 65.6, 2.4, 0.7), Tag("SCALE", 76.0, 2.4, 0.5)),
    ),
}  # fmt: skip
