"""Facts about one space. What the drawing does not tell is None, which is not "no"."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

#: A desk from which a window, or a door, is no further is near it; in metres.
NEAR_WINDOW_M = 3.0
NEAR_DOOR_M = 2.5
#: With a wall no further behind the desk's edge nobody passes behind who sits there, in metres.
BACK_TO_WALL_M = 2.0
#: ISO 21542 asks for a clear width of at least 0.80 m of a door on an accessible route.
STEP_FREE_CLEAR_M = 0.80


@dataclass(frozen=True, slots=True)
class SpaceFacts:
    """Facts of one space; metres and square metres.

    ``net_area_m2`` is without columns and shafts, and None for a desk. ``window_m`` and ``door_m``
    are from the middle of a desk to the nearest that nothing stands before. ``step_free`` is
    reached from an entrance or a lift without a stair, through doors that are wide enough;
    ``door_clear_m`` is the clear width of the widest door of the room.
    """

    net_area_m2: float | None = None
    window_m: float | None = None
    near_window: bool | None = None
    door_m: float | None = None
    near_door: bool | None = None
    back_to_wall: bool | None = None
    step_free: bool | None = None
    door_clear_m: float | None = None

    def told(self) -> dict[str, Any]:
        """As answers carry them."""
        return asdict(self)


NAMES = (
    *("net_area_m2", "window_m", "near_window", "door_m", "near_door", "back_to_wall"),
    *("step_free", "door_clear_m"),
)
