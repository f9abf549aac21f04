"""What every importer promises, whatever it reads."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from shapely import Point

from geo.crs import to_metric
from geo.georeference import from_geodata
from importers import codec
from importers.base import Limits, OwnImporter
from importers.child import read_in_child
from importers.codes import CODES
from importers.draft import FloorPlanDraft
from importers.dwg.finder import VARIABLE
from importers.issues import ImportRefused
from importers.profile import Profile
from importers.registry import BUILT_IN, HEAD_BYTES, formats_of, importer_for, load
from tests.support.drawings import make_office, text_of
from tests.support.dwgfiles import make_converter, make_dwg, shared_folder
from tests.support.geofiles import (
    ROOMS,
    SRID,
    grid,
    lonlat,
    make_geojson,
    make_geopackage,
    make_imdf,
    make_osm,
)
from tests.support.ifcfiles import make_ifc
from tests.support.pictures import make_pdf, make_picture

#: A floor in each format; whoever adds an importer adds one here.
SAMPLES: dict[str, Callable[[Path], bytes]] = {
    "dwg": lambda _: make_dwg(),
    "dxf": lambda _: text_of(make_office()).encode(),
    "geojson": lambda _: make_geojson(),
    "geopackage": make_geopackage,
    "ifc": lambda _: make_ifc(),
    "imdf": lambda _: make_imdf(),
    "osm": lambda _: make_osm(),
    "pdf": lambda _: make_pdf(),
    "picture": lambda _: make_picture(kind="JPEG"),
}
SEVERAL: dict[str, Callable[[Path], bytes]] = {
    "geojson": lambda _: make_geojson([0, 1]),
    "geopackage": lambda path: make_geopackage(path, [0, 1]),
    "ifc": lambda _: make_ifc(["Ground floor", "First floor"]),
    "imdf": lambda _: make_imdf([0, 1]),
    "osm": lambda _: make_osm(["0", "1"]),
}
ALL = sorted(SAMPLES)
DRAWN = ("dwg", "dxf")
#: Formats of which something is understood; the others are shown to be drawn over.
UNDERSTOOD = [name for name in ALL if name not in {"pdf", "picture"}]
GEOGRAPHIC = sorted(SEVERAL)
MILLIMETRE = 0.001
HEAVY = (
    "ezdxf",
    "ifcopenshell",
    "shapely",
    "numpy",
    "pyproj",
    "sqlite3",
    "pyexpat",
    "PIL",
    "pypdfium2",
)


def importer(name: str) -> OwnImporter:
    found = load(name)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def installed() -> Iterator[Path]:
    """A converter that makes a DXF of the DWG here."""
    with shared_folder() as folder:
        yield make_converter(folder)


@pytest.fixture(autouse=True)
def converter(installed, monkeypatch) -> None:
    monkeypatch.setenv(VARIABLE, str(installed))


@pytest.fixture
def sample(tmp_path) -> Callable[[str], Path]:
    """A file of the format, whose name tells nothing."""

    def make(name: str, of: dict[str, Callable[[Path], bytes]] | None = None) -> Path:
        content = (of or SAMPLES)[name](tmp_path / "made")
        path = tmp_path / f"{name}.bin"
        path.write_bytes(content)
        return path

    return make


def read(path: Path, profile: Profile | None = None, limits: Limits | None = None):
    """The draft by whichever importer knows the file's beginning."""
    reader = importer_for(path)
    return reader.read(path, profile or Profile(), limits or Limits(), lambda *_: None)


def answer(path: Path) -> FloorPlanDraft | ImportRefused:
    """The draft or the refusal; anything else that comes fails the test."""
    try:
        return read(path)
    except ImportRefused as refused:
        return refused


def test_every_importer_is_held_to_the_contract():
    assert {built_in.format for built_in in BUILT_IN} == set(SAMPLES)


@pytest.mark.parametrize("name", ALL)
def test_a_file_is_known_by_its_beginning_to_its_own_importer_only(name, sample):
    head = sample(name).read_bytes()[:HEAD_BYTES]
    assert [b.format for b in BUILT_IN if b.sniff(head)] == [name]
    assert importer(name).sniff(head)
    assert importer(name).format == name


@pytest.mark.parametrize("name", ALL)
def test_formats_are_told_without_loading_an_importer(name, sample):
    assert formats_of([sample(name)]) == (name,)


def test_knowing_formats_loads_no_library_of_any_of_them():
    code = f"import sys, importers.registry; print([m for m in {HEAVY} if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("name", ALL)
def test_suffixes_are_written_as_files_have_them(name):
    suffixes = importer(name).suffixes
    assert suffixes
    assert suffixes == next(b.suffixes for b in BUILT_IN if b.format == name)
    assert all(s.startswith(".") and s == s.lower() for s in suffixes)


@pytest.mark.parametrize("name", ALL)
def test_reading_twice_gives_the_same_bytes(name, sample):
    path = sample(name)
    assert codec.dumps(read(path)) == codec.dumps(read(path))


@pytest.mark.parametrize("name", ALL)
def test_a_draft_survives_being_written_down(name, sample):
    text = codec.dumps(read(sample(name)))
    assert codec.dumps(codec.loads(text)) == text


@pytest.mark.parametrize("name", UNDERSTOOD)
def test_rooms_are_in_metres(name, sample):
    areas = {room.number: room.area_m2 for room in read(sample(name)).rooms}
    wanted = {"101": 24.0, "102": 24.0} if name in DRAWN else {"101": 30.0, "102": 20.0}
    for number, area_m2 in wanted.items():
        assert areas[number] == pytest.approx(area_m2, rel=0.001)


@pytest.mark.parametrize("name", UNDERSTOOD)
def test_every_room_lies_in_the_extent_of_the_draft(name, sample):
    draft = read(sample(name))
    west, south, east, north = draft.extent_m
    assert draft.rooms
    for room in draft.rooms:
        x0, y0, x1, y1 = room.polygon.bounds
        assert west - MILLIMETRE <= x0 <= x1 <= east + MILLIMETRE
        assert south - MILLIMETRE <= y0 <= y1 <= north + MILLIMETRE


@pytest.mark.parametrize("name", ALL)
def test_the_child_reads_the_same_as_its_parent(name, sample):
    path = sample(name)
    assert codec.dumps(read_in_child(path)) == codec.dumps(read(path))


@pytest.mark.parametrize("name", GEOGRAPHIC)
def test_corners_of_rooms_lie_where_they_were_within_a_millimetre(name, sample):
    draft = codec.loads(codec.dumps(read(sample(name))))
    told = draft.geodata
    assert told is not None
    back = from_geodata(told.origin_east, told.origin_north, told.rotation_deg, told.scale)
    for room in draft.rooms:
        wanted = to_metric(lonlat(ROOMS[str(room.number)][1]), told.epsg)
        for corner in room.polygon.exterior.coords:
            assert wanted.boundary.distance(Point(back.point(*corner))) < MILLIMETRE
    assert told.epsg == SRID


@pytest.mark.parametrize("name", GEOGRAPHIC)
def test_a_corner_keeps_its_place_in_the_grid_it_was_surveyed_in(name, sample):
    draft = read(sample(name))
    told = draft.geodata
    back = from_geodata(told.origin_east, told.origin_north, told.rotation_deg, told.scale)
    there = {str(r.number): [Point(back.point(*c)) for c in r.polygon.exterior.coords]
             for r in draft.rooms}  # fmt: skip
    for number, (_, shape) in ROOMS.items():
        for corner in grid(shape).exterior.coords[:-1]:
            assert min(p.distance(Point(corner)) for p in there[number]) < MILLIMETRE


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("share", [0.0, 0.03, 0.2, 0.4, 0.6, 0.8, 0.95, 0.999])
def test_a_file_that_is_cut_off_gives_a_draft_or_a_code(name, share, sample):
    path = sample(name)
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    told = answer(path)
    if isinstance(told, ImportRefused):
        assert "refused" in CODES[told.code].told
    else:
        # A draft of half a file says that something is missing.
        assert {issue.severity.value for issue in told.issues} & {"error", "warning"}


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("seed", range(12))
def test_a_file_with_damaged_bytes_gives_a_draft_or_a_code(name, seed, sample):
    path = sample(name)
    chance = random.Random(seed)
    content = bytearray(path.read_bytes())
    for _ in range(chance.choice([1, 5, 40])):
        content[chance.randrange(len(content))] = chance.randrange(256)
    path.write_bytes(content)
    told = answer(path)
    if isinstance(told, ImportRefused):
        assert told.code in CODES
    else:
        assert all(issue.code in CODES for issue in told.issues)
        codec.loads(codec.dumps(told))


@pytest.mark.parametrize("name", ALL)
def test_garbage_behind_the_right_beginning_gives_a_code(name, sample):
    path = sample(name)
    path.write_bytes(path.read_bytes()[:120] + random.Random(7).randbytes(20_000))
    told = answer(path)
    assert isinstance(told, ImportRefused)
    assert "refused" in CODES[told.code].told
    assert str(path.parent) not in told.message + told.advice
    assert "Traceback" not in told.message + told.advice


@pytest.mark.parametrize("content", [b"", b" \n\t ", bytes(4096)])
def test_an_empty_file_has_a_code_of_its_own(content, tmp_path):
    path = tmp_path / "empty"
    path.write_bytes(content)
    told = answer(path)
    assert isinstance(told, ImportRefused)
    assert told.code == "FILE_EMPTY"


@pytest.mark.parametrize("name", UNDERSTOOD)
def test_more_entities_than_are_allowed_are_refused(name, sample):
    few = replace(Limits(), entities=2)
    with pytest.raises(ImportRefused) as refused:
        read(sample(name), limits=few)
    assert refused.value.code == "TOO_MANY_ENTITIES"


@pytest.mark.parametrize("name", ALL)
def test_a_file_over_the_limit_is_not_opened(name, sample):
    with pytest.raises(ImportRefused) as refused:
        read_in_child(sample(name), limits=replace(Limits(), file_bytes=100))
    assert refused.value.code == "FILE_TOO_LARGE"


@pytest.mark.parametrize("name", ALL)
def test_progress_goes_from_nothing_to_all(name, sample):
    shares: list[float] = []
    path = sample(name)
    importer(name).read(path, Profile(), Limits(), lambda _, share: shares.append(share))
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)


@pytest.mark.parametrize("name", ALL)
def test_every_finding_is_explained(name, sample):
    assert all(issue.code in CODES for issue in read(sample(name)).issues)


@pytest.mark.parametrize("name", GEOGRAPHIC)
def test_of_several_levels_the_ground_floor_is_read_and_the_others_are_named(name, sample):
    draft = read(sample(name, SEVERAL))
    assert [(v.number, v.ordinal, v.chosen) for v in draft.views] == [(1, 0, True), (2, 1, False)]
    assert len(draft.rooms) == len(ROOMS)
    assert "SEVERAL_FLOORS" in {issue.code for issue in draft.issues}


@pytest.mark.parametrize("name", GEOGRAPHIC)
@pytest.mark.parametrize("by", ["name", "number", "words"])
def test_another_level_is_chosen_by_name_number_or_words(name, by, sample):
    path = sample(name, SEVERAL)
    upper = read(path).views[1]
    choice = {"name": upper.name, "number": "2", "words": "1. OG"}[by]
    draft = read(path, Profile(view=choice))
    assert [view.chosen for view in draft.views] == [False, True]
    assert "SEVERAL_FLOORS" not in {issue.code for issue in draft.issues}


@pytest.mark.parametrize("name", GEOGRAPHIC)
def test_levels_of_one_file_lie_above_each_other(name, sample):
    path = sample(name, SEVERAL)
    lower, upper = read(path), read(path, Profile(view="2"))
    assert lower.geodata == upper.geodata
    assert [r.polygon.bounds for r in lower.rooms] == [r.polygon.bounds for r in upper.rooms]


@pytest.mark.parametrize("name", GEOGRAPHIC)
@pytest.mark.parametrize("choice", ["attic", "all", "7"])
def test_a_level_that_is_not_there_is_refused_with_those_that_are(name, choice, sample):
    with pytest.raises(ImportRefused) as refused:
        read(sample(name, SEVERAL), Profile(view=choice))
    assert refused.value.code == "VIEW_NOT_FOUND"
    assert "2 (" in refused.value.message


@pytest.mark.parametrize("name", GEOGRAPHIC)
def test_a_profile_gives_a_kind_another_role(name, sample):
    path = sample(name)
    desks = next(layer.name for layer in read(path).layers if layer.role == "desk")
    draft = read(path, Profile(layers={desks: "ignore"}))
    assert draft.desks == ()
    assert {layer.name: layer.role for layer in draft.layers}[desks] == "ignore"


@pytest.mark.parametrize("name", GEOGRAPHIC)
def test_all_parts_of_the_floor_are_understood(name, sample):
    draft = read(sample(name))
    assert [(r.number, r.name) for r in draft.rooms] == [
        ("103", "Corridor"), ("101", "Office"), ("102", "Meeting"),
    ]  # fmt: skip
    assert [r.category for r in draft.rooms] == ["walkway", "office", "conferenceroom"]
    assert [(d.label, d.label_given) for d in draft.desks] == [("D-1", True), ("D-2", True)]
    assert [c.kind for c in draft.connectors] == ["stair"]
    assert [z.name for z in draft.zones] == ["Quiet"]
    assert [round(d.width_m, 2) for d in draft.doors] == [0.9]
    assert draft.outline is not None
