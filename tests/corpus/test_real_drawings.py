"""Real drawings by strangers give the rooms and desks that a person counts on them.

The drawings are not part of the project (some have no licence). Their folder is named by
FLOORPLANS_PLANS or lies beside the repository as ``shared/plans``; a run without it says so.
"""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest

from bench.real_counts import WELL_NAMED
from importers.base import Limits
from importers.draft import FloorPlanDraft
from importers.dxf.importer import DxfImporter
from importers.profile import Profile
from tests.support.plans import drawings

FLOORS = {path.stem: path for path in drawings("floors")}
MAIN_JOB = [name for name in WELL_NAMED if name in FLOORS]


@cache
def read(name: str) -> FloorPlanDraft:
    return DxfImporter().read(FLOORS[name], Profile(), Limits(), lambda stage, share: None)


def needs(name: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(name not in FLOORS, reason=f"the drawing {name} is not at hand")


def by_layer(draft: FloorPlanDraft) -> Counter[str]:
    return Counter(room.layer for room in draft.rooms)


@needs("contoso2-ground")
def test_a_revit_office_gives_68_rooms_of_which_67_are_named():
    draft = read("contoso2-ground")
    assert len(draft.rooms) == 68
    assert sum(1 for r in draft.rooms if r.number and r.name) == 67


@needs("contoso2-ground")
def test_a_revit_office_gives_158_workplaces_each_inside_a_room():
    draft = read("contoso2-ground")
    assert len(draft.desks) == 158
    assert len({d.label for d in draft.desks}) == 158
    assert "DESK_OUTSIDE_ROOM" not in {i.code for i in draft.issues}


@needs("contoso2-ground")
def test_a_revit_office_has_the_outline_that_was_drawn():
    outline = read("contoso2-ground").outline
    assert outline is not None
    assert outline.area == pytest.approx(2773, abs=1)


@needs("wrld-office")
def test_an_office_with_nameless_blocks_gives_about_52_workplaces():
    draft = read("wrld-office")
    blocks = Counter(d.block for d in draft.desks)
    assert 47 <= len(draft.desks) <= 57
    assert blocks["table corn"] == 24
    assert blocks["grdfr"] in {18, 19}
    assert not {"table x1", "yuti7765", "table oval", "sdver2", "dfgdddd"} & set(blocks)


@needs("medialab-3")
def test_a_research_floor_gives_its_rooms_by_use():
    draft = read("medialab-3")
    layers = by_layer(draft)
    counts = [layers[n] for n in ("Offices", "Meeting rooms", "Labs", "Coffee", "Toilets")]
    assert counts == [29, 4, 3, 2, 4]
    assert Counter(c.kind for c in draft.connectors) == {"stair": 7, "lift": 9}
    assert not {"Walls", "0_Void"} & set(layers)


@needs("learning-center")
def test_a_study_centre_gives_its_rooms_and_no_hull():
    layers = by_layer(read("learning-center"))
    assert layers == {"Offices": 42, "Meeting rooms": 39, "Coffee": 14}


@needs("health-school-0")
def test_a_school_floor_gives_its_rooms_and_stairs():
    draft = read("health-school-0")
    assert by_layer(draft) == {"Offices": 10, "Labs": 3, "Toilets": 2}
    assert len(draft.connectors) == 5


@needs("classroom-104")
def test_a_classroom_gives_one_room_and_49_desks():
    draft = read("classroom-104")
    assert len(draft.rooms) == 1
    assert len(draft.desks) == 49


@pytest.mark.parametrize(
    ("name", "rooms"),
    [
        pytest.param("one-room", 1, marks=needs("one-room")),
        pytest.param("two-rooms", 2, marks=needs("two-rooms")),
    ],
)
def test_rooms_of_plain_walls_with_a_meeting_table_hold_no_desk(name, rooms):
    draft = read(name)
    assert len(draft.rooms) == rooms
    assert draft.desks == ()
    assert all(11 < r.area_m2 < 13 for r in draft.rooms)


@pytest.mark.parametrize("name", MAIN_JOB)
def test_every_shape_is_valid_and_the_reading_repeats(name):
    draft = read(name)
    shapes = [s.polygon for s in (*draft.rooms, *draft.desks, *draft.connectors, *draft.zones)]
    assert all(s.is_valid and s.area > 0 for s in shapes)
    again = DxfImporter().read(FLOORS[name], Profile(), Limits(), lambda stage, share: None)
    assert again == draft
