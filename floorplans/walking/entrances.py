"""The entrances of a building as the plans show them and as staff say them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import get_args
from uuid import UUID

from shapely import MultiPoint
from sqlalchemy import Connection

from floorplans.actor import Actor, Role
from floorplans.database import Database
from floorplans.errors import Invalid, NotFound
from floorplans.ids import new_id
from floorplans.places.rules import clean_name
from floorplans.plans.layout import lonlat
from floorplans.walking import door_queries, outdoor_queries
from floorplans.walking.correction_queries import Placed
from floorplans.walking.doors import (
    Doors,
    Row,
    door_of,
    door_views,
    doors_of,
    entrance_view,
    plan_widths,
    read_doors,
)
from floorplans.walking.entrance_views import (
    DoorNumber,
    EntranceRole,
    EntranceSaid,
    EntrancesView,
    LostView,
    WayIn,
)
from floorplans.walking.outdoor_ways import lost_ways, way_views
from floorplans.walking.outdoors import entrance_of
from floorplans.walking.rules import NARROWEST_M, WIDEST_M, building_missing, word_missing
from geo.ways.outdoors import FARTHEST_M

ROLES: tuple[EntranceRole, ...] = get_args(EntranceRole)
NAME_LENGTH = 60


def entrances_view(db: Database, actor: Actor, building_id: UUID) -> EntrancesView:
    """The entrances of a building and the ways from them. Raises Forbidden, NotFound."""
    actor.require(Role.FACILITY)
    organisation = actor.organisation_id
    with db.transaction(organisation) as tx:
        floors = door_queries.floors_around(tx, organisation, building_id, FARTHEST_M)
        if not floors:
            raise building_missing()
        doors = read_doors(tx, organisation, floors)
        widths = plan_widths(tx, organisation, doors)
        views, rest = door_views(tx, organisation, doors)
        ids = [row["floor_id"] for row in doors.rows]
        words = outdoor_queries.outdoor_ways(tx, organisation, ids)
    listed = {ref: entrance_view(doors, ref, views, widths) for ref in doors.listed}
    ways = way_views(doors, listed, words)
    lost = [
        LostView(word["id"], "entrance", word["name"], row["floor_name"])
        for word in doors.lost
        for row in (doors.rows[doors.place[word["floor_id"]]],)
        if row["is_own"]
    ]
    return EntrancesView(
        building_id,
        floors[0]["building_name"],
        tuple((row["floor_id"], row["floor_name"]) for row in doors.rows if row["is_own"]),
        tuple(each for ref, each in listed.items() if doors.rows[ref[0]]["is_own"]),
        tuple(each for ref, each in listed.items() if not doors.rows[ref[0]]["is_own"]),
        tuple(ways),
        tuple(views[ref] for ref in rest),
        (*lost, *lost_ways(doors, words, ways)),
    )


def describe_entrance(
    db: Database, actor: Actor, ref: DoorNumber, said: EntranceSaid, now: datetime
) -> UUID:
    """Say what a door that leads outside is; ways change at once, and the last word holds.

    It is kept by where the door is, so it holds for the next plan too. Raises Forbidden, NotFound
    ``door_not_found``, Invalid.
    """
    actor.require(Role.FACILITY)
    said = _checked(said)
    made = new_id()
    with db.transaction(actor.organisation_id) as tx:
        outdoor_queries.lock_floors(tx, actor.organisation_id, [ref.floor_id])
        row = door_of(tx, actor, ref)
        at = Placed(row["floor_id"], row["building_id"], row["east"], row["north"])
        before = [word["id"] for word in _said_of(tx, actor, ref)]
        outdoor_queries.forget_entrance_words(tx, actor.organisation_id, before)
        outdoor_queries.add_entrance_word(tx, actor, made, at, asdict(said), now=now)
    return made


def forget_entrance(db: Database, actor: Actor, word_id: UUID) -> None:
    """Let the plan decide again. Raises Forbidden, NotFound ``word_not_found``."""
    actor.require(Role.FACILITY)
    with db.transaction(actor.organisation_id) as tx:
        if not outdoor_queries.forget_entrance_words(tx, actor.organisation_id, [word_id]):
            raise word_missing()


def ways_in(db: Database, actor: Actor, floor_id: UUID) -> tuple[WayIn, ...]:
    """The entrances of a floor's building that one can come in by from the street.

    Those of the floor itself first, the main one before the others. Raises NotFound.
    """
    with db.transaction(actor.organisation_id) as tx:
        floors = door_queries.floors_of(tx, actor.organisation_id, floor_id)
        doors = read_doors(tx, actor.organisation_id, floors)
    if not floors:
        raise NotFound(
            "floor_not_found",
            "This floor does not exist.",
            "Choose a floor from the list of places.",
        )
    found = [_way_in(doors, ref) for ref in doors.listed if _is_way_in(doors, ref)]
    return tuple(sorted(found, key=lambda each: (each.floor_id != floor_id, not each.is_main)))


def _is_way_in(doors: Doors, ref: tuple[int, int]) -> bool:
    word = doors.last(ref)
    opens = word is None or word["opens_from_outside"]
    return opens and doors.role(ref) in ("main", "side")


def _way_in(doors: Doors, ref: tuple[int, int]) -> WayIn:
    floor, door = ref
    row = doors.rows[floor]
    (there,) = lonlat([MultiPoint([doors.middles[floor][door]])], row["srid"])
    word = doors.last(ref)
    said = None if word is None else entrance_of(word)
    return WayIn(
        row["floor_id"],
        door + 1,
        None if said is None else said.name,
        said is not None and said.is_main,
        said is not None and said.steps,
        round(there.centroid.x, 7),
        round(there.centroid.y, 7),
    )


def _said_of(tx: Connection, actor: Actor, ref: DoorNumber) -> Sequence[Row]:
    """All that was said of a door, whichever word of it holds."""
    doors = doors_of(tx, actor, [ref.floor_id])
    return doors.said.get((0, ref.number - 1), ())


def _checked(said: EntranceSaid) -> EntranceSaid:
    if said.role not in ROLES:
        raise Invalid(
            "entrance_role_invalid",
            "A door is the main entrance, a side entrance, an emergency exit or no entrance."
            " Nothing was saved.",
            "Choose one of these.",
            field="role",
        )
    if said.clear_m is not None and not NARROWEST_M <= said.clear_m <= WIDEST_M:
        raise Invalid(
            "entrance_width_invalid",
            f"A clear width is {NARROWEST_M} to {WIDEST_M:.0f} metres. Nothing was saved.",
            "Measure the narrowest part, or leave the width out.",
            field="clear_m",
        )
    if said.role == "none":
        return EntranceSaid("none")
    opens = said.opens_from_outside and said.role != "emergency"
    if said.name is None or not said.name.strip():
        return replace(said, name=None, opens_from_outside=opens)
    name = clean_name(said.name, "entrance", NAME_LENGTH)
    return replace(said, name=name, opens_from_outside=opens)
