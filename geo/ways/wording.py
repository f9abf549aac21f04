"""A way in plain English: one sentence for each step, for a list and for screen readers."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from geo.ways.route import Step, Turn
from geo.ways.site import DoorRef

_TURNS: dict[Turn, str] = {
    "straight": "straight on",
    "slight_left": "slightly left",
    "left": "left",
    "slight_right": "slightly right",
    "right": "right",
    "back": "turn round",
}
_OVER = {"ramp": "over a ramp", "steps": "over steps"}
#: A stretch that is shorter is told without its length.
SHORT_M = 1.0


def _nameless(_: DoorRef) -> str | None:
    return None


def sentences(
    steps: Sequence[Step],
    floor_name: Callable[[int], str],
    place_name: str = "your place",
    door_name: Callable[[DoorRef], str | None] = _nameless,
) -> list[str]:
    """What to do: "Go 4 m.", "Through the door, then left, 12 m.", "Take the lift to 2.",
    "Go outside by Main entrance, covered, over a ramp, 40 m to North door (0, West)."."""
    told: list[str] = []
    before: Step | None = None
    for step in steps:
        if step.action == "go":
            told.append(_go(step, before, told))
        elif step.action in ("stairs", "escalator", "ramp", "lift"):
            target = "" if step.to_floor is None else f" to {floor_name(step.to_floor)}"
            told.append(f"Take the {step.action}{target}.")
        elif step.action == "out_of_doors":
            told.append(_out(step, floor_name, door_name))
        elif step.action == "arrive":
            told.append(f"You are at {place_name}.")
        elif step.action == "at_exit":
            told.append("You are at the way out.")
        elif step.action == "outside":
            told.append("You are outside.")
        elif step.action == "door":
            told.append(f"{_door(step)}.")
        before = step
    return told


def _go(step: Step, before: Step | None, told: list[str]) -> str:
    """A stretch; one after a door is told with it."""
    length = [_metres(step.metres)] if step.metres >= SHORT_M else []
    if before is not None and before.action == "door":
        told.pop()
        turn = [] if step.turn is None else [f"then {_TURNS[step.turn]}"]
        return f"{', '.join([_door(before), *turn, *length])}."
    if step.turn is None:
        return f"{' '.join(['Go', *length])}."
    return f"{', '.join([_TURNS[step.turn].capitalize(), *length])}."


def _out(
    step: Step, floor_name: Callable[[int], str], door_name: Callable[[DoorRef], str | None]
) -> str:
    """Out of one building and into the next, with what the way is like."""
    way = step.way
    by, into = (None, None) if way is None else (door_name(way.by), door_name(way.into))
    floor = None if step.to_floor is None else floor_name(step.to_floor)
    parts = ["Go outside" if by is None else f"Go outside by {by}"]
    if way is not None and way.is_covered:
        parts.append("covered")
    if way is not None and way.over is not None:
        parts.append(_OVER[way.over])
    target = floor if into is None else f"{into} ({floor})"
    parts.append(_metres(step.metres) if target is None else f"{_metres(step.metres)} to {target}")
    return f"{', '.join(parts)}."


def _door(step: Step) -> str:
    side = {"left": "left", "slight_left": "left", "right": "right", "slight_right": "right"}
    where = side.get(step.turn or "")
    return "Through the door" if where is None else f"Through the door on the {where}"


def _metres(metres: float) -> str:
    return f"{max(1, round(metres))} m"
