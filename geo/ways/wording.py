"""A way in plain English: one sentence for each step, for a list and for screen readers."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from geo.ways.route import Step, Turn

_TURNS: dict[Turn, str] = {
    "straight": "straight on",
    "slight_left": "slightly left",
    "left": "left",
    "slight_right": "slightly right",
    "right": "right",
    "back": "turn round",
}
#: A stretch that is shorter is told without its length.
SHORT_M = 1.0


def sentences(
    steps: Sequence[Step],
    floor_name: Callable[[int], str],
    place_name: str = "your place",
) -> list[str]:
    """What to do: "Go 4 m.", "Through the door, then left, 12 m.", "Take the lift to 2."."""
    told: list[str] = []
    before: Step | None = None
    for step in steps:
        if step.action == "go":
            told.append(_go(step, before, told))
        elif step.action in ("stairs", "escalator", "ramp", "lift"):
            target = "" if step.to_floor is None else f" to {floor_name(step.to_floor)}"
            told.append(f"Take the {step.action}{target}.")
        elif step.action == "out_of_doors":
            target = "" if step.to_floor is None else f" to {floor_name(step.to_floor)}"
            told.append(f"Go outside, {_metres(step.metres)}{target}.")
        elif step.action == "arrive":
            told.append(f"You are at {place_name}.")
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


def _door(step: Step) -> str:
    side = {"left": "left", "slight_left": "left", "right": "right", "slight_right": "right"}
    where = side.get(step.turn or "")
    return "Through the door" if where is None else f"Through the door on the {where}"


def _metres(metres: float) -> str:
    return f"{max(1, round(metres))} m"
