"""A floor goes out as DXF, is edited in a CAD program, and comes in again as who it was."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import ezdxf
import pytest
import shapely
from ezdxf.document import Drawing
from shapely import box

from app.demo.campus import PLOTS
from app.demo.write import write_floor
from app.exports.formats import FORMATS, Options
from floorplans.actor import Actor
from floorplans.database import Database
from floorplans.places import service as places
from floorplans.plans import service as plans
from floorplans.plans.spaces import planned_spaces, planned_zones
from importers.base import Limits
from importers.draft import DraftZone, FloorPlanDraft
from importers.dxf import DxfImporter
from importers.profile import Profile
from tests.support.drafts import make_draft, make_draft_desk, make_draft_room, publish_draft
from tests.support.exports import make_exported


def read(content: bytes, folder: Path) -> FloorPlanDraft:
    path = folder / "floor.dxf"
    path.write_bytes(content)
    return DxfImporter().read(path, Profile(), Limits(), lambda *_: None)


def edited(content: bytes, edit: Callable[[Drawing], None]) -> bytes:
    doc = ezdxf.read(io.StringIO(content.decode()))
    edit(doc)
    text = io.StringIO()
    doc.write(text)
    return text.getvalue().encode()


def exported(db: Database, staff: Actor, floor: UUID) -> bytes:
    return FORMATS["dxf"].write(plans.exported(db, staff, floor), Options())


def names(db: Database, staff: Actor, floor: UUID) -> dict[UUID, str]:
    return {space.id: space.name for space in places.spaces(db, staff, floor)}


def kinds(db: Database, staff: Actor, floor: UUID) -> dict[UUID, str]:
    return {space.id: space.kind for space in places.spaces(db, staff, floor)}


def make_plan() -> FloorPlanDraft:
    """Four rooms, one of them a booth, with a desk each, and a locker."""
    rooms = [
        make_draft_room(f"1.0{n}", "Office", polygon=box(5 * n, 0, 5 * n + 5, 6)) for n in range(4)
    ]
    desks = [make_draft_desk(f"D-{n}", 5 * n + 2, 3) for n in range(4)]
    rooms[3] = replace(rooms[3], own_kind="booth")
    lockers = [replace(make_draft_desk("L-1", 12, 1), own_kind="locker")]
    return make_draft(
        rooms=rooms, desks=desks + lockers, zones=[DraftZone("Sales", box(0, 0, 10, 6), "Z", None)]
    )


def swap_and_rename(doc: Drawing) -> None:
    """Turn the order of rooms and desks round, and give every room another number."""
    for entity in doc.modelspace():
        if entity.dxftype() == "LWPOLYLINE" and entity.dxf.layer in {"A-AREA", "I-FURN-WKSF"}:
            middle = sum(x for x, *_ in entity.get_points()) / len(entity.get_points())
            entity.translate(2 * (10_000 - middle), 0, 0)
        elif entity.dxf.layer == "A-AREA-IDEN" and entity.dxf.text.startswith("1."):
            entity.dxf.text = f"9.{entity.dxf.text[-2:]}"
        elif entity.dxf.layer == "I-FURN-WKSF":
            entity.dxf.text = f"X{entity.dxf.text[2:]}"


def test_nothing_changes_when_an_export_comes_in_as_it_went_out(
    db: Database, staff: Actor, floor: UUID, tmp_path: Path, now: datetime
) -> None:
    publish_draft(db, staff, floor, make_plan(), now)
    before = names(db, staff, floor)
    again = read(exported(db, staff, floor), tmp_path)
    publish_draft(db, staff, floor, again, now + timedelta(days=1))
    assert names(db, staff, floor) == before


def test_spaces_that_an_architect_swaps_and_renumbers_stay_who_they_are(
    db: Database, staff: Actor, floor: UUID, tmp_path: Path, now: datetime
) -> None:
    publish_draft(db, staff, floor, make_plan(), now)
    before, were = names(db, staff, floor), kinds(db, staff, floor)
    content = edited(exported(db, staff, floor), swap_and_rename)
    publish_draft(db, staff, floor, read(content, tmp_path), now + timedelta(days=1))
    after = names(db, staff, floor)
    assert set(were.values()) == {"room", "booth", "desk", "locker"}
    assert kinds(db, staff, floor) == were
    numbers = {own: name for own, name in after.items() if name.startswith("9.")}
    # The words stayed where they were: the first room now lies under the last one's number.
    assert {before[own][:4]: name[:4] for own, name in numbers.items()} == {
        "1.00": "9.03",
        "1.01": "9.02",
        "1.02": "9.01",
        "1.03": "9.00",
    }


def test_a_zone_of_two_pieces_goes_out_and_comes_back_as_one(
    db: Database, staff: Actor, floor: UUID, tmp_path: Path, now: datetime
) -> None:
    ends = tuple(DraftZone("Ends", box(x, 0, x + 5, 6), "Z", None) for x in (0, 15))
    publish_draft(db, staff, floor, replace(make_plan(), zones=ends), now)
    (out,) = plans.exported(db, staff, floor).zones
    (again,) = planned_zones(read(exported(db, staff, floor), tmp_path))
    assert again.name == out.name == "Ends"
    assert [len(shapely.get_parts(zone.shape)) for zone in (out, again)] == [2, 2]


@pytest.mark.parametrize("plot", PLOTS[1:4], ids=lambda plot: plot.file)
def test_every_place_of_a_whole_floor_comes_back_with_its_id(plot: object, tmp_path: Path) -> None:
    drawn = write_floor(plot, tmp_path)  # type: ignore[arg-type]
    draft = replace(read(drawn.path.read_bytes(), tmp_path), geodata=None)
    floor = make_exported(draft)
    again = read(FORMATS["dxf"].write(floor, Options()), tmp_path)
    assert {s.own_id for s in planned_spaces(again)} == {s.id for s in floor.spaces}
    assert {d.label: round(d.rotation_deg) % 360 for d in again.desks} == {
        d.label: round(d.rotation_deg) % 360 for d in draft.desks
    }
    assert len(again.doors) == len(draft.doors)
    assert {z.name for z in again.zones} == {z.name for z in draft.zones}
