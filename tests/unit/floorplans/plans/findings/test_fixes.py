"""What can be done about a finding, on the plan as it is now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from shapely import box
from shapely.geometry import shape

from floorplans.plans.editing.actions import Change
from floorplans.plans.editing.apply import Edited, apply
from floorplans.plans.editing.codec import from_plain
from floorplans.plans.findings.fixes import TABLE, fixes_of
from floorplans.plans.findings.ground import Ground
from floorplans.plans.findings.values import Finding, Fix
from floorplans.plans.spaces import PlannedSpace
from importers.codes import CODES
from tests.unit.floorplans.plans.findings.make import make_finding, make_space

LEFT, RIGHT = make_space("Left", box(0, 0, 4.9, 4)), make_space("Right", box(5.1, 0, 10, 4))
GAP = make_finding("WALL_LEAK", (5.0, 2.5), segment=(5.0, 2.0, 5.0, 3.0))


def fixes(finding: Finding, *spaces: PlannedSpace) -> dict[str, Fix]:
    return {fix.name: fix for fix in fixes_of(finding, Ground(spaces))}


def done(fix: Fix, spaces: Sequence[PlannedSpace], **words: str) -> Edited:
    """The plan after a fix, with words filled in as the studio does."""
    assert fix.action is not None
    return apply(spaces, (), [from_plain(filled(fix.action, words))])


def filled(action: Mapping[str, Any], words: Mapping[str, str]) -> dict[str, Any]:
    if "action" in action:
        return {**action, "action": filled(action["action"], words)}
    return {**action, **words}


def names(plan: Edited) -> list[str]:
    assert plan.lost == ()
    return [space.name for space in plan.spaces]


def test_the_table_knows_only_codes_that_there_are() -> None:
    assert set(TABLE) <= set(CODES)


@pytest.mark.parametrize("code", sorted(TABLE))
def test_no_finding_stumbles_where_there_is_nothing(code: str) -> None:
    for finding in (make_finding(code, None), make_finding(code, (50.0, 50.0)), make_finding(code)):
        for spaces in ((), (LEFT, RIGHT)):
            for fix in fixes_of(finding, Ground(spaces)):
                assert (fix.action is None) == (fix.lead is not None)
                assert fix.action is None or from_plain(fix.action)


def test_a_gap_between_two_rooms_can_be_closed_or_left_open() -> None:
    found = fixes(GAP, LEFT, RIGHT)
    assert list(found) == ["close", "merge"]
    assert found["close"].reading
    assert found["close"].action == {"do": "draw_wall", "line": [[5.0, 2.0], [5.0, 3.0]]}
    assert found["merge"].label == "Leave it open: make one of “Left” and “Right”"
    assert names(done(found["merge"], (LEFT, RIGHT))) == ["Left"]


def test_a_gap_within_one_room_can_cut_it() -> None:
    hall = make_space("Hall", box(0, 0, 10, 4))
    across = make_finding("WALL_LEAK", (5.0, 2.0), segment=(5.0, 0.0, 5.0, 4.0))
    cut = fixes(across, hall)["split"]
    assert len(done(cut, (hall,)).spaces) == 2
    assert cut.shows == {"type": "LineString", "coordinates": [[5.0, 0.0], [5.0, 4.0]]}


def test_which_of_two_numbers_a_room_has_is_picked() -> None:
    room = make_space("101", number="101")
    two = make_finding("ROOM_TWO_NUMBERS", (2.0, 2.0), choices=("101", "102"))
    keep, use = fixes_of(two, Ground((room,)))
    assert (keep.label, use.label) == ("Keep the number 101", "Use the number 102")
    assert [s.number for s in done(use, (room,)).spaces] == ["102"]


def test_a_nameless_room_is_named() -> None:
    name = fixes(make_finding(), LEFT)["name"]
    assert [ask.name for ask in name.asks] == ["number", "name"]
    assert names(done(name, (LEFT,), number="7", name="Den")) == ["7 Den"]


def test_overlapping_rooms_are_made_one_or_one_goes() -> None:
    other = make_space("Other", box(4, 0, 8, 4))
    found = fixes_of(make_finding("ROOM_OVERLAP", (4.5, 2.0)), Ground((LEFT, other)))
    assert [fix.name for fix in found] == ["merge", "delete", "delete"]
    assert names(done(found[0], (LEFT, other))) == ["Left"]
    assert [names(done(fix, (LEFT, other))) for fix in found[1:]] in (
        [["Other"], ["Left"]],
        [["Left"], ["Other"]],
    )


def test_a_desk_on_another_is_the_one_that_goes() -> None:
    one = make_space("1", box(1, 1, 2.6, 1.8), kind="desk")
    two = make_space("2", box(1.2, 1.1, 2.8, 1.9), kind="desk")
    found = fixes_of(make_finding("DESK_OVERLAP", (2.0, 1.5)), Ground((LEFT, one, two)))
    gone = [names(done(fix, (LEFT, one, two))) for fix in found if fix.name == "delete"]
    assert sorted(gone) == [["Left", "1"], ["Left", "2"]]


def test_the_room_of_two_alike_that_is_drawn_twice_goes() -> None:
    copy = make_space("Copy", box(0, 0, 4.9, 3.99))
    found = fixes(make_finding("ROOM_DUPLICATE"), LEFT, copy)
    assert found["delete"].label == "Delete “Copy”"


def test_a_booth_in_a_hall_is_named_and_not_the_hall() -> None:
    booth = make_space("Booth", box(1, 1, 2, 2), kind="booth")
    hall = make_space("Hall", box(0, 0, 10, 4))
    name = fixes(make_finding(at=(1.5, 1.5)), hall, booth)["name"]
    assert name.label == "Name “Booth”"
    named = done(name, (hall, booth), name="Ring")
    assert names(named) == ["Hall", "Ring"]


def test_what_a_fix_shows_is_a_shape() -> None:
    for fix in fixes_of(GAP, Ground((LEFT, RIGHT))):
        assert fix.shows is not None
        assert not shape(fix.shows).is_empty


def test_what_only_the_drawing_can_mend_leads_to_its_role() -> None:
    (role,) = fixes_of(make_finding("WALLS_TOO_DENSE", None, layer="HATCH"), Ground(()))
    assert role.action is None
    assert role.lead is not None
    assert (role.lead.tab, role.lead.layer) == ("roles", "HATCH")


def test_an_edit_of_words_is_what_fills_the_gap() -> None:
    name = fixes(make_finding(), LEFT)["name"]
    assert name.action is not None
    assert isinstance(from_plain(name.action["action"]), Change)
