"""A position computes and binds, and says nothing about itself."""

from __future__ import annotations

import copy
import json
import logging
import pickle
import traceback
from datetime import UTC, datetime

import pytest

from floorplans.errors import Invalid
from floorplans.ids import new_id
from floorplans.nearest.position import Position
from floorplans.nearest.views import NearestRequest

LON, LAT = 4.123456789, 52.987654321


@pytest.mark.parametrize(
    "text",
    [
        str(Position(LON, LAT, 5)),
        repr(Position(LON, LAT, 5)),
        f"{Position(LON, LAT, 5)}",
        f"{Position(LON, LAT, 5)!r:>40}".strip(),
        "%s" % Position(LON, LAT, 5),  # noqa: UP031 - the old way is a way out too
        str([Position(LON, LAT, 5)]),
    ],
)
def test_it_prints_as_a_placeholder(text: str) -> None:
    assert text.strip("[]") == "<position>"


@pytest.mark.parametrize("way", [pickle.dumps, copy.copy, copy.deepcopy, json.dumps, vars, iter])
def test_it_cannot_be_taken_apart_by_accident(way: object) -> None:
    with pytest.raises(TypeError):
        way(Position(LON, LAT, 5))  # type: ignore[operator]


def test_a_request_that_holds_it_prints_nothing_of_it() -> None:
    at = datetime(2026, 11, 18, 8, tzinfo=UTC)
    request = NearestRequest(Position(LON, LAT, 5), new_id(), at, at)
    assert "origin=<position>" in repr(request)


def test_a_log_line_and_a_traceback_hold_nothing_of_it(caplog: pytest.LogCaptureFixture) -> None:
    position = Position(LON, LAT, 5)
    logging.getLogger("x").warning("found %s at %r", position, position)
    try:
        raise RuntimeError(position)
    except RuntimeError:
        told = traceback.format_exc()
    assert "4.12" not in caplog.text + told


@pytest.mark.parametrize(
    "numbers",
    [
        (float("nan"), 52.0, 1.0),
        (4.0, float("inf"), 1.0),
        (181.0, 52.0, 1.0),
        (4.0, -91.0, 1.0),
        (4.0, 52.0, -1.0),
        (4.0, 52.0, 2_000_000.0),
        (True, 52.0, 1.0),
        ("4.0", 52.0, 1.0),
    ],
)
def test_what_is_no_position_is_refused_without_repeating_it(
    numbers: tuple[float, float, float],
) -> None:
    with pytest.raises(Invalid) as refusal:
        Position(*numbers)
    error = refusal.value
    assert error.code == "position_invalid"
    assert "52.0" not in f"{error} {error.message} {error.advice} {error.fields}"


@pytest.mark.parametrize(("accuracy_m", "exact"), [(5.0, True), (30.0, True), (30.1, False)])
def test_above_thirty_metres_it_does_not_single_out_a_desk(accuracy_m: float, exact: bool) -> None:
    assert Position(LON, LAT, accuracy_m).is_accurate_to_a_space is exact
