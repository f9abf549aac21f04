"""Our own ids in a drawing that was exported, edited in a CAD program and brought in again."""

from __future__ import annotations

from pathlib import Path

import ezdxf
from ezdxf.document import Drawing
from ezdxf.entities.lwpolyline import LWPolyline

from importers.base import Limits
from importers.codec import dumps, loads
from importers.draft import FloorPlanDraft
from importers.dxf import DxfImporter
from importers.dxf.own_ids import APP_ID, own_id_tags
from importers.profile import Profile

ONE, OTHER = "018f3c1e-0000-7000-8000-000000000001", "018f3c1e-0000-7000-8000-000000000002"


def make_drawing() -> Drawing:
    doc = ezdxf.new("R2010", units=6)
    doc.appids.add(APP_ID)
    return doc


def draw_room(doc: Drawing, x: float, own_id: str | None = None) -> LWPolyline:
    """A room of 4 by 5 metres, with our id on it where one is given."""
    corners = [(x, 0), (x + 4, 0), (x + 4, 5), (x, 5)]
    room = doc.modelspace().add_lwpolyline(corners, close=True, dxfattribs={"layer": "A-AREA"})
    if own_id is not None:
        room.set_xdata(APP_ID, own_id_tags(own_id, room.dxf.handle))
    return room


def read(doc: Drawing, folder: Path) -> FloorPlanDraft:
    path = folder / "floor.dxf"
    doc.saveas(path)
    return DxfImporter().read(path, Profile(), Limits(), lambda *_: None)


def own_ids_by_place(draft: FloorPlanDraft) -> dict[int, str | None]:
    return {round(room.polygon.bounds[0]): room.own_id for room in draft.rooms}


def test_a_room_bears_the_id_that_its_outline_was_given(tmp_path: Path) -> None:
    doc = make_drawing()
    draw_room(doc, 0, ONE)
    draw_room(doc, 10)
    assert own_ids_by_place(read(doc, tmp_path)) == {0: ONE, 10: None}


def test_a_moved_and_renamed_room_keeps_its_id(tmp_path: Path) -> None:
    doc = make_drawing()
    room = draw_room(doc, 0, ONE)
    draw_room(doc, 10, OTHER)
    room.translate(30, 0, 0)
    room.dxf.layer = "ROOMS-NEW"
    doc.layers.add("ROOMS-NEW")
    assert own_ids_by_place(read(doc, tmp_path)) == {30: ONE, 10: OTHER}


def test_of_a_room_and_its_copy_only_the_first_keeps_the_id(tmp_path: Path) -> None:
    doc = make_drawing()
    room = draw_room(doc, 0, ONE)
    copy = room.copy()
    doc.modelspace().add_entity(copy)
    copy.translate(10, 0, 0)
    assert own_ids_by_place(read(doc, tmp_path)) == {0: ONE, 10: None}


def test_two_copies_without_the_first_get_no_id(tmp_path: Path) -> None:
    doc = make_drawing()
    room = draw_room(doc, 0, ONE)
    for x in (10, 20):
        copy = room.copy()
        doc.modelspace().add_entity(copy)
        copy.translate(x, 0, 0)
    doc.modelspace().delete_entity(room)
    assert own_ids_by_place(read(doc, tmp_path)) == {10: None, 20: None}


def test_what_is_no_id_is_none(tmp_path: Path) -> None:
    doc = make_drawing()
    draw_room(doc, 0, "' OR 1=1 --")
    draw_room(doc, 10).set_xdata(APP_ID, [(1070, 5), (1000, "id:")])
    assert own_ids_by_place(read(doc, tmp_path)) == {0: None, 10: None}


def test_the_id_survives_the_codec(tmp_path: Path) -> None:
    doc = make_drawing()
    draw_room(doc, 0, ONE)
    draft = read(doc, tmp_path)
    assert loads(dumps(draft)) == draft
    older = dumps(draft).replace(f',"own_id":"{ONE}"', "")
    assert loads(older).rooms[0].own_id is None
