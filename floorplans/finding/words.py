"""Why a place was found, and in what it differs from what was wished, in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from floorplans.finding.views import Beginning, Remark, Wishes

MINUTE_S = 60


@dataclass(frozen=True, slots=True)
class Seen:
    """What is known of a place that the remarks are about."""

    space_id: UUID
    features: tuple[str, ...]
    capacity: int
    near_window: bool | None
    window_m: float | None
    near_door: bool | None
    door_m: float | None
    back_to_wall: bool | None
    step_free: bool | None
    is_favourite: bool
    other_building: bool
    other_floor: bool
    other_zone: bool
    floor_id: UUID
    floor_name: str
    building_name: str
    distance_m: float | None
    walk_s: float


def reasons(
    seen: Seen, wishes: Wishes, beginning: Beginning | None, usual: UUID | None
) -> tuple[Remark, ...]:
    """What speaks for a place, the most personal first."""
    return tuple(_reasons(seen, wishes, beginning, usual))


def differences(seen: Seen, wishes: Wishes, zone_name: str | None) -> tuple[Remark, ...]:
    """Each wish that a place does not fulfil."""
    return tuple(_differences(seen, wishes, zone_name))


def feature_text(feature: str) -> str:
    """“docking station” of “docking_station”."""
    return feature.replace("_", " ")


def metres(value: float) -> str:
    """“less than a metre”, “12 m”."""
    return "less than a metre" if value < 1 else f"{round(value)} m"


def _reasons(
    seen: Seen, wishes: Wishes, beginning: Beginning | None, usual: UUID | None
) -> Iterator[Remark]:
    if seen.is_favourite:
        yield Remark("favourite", "One of your favourites")
    if seen.space_id == usual:
        yield Remark("usual", "Your usual place")
    elif beginning is not None and seen.distance_m is not None:
        yield Remark("near", _way(seen, beginning))
    yield from _good_facts(seen, wishes)
    for feature in wishes.features:
        if feature in seen.features:
            yield Remark(f"feature:{feature}", f"Has {feature_text(feature)}")
    if wishes.people is not None and seen.capacity >= wishes.people:
        yield Remark("people", _holds(seen.capacity, wishes.people))


def _good_facts(seen: Seen, wishes: Wishes) -> Iterator[Remark]:
    if wishes.near_window and seen.near_window:
        yield Remark("near_window", f"Near a window{_away(seen.window_m)}")
    if wishes.away_from_door and seen.near_door is False:
        yield Remark("away_from_door", f"Away from doors{_away(seen.door_m)}")
    if wishes.back_to_wall and seen.back_to_wall:
        yield Remark("back_to_wall", "Back to the wall")
    if wishes.step_free and seen.step_free:
        yield Remark("step_free", "Reached without a step")


def _differences(seen: Seen, wishes: Wishes, zone_name: str | None) -> Iterator[Remark]:
    if seen.other_building:
        yield Remark("building", f"In another building: {seen.building_name}")
    elif seen.other_floor:
        yield Remark("floor", f"On another floor: {seen.floor_name}, {seen.building_name}")
    if seen.other_zone:
        yield Remark("zone", f"Outside the zone “{zone_name}”")
    if wishes.people is not None and seen.capacity < wishes.people:
        yield Remark("people", f"Holds {seen.capacity}, not {wishes.people}")
    for feature in wishes.features:
        if feature not in seen.features:
            yield Remark(f"feature:{feature}", f"Without {feature_text(feature)}")
    yield from _bad_facts(seen, wishes)
    if wishes.favourite and not seen.is_favourite:
        yield Remark("favourite", "None of your favourites")


def _bad_facts(seen: Seen, wishes: Wishes) -> Iterator[Remark]:
    if wishes.near_window and not seen.near_window:
        yield _missed("near_window", seen.near_window, "Not near a window", seen.window_m)
    if wishes.away_from_door and seen.near_door is not False:
        yield _missed("away_from_door", seen.near_door, "Next to a door", seen.door_m)
    if wishes.back_to_wall and not seen.back_to_wall:
        yield _missed("back_to_wall", seen.back_to_wall, "No wall behind it", None)
    if wishes.step_free and not seen.step_free:
        says = "Not reached without a step or a narrow door"
        yield _missed("step_free", seen.step_free, says, None)


_ABOUT = {
    "near_window": "windows",
    "away_from_door": "doors",
    "back_to_wall": "what is behind it",
    "step_free": "the way in",
}


def _missed(code: str, known: bool | None, says: str, away_m: float | None) -> Remark:
    if known is None:
        return Remark(code, f"The plan does not tell of {_ABOUT[code]}")
    return Remark(code, says + _away(away_m))


def _away(away_m: float | None) -> str:
    return "" if away_m is None else f" ({metres(away_m)})"


def _holds(capacity: int, people: int) -> str:
    spare = capacity - people
    if spare == 0:
        return f"Holds {capacity}, as many as you are"
    return f"Holds {capacity}, {spare} more than you need"


def _way(seen: Seen, beginning: Beginning) -> str:
    name = f"your usual place ({beginning.name})" if beginning.is_usual else beginning.name
    if seen.floor_id != beginning.floor_id:
        minutes = max(1, round(seen.walk_s / MINUTE_S))
        return f"About {minutes} min on foot from {name}, on another floor"
    if seen.space_id == beginning.space_id:
        return "The place itself"
    away = metres(seen.distance_m or 0)
    return f"{away[0].upper()}{away[1:]} from {name}"
