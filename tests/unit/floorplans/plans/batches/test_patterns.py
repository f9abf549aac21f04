"""Patterns of file names tell buildings and floors, in any time but a short one never."""

from __future__ import annotations

import pytest

from floorplans.errors import Invalid
from floorplans.plans.batches.patterns import pattern_of
from tests.support.slowness import soon


@pytest.mark.parametrize(
    ("pattern", "name", "found"),
    [
        ("{building}_{floor}.dxf", "North_1.dxf", {"building": "North", "floor": "1"}),
        ("{building}_{floor}.dxf", "North_Wing_1.DXF", {"building": "North_Wing", "floor": "1"}),
        ("{building}_{floor}.dxf", "North.dxf", None),
        ("{building}_{floor}.dxf", "_1.dxf", None),
        ("Plan {floor}*.dwg", "plan EG rev3.dwg", {"floor": "EG rev3"}),
        ("{floor} rev*.dwg", "EG rev3.dwg", {"floor": "EG"}),
        ("{building}/{floor}.ifc", "North/1.ifc", {"building": "North", "floor": "1"}),
        ("{building}/{floor}.ifc", "a/North/1.ifc", None),
        ("[a].{floor}", "[A].3", {"floor": "3"}),
        ("[a].{floor}", "ax3", None),
        ("{building}-{view}", "N-2", {"building": "N", "view": "2"}),
    ],
)
def test_names_are_taken_apart(pattern, name, found):
    assert pattern_of(pattern).match(name) == found


@pytest.mark.parametrize(
    "pattern",
    ["", "plan.dxf", "{wing}_{floor}", "{floor}{floor}", "{building}", "{floor}" + "*a" * 40],
)
def test_a_pattern_that_tells_no_floor_is_refused(pattern):
    with pytest.raises(Invalid) as refused:
        pattern_of(pattern)
    assert refused.value.code == "batch_pattern_unusable"


def test_a_pattern_made_to_take_long_does_not():
    with soon(0.2):
        assert pattern_of("{floor}" + "*a" * 12 + "b").match("a" * 250) is None
