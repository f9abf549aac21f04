"""What people furnish floors with is counted as a person counts it, however it is drawn."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from ezdxf.document import Drawing

from importers.base import Limits
from importers.draft import FloorPlanDraft
from importers.dxf.importer import DxfImporter
from importers.profile import Profile
from tests.corpus import furnished
from tests.corpus.office import NAMES, NUMBERS, Style, make_office


def read(doc: Drawing, folder: Path, profile: Profile | None = None) -> FloorPlanDraft:
    path = folder / "floor.dxf"
    doc.saveas(path)
    return DxfImporter().read(path, profile or Profile(), Limits(), lambda _stage, _share: None)


def labels_of_rooms(draft: FloorPlanDraft) -> set[tuple[str | None, str | None]]:
    return {(room.number, room.name) for room in draft.rooms}


@pytest.mark.parametrize("chair", ["CHAIR", "q7"])
def test_each_seat_of_a_bench_of_loose_lines_is_a_desk(chair, tmp_path):
    assert len(read(furnished.make_benches(chair), tmp_path).desks) == 36


@pytest.mark.parametrize("name", ["DESK-BENCH-12", "zz9"])
def test_each_seat_of_a_bench_in_one_block_is_a_desk(name, tmp_path):
    assert len(read(furnished.make_bench_blocks(name), tmp_path).desks) == 36


@pytest.mark.parametrize(("desk", "chair"), [("DESK", "CHAIR"), ("g1", "g2")])
def test_an_insert_with_rows_and_columns_is_as_many_desks(desk, chair, tmp_path):
    assert len(read(furnished.make_arrays(desk, chair), tmp_path).desks) == 15


@pytest.mark.parametrize(
    "layer",
    ["I-FURN-IDEN", "A-FURN-NUMR", "DESK-NUMBERS", "A-AREA-IDEN", "TEXT", "0", "A-ANNO-TEXT"],
)
def test_numbers_on_desks_label_the_desks_and_not_the_room(layer, tmp_path):
    draft = read(furnished.make_numbered(layer), tmp_path)
    assert {desk.label for desk in draft.desks} == {f"D-{n:02d}" for n in range(1, 13)}
    assert labels_of_rooms(draft) == {("301", "Open office")}


@pytest.mark.parametrize("kind", ["shapes", "comb", "lines", "slanted", "back to back"])
def test_parking_places_are_counted_however_they_are_lined_out(kind, tmp_path):
    draft = read(furnished.make_parking(kind), tmp_path)
    assert len(draft.parking) == 24
    assert draft.desks == ()


def test_an_arrow_is_no_parking_place_and_a_bicycle_has_one(tmp_path):
    assert len(read(furnished.make_signed_parking(), tmp_path).parking) == 12 + 6


@pytest.mark.parametrize(
    ("zones", "names"),
    [
        ("A-AREA-ZONE", "A-AREA-ZONE-IDEN"),
        ("ZONEN", "ZONEN_TEXT"),
        ("Abteilungen", "Abteilungen-Text"),
        ("Departments", "Department names"),
        ("ZONE", "ZONE"),
    ],
)
def test_names_of_zones_name_zones_and_no_room(zones, names, tmp_path):
    draft = read(furnished.make_zoned(zones, names), tmp_path)
    assert {zone.name for zone in draft.zones} == {"Finance", "Legal", "Sales"}
    assert labels_of_rooms(draft) == set(zip(NUMBERS, NAMES, strict=True))


def test_stairs_and_lifts_are_seen_without_a_name(tmp_path):
    draft = read(furnished.make_core(), tmp_path)
    assert Counter(c.kind for c in draft.connectors) == {"stair": 2, "lift": 2}


def test_a_lift_with_a_car_in_its_name_is_a_lift(tmp_path):
    draft = read(furnished.make_lift_blocks(), tmp_path)
    assert [c.kind for c in draft.connectors] == ["lift", "lift"]


def test_a_line_leads_from_a_label_outside_to_its_room(tmp_path):
    draft = read(furnished.make_led_labels(), tmp_path)
    assert labels_of_rooms(draft) == set(zip(NUMBERS, NAMES, strict=True))


@pytest.mark.parametrize(
    "profile",
    [
        {"blocks": {"x1": "furniture"}},
        {"blocks": {"x1": "ignore"}},
        {"layers": {"A-FURN": "furniture"}},
        {"layers": {"A-FURN": "ignore"}},
    ],
    ids=str,
)
def test_what_a_person_says_wins_over_the_chair_at_the_table(profile, tmp_path):
    doc = make_office(Style(blocks={"desk": "x1", "chair": "x2"}))
    assert len(read(doc, tmp_path).desks) == 14
    assert read(doc, tmp_path, Profile.from_mapping(profile)).desks == ()
