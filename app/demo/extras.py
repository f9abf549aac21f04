"""What the demo's staff add in the plan editor, because no drawing tells it.

Lockers, a bench, where a defibrillator hangs, which room is kept quiet.

Metres in the axes of the drawing, which are those of its sketch.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from floorplans.plans.editing import Action
from floorplans.plans.editing.actions import At, Change, Draw, TakeOver

LOCKER_M, LOCKER_DEPTH_M = 0.4, 0.5
#: The middles of the banks in the cloakroom, eight lockers each.
_BANKS = ((2.7, 11.0), (2.7, 12.6), (2.7, 14.2))
_IN_BANK = 8
BENCH_PLACES = 8
_FIRST_AID, _TEA_KITCHEN, _JUIST = (58.7, 21.0), (28.8, 13.5), (8.1, 12.6)


def _lockers() -> Iterator[Draw]:
    for bank, (x, y) in enumerate(_BANKS):
        for k in range(_IN_BANK):
            west = x + (k - _IN_BANK / 2) * LOCKER_M
            number = f"L-{bank * _IN_BANK + k + 1:02d}"
            yield Draw("locker", "locker", _box(west, y, LOCKER_M, LOCKER_DEPTH_M), number=number)


def _bench() -> Draw:
    """A board along the café's window, where so many sit without a number of their own."""
    ring = _box(4.0, 0.75, 8.0, 0.5)
    return Draw("desk", "desk", ring, name="Window bench", places=BENCH_PLACES)


def _has(place: tuple[float, float], feature: str) -> Change:
    """The room at a place has something that its drawing does not show."""
    return Change((At("room", *place),), features=(feature,))


def _box(west: float, middle: float, wide: float, deep: float) -> tuple[tuple[float, float], ...]:
    south, east, north = middle - deep / 2, west + wide, middle + deep / 2
    return ((west, south), (east, south), (east, north), (west, north))


#: One edit for each drawing that gets any, by the name of its file.
EXTRAS: Mapping[str, Action] = MappingProxyType(
    {
        "harbour-house-00.dxf": TakeOver(
            "lockers and bench", (*_lockers(), _bench(), _has(_FIRST_AID, "defibrillator"))
        ),
        "harbour-house-01.dxf": TakeOver(
            "quiet room", (_has(_JUIST, "quiet"), _has(_TEA_KITCHEN, "defibrillator"))
        ),
    }
)
