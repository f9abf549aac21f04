"""Building models: storeys, spaces, doors, furniture, units and places."""

from __future__ import annotations

import math
import subprocess
import sys
from pathlib import Path

import pytest
from shapely import LineString, Point, box

from geo.crs import to_lonlat, to_metric, true_north_deg
from geo.georeference import from_geodata
from importers.base import Limits
from importers.child import read_in_child
from importers.draft import FloorPlanDraft
from importers.ifc import IfcImporter
from importers.issues import ImportRefused
from importers.profile import Profile
from tests.support.geofiles import EAST, NORTH, ROOMS, SRID
from tests.support.ifcfiles import Building, make_ifc, write
from tests.support.plans import plans_folder

OFFICE = box(0, 0, 6, 5)


def read(path: Path, profile: Profile | None = None) -> FloorPlanDraft:
    return IfcImporter().read(path, profile or Profile(), Limits(), lambda *_: None)


def made(path: Path, house: Building, profile: Profile | None = None) -> FloorPlanDraft:
    return read(write(house, path / "model.ifc"), profile)


def refusal(path: Path, content: bytes) -> ImportRefused:
    (path / "model.ifc").write_bytes(content)
    with pytest.raises(ImportRefused) as refused:
        read(path / "model.ifc")
    return refused.value


def codes(draft: FloorPlanDraft) -> set[str]:
    return {issue.code for issue in draft.issues}


@pytest.mark.parametrize("unit", ["METRE", "MILLIMETRE", "FOOT"])
def test_rooms_are_in_metres_whatever_the_unit(unit, tmp_path):
    (tmp_path / "model.ifc").write_bytes(make_ifc(unit=unit))
    draft = read(tmp_path / "model.ifc")
    areas = {room.number: room.area_m2 for room in draft.rooms}
    assert areas == pytest.approx({n: s.area for n, (_, s) in ROOMS.items()}, rel=1e-6)
    assert draft.units.name == {"METRE": "m", "MILLIMETRE": "mm", "FOOT": "foot"}[unit]
    assert draft.units.certain


def test_a_profile_overrules_the_unit_of_the_model(tmp_path):
    house = Building(unit="METRE")
    house.space(OFFICE, house.storey("Ground floor", 0.0), "1", "Office")
    draft = made(tmp_path, house, Profile(units="foot"))
    assert draft.rooms[0].area_m2 == pytest.approx(30 * 0.3048**2, rel=1e-4)


@pytest.mark.parametrize("schema", ["IFC2X3", "IFC4", "IFC4X3_ADD2"])
def test_spaces_of_every_schema_become_rooms(schema, tmp_path):
    house = Building(schema)
    house.space(OFFICE, house.storey("Ground floor", 0.0), "1.01", "Office")
    draft = made(tmp_path, house)
    assert [(r.number, r.name, r.category) for r in draft.rooms] == [("1.01", "Office", "office")]
    assert draft.version == schema.removeprefix("IFC")


def test_the_lowest_storey_with_spaces_at_or_above_the_ground_is_read(tmp_path):
    house = Building()
    for name, height in (("Garage", -3.0), ("Entrance", 0.0), ("Offices", 3.5)):
        storey = house.storey(name, height)
        if name != "Entrance":
            house.space(OFFICE, storey, name[0], name)
        else:
            house.holds(storey, [house.thing("IfcColumn", box(0, 0, 1, 1), storey)])
    draft = made(tmp_path, house)
    assert [(v.name, v.ordinal, v.chosen) for v in draft.views] == [
        ("Garage", -1, False), ("Entrance", 0, False), ("Offices", 1, True),
    ]  # fmt: skip
    assert "SEVERAL_FLOORS" in codes(draft)


def test_heights_over_the_sea_do_not_hide_which_floor_is_called_the_ground(tmp_path):
    house = Building()
    for name, height in (("UG", 408.0), ("EG", 411.0), ("1. OG", 414.0)):
        house.space(OFFICE, house.storey(name, height), "1", "Office")
    draft = made(tmp_path, house)
    assert [(v.ordinal, v.chosen) for v in draft.views] == [(-1, False), (0, True), (1, False)]


def test_what_no_storey_holds_is_on_the_one_at_its_height(tmp_path):
    house = Building()
    for name, height in (("Ground floor", 0.0), ("First floor", 3.5)):
        house.space(OFFICE, house.storey(name, height), "1", "Office")
    upper = house.model.by_type("IfcBuildingStorey")[1]
    house.thing("IfcStair", box(6, 0, 8, 3), upper, Name="Loose")
    assert made(tmp_path, house).connectors == ()
    assert [c.name for c in made(tmp_path, house, Profile(view="2")).connectors] == ["Loose"]


def test_a_chosen_storey_without_a_floor_is_refused_by_name(tmp_path):
    house = Building()
    house.space(OFFICE, house.storey("Ground floor", 0.0), "1", "Office")
    roof = house.storey("Roof", 3.5)
    house.holds(roof, [house.thing("IfcSlab", OFFICE, roof)])
    with pytest.raises(ImportRefused) as refused:
        made(tmp_path, house, Profile(view="Roof"))
    assert refused.value.code == "IFC_WITHOUT_FLOOR"
    assert "Roof" in refused.value.message


def test_stairwells_and_lifts_are_ways_and_no_rooms(tmp_path):
    house = Building()
    storey = house.storey("Ground floor", 0.0)
    house.space(OFFICE, storey, "1", "Office")
    house.space(box(6, 0, 9, 5), storey, "2", "Staircase")
    stair = house.thing("IfcStair", box(6.5, 0.5, 8.5, 4.5), storey)
    lift = house.thing("IfcTransportElement", box(9, 0, 11, 2), storey, Name="Lift A")
    house.holds(storey, [stair, lift])
    draft = made(tmp_path, house)
    assert [room.number for room in draft.rooms] == ["1"]
    assert [(c.kind, round(c.polygon.area, 2)) for c in draft.connectors] == [
        ("lift", 4.0), ("stair", 15.0),
    ]  # fmt: skip


def test_a_space_tells_its_department_and_its_use_by_properties(tmp_path):
    house = Building()
    space = house.space(OFFICE, house.storey("Ground floor", 0.0), "7", None)
    house.says(space, Department="Sales", OccupancyType="Meeting room")
    room = made(tmp_path, house).rooms[0]
    assert (room.number, room.department, room.category) == ("7", "Sales", "conferenceroom")


def test_a_flat_is_a_zone_around_its_rooms(tmp_path):
    house = Building()
    storey = house.storey("Ground floor", 0.0)
    flat = house.rooted("IfcSpace", "Flat 1", CompositionType="COMPLEX")
    house.made_of(storey, [flat])
    for x in (0, 4):
        house.space(box(x, 0, x + 4, 5), storey, str(x), "Room", whole=flat)
    draft = made(tmp_path, house)
    assert [room.number for room in draft.rooms] == ["0", "4"]
    assert [(z.name, round(z.polygon.area, 1)) for z in draft.zones] == [("Flat 1", 40.0)]


@pytest.mark.parametrize(
    ("operation", "line", "to"),
    [
        ("SINGLE_SWING_LEFT", [(2, 5), (3, 5)], (2, 6)),
        ("SINGLE_SWING_RIGHT", [(3, 5), (2, 5)], (3, 6)),
    ],
)
def test_a_door_runs_from_its_hinge_and_tells_where_it_opens_to(operation, line, to, tmp_path):
    house = Building()
    storey = house.storey("Ground floor", 0.0)
    house.space(OFFICE, storey, "1", "Office")
    house.door(storey, (2, 5), 1.0, OperationType=operation)
    (door,) = made(tmp_path, house).doors
    assert door.operation == operation.lower()
    assert door.line.equals_exact(LineString(line), 1e-6)
    assert door.opens_to == pytest.approx(to)


def test_a_door_that_leads_out_is_an_entrance_at_the_ground_only(tmp_path):
    house = Building()
    for name, height in (("Ground floor", 0.0), ("First floor", 3.5)):
        storey = house.storey(name, height)
        house.space(OFFICE, storey, "1", "Office")
        house.door(storey, (2, 5), 1.0)
    assert [door.kind for door in made(tmp_path, house).doors] == ["entrance"]
    upstairs = made(tmp_path, house, Profile(view="First floor"))
    assert [door.kind for door in upstairs.doors] == ["door"]


def test_a_width_in_another_unit_than_what_is_drawn_is_not_believed(tmp_path):
    house = Building()
    storey = house.storey("Ground floor", 0.0)
    house.space(OFFICE, storey, "1", "Office")
    house.door(storey, (2, 5), 1.0, OverallWidth=1000.0)
    assert [door.width_m for door in made(tmp_path, house).doors] == [1.0]


def test_desks_keep_their_turn_and_tables_are_none(tmp_path):
    house = Building()
    storey = house.storey("Ground floor", 0.0)
    house.space(OFFICE, storey, "1", "Office")
    for at, along in (((1.5, 2.5), (0.0, 1.0)), ((4, 2.5), (1.0, 0.0))):
        house.furniture(storey, "IfcFurniture", at, (1.6, 0.8), along, Name="Desk:160x80:4711")
    house.furniture(storey, "IfcFurniture", (4, 4), (1.6, 0.8), Name="Conference table")
    desks = made(tmp_path, house).desks
    assert sorted(round(desk.rotation_deg) % 360 for desk in desks) == [0, 90]
    assert all(desk.polygon.area == pytest.approx(1.28, rel=1e-3) for desk in desks)


def test_people_sit_at_the_chair_of_a_desk(tmp_path):
    house = Building()
    storey = house.storey("Ground floor", 0.0)
    house.space(OFFICE, storey, "1", "Office")
    house.furniture(storey, "IfcFurniture", (3, 2.5), (1.6, 0.8), Name="Desk")
    house.furniture(storey, "IfcFurniture", (3, 3.3), (0.5, 0.5), Name="Chair")
    assert [round(desk.rotation_deg) for desk in made(tmp_path, house).desks] == [180]


def test_people_do_not_sit_in_the_wall_before_a_desk(tmp_path):
    house = Building()
    storey = house.storey("Ground floor", 0.0)
    house.space(OFFICE, storey, "1", "Office")
    house.furniture(storey, "IfcFurniture", (3, 0.45), (1.6, 0.8), Name="Desk")
    assert [round(desk.rotation_deg) for desk in made(tmp_path, house).desks] == [180]


def test_walls_enclose_rooms_where_no_spaces_are(tmp_path):
    house = Building()
    storey = house.storey("Ground floor", 0.0)
    rings = [box(0, 0, 6, 0.2), box(0, 4.8, 6, 5), box(0, 0.2, 0.2, 4.8), box(5.8, 0.2, 6, 4.8)]
    house.holds(storey, [house.thing("IfcWall", ring, storey) for ring in rings])
    draft = made(tmp_path, house)
    assert [round(room.area_m2, 2) for room in draft.rooms] == [round(5.6 * 4.6, 2)]
    assert draft.wall_thickness_m == pytest.approx(0.2, abs=1e-3)
    assert len(draft.wall_pieces) == 4


def test_a_model_lies_where_its_map_conversion_says(tmp_path):
    house = Building(unit="MILLIMETRE")
    house.space(OFFICE, house.storey("Ground floor", 0.0), "1", "Office")
    turn = math.radians(30)
    house.convert(
        SRID, EAST, NORTH, XAxisAbscissa=math.cos(turn), XAxisOrdinate=math.sin(turn), Scale=0.001
    )
    told = made(tmp_path, house).geodata
    assert (told.epsg, told.origin_east, told.origin_north) == (SRID, EAST, NORTH)
    assert (told.rotation_deg, told.scale) == (pytest.approx(30), pytest.approx(1.0))


def test_a_model_lies_where_its_site_is_with_true_north_up(tmp_path):
    house = Building()
    house.space(OFFICE, house.storey("Ground floor", 0.0), "1", "Office")
    house.site.RefLatitude, house.site.RefLongitude = (53, 33, 0), (10, 0, 0)
    house.context.TrueNorth = house.way(1.0, 0.0)  # the model's x axis points to the north
    draft = made(tmp_path, house)
    told = draft.geodata
    back = from_geodata(told.origin_east, told.origin_north, told.rotation_deg, told.scale)
    here = to_metric(Point(10, 53.55), told.epsg)
    assert Point(back.point(0.0, 0.0)).distance(here) < 0.001
    north = to_lonlat(Point(back.point(100.0, 0.0)), told.epsg)
    assert north.x == pytest.approx(10.0, abs=1e-6)
    assert north.y > 53.55
    assert true_north_deg(10, 53.55, told.epsg) != 0
    assert "PLACE_BY_SITE_ONLY" in codes(draft)


def test_an_unknown_grid_is_told_and_the_floor_is_read_all_the_same(tmp_path):
    house = Building()
    house.space(OFFICE, house.storey("Ground floor", 0.0), "1", "Office")
    house.convert(99999, 1.0, 2.0)
    draft = made(tmp_path, house)
    assert draft.geodata is None
    assert "GEODATA_UNREADABLE" in codes(draft)


@pytest.mark.parametrize("schema", ["IFC2X_FINAL", "IFC5", "IFC4X1"])
def test_a_schema_that_is_not_read_is_named(schema, tmp_path):
    told = refusal(tmp_path, make_ifc().replace(b"'IFC4'", f"'{schema}'".encode()))
    assert told.code == "IFC_SCHEMA_NOT_READ"
    assert schema in told.message


def test_a_model_of_nothing_is_refused(tmp_path):
    house = Building()
    house.storey("Ground floor", 0.0)
    assert refusal(tmp_path, house.written()).code == "IFC_WITHOUT_FLOOR"


def test_a_shape_that_says_too_little_is_left_out_and_told(tmp_path):
    house = Building()
    storey = house.storey("Ground floor", 0.0)
    house.space(OFFICE, storey, "1", "Office")
    broken = house.space(box(6, 0, 9, 5), storey, "2", "Office")
    broken.Representation.Representations[0].Items[0].SweptArea.OuterCurve.Points = ()
    draft = made(tmp_path, house)
    assert [room.number for room in draft.rooms] == ["1"]
    assert "SHAPE_UNREADABLE" in codes(draft)


def test_placements_in_a_circle_end(tmp_path):
    house = Building()
    storey = house.storey("Ground floor", 0.0)
    house.space(OFFICE, storey, "1", "Office")
    lost = house.space(box(6, 0, 9, 5), storey, "2", "Office")
    lost.ObjectPlacement.PlacementRelTo = lost.ObjectPlacement
    draft = made(tmp_path, house)
    assert [room.number for room in draft.rooms] == ["1"]
    assert "SHAPE_UNREADABLE" in codes(draft)


def test_a_shape_that_is_a_copy_of_itself_ends(tmp_path):
    house = Building()
    storey = house.storey("Ground floor", 0.0)
    house.space(OFFICE, storey, "1", "Office")
    lost = house.space(box(6, 0, 9, 5), storey, "2", "Office")
    shape = lost.Representation.Representations[0]
    source = house.make("IfcRepresentationMap", house.axes, shape)
    target = house.make("IfcCartesianTransformationOperator3D", LocalOrigin=house.point(0, 0, 0))
    shape.Items = [house.make("IfcMappedItem", source, target)] * 3
    assert [room.number for room in made(tmp_path, house).rooms] == ["1"]


@pytest.mark.parametrize(
    ("name", "rooms", "desks", "doors", "storeys"),
    [
        ("large-building.ifc", 8, 14, 18, 2),
        ("tall-building.ifc", 3, 0, 5, 5),
        ("pavilion.ifc", 4, 0, 6, 0),
    ],
)
def test_models_of_strangers_are_read_within_the_limits(name, rooms, desks, doors, storeys):
    folder = plans_folder()
    if folder is None:
        pytest.skip("the sample models are not here")
    draft = read_in_child(folder / "formats" / name)
    assert len(draft.rooms) == rooms or (name == "pavilion.ifc" and len(draft.rooms) >= rooms)
    assert (len(draft.desks), len(draft.doors), len(draft.views)) == (desks, doors, storeys)


def test_without_the_library_the_refusal_says_how_to_get_it(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "ifcopenshell", None)
    monkeypatch.setitem(sys.modules, "ifcopenshell.geom", None)
    IfcImporter().warm()
    told = refusal(tmp_path, make_ifc())
    assert told.code == "IFC_READER_MISSING"
    assert "floorplans[ifc]" in told.advice


def test_reading_a_drawing_does_not_load_the_library_of_models():
    code = (
        "import sys; from importers.registry import load; load('dxf').warm(); "
        "print('ifcopenshell' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "False"


def test_a_wall_of_glass_is_put_together_from_its_panes(tmp_path):
    house = Building()
    storey = house.storey("Ground floor", 0.0)
    house.space(OFFICE, storey, "1", "Office")
    panes = [house.thing("IfcPlate", box(x, 5, x + 1.45, 5.1), storey) for x in (0, 1.5, 3, 4.5)]
    glass = house.rooted("IfcCurtainWall", "Front", ObjectPlacement=storey.ObjectPlacement)
    house.made_of(glass, panes)
    house.holds(storey, [glass])
    (wall,) = made(tmp_path, house).wall_pieces
    assert wall.line.length == pytest.approx(5.95, abs=0.01)
    assert wall.thickness_m == pytest.approx(0.1, abs=0.01)


def test_copies_of_one_shape_stand_where_each_is_put(tmp_path):
    house = Building("IFC2X3", "MILLIMETRE")
    storey = house.storey("Ground floor", 0.0)
    house.space(OFFICE, storey, "1", "Office")
    ring = [(-0.8, -0.4), (0.8, -0.4), (0.8, 0.4), (-0.8, 0.4)]
    shape = house.body(ring, 0.75).Representations[0]
    source = house.make("IfcRepresentationMap", house.axes, shape)
    for x in (1.5, 4.5):
        target = house.make(
            "IfcCartesianTransformationOperator3D", LocalOrigin=house.point(x, 2.5, 0)
        )
        copy = house.make("IfcMappedItem", source, target)
        desk = house.rooted(
            "IfcFurnishingElement", "M_Desk:1600 x 800:1", ObjectPlacement=storey.ObjectPlacement,
            Representation=house.shown([copy], "MappedRepresentation"),
        )  # fmt: skip
        house.holds(storey, [desk])
    desks = made(tmp_path, house).desks
    assert [(round(d.x, 3), round(d.y, 3)) for d in desks] == [(1.5, 2.5), (4.5, 2.5)]
