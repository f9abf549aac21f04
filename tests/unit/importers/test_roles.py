"""Roles of layers and blocks, by name and by content."""

from __future__ import annotations

import pytest

from importers.dxf.facts import gather
from importers.dxf.roles import Roles, decide_roles
from importers.dxf.roles.by_name import block_by_name, layer_by_name
from importers.profile import Profile
from tests.support.drawings import draw_box, make_drawing, scene_of


def roles_of(doc, profile=None) -> Roles:
    scene = scene_of(doc)
    return decide_roles(scene, gather(scene), profile or Profile())


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("A-AREA", "room"),
        ("RM$", "room"),
        ("0_RAUMPOLYGON", "room"),
        ("862 Rom netto", "room"),
        ("Meeting rooms", "room"),
        ("A-AREA-IDEN", "room_label"),
        ("RAUMNR", "room_label"),
        ("A-DOOR-IDEN", "ignore"),
        ("GROS$", "outline"),
        ("861 Etasje brutto", "outline"),
        ("xref$0$A-WALL-FULL", "wall"),
        ("Wände neu", "wall"),
        ("NLSFB-21-binnenwand", "wall"),
        ("240 Innervegg", "wall"),
        ("TÜREN", "door"),
        ("FENSTER_EG", "window"),
        ("A-FURN-FREE-EXST", "furniture"),
        ("WERKPLEKKEN", "desk"),
        ("Schreibtische", "desk"),
        ("PARKEERPLAATSEN", "parking"),
        ("A-FLOR-STRS", "stair"),
        ("Elevators_Primary", "lift"),
        ("A-ANNO-DIMS", "ignore"),
        ("A-WALL-DEMO", "ignore"),
        ("Stützen", "column"),
        ("TEAM ZONES", "zone"),
    ],
)
def test_layer_names_of_many_offices_are_known(name, role):
    guess = layer_by_name(name)
    assert guess is not None
    assert guess.role == role


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("Desk_160x80", "desk"),
        ("SCHREIBTISCH-2", "desk"),
        ("BUREAUSTOEL", "chair"),
        ("Armchair", "chair"),
        ("Conference Table", "furniture"),
        ("Single-Flush - 36_ x 84_", "door"),
        ("Generic Elevator Door", "door"),
        ("PUERTA", "door"),
        ("ARBOL3", "ignore"),
        ("RAUMSTEMPEL", "room_tag"),
        ("STELLPLATZ", "parking"),
    ],
)
def test_block_names_of_many_offices_are_known(name, role):
    guess = block_by_name(name)
    assert guess is not None
    assert guess.role == role


def test_a_name_that_says_nothing_gives_no_guess():
    assert layer_by_name("Layer17") is None
    assert block_by_name("grdfr") is None


def make_table(doc, name, chairs):
    """A table of 1.6 by 0.8 with chairs at the given offsets, three times."""
    draw_box(doc.blocks.new(name), (-0.8, -0.4), (0.8, 0.4), "0")
    for copy in range(3):
        x = 10.0 * copy
        doc.modelspace().add_blockref(name, (x, 0))
        for dx, dy in chairs:
            doc.modelspace().add_blockref("CHAIR", (x + dx, dy))


def make_chair(doc, name="CHAIR"):
    block = doc.blocks.new(name)
    draw_box(block, (-0.25, -0.25), (0.25, 0.25), "0")
    for y in (-0.2, 0.2):
        block.add_line((-0.2, y), (0.2, y))


def test_a_table_with_one_chair_is_a_desk_whatever_its_name():
    doc = make_drawing()
    make_chair(doc)
    make_table(doc, "xyz", [(0, -0.6)])
    decision = roles_of(doc).blocks["xyz"]
    assert decision.role == "desk"
    assert "one chair" in decision.reason


def test_a_table_with_chairs_all_around_is_no_desk():
    doc = make_drawing()
    make_chair(doc)
    make_table(doc, "xyz", [(-0.4, -0.6), (0.4, -0.6), (-0.4, 0.6), (0.4, 0.6)])
    decision = roles_of(doc).blocks["xyz"]
    assert decision.role == "furniture"
    assert "4 chairs" in decision.reason


def test_a_desk_with_visitors_chairs_of_another_kind_is_a_desk():
    doc = make_drawing()
    make_chair(doc)
    make_chair(doc, "ARMCHAIR")
    make_table(doc, "xyz", [(-0.4, 0.6), (0.4, 0.6)])
    for copy in range(3):
        doc.modelspace().add_blockref("ARMCHAIR", (10.0 * copy, -0.6))
    assert roles_of(doc).blocks["xyz"].role == "desk"


def test_nameless_small_pieces_at_tables_are_chairs():
    doc = make_drawing()
    make_chair(doc, "fdss")
    draw_box(doc.blocks.new("grdfr"), (-0.8, -0.4), (0.8, 0.4), "0")
    for x in (0, 10, 20):
        doc.modelspace().add_blockref("grdfr", (x, 0))
        doc.modelspace().add_blockref("fdss", (x, -0.6))
    roles = roles_of(doc).blocks
    assert (roles["fdss"].role, roles["grdfr"].role) == ("chair", "desk")


def test_a_block_that_swings_is_a_door():
    doc = make_drawing()
    doc.blocks.new("q7").add_arc((0, 0), 0.9, 0, 90)
    doc.modelspace().add_blockref("q7", (0, 0))
    assert roles_of(doc).blocks["q7"].role == "door"


def test_a_handle_named_like_a_door_is_no_door():
    doc = make_drawing()
    draw_box(doc.blocks.new("door-handle"), (0, 0), (0.1, 0.05), "0")
    doc.modelspace().add_blockref("door-handle", (0, 0))
    assert roles_of(doc).blocks["door-handle"].role == "ignore"


def test_attributes_tell_a_room_stamp():
    doc = make_drawing()
    doc.blocks.new("X1").add_circle((0, 0), 0.5)
    doc.modelspace().add_blockref("X1", (0, 0)).add_attrib("RAUMNR", "1.05", (0, 0))
    decision = roles_of(doc).blocks["X1"]
    assert decision.role == "room_tag"
    assert "RAUMNR" in decision.reason


def test_an_outline_layer_full_of_rooms_is_taken_for_rooms():
    doc = make_drawing()
    for x in range(6):
        draw_box(doc.modelspace(), (4 * x, 0), (4 * x + 4, 5), "OUTLINE")
    decision = roles_of(doc).layers["OUTLINE"]
    assert decision.role == "room"
    assert "The name says the floor's outline, but" in decision.reason


def test_a_layer_named_like_a_room_number_is_that_room():
    doc = make_drawing()
    draw_box(doc.modelspace(), (0, 0), (5, 4), "E14-245F")
    for x in range(8):
        doc.modelspace().add_line((x * 5, 0), (x * 5, 20), dxfattribs={"layer": "WALL"})
    assert roles_of(doc).layers["E14-245F"].role == "room"


def test_like_outlines_inside_rooms_are_workplaces():
    doc = make_drawing()
    msp = doc.modelspace()
    draw_box(msp, (0, 0), (30, 10), "ROOM")
    for x in range(10):
        draw_box(msp, (3 * x + 0.1, 1), (3 * x + 2.1, 2.5), "Q-XYZ")
    assert roles_of(doc).layers["Q-XYZ"].role == "desk"


def test_texts_that_repeat_are_sizes_of_doors_and_not_rooms():
    doc = make_drawing()
    for x, size in enumerate(["2668", "2668", "3068", "2668", "3068"]):
        doc.modelspace().add_text(size, height=0.2, dxfattribs={"layer": "A-TEXT"}).set_placement(
            (x, 0)
        )
    assert roles_of(doc).layers["A-TEXT"].role == "ignore"


def test_without_named_walls_the_long_lines_are_walls():
    doc = make_drawing()
    msp = doc.modelspace()
    draw_box(msp, (0, 0), (10, 8), "Layer1", close=False)
    msp.add_line((0, 4), (10, 4), dxfattribs={"layer": "Layer1"})
    msp.add_line((1, 1), (1.2, 1), dxfattribs={"layer": "Layer2"})
    layers = roles_of(doc).layers
    assert (layers["Layer1"].role, layers["Layer2"].role) == ("wall", "unknown")


def test_a_profile_overrides_names_and_content():
    doc = make_drawing()
    draw_box(doc.modelspace(), (0, 0), (5, 4), "A-WALL")
    doc.blocks.new("DESK").add_line((0, 0), (1, 0))
    doc.modelspace().add_blockref("DESK", (0, 0))
    roles = roles_of(doc, Profile(layers={"a-*": "room"}, blocks={"DESK": "ignore"}))
    assert (roles.layers["A-WALL"].role, roles.blocks["DESK"].role) == ("room", "ignore")
    assert "profile" in roles.layers["A-WALL"].reason
