"""Areas that are written in rooms, beside those that are drawn: a check on walls and unit."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import median

from importers.draft import DraftRoom
from importers.dxf.findings import Findings
from importers.dxf.understand.label import Label
from importers.dxf.understand.rooms import place_of
from importers.issues import Severity

#: A written area that differs by more than this share is worth a look.
DIFFERS_SHARE = 0.10
#: So many rooms that differ by one and the same factor speak of the unit, not of their walls.
ALIKE_ROOMS = 3


def stated_area(words: Sequence[Label], near: Sequence[Label], area_m2: float) -> float | None:
    """The area written in a room, the one nearest to its name where there are several."""
    told = [w for w in words if w.areas_m2]
    if not told:
        return None
    if near:
        x, y = near[0].x, near[0].y
        told.sort(key=lambda w: (math.hypot(w.x - x, w.y - y), w.handle or ""))
    else:
        told.sort(key=lambda w: (-w.height, -w.y, w.x))
    # Of a number without a unit that reading is meant which the room is nearer to.
    return min(told[0].areas_m2, key=lambda stated: abs(math.log(stated / area_m2)))


def compare(rooms: Sequence[DraftRoom], findings: Findings) -> None:
    """Tell of written areas that are not what is drawn: together where all differ alike."""
    told = [(room, room.stated_area_m2 / room.area_m2) for room in rooms if room.stated_area_m2]
    wrong = [(room, ratio) for room, ratio in told if abs(ratio - 1) > DIFFERS_SHARE]
    if not wrong:
        return
    factor = median(ratio for _, ratio in told)
    alike = sum(abs(ratio / factor - 1) <= DIFFERS_SHARE for _, ratio in told)
    if abs(factor - 1) > DIFFERS_SHARE and len(told) >= ALIKE_ROOMS and alike > 0.8 * len(told):
        findings.add(
            "AREA_DIFFERS",
            Severity.WARNING,
            f"The areas written in {len(told)} rooms are all about {factor:,.2f} times as large as "
            "what is drawn.",
            "Look at the unit of the drawing: it is probably another one.",
        )
        return
    for room, _ in wrong:
        findings.add(
            "AREA_DIFFERS",
            Severity.WARNING,
            f"{_called(room)} is drawn with {room.area_m2:,.1f} m\u00b2, but "
            f"{room.stated_area_m2:,.1f} m\u00b2 are written in it.",
            "Look whether its walls close where they should, or correct the text.",
            handle=room.handle,
            layer=room.layer,
            at=place_of(room.polygon),
        )


def _called(room: DraftRoom) -> str:
    return " ".join(filter(None, (room.number, room.name))) or "A room"
