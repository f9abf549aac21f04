"""A floor with next to nothing on it: a file, or a sentence, and never a traceback."""

from __future__ import annotations

from dataclasses import replace

import pytest
from shapely import MultiLineString, MultiPolygon

from app.exports.formats import FORMATS, Options
from floorplans.errors import NotFound
from floorplans.plans.exporting.exported import ExportedFloor


def make_bare(floor: ExportedFloor) -> ExportedFloor:
    return replace(
        floor,
        outline=MultiPolygon(),
        walls=MultiLineString(),
        spaces=(),
        zones=(),
        openings=(),
        connectors=(),
        drawing=None,
    )


@pytest.mark.parametrize("name", [n for n, each in FORMATS.items() if not each.on_paper])
def test_an_empty_floor_is_an_empty_file(floor: ExportedFloor, name: str) -> None:
    assert FORMATS[name].write(make_bare(floor), Options())


@pytest.mark.parametrize("name", [n for n, each in FORMATS.items() if each.on_paper])
def test_an_empty_floor_has_no_sheet(floor: ExportedFloor, name: str) -> None:
    with pytest.raises(NotFound) as refused:
        FORMATS[name].write(make_bare(floor), Options())
    assert refused.value.code == "nothing_to_draw"


@pytest.mark.parametrize("name", FORMATS)
def test_a_floor_of_rooms_alone_comes_in_every_format(floor: ExportedFloor, name: str) -> None:
    rooms = replace(make_bare(floor), spaces=floor.spaces)
    assert FORMATS[name].write(rooms, Options())


def test_a_file_is_named_in_letters_that_every_system_takes(floor: ExportedFloor) -> None:
    odd = replace(floor, building_name='../A/B: "C"', floor_name="\n2*?")
    assert FORMATS["pdf"].file_name(odd) == "A-B-C-2-plan-3.pdf"
    assert FORMATS["pdf"].file_name(replace(floor, building_name="", floor_name="??")) == (
        "floor-plan-3.pdf"
    )
