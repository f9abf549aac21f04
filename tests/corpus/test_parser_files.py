"""Real files that are hard on readers, and the unit of every real plan."""

from __future__ import annotations

import json

import pytest

from importers.child import Outcome, read_many
from tests.support.plans import drawings

PARSERS = [path.name for path in drawings("parsers")]
FLOORS = {path.stem: path for path in drawings("floors")}
# What the folder's README says; all others are drawn in centimetres.
UNITS = {
    "contoso2-ground": "inch",
    "us-house": "inch",
    "wrld-office": "mm",
    "learning-center": "mm",
    "one-room": "m",
    "two-rooms": "m",
    "villa-on-slope": "m",
    "pavilion": "m",
    "pavilion-sheet": "m",
    "iso-office": "m",
    "gallery": "m",
}
# Files with nothing in their model space, or nothing but points and pictures.
EMPTY = {"DRAWING_EMPTY", "NOTHING_VISIBLE", "NO_MODELSPACE"}


@pytest.fixture(scope="module")
def outcomes() -> dict[str, Outcome]:
    return {outcome.path.name: outcome for outcome in read_many(drawings("parsers"))}


@pytest.fixture(scope="module")
def floors() -> dict[str, Outcome]:
    return {outcome.path.stem: outcome for outcome in read_many(list(FLOORS.values()))}


@pytest.mark.parametrize("name", PARSERS)
def test_a_hard_file_gives_a_draft_or_says_that_it_is_empty(name, outcomes):
    outcome = outcomes[name]
    if outcome.json is None:
        assert outcome.refused is not None
        assert outcome.refused.code in EMPTY
    else:
        draft = json.loads(outcome.json)
        assert draft["rooms"] or draft["issues"]


@pytest.mark.parametrize("name", sorted(FLOORS))
def test_the_true_unit_of_a_real_plan_is_found(name, floors):
    written = floors[name].json
    assert written is not None
    assert json.loads(written)["units"]["name"] == UNITS.get(name, "cm")


@pytest.mark.parametrize("name", sorted(FLOORS.keys() & {"medialab-3", "us-house"}))
def test_two_readings_of_a_real_plan_are_the_same_to_the_byte(name, floors):
    (again,) = read_many([FLOORS[name]])
    assert again.json == floors[name].json
