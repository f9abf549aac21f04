"""Keeping equipment: how many there are of what, where, and which places have it as their kit."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from flask import Response
from pydantic import Field, RootModel

from app.api.answers import nothing, told
from app.api.blueprint import api
from app.api.bringing import TAG
from app.api.checks import checked
from app.api.fields import Asked, Line, Told
from app.api.problems import CAN_CLASH, WITH_BODY
from app.context import actor, db, now
from app.security.access import needs
from floorplans.actor import Role
from floorplans.equipment import service as equipment
from floorplans.equipment.rules import MOST_OF_ONE, MOST_OWNED
from floorplans.equipment.views import EquipmentView, Things

EquipmentKind = Literal[
    "monitor",
    "projector",
    "screen",
    "laptop",
    "keyboard",
    "headset",
    "conference_phone",
    "camera",
    "adapter",
    "whiteboard",
    "chair",
    "wheelchair",
    "keys",
    "bicycle",
    "other",
]


class EquipmentPath(Asked):
    equipment_id: UUID


class KitPath(Asked):
    equipment_id: UUID
    space_id: UUID


class EquipmentAsked(Asked):
    """So many alike things; ``owned`` counts the broken ones too."""

    kind: EquipmentKind
    name: Line
    kept_at: Line | None = None
    owned: Annotated[int, Field(ge=1, le=MOST_OWNED)]
    broken: Annotated[int, Field(ge=0, le=MOST_OWNED)] = 0


class NewEquipmentAsked(EquipmentAsked):
    """They go with bookings on the site, or with those on one floor of it alone."""

    site_id: UUID
    floor_id: UUID | None = None


class KitAsked(Asked):
    """How many belong to the place; 0 takes them away."""

    count: Annotated[int, Field(ge=0, le=MOST_OF_ONE)]


class KitOfAnswer(Told):
    space_id: UUID
    space_name: str
    floor_name: str
    count: int


class EquipmentAnswer(Told):
    """``out`` is how many are out at this moment, ``kit_of`` the places whose kit it is."""

    id: UUID
    site_id: UUID
    site_name: str
    floor_id: UUID | None
    floor_name: str | None
    kind: str
    name: str
    kept_at: str | None
    owned: int
    broken: int
    out: int
    kit_of: list[KitOfAnswer]


class EquipmentList(RootModel[list[EquipmentAnswer]]):
    pass


class LostAnswer(Told):
    """A booking that goes without it now; its person was told."""

    booking_id: UUID
    person_name: str
    space_name: str
    time_zone: str
    from_at: datetime = Field(serialization_alias="from")
    to_at: datetime = Field(serialization_alias="to")
    count: int


class EquipmentKept(Told):
    """The equipment as it is now, and who goes without since fewer are left."""

    equipment: EquipmentAnswer
    lost: list[LostAnswer]


class LostList(RootModel[list[LostAnswer]]):
    pass


@api.get("/equipment", tags=[TAG], responses={200: EquipmentList})
@needs(Role.FACILITY)
@checked
def all_equipment() -> Response:
    """All equipment by site, kind and name."""
    return told(
        EquipmentList([_answer(each) for each in equipment.equipment(db(), actor(), now())])
    )


@api.post("/equipment", tags=[TAG], responses={201: EquipmentAnswer, **WITH_BODY})
@needs(Role.FACILITY)
@checked
def keep_equipment(body: NewEquipmentAsked) -> Response:
    """Add equipment that bookings may bring along."""
    made = equipment.keep(db(), actor(), Things(**body.model_dump()), now())
    return told(_answer(equipment.one(db(), actor(), made, now())), 201)


@api.get("/equipment/<uuid:equipment_id>", tags=[TAG], responses={200: EquipmentAnswer})
@needs(Role.FACILITY)
@checked
def one_equipment(path: EquipmentPath) -> Response:
    """One of them."""
    return told(_answer(equipment.one(db(), actor(), path.equipment_id, now())))


@api.put(
    "/equipment/<uuid:equipment_id>",
    tags=[TAG],
    responses={200: EquipmentKept, **CAN_CLASH, **WITH_BODY},
)
@needs(Role.FACILITY)
@checked
def change_equipment(path: EquipmentPath, body: EquipmentAsked) -> Response:
    """Describe it anew. Where fewer are left than are booked, who asked last goes without."""
    before = equipment.one(db(), actor(), path.equipment_id, now()).things
    things = Things(before.site_id, before.floor_id, **body.model_dump())
    kept = equipment.change(db(), actor(), path.equipment_id, things, now())
    found = _answer(equipment.one(db(), actor(), path.equipment_id, now()))
    lost = LostList.model_validate(kept.lost, from_attributes=True).root
    return told(EquipmentKept(equipment=found, lost=lost))


@api.delete("/equipment/<uuid:equipment_id>", tags=[TAG], responses={200: LostList, **CAN_CLASH})
@needs(Role.FACILITY)
@checked
def retire_equipment(path: EquipmentPath) -> Response:
    """Lend it out no more; the answer tells who goes without."""
    lost = equipment.retire(db(), actor(), path.equipment_id, now())
    return told(LostList.model_validate(lost, from_attributes=True))


@api.put(
    "/equipment/<uuid:equipment_id>/kits/<uuid:space_id>",
    tags=[TAG],
    responses={204: None, **WITH_BODY},
)
@needs(Role.FACILITY)
@checked
def set_kit(path: KitPath, body: KitAsked) -> Response:
    """Have so many belong to a place: they are proposed to whoever books it."""
    equipment.set_kit(db(), actor(), path.equipment_id, path.space_id, body.count)
    return nothing()


def _answer(found: EquipmentView) -> EquipmentAnswer:
    things = found.things
    return EquipmentAnswer(
        id=found.id,
        site_id=things.site_id,
        site_name=found.site_name,
        floor_id=things.floor_id,
        floor_name=found.floor_name,
        kind=things.kind,
        name=things.name,
        kept_at=things.kept_at,
        owned=things.owned,
        broken=things.broken,
        out=found.out,
        kit_of=[KitOfAnswer.model_validate(each, from_attributes=True) for each in found.kit_of],
    )
