"""What people counted on real drawings by strangers. Only numbers: the drawings are not ours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

#: A count that was stated as "about" may be off by so much.
ABOUT_SHARE = 0.10


@dataclass(frozen=True, slots=True)
class Stated:
    """From ``least`` to ``most`` things of one kind, on ``layers`` or wherever they are."""

    kind: str  # "rooms", "desks", "numbers", "names", "stairs", "lifts"
    least: int
    most: int
    layers: tuple[str, ...] = ()

    def off(self, found: int) -> float:
        """How far ``found`` is from what was stated, as a share of it; 0 inside the range."""
        beyond = max(self.least - found, found - self.most, 0)
        near = self.least if found < self.least else self.most
        return beyond / max(near, 1)


@dataclass(frozen=True, slots=True)
class RealFloor:
    unit: str
    counts: tuple[Stated, ...]


def _exactly(kind: str, count: int, *layers: str) -> Stated:
    return Stated(kind, count, count, layers)


def _about(kind: str, count: int) -> Stated:
    slack = round(count * ABOUT_SHARE)
    return Stated(kind, count - slack, count + slack)


_NO_DESK = _exactly("desks", 0)

#: Layers of these are named for what they hold, as far as a person can say.
WELL_NAMED = (
    "contoso2-ground",
    "wrld-office",
    "medialab-3",
    "learning-center",
    "health-school-0",
    "classroom-104",
    "one-room",
    "two-rooms",
)

REAL_FLOORS: Mapping[str, RealFloor] = {
    "contoso2-ground": RealFloor(
        "inch",
        (
            _exactly("rooms", 68),
            _exactly("numbers", 67),
            _exactly("names", 67),
            _exactly("desks", 158),
        ),
    ),
    "wrld-office": RealFloor(
        "mm",
        (
            Stated("rooms", 20, 28),
            _about("desks", 52),
            _exactly("lifts", 2),
            _exactly("stairs", 2),
        ),
    ),
    "medialab-3": RealFloor(
        "cm",
        (
            _exactly("rooms", 29, "Offices"),
            _exactly("rooms", 4, "Meeting rooms"),
            _exactly("rooms", 3, "Labs"),
            _exactly("rooms", 2, "Coffee"),
            _exactly("rooms", 4, "Toilets"),
            _exactly("rooms", 0, "Walls", "0_Void"),
            _exactly("stairs", 7),
            _exactly("lifts", 9),
            _NO_DESK,
        ),
    ),
    "medialab-2": RealFloor("cm", (_exactly("rooms", 12), _exactly("numbers", 12), _NO_DESK)),
    "learning-center": RealFloor(
        "mm",
        (
            _exactly("rooms", 42, "Offices"),
            _exactly("rooms", 39, "Meeting rooms"),
            _exactly("rooms", 14, "Coffee"),
            _exactly("rooms", 95),
            _NO_DESK,
        ),
    ),
    "health-school-0": RealFloor(
        "cm",
        (
            _exactly("rooms", 10, "Offices"),
            _exactly("rooms", 3, "Labs"),
            _exactly("rooms", 2, "Toilets"),
            _exactly("rooms", 15),
            _exactly("stairs", 5),
        ),
    ),
    "health-school-1": RealFloor(
        "cm",
        (
            _exactly("rooms", 7, "Meeting rooms"),
            _exactly("rooms", 3, "Offices"),
            _exactly("rooms", 2, "Labs"),
            _exactly("rooms", 2, "Toilets"),
            _exactly("rooms", 14),
            # 112 benches, all but the teachers' seven with two chairs: places are either of them.
            Stated("desks", 112, 217),
        ),
    ),
    "classroom-104": RealFloor("cm", (_exactly("rooms", 1), _exactly("desks", 49))),
    "cityscience-lab": RealFloor("cm", (Stated("rooms", 1, 3),)),
    # Desks are those of 140 chairs that stand at a table of its own: nobody counted them.
    "studio-floor": RealFloor("cm", (Stated("desks", 1, 140),)),
    "one-room": RealFloor("m", (_exactly("rooms", 1), _NO_DESK)),
    "two-rooms": RealFloor("m", (_exactly("rooms", 2), _NO_DESK)),
    "us-house": RealFloor("inch", (_about("rooms", 12), _about("names", 12), _NO_DESK)),
    "villa-on-slope": RealFloor("m", (_NO_DESK,)),
    "pavilion": RealFloor("m", (Stated("rooms", 1, 8), _NO_DESK)),
    "pavilion-sheet": RealFloor("m", (Stated("rooms", 1, 8), _NO_DESK)),
    # Twelve rooms and the corridor that they lie on. Its texts tell numbers of people, not names.
    "iso-office": RealFloor("m", (Stated("rooms", 12, 13), Stated("names", 0, 0), _NO_DESK)),
    "gallery": RealFloor("m", (_exactly("rooms", 1), _NO_DESK)),
    "hackerspace": RealFloor("cm", (Stated("rooms", 1, 20), _NO_DESK)),
}
