"""Ways out of doors between the entrances of two buildings, as staff see and say them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import get_args
from uuid import UUID

import shapely
from shapely import MultiPoint

from floorplans.actor import Actor, Role
from floorplans.database import Database
from floorplans.errors import Invalid
from floorplans.ids import new_id
from floorplans.plans.layout import lonlat
from floorplans.walking import outdoor_queries
from floorplans.walking.connectors import Rows
from floorplans.walking.correction_queries import Placed
from floorplans.walking.doors import Doors, Row, door_of, doors_of
from floorplans.walking.entrance_views import (
    DoorNumber,
    EntranceView,
    LonLat,
    LostView,
    OutdoorWaySaid,
    OutdoorWayView,
)
from floorplans.walking.outdoors import Line, line_of, way_ends
from floorplans.walking.rules import word_missing
from geo.crs import CrsError, to_metric
from geo.ways.outdoors import FARTHEST_M, Ground, counted_m, line_m
from geo.ways.site import DoorRef

LONGEST_M = 5000.0
MOST_POINTS = 200
GROUNDS: tuple[Ground, ...] = get_args(Ground)
#: A length that was paced or read off a map may be so much below the straight line.
OFF_M = 0.5


def say_way(
    db: Database,
    actor: Actor,
    ends: tuple[DoorNumber, DoorNumber],
    said: OutdoorWaySaid,
    now: datetime,
) -> UUID:
    """Say how one goes between two entrances, or that one does not; the last word holds.

    It is kept by where the doors are, so it holds for the next plan too. Raises Forbidden,
    NotFound ``door_not_found``, Invalid.
    """
    actor.require(Role.FACILITY)
    _check(said)
    made = new_id()
    with db.transaction(actor.organisation_id) as tx:
        floors = [end.floor_id for end in ends]
        outdoor_queries.lock_floors(tx, actor.organisation_id, floors)
        rows = [door_of(tx, actor, end) for end in ends]
        doors = doors_of(tx, actor, floors)
        refs = [(doors.place[end.floor_id], end.number - 1) for end in ends]
        _check_ends(doors, refs, rows)
        columns = _columns(said, rows)
        words = outdoor_queries.outdoor_ways(tx, actor.organisation_id, floors)
        before = [
            word["id"]
            for word in words
            if set(way_ends(doors.place, doors.middles, word) or ()) == set(refs)
        ]
        outdoor_queries.forget_outdoor_ways(tx, actor.organisation_id, before)
        one, other = (
            Placed(row["floor_id"], row["building_id"], row["east"], row["north"]) for row in rows
        )
        outdoor_queries.add_outdoor_way(tx, actor, made, (one, other), columns, now=now)
    return made


def forget_way(db: Database, actor: Actor, way_id: UUID) -> None:
    """Let the straight line estimate it again. Raises Forbidden, NotFound ``word_not_found``."""
    actor.require(Role.FACILITY)
    with db.transaction(actor.organisation_id) as tx:
        if not outdoor_queries.forget_outdoor_ways(tx, actor.organisation_id, [way_id]):
            raise word_missing()


def _check(said: OutdoorWaySaid) -> None:
    if said.ground not in GROUNDS:
        raise Invalid(
            "outdoor_ground_invalid",
            "A way is level, over a ramp, or over steps. Nothing was saved.",
            "Choose one of these.",
            field="ground",
        )
    if said.length_m is not None and not 0 < said.length_m <= LONGEST_M:
        raise Invalid(
            "outdoor_length_invalid",
            f"A way out of doors is at most {LONGEST_M:.0f} metres long. Nothing was saved.",
            "Write its length in metres, or leave it out.",
            field="length_m",
        )
    if len(said.line) > MOST_POINTS:
        raise Invalid(
            "outdoor_line_invalid",
            f"A line has at most {MOST_POINTS} points. Nothing was saved.",
            "Draw it with fewer corners.",
            field="line",
        )


def _check_ends(doors: Doors, refs: Sequence[DoorRef], rows: Sequence[Row]) -> None:
    one, other = rows
    if one["building_id"] == other["building_id"] or one["site_id"] != other["site_id"]:
        raise Invalid(
            "outdoor_way_apart",
            "A way out of doors joins two buildings of one site. Nothing was saved.",
            "Choose an entrance of each of two buildings.",
        )
    if any(doors.role(ref) not in ("main", "side") for ref in refs):
        raise Invalid(
            "outdoor_way_no_entrance",
            "One of these doors is no entrance, so nobody is led through it. Nothing was saved.",
            "Say of the door that it is an entrance first.",
        )
    if _straight_m(rows) > FARTHEST_M:
        raise Invalid(
            "outdoor_way_far",
            f"These doors are more than {FARTHEST_M:.0f} metres apart. Nothing was saved.",
            "Choose entrances that are nearer to each other.",
        )


def _straight_m(rows: Sequence[Row]) -> float:
    return line_m([(row["east"], row["north"]) for row in rows])


def _columns(said: OutdoorWaySaid, rows: Sequence[Row]) -> dict[str, object]:
    """What is kept of a way; of one that is barred nothing else."""
    if said.is_barred:
        return {
            "is_barred": True,
            "length_m": None,
            "ground": "level",
            "is_covered": False,
            "line": [],
        }
    straight_m = _straight_m(rows)
    if said.length_m is not None and said.length_m < straight_m - OFF_M:
        raise Invalid(
            "outdoor_length_short",
            f"The doors are {straight_m:.1f} metres apart in a straight line; a way of"
            f" {said.length_m:.1f} metres would be shorter. Nothing was saved.",
            "Measure the way from door to door.",
            field="length_m",
        )
    line = _line(said.line, rows)
    return {
        "is_barred": False,
        "length_m": said.length_m,
        "ground": said.ground,
        "is_covered": said.is_covered,
        "line": [value for point in line for value in point],
    }


def _line(line: Sequence[LonLat], rows: Sequence[Row]) -> Line:
    """The points of a drawn line in metres of the site's CRS. Raises Invalid."""
    if not line:
        return ()
    try:
        moved = to_metric(MultiPoint(line), rows[0]["srid"])
    except CrsError:
        raise _line_far() from None
    points: Line = tuple((x, y) for x, y in shapely.get_coordinates(moved).tolist())
    ends = [(row["east"], row["north"]) for row in rows]
    if line_m([ends[0], *points, ends[1]]) > LONGEST_M:
        raise _line_far()
    return points


def _line_far() -> Invalid:
    return Invalid(
        "outdoor_line_invalid",
        f"This line is longer than {LONGEST_M:.0f} metres. Nothing was saved.",
        "Draw it anew, from the one door to the other.",
        field="line",
    )


def way_views(
    doors: Doors, listed: Mapping[DoorRef, EntranceView], words: Rows
) -> list[OutdoorWayView]:
    """The ways between a building's own entrances and those of others, as they are used.

    Those that somebody spoke of come first, then the shortest.
    """
    last = {
        frozenset(ends): (ends, word)
        for word in words
        if (ends := way_ends(doors.place, doors.middles, word)) is not None
    }
    every_day = [ref for ref, each in listed.items() if each.is_every_day]
    own = [ref for ref in every_day if doors.rows[ref[0]]["is_own"]]
    found = []
    for one in own:
        for other in every_day:
            if doors.rows[other[0]]["is_own"]:
                continue
            ends, word = last.get(frozenset((one, other)), ((one, other), None))
            view = _way_view(doors, listed, ends, word)
            if view is not None:
                found.append(view)
    return sorted(found, key=lambda each: (each.way_id is None, each.straight_m))


def _way_view(
    doors: Doors,
    listed: Mapping[DoorRef, EntranceView],
    ends: tuple[DoorRef, DoorRef],
    word: Row | None,
) -> OutdoorWayView | None:
    """From ``ends[0]`` on; from the door that one comes out of where one goes one way alone."""
    one, other = (tuple(doors.middles[floor][door].tolist()) for floor, door in ends)
    straight_m = line_m((one, other))
    views = [listed[ref] for ref in ends]
    if straight_m > FARTHEST_M or not any(each.opens_from_outside for each in views):
        return None
    line = () if word is None else line_of(word)
    said_m = None if word is None else word["length_m"]
    length_m, is_estimated = counted_m((one, other), line, said_m)
    is_barred = word is not None and word["is_barred"]
    (drawn,) = lonlat([MultiPoint(line)], doors.rows[ends[0][0]]["srid"])
    points = tuple(
        (round(lon, 7), round(lat, 7)) for lon, lat in shapely.get_coordinates(drawn).tolist()
    )
    if not views[1].opens_from_outside:
        views, points = views[::-1], points[::-1]
    ground: Ground = "level" if word is None else word["ground"]
    return OutdoorWayView(
        views[0],
        views[1],
        round(straight_m, 1),
        None if is_barred else round(length_m, 1),
        said_m,
        is_estimated and not is_barred,
        is_barred,
        word is not None and word["is_covered"],
        ground,
        ground == "steps" or any(each.has_steps for each in views),
        not views[0].opens_from_outside,
        points,
        None if word is None else word["id"],
    )


def lost_ways(doors: Doors, words: Rows, shown: Sequence[OutdoorWayView]) -> list[LostView]:
    """What was said of ways from a building's own floors that is used no more."""
    known = {each.way_id for each in shown}
    found = []
    for word in words:
        own = [
            doors.rows[n]
            for end in ("one", "other")
            if (n := doors.place.get(word[f"{end}_floor_id"])) is not None
            and doors.rows[n]["is_own"]
        ]
        if own and word["id"] not in known:
            found.append(LostView(word["id"], "way", None, own[0]["floor_name"]))
    return found
