"""Actions as the log keeps them."""

from __future__ import annotations

import json
from typing import get_args

import pytest

from floorplans.plans.editing import Action
from floorplans.plans.editing.codec import ACTIONS, from_plain, to_plain
from floorplans.plans.editing.scaled import scaled
from tests.unit.floorplans.plans.editing.actions import EVERY_ACTION


def test_every_action_there_is_can_be_kept() -> None:
    assert set(ACTIONS.values()) == set(get_args(Action)) == {type(a) for a in EVERY_ACTION}


@pytest.mark.parametrize("action", EVERY_ACTION, ids=lambda a: type(a).__name__)
def test_an_action_comes_back_from_json_as_it_was(action: Action) -> None:
    assert from_plain(json.loads(json.dumps(to_plain(action)))) == action


def test_what_is_not_said_is_not_kept() -> None:
    assert to_plain(EVERY_ACTION[3]) == {
        "do": "delete",
        "spaces": [{"kind": "desk", "x": 1.0, "y": 1.0}],
    }


@pytest.mark.parametrize("plain", [{}, {"do": "fly"}, {"do": "turn", "wings": 2}])
def test_anything_else_is_no_action(plain: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="no action"):
        from_plain(plain)


@pytest.mark.parametrize("action", EVERY_ACTION, ids=lambda a: type(a).__name__)
def test_an_action_in_another_unit_and_back_is_the_same(action: Action) -> None:
    assert scaled(scaled(action, 4.0), 0.25) == action


def test_points_and_ways_follow_the_unit_and_nothing_else_does() -> None:
    for action in EVERY_ACTION:
        before, after = to_plain(action), to_plain(scaled(action, 2.0))
        for name, value in before.items():
            if name in _PLACES:
                assert coordinates(after[name]) == [2 * each for each in coordinates(value)]
            else:
                assert after[name] == value


#: The fields of actions that hold places and ways.
_PLACES = frozenset(
    (
        *("spaces", "space", "ring", "line", "dx", "dy", "row_dx", "row_dy"),
        *("spots", "spot", "action", "actions"),
    )
)


def coordinates(value: object) -> list[float]:
    if isinstance(value, float):
        return [value]
    inside = value.values() if isinstance(value, dict) else value
    held = [each for each in inside if not isinstance(each, str | int | None)]  # type: ignore[union-attr]
    return [c for each in held for c in coordinates(each)]
