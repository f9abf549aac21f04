"""The next drawing of a hand finds its profile, another hand's does not; `script/bench profiles`
compares many more."""

from __future__ import annotations

import pytest

from bench.drawn.draw import draw
from bench.drawn.families import FAMILIES
from bench.profiles_bench import Office, fingerprint, judge, office
from importers.drift import drifted
from importers.profile import Profile


@pytest.fixture(scope="module")
def offices() -> list[Office]:
    """A hand of each family, with two floors that it drew."""
    return [office(family, 100) for family in FAMILIES]


def test_no_drawing_is_read_with_the_profile_of_another_hand(offices: list[Office]) -> None:
    told = judge(offices)
    assert told["clear"]["precision"] == 1.0, told
    assert told["strangers_used"] == 0.0, told


def test_nearly_every_hand_finds_its_profile(offices: list[Office]) -> None:
    told = judge(offices)
    assert told["offered_first"] >= 0.95, told
    assert told["clear"]["recall"] >= 0.8, told


@pytest.mark.parametrize("thing", ["furniture", "wall", "door"])
def test_a_layer_that_was_renamed_in_the_same_drawing_is_told(thing: str) -> None:
    doc, _, hand = draw("clean", 3)
    before = fingerprint(doc)
    name = hand.layers[thing]
    for entity in doc.modelspace():
        if entity.dxf.get("layer") == name:
            entity.dxf.layer = "RENAMED"
    found = drifted(Profile(layers={name: "ignore"}), before, fingerprint(doc))
    assert [(drift.was, drift.now) for drift in found] == [(name, "RENAMED")]
