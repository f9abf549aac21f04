"""The reader finds in the demo's drawings what their architect drew."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.demo.campus import PLOTS, FloorPlot
from app.demo.write import write_floor
from geo.georeference import from_geodata
from importers.base import Limits
from importers.dxf.importer import DxfImporter
from importers.issues import Severity
from importers.profile import Profile
from importers.repairs import RepairName

OUTLINED = [plot for plot in PLOTS if plot.hand.outlines]
BARE = next(plot for plot in PLOTS if not plot.hand.outlines)


def read(path: Path):
    return DxfImporter().read(path, Profile(), Limits(), lambda _stage, _share: None)


@pytest.mark.parametrize("plot", OUTLINED, ids=lambda plot: plot.file)
def test_every_room_desk_door_and_zone_is_found(plot: FloorPlot, tmp_path):
    drawn = write_floor(plot, tmp_path)
    draft = read(drawn.path)
    found = (
        len(draft.rooms), len(draft.desks), len(draft.parking), len(draft.doors), len(draft.zones)
    )  # fmt: skip
    assert found == (drawn.rooms, drawn.desks, drawn.parking, drawn.doors, drawn.zones)
    assert (draft.units.name, draft.units.certain) == (drawn.unit, True)


def test_rooms_are_found_from_walls_alone(tmp_path):
    drawn = write_floor(BARE, tmp_path)
    draft = read(drawn.path)
    # No wall parts the two corridors, their two links and the open kitchen: that is one room
    # where the architect counts five.
    assert len(draft.rooms) == drawn.rooms - 4
    assert (len(draft.desks), len(draft.doors)) == (drawn.desks, drawn.doors)
    assert all(room.number for room in draft.rooms if room.area_m2 > 4)


@pytest.mark.parametrize("plot", PLOTS, ids=lambda plot: plot.file)
def test_nothing_in_a_clean_drawing_is_doubted(plot: FloorPlot, tmp_path):
    draft = read(write_floor(plot, tmp_path).path)
    asked = {issue.code for issue in draft.issues if issue.severity is not Severity.INFO}
    # One drawing says inches in its header on purpose.
    assert asked <= {"UNITS_DIFFER_FROM_HEADER"}
    assert RepairName.MOVE_LABELS not in {repair.name for repair in draft.repairs}


@pytest.mark.parametrize("plot", PLOTS, ids=lambda plot: plot.file)
def test_every_desk_keeps_the_number_the_architect_gave_it(plot: FloorPlot, tmp_path):
    draft = read(write_floor(plot, tmp_path).path)
    places = [*draft.desks, *draft.parking]
    sketch = plot.sketch()
    drawn = {value for p in sketch.pieces for tag, value in p.attributes if tag == "NUMBER"}
    drawn |= {label for p in sketch.pieces for label, _, _ in p.labels}
    assert {place.label for place in places} == drawn


@pytest.mark.parametrize("plot", [p for p in PLOTS if p.geodata], ids=lambda plot: plot.file)
def test_geodata_is_read_to_within_five_millimetres(plot: FloorPlot, tmp_path):
    told = read(write_floor(plot, tmp_path).path).geodata
    where = from_geodata(told.origin_east, told.origin_north, told.rotation_deg, told.scale)
    dx, dy = plot.hand.shift
    assert told.epsg == plot.stand.epsg
    assert where.point(60.0 + dx, 20.0 + dy) == pytest.approx(
        plot.stand.to_crs(60.0, 20.0), abs=0.005
    )
