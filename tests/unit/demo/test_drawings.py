"""The demo's drawings are real DXF files: sound, the same every time, true to the sketch."""

from __future__ import annotations

import math
from collections import Counter
from pathlib import Path

import ezdxf
import pytest
from ezdxf.document import Drawing
from pyproj import Geod
from shapely import Point, union_all

from app.demo.campus import PLOTS, DemoFloor, FloorPlot
from app.demo.sketch import Use
from app.demo.walls import clear_shape, wall_pieces
from app.demo.write import write_campus, write_floor
from floorplans.plans.placing import Ground, placement
from floorplans.plans.position import ControlPoints, PointAndBearing
from tests.support.drafts import make_draft

EVERY_PLOT = pytest.mark.parametrize("plot", PLOTS, ids=lambda plot: plot.file)


@pytest.fixture(scope="module")
def campus(tmp_path_factory) -> list[DemoFloor]:
    return write_campus(tmp_path_factory.mktemp("campus"))


@pytest.fixture(scope="module")
def documents(campus) -> dict[str, Drawing]:
    return {floor.path.name: ezdxf.readfile(floor.path) for floor in campus}


def test_the_campus_has_two_buildings_five_floors_and_four_hundred_desks(campus):
    first = [floor for floor in campus if floor.organisation == "Hansekontor"]
    assert len({floor.building for floor in first}) == 2
    assert len(first) >= 5
    assert sum(floor.desks for floor in first) >= 400
    assert sum(floor.parking for floor in first) >= 40


def test_every_building_numbers_each_floor_once_and_has_an_entrance_floor(campus):
    ordinals = Counter((floor.building, floor.ordinal) for floor in campus)
    assert set(ordinals.values()) == {1}
    assert all(ordinals[floor.building, 0] for floor in campus)


def test_a_drawing_written_twice_is_the_same_to_the_byte(campus, tmp_path):
    again = write_campus(tmp_path)
    for one, other in zip(campus, again, strict=True):
        assert one.path.read_bytes() == other.path.read_bytes()


def test_no_drawing_needs_a_repair(documents):
    for name, doc in documents.items():
        audit = doc.audit()
        assert (name, len(audit.errors), len(audit.fixes)) == (name, 0, 0)


def test_the_files_differ_in_version_unit_and_honesty(documents):
    assert {doc.dxfversion for doc in documents.values()} >= {"AC1015", "AC1024", "AC1032"}
    assert {doc.units for doc in documents.values()} == {0, 1, 4, 5}
    liar = documents["north-wing-01.dxf"]
    assert liar.units == 1  # says inches
    assert _width(liar) > 40_000  # and is drawn in millimetres


def test_the_library_is_used_in_every_awkward_way(documents):
    inserts = [i for doc in documents.values() for i in doc.modelspace().query("INSERT")]
    assert any(i.dxf.xscale < 0 for i in inserts)
    assert any(i.mcount > 1 for i in inserts)
    assert any(i.dxf.rotation % 90 for i in inserts)
    assert any(i.dxf.xscale > 1.2 for i in inserts)
    assert any(i.has_attrib("NUMBER") for i in inserts)
    nested = documents["harbour-house-01.dxf"].blocks["WS-CLUSTER-4"].query("INSERT")
    assert len(nested) == 4


def test_a_round_room_is_a_bulged_polyline(documents):
    outlines = documents["harbour-house-00.dxf"].modelspace().query('LWPOLYLINE[layer=="A-AREA"]')
    assert sum(outline.has_arc for outline in outlines) == 1


def test_one_floor_is_drawn_without_a_single_room_outline(documents):
    bare = [name for name, doc in documents.items() if not doc.modelspace().query(
        '*[layer=="A-AREA"]')]  # fmt: skip
    assert bare == ["harbour-house-02.dxf"]


@EVERY_PLOT
def test_rooms_lie_side_by_side_and_never_on_each_other(plot: FloorPlot):
    shapes = [room.shape for room in plot.sketch().rooms if room.circle is None]
    assert sum(shape.area for shape in shapes) == pytest.approx(union_all(shapes).area)


@EVERY_PLOT
def test_room_numbers_and_desk_numbers_are_given_once(plot: FloorPlot):
    sketch = plot.sketch()
    numbers = [room.number for room in sketch.rooms]
    desks = [value for p in sketch.pieces for tag, value in p.attributes if tag == "NUMBER"]
    desks += [label for p in sketch.pieces for label, _, _ in p.labels]
    assert len(set(numbers)) == len(numbers)
    assert len(set(desks)) == len(desks) == sketch.desks + sketch.stalls


@EVERY_PLOT
def test_every_room_a_person_uses_can_be_entered(plot: FloorPlot):
    sketch = plot.sketch()
    shafts = {room.number for room in sketch.rooms if room.name == "Shaft"}
    for room in sketch.rooms:
        ways = [o for o in sketch.openings if o.block is None or o.block.startswith("DOOR")]
        edge = room.shape.boundary.buffer(0.1)
        can = any(edge.covers(way.line) for way in ways)
        assert can is (room.number not in shafts), room.name


@EVERY_PLOT
def test_walls_keep_clear_of_rooms_and_furniture_keeps_clear_of_walls(plot: FloorPlot):
    sketch = plot.sketch()
    walls = union_all(wall_pieces(sketch))
    rooms = [clear_shape(room) for room in sketch.rooms if room.circle is None]
    assert walls.intersection(union_all(rooms)).area < 1e-6
    hall = union_all([r.shape for r in sketch.rooms if r.use is not Use.STAIR])
    for piece in sketch.pieces:
        for _, x, y in piece.labels:
            assert hall.contains(Point(x, y))


@EVERY_PLOT
def test_geodata_puts_the_building_where_it_stands(plot: FloorPlot, tmp_path: Path):
    floor = write_floor(plot, tmp_path)
    geodata = ezdxf.readfile(floor.path).modelspace().get_geodata()
    if not plot.geodata:
        assert geodata is None
        return
    matrix, epsg = geodata.get_crs_transformation()
    corner = (60.0 + plot.hand.shift[0], 20.0 + plot.hand.shift[1])
    there = matrix.transform((corner[0] * plot.hand.k, corner[1] * plot.hand.k, 0.0))
    assert epsg == plot.stand.epsg
    assert (there.x, there.y) == pytest.approx(plot.stand.to_crs(60.0, 20.0), abs=0.001)


def test_drawings_without_geodata_come_with_a_position(campus):
    by_file = {floor.path.name: floor for floor in campus}
    points = by_file["harbour-house-U1.dxf"].position
    assert isinstance(points, ControlPoints)
    assert len(points.points) >= 3
    assert isinstance(by_file["north-wing-01.dxf"].position, PointAndBearing)
    assert all(f.position is None for f in campus if f.path.name.endswith("-00.dxf"))


def test_the_bearing_of_a_drawing_is_that_of_its_wall_on_the_globe(campus):
    (plot,) = (plot for plot in PLOTS if plot.file == "north-wing-01.dxf")
    (floor,) = (floor for floor in campus if floor.path.name == plot.file)
    start, end = plot.stand.to_lonlat(0.0, 0.0), plot.stand.to_lonlat(0.0, 30.0)
    azimuth, _, _ = Geod(ellps="WGS84").inv(*start, *end)
    # Hamburg lies a degree east of the CRS's middle: true north leans 0.8 degrees from the grid's.
    assert azimuth % 360.0 == pytest.approx(343.3, abs=0.05)
    assert floor.position.bearing_deg == pytest.approx(azimuth % 360.0, abs=0.001)


def test_a_bearing_places_a_drawing_just_where_its_building_stands(campus):
    (plot,) = (plot for plot in PLOTS if plot.file == "north-wing-01.dxf")
    (floor,) = (floor for floor in campus if floor.path.name == plot.file)
    lon, lat = plot.stand.to_lonlat(0.0, 0.0)
    placed = placement(floor.position, make_draft(), Ground(plot.stand.epsg, lon, lat)).transform
    assert placed.point(60.0, 20.0) == pytest.approx(plot.stand.to_crs(60.0, 20.0), abs=0.001)


def test_a_failed_write_leaves_no_half_drawing(campus):
    assert not list(campus[0].path.parent.glob("*.part"))


def _width(doc: Drawing) -> float:
    outline = doc.modelspace().query('LWPOLYLINE[layer=="A-FLOR-OTLN"]').first
    xs = [point[0] for point in outline.get_points()]
    return math.fabs(max(xs) - min(xs))
