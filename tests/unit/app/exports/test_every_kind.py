"""Every kind of space goes out with its id and comes back as what it was."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from shapely import box
from shapely.affinity import scale

from app.exports.formats import FORMATS, Options
from floorplans.plans.categories import KINDS, ROOMS
from floorplans.plans.exporting.exported import ExportedFloor, ExportedSpace
from floorplans.plans.spaces import planned_spaces
from importers.base import Limits
from importers.dxf import DxfImporter
from importers.geojson import GeoJsonImporter
from importers.geopackage import GeoPackageImporter
from importers.profile import Profile
from tests.support.drafts import make_draft, make_draft_desk, make_draft_room
from tests.support.exports import make_exported

READERS = {"dxf": DxfImporter, "geojson": GeoJsonImporter, "gpkg": GeoPackageImporter}


#: In the order in which they are made: the kind, and how much larger than as drawn.
KINDS_AND_SIZES = (
    ("room", 1.0), ("booth", 1.0), ("area", 1.0),
    ("desk", 1.0), ("parking", 3.0), ("locker", 0.3),
)  # fmt: skip


def of_kind(space: ExportedSpace, kind: str, size: float) -> ExportedSpace:
    category = "unspecified" if kind in ROOMS else kind
    return replace(space, kind=kind, category=category, polygon=scale(space.polygon, size, size))


def make_floor() -> ExportedFloor:
    """Rooms and places, one of each kind; names say nothing of what they are."""
    rooms = [
        make_draft_room(f"1.0{n}", "Office", polygon=box(6 * n, 0, 6 * n + 5, 6)) for n in range(3)
    ]
    places = [make_draft_desk(f"P-{n}", 2.5 + 6 * n, 3) for n in range(3)]
    floor = make_exported(make_draft(rooms=rooms, desks=places))
    made = zip(floor.spaces, KINDS_AND_SIZES, strict=True)
    return replace(floor, spaces=tuple(of_kind(space, *given) for space, given in made))


@pytest.mark.parametrize("file_format", READERS)
def test_it_is_the_same_space_of_the_same_kind(file_format: str, tmp_path: Path) -> None:
    floor = make_floor()
    assert {space.kind for space in floor.spaces} == set(KINDS)
    path = tmp_path / f"floor.{file_format}"
    path.write_bytes(FORMATS[file_format].write(floor, Options()))
    draft = READERS[file_format]().read(path, Profile(), Limits(), lambda *_: None)
    again = {space.own_id: (space.kind, space.name) for space in planned_spaces(draft)}
    assert again == {space.id: (space.kind, space.name) for space in floor.spaces}
