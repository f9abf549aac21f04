"""The doors that plans show, with what was said of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np
from sqlalchemy import Connection

from floorplans.actor import Actor
from floorplans.errors import NotFound
from floorplans.walking import door_queries, graph_queries, outdoor_queries
from floorplans.walking.connectors import Rows
from floorplans.walking.entrance_views import (
    DoorNumber,
    DoorView,
    EntranceRole,
    EntranceView,
)
from floorplans.walking.making import radius_cm
from floorplans.walking.outdoors import Middles, door_at
from floorplans.walking.stored_plan import ENTRANCE
from geo.ways.packing import unpack
from geo.ways.profiles import SLIM_M
from geo.ways.site import DoorRef

Row = Mapping[Any, Any]


@dataclass(frozen=True, slots=True)
class Doors:
    """All doors of some floors that show a plan, by (floor, door) in the order of ``rows``.

    ``said`` has what was said of a door, the oldest first, ``lost`` what was said of none that is
    there.
    """

    rows: Sequence[Row]
    middles: Sequence[Middles]
    found: frozenset[DoorRef]
    said: Mapping[DoorRef, Sequence[Row]]
    lost: Sequence[Row]

    @property
    def place(self) -> dict[UUID, int]:
        return {row["floor_id"]: n for n, row in enumerate(self.rows)}

    def last(self, ref: DoorRef) -> Row | None:
        """The word of a door that holds."""
        return self.said[ref][-1] if ref in self.said else None

    @property
    def listed(self) -> list[DoorRef]:
        """Those that lead outside by their plan, or of which somebody spoke."""
        return sorted(self.found | self.said.keys())

    def role(self, ref: DoorRef) -> EntranceRole:
        word = self.last(ref)
        if word is None:
            return "side" if ref in self.found else "none"
        role: EntranceRole = word["role"]
        return role


def read_doors(tx: Connection, organisation_id: UUID, floors: Sequence[Row]) -> Doors:
    """The doors of those of ``floors`` that show a plan."""
    rows = [row for row in floors if row["revision_id"] is not None]
    number = {row["revision_id"]: n for n, row in enumerate(rows)}
    middles: list[list[tuple[float, float]]] = [[] for _ in rows]
    found = set()
    for door in door_queries.doors(tx, organisation_id, list(number)):
        n = number[door["revision_id"]]
        if door["kind"] == ENTRANCE:
            found.add((n, len(middles[n])))
        middles[n].append((door["east"], door["north"]))
    arrays = [np.array(each, dtype=float).reshape(-1, 2) for each in middles]
    words = outdoor_queries.entrance_words(tx, organisation_id, [r["floor_id"] for r in rows])
    said, lost = _by_door({row["floor_id"]: n for n, row in enumerate(rows)}, arrays, words)
    return Doors(rows, arrays, frozenset(found), said, lost)


def door_of(tx: Connection, actor: Actor, ref: DoorNumber) -> Row:
    """A door with its building, site and place. Raises NotFound ``door_not_found``."""
    row = door_queries.door(tx, actor.organisation_id, ref.floor_id, ref.number)
    if row is None:
        raise NotFound(
            "door_not_found",
            "This floor's plan shows no such door. Nothing was changed.",
            "Load the page again and choose one that the plan shows.",
        )
    return row


def doors_of(tx: Connection, actor: Actor, floor_ids: Sequence[UUID]) -> Doors:
    """The doors of some floors, in the order of their ids here."""
    floors = [
        row
        for floor_id in dict.fromkeys(floor_ids)
        for row in door_queries.floors_of(tx, actor.organisation_id, floor_id)
        if row["floor_id"] == floor_id
    ]
    return read_doors(tx, actor.organisation_id, floors)


def _by_door(
    place: Mapping[UUID, int], middles: Sequence[Middles], words: Rows
) -> tuple[dict[DoorRef, list[Row]], list[Row]]:
    said: dict[DoorRef, list[Row]] = {}
    lost = []
    for word in words:
        floor = place[word["floor_id"]]
        door = door_at(middles[floor], word["east"], word["north"])
        if door is None:
            lost.append(word)
        else:
            said.setdefault((floor, door), []).append(word)
    return said, lost


def plan_widths(tx: Connection, organisation_id: UUID, doors: Doors) -> dict[DoorRef, float]:
    """How wide the plans of a building's own floors tell the listed doors to be, where they do."""
    own = {(n, door) for n, door in doors.listed if doors.rows[n]["is_own"]}
    revisions = {doors.rows[n]["revision_id"]: n for n, _ in own}
    kept = graph_queries.packed(tx, organisation_id, list(revisions), radius_cm(SLIM_M))
    widths: dict[DoorRef, float] = {}
    for revision, (content, _) in kept.items():
        floor = revisions[revision]
        clear_m = unpack(content).clear_m.tolist()
        if len(clear_m) == len(doors.middles[floor]):
            known = {(floor, door): width for door, width in enumerate(clear_m) if width > 0}
            widths |= {ref: width for ref, width in known.items() if ref in own}
    return widths


def door_views(
    tx: Connection, organisation_id: UUID, doors: Doors
) -> tuple[dict[DoorRef, DoorView], list[DoorRef]]:
    """Where the listed doors are, and the building's own doors in the outer wall; of those the
    ones that are not listed."""
    number = {row["revision_id"]: n for n, row in enumerate(doors.rows)}
    own = [row["revision_id"] for row in doors.rows if row["is_own"]]
    numbers = sorted({door + 1 for _, door in doors.listed})
    views: dict[DoorRef, DoorView] = {}
    rest = []
    for at in door_queries.places(tx, organisation_id, list(number), numbers=numbers, own=own):
        ref = number[at["revision_id"]], at["number"] - 1
        row = doors.rows[ref[0]]
        views[ref] = DoorView(
            row["floor_id"],
            at["number"],
            row["floor_name"],
            row["building_id"],
            row["building_name"],
            at["beside"],
            round(at["lon"], 7),
            round(at["lat"], 7),
        )
        if ref not in doors.found and ref not in doors.said and row["is_own"] and at["is_at_edge"]:
            rest.append(ref)
    return views, sorted(rest)


def entrance_view(
    doors: Doors, ref: DoorRef, views: Mapping[DoorRef, DoorView], widths: Mapping[DoorRef, float]
) -> EntranceView:
    word = doors.last(ref) or {}
    said_m = word.get("clear_m")
    width_m = widths.get(ref)
    plan_m = None if width_m is None else round(width_m, 2)
    return EntranceView(
        views[ref],
        doors.role(ref),
        word.get("name"),
        word.get("has_steps", False),
        plan_m if said_m is None else said_m,
        said_m is not None,
        word.get("opens_from_outside", True),
        ref in doors.found,
        word.get("id"),
    )
