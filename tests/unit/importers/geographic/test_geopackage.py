"""GeoPackages, honest and hostile."""

from __future__ import annotations

import sqlite3
import struct
from pathlib import Path

import pytest
import shapely
from shapely import box

from importers.base import Limits
from importers.child import read_in_child
from importers.draft import FloorPlanDraft
from importers.geopackage import GeoPackageImporter
from importers.issues import ImportRefused
from importers.profile import Profile
from tests.support.geofiles import SRID, blob, grid, make_geopackage, write_geopackage

ROOM = {"kind": "room", "number": "1"}


@pytest.fixture
def file(tmp_path) -> Path:
    return tmp_path / "floor with ? and #.gpkg"


def read(path: Path, profile: Profile | None = None) -> FloorPlanDraft:
    return GeoPackageImporter().read(path, profile or Profile(), Limits(), lambda *_: None)


def refused(path: Path) -> str:
    with pytest.raises(ImportRefused) as told:
        read(path)
    return told.value.code


def codes(draft: FloorPlanDraft) -> dict[str, str]:
    return {issue.code: issue.message for issue in draft.issues}


def test_a_name_with_characters_of_an_address_is_opened(file):
    make_geopackage(file)
    assert len(read(file).rooms) == 3


def test_rows_keep_their_table_and_id_as_handle(file):
    make_geopackage(file)
    assert {room.handle for room in read(file).rooms} == {f"the floor.{n}" for n in (1, 2, 3)}


def test_nothing_is_written_beside_the_file(file):
    make_geopackage(file)
    read(file)
    assert list(file.parent.iterdir()) == [file]


@pytest.mark.parametrize("kind", [0, 1, 2, 3, 4])
def test_every_kind_of_envelope_is_skipped(file, kind):
    sizes = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}
    shape = grid(box(0, 0, 6, 4))
    head = b"GP\x00" + bytes([1 | kind << 1]) + struct.pack("<i", SRID) + bytes(sizes[kind])
    write_geopackage(file, [(head + shapely.to_wkb(shape), ROOM)])
    assert read(file).rooms[0].area_m2 == pytest.approx(24, rel=0.001)


def test_heights_are_left_away(file):
    shape = shapely.force_3d(grid(box(0, 0, 6, 4)), 12.5)
    write_geopackage(file, [(blob(shape), ROOM)])
    assert not read(file).rooms[0].polygon.has_z


@pytest.mark.parametrize(
    "geometry",
    [
        b"",
        b"GP",
        b"XX\x00\x01" + bytes(40),
        b"GP\x00\x0b" + bytes(90),
        b"GP\x00\x01" + bytes(4) + b"\x01\x03\x00\x00\x00\xff\xff\xff\x7f",
        blob(box(0, 0, 7, 1)).replace(struct.pack("<d", 7), struct.pack("<d", float("inf"))),
        blob(box(0, 0, 7, 1)).replace(struct.pack("<d", 7), struct.pack("<d", float("nan"))),
    ],
)
def test_a_geometry_that_is_none_costs_only_its_row(file, geometry):
    write_geopackage(file, [(geometry, ROOM), (grid(box(0, 0, 6, 4)), ROOM)])
    draft = read(file)
    assert len(draft.rooms) == 1
    assert "the floor.1" in codes(draft)["FEATURE_UNREADABLE"]


def test_metres_of_nowhere_are_read_without_a_place(file):
    make_geopackage(file, srid=-1, code=-1)
    draft = read(file)
    assert draft.geodata is None
    assert "POSITION_NOT_TOLD" in codes(draft)
    assert sorted(round(r.area_m2) for r in draft.rooms) == [20, 20, 30]


@pytest.mark.parametrize("code", [999_999, 28992])
def test_a_coordinate_system_that_does_not_fit_is_refused(file, code):
    make_geopackage(file, srid=77, code=code)
    assert refused(file) == "CRS_NOT_USABLE"


def test_another_database_is_no_geopackage(file):
    database = sqlite3.connect(file)
    database.execute("CREATE TABLE people (name TEXT)")
    database.commit()
    database.close()
    assert refused(file) == "GEOPACKAGE_WITHOUT_LAYERS"


def test_a_layer_without_rows_is_refused(file):
    write_geopackage(file, [])
    assert refused(file) == "NO_FEATURES"


def test_a_layer_whose_table_is_missing_is_refused(file):
    make_geopackage(file)
    database = sqlite3.connect(file)
    database.execute('DROP TABLE "the floor"')
    database.commit()
    database.close()
    assert refused(file) == "GEOPACKAGE_DAMAGED"


def test_a_view_that_never_ends_is_ended_by_the_limit_of_time(file):
    make_geopackage(file)
    database = sqlite3.connect(file)
    database.executescript(
        """
        DROP TABLE "the floor";
        CREATE VIEW "the floor" AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)
        SELECT i AS fid, NULL AS geom FROM n WHERE i < 0;
        """
    )
    database.close()
    with pytest.raises(ImportRefused) as told:
        read_in_child(file, limits=Limits(cpu_s=1, wall_s=6))
    assert told.value.code == "TIME_LIMIT"


def test_names_of_tables_are_names_and_no_commands(file):
    make_geopackage(file)
    database = sqlite3.connect(file)
    name = 'x"; DROP TABLE gpkg_geometry_columns; --'
    quoted = name.replace('"', '""')
    database.execute(f'ALTER TABLE "the floor" RENAME TO "{quoted}"')
    database.execute("UPDATE gpkg_geometry_columns SET table_name = ?", (name,))
    database.commit()
    database.close()
    assert len(read(file).rooms) == 3
