"""DXF out and in again: the drawing's own axes and unit, every shape, every id."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import ezdxf
import numpy as np
import pytest
import shapely
from ezdxf.document import Drawing
from shapely.geometry.base import BaseGeometry

from app.exports.formats import FORMATS, Options
from app.exports.geodata import crs_xml
from floorplans.plans.exporting.exported import ExportedFloor
from geo.georeference import Similarity, from_geodata
from importers.base import Limits
from importers.draft import FloorPlanDraft
from importers.dxf import DxfImporter
from importers.profile import Profile
from tests.support.drafts import make_draft, make_draft_room
from tests.support.exports import SRID, make_exported
from tests.support.factories import EAST, NORTH

NEAR_M = 0.001


def drawing_of(floor: ExportedFloor) -> Drawing:
    content = FORMATS["dxf"].write(floor, Options())
    return ezdxf.read(io.StringIO(content.decode()))


def read(content: bytes, folder: Path) -> FloorPlanDraft:
    path = folder / "floor.dxf"
    path.write_bytes(content)
    return DxfImporter().read(path, Profile(), Limits(), lambda *_: None)


def read_again(floor: ExportedFloor, folder: Path) -> FloorPlanDraft:
    return read(FORMATS["dxf"].write(floor, Options()), folder)


def shapes_by_id(draft: FloorPlanDraft) -> dict[str | None, BaseGeometry]:
    return {thing.own_id: thing.polygon for thing in (*draft.rooms, *draft.desks, *draft.zones)}


def test_every_room_desk_and_zone_comes_back_with_its_id_and_shape(
    floor: ExportedFloor, draft: FloorPlanDraft, tmp_path: Path
) -> None:
    back = floor.drawing.transform.inverse()  # type: ignore[union-attr]
    again = shapes_by_id(read_again(floor, tmp_path))
    things = [(each.id, each.polygon) for each in floor.spaces]
    things += [(each.id, each.shape) for each in floor.zones]
    assert set(again) == {str(own) for own, _ in things}
    for own, shape in things:
        assert shapely.hausdorff_distance(again[str(own)], back.apply(shape)) < NEAR_M


def test_numbers_and_names_come_back(
    floor: ExportedFloor, draft: FloorPlanDraft, tmp_path: Path
) -> None:
    again = read_again(floor, tmp_path)
    assert {(r.number, r.name) for r in again.rooms} == {(r.number, r.name) for r in draft.rooms}
    assert {d.label for d in again.desks} == {d.label for d in draft.desks}
    assert [z.name for z in again.zones] == [z.name for z in draft.zones]


def test_doors_and_passages_come_back_where_they_were(
    floor: ExportedFloor, draft: FloorPlanDraft, tmp_path: Path
) -> None:
    again = read_again(floor, tmp_path)
    assert len(again.doors) == len(draft.doors)
    for door in draft.doors:
        near = min(again.doors, key=lambda d: d.line.distance(door.line.centroid))
        assert near.line.hausdorff_distance(door.line) < NEAR_M
        assert near.width_m == pytest.approx(door.width_m, abs=NEAR_M)
        assert (near.kind == "opening") == (door.kind == "opening")


def test_people_at_desks_look_the_same_way(
    floor: ExportedFloor, draft: FloorPlanDraft, tmp_path: Path
) -> None:
    turns = {d.label: round(d.rotation_deg) % 360 for d in read_again(floor, tmp_path).desks}
    assert turns == {d.label: round(d.rotation_deg) % 360 for d in draft.desks}


def test_the_drawing_is_in_the_unit_of_the_source(floor: ExportedFloor, tmp_path: Path) -> None:
    again = read_again(floor, tmp_path)
    assert (again.units.name, again.units.certain) == ("inch", True)


def test_the_drawing_knows_its_place_on_the_earth(floor: ExportedFloor, tmp_path: Path) -> None:
    told = read_again(floor, tmp_path).geodata
    assert told is not None
    assert told.epsg == SRID
    placed = from_geodata(told.origin_east, told.origin_north, told.rotation_deg, told.scale)
    wanted = floor.drawing.transform  # type: ignore[union-attr]
    for corner in ((0.0, 0.0), (100.0, 50.0)):
        there, here = placed.point(*corner), wanted.point(*corner)
        assert there == pytest.approx(here, abs=NEAR_M)


def test_a_mirrored_drawing_goes_out_mirrored_and_without_a_place(
    draft: FloorPlanDraft, tmp_path: Path
) -> None:
    floor = make_exported(draft, transform=Similarity(0.8, 0.6, EAST, NORTH, mirrored=True))
    again = read_again(floor, tmp_path)
    assert again.geodata is None
    shapes = shapes_by_id(again)
    back = floor.drawing.transform.inverse()  # type: ignore[union-attr]
    for space in floor.spaces:
        there = back.apply(space.polygon)
        assert shapely.hausdorff_distance(shapes[str(space.id)], there) < NEAR_M


def test_a_floor_whose_drawing_has_no_axes_goes_out_in_metres(
    floor: ExportedFloor, tmp_path: Path
) -> None:
    again = read_again(replace(floor, drawing=None), tmp_path)
    assert again.units.name == "m"
    assert again.geodata is not None
    origin = np.array([again.geodata.origin_east, again.geodata.origin_north])
    shapes = shapes_by_id(again)
    for space in floor.spaces:
        there = shapely.transform(shapes[str(space.id)], lambda points: points + origin)
        assert shapely.hausdorff_distance(there, space.polygon) < NEAR_M


def test_what_an_architect_moves_and_renumbers_keeps_its_id(
    floor: ExportedFloor, tmp_path: Path
) -> None:
    doc = drawing_of(floor)
    space = doc.modelspace()
    for entity in space.query('*[layer=="A-AREA" | layer=="A-AREA-IDEN" | layer=="I-FURN-WKSF"]'):
        entity.translate(12, 12, 0)
    for text in space.query('TEXT[layer=="A-AREA-IDEN"]'):
        text.dxf.text = text.dxf.text.replace("2.", "3.")
    text = io.StringIO()
    doc.write(text)
    again = read(text.getvalue().encode(), tmp_path)
    assert {r.own_id for r in again.rooms} == {str(s.id) for s in floor.spaces if s.kind == "room"}
    assert {r.number for r in again.rooms} == {"3.00", "3.01", "3.02", "3.03", "3.04", "3.10"}
    assert {d.own_id for d in again.desks} == {str(s.id) for s in floor.spaces if s.kind == "desk"}


def test_layers_are_named_as_architects_name_them(floor: ExportedFloor) -> None:
    doc = drawing_of(floor)
    used = {entity.dxf.layer for entity in doc.modelspace()}
    assert {"A-WALL", "A-AREA", "A-AREA-IDEN", "A-AREA-ZONE", "I-FURN-WKSF", "A-DOOR"} <= used
    assert doc.audit().errors == []


@pytest.mark.parametrize("srid", [32631, 25832, 28992, 2154, 3857])
def test_any_metric_crs_can_be_told(srid: int) -> None:
    assert f'<Alias id="{srid}" type="CoordinateSystem">' in crs_xml(srid)


@pytest.mark.parametrize(
    "name", ["Room A^B", "Half 50% room", "Odd %%c room", r"{\fArial;Hi} room"]
)
def test_a_name_that_looks_like_a_code_of_dxf_is_written_as_it_is(
    name: str, tmp_path: Path
) -> None:
    floor = make_exported(make_draft(rooms=[make_draft_room("1.01", name)]))
    assert name in {room.name for room in read_again(floor, tmp_path).rooms}


def test_no_name_can_put_a_line_into_the_file(floor: ExportedFloor) -> None:
    evil = replace(floor.spaces[0], number=None, name="x\n  0\nLINE\n\x00")
    doc = drawing_of(replace(floor, spaces=(evil,)))
    assert "x  0LINE" in {text.dxf.text for text in doc.modelspace().query("TEXT")}
