"""Entering beacons, and telling where somebody is who hears them. Readings are kept nowhere."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from shapely import MultiPoint, Point, get_coordinates
from sqlalchemy.exc import IntegrityError

from floorplans.actor import Actor, Role
from floorplans.beacons import lists, queries
from floorplans.beacons.views import Beacon, IndoorPosition, Reading
from floorplans.database import Database
from floorplans.errors import Conflict, DomainError, Invalid, NotFound, Refused
from geo.beacons import (
    FEWEST,
    Heard,
    fix,
    heard_at,
    in_one_line,
    measured_at,
)
from geo.crs import CrsError, to_lonlat, to_metric

LONGEST_NAME = 100
NOTHING_CHANGED = "Nothing was changed."
NOT_KEPT = "What was heard was not kept."


def locate(db: Database, actor: Actor, readings: Sequence[Reading]) -> IndoorPosition:
    """Where somebody is who hears these beacons; nothing of it is written or logged.

    The floor is the one whose beacons are heard nearest. Raises Refused (``beacons_unknown``,
    ``too_few_beacons``, ``beacons_in_line``), Busy.
    """
    by_name = {each.beacon.strip().lower(): each for each in readings}
    with db.transaction(actor.organisation_id) as tx:
        rows = queries.named(tx, actor.organisation_id, list(by_name))
    if not rows:
        raise _unknown()
    heard = [(row, _heard(row, by_name[row["name"]])) for row in rows]
    floor_id = _floor(heard)
    own = [(row, each) for row, each in heard if row["floor_id"] == floor_id]
    if len(own) < FEWEST:
        raise _too_few(len(own))
    counted = [each for _, each in own]
    if in_one_line(counted):
        raise _in_line()
    found = fix(counted)
    at = to_lonlat(Point(found.x, found.y), own[0][0]["srid"])
    return IndoorPosition(
        floor_id,
        round(at.x, 7),
        round(at.y, 7),
        round(found.radius_m, 1),
        len(own),
        round(found.misfit, 1),
    )


def beacons(db: Database, actor: Actor, floor_id: UUID) -> list[Beacon]:
    """The beacons of a floor by name; needs facility. NotFound ``floor_not_found``."""
    actor.require(Role.FACILITY)
    with db.transaction(actor.organisation_id) as tx:
        srid = queries.srid_of(tx, actor.organisation_id, floor_id)
        if srid is None:
            raise _no_floor()
        rows = queries.of_floor(tx, actor.organisation_id, floor_id)
    if not rows:
        return []
    moved = get_coordinates(
        to_lonlat(MultiPoint([(row["east"], row["north"]) for row in rows]), srid)
    )
    return [
        Beacon(row["name"], round(lon, 7), round(lat, 7), row["at_1_m_dbm"])
        for row, (lon, lat) in zip(rows, moved.tolist(), strict=True)
    ]


def set_beacons(
    db: Database, actor: Actor, floor_id: UUID, wanted: Sequence[Beacon]
) -> list[Beacon]:
    """Let a floor have these beacons and no others; needs facility.

    Raises NotFound ``floor_not_found``, Invalid ``beacon_invalid``, Conflict ``beacon_elsewhere``.
    """
    actor.require(Role.FACILITY)
    srid = _srid(db, actor, floor_id)
    told = _judged(wanted, srid)
    wrong = next((each for each in told if isinstance(each, str)), None)
    if wrong is not None:
        raise _invalid(wrong)
    return _replace(db, actor, floor_id, [each for each in told if not isinstance(each, str)])


def _replace(
    db: Database, actor: Actor, floor_id: UUID, rows: Sequence[dict[str, object]]
) -> list[Beacon]:
    names = [str(row["name"]) for row in rows]
    try:
        with db.transaction(actor.organisation_id) as tx:
            queries.lock(tx, actor.organisation_id, floor_id)
            there = queries.named(tx, actor.organisation_id, names)
            away = [row["name"] for row in there if row["floor_id"] != floor_id]
            if away:
                raise _elsewhere(away)
            queries.replace(tx, actor.organisation_id, floor_id, rows)
    except IntegrityError:
        raise _elsewhere([]) from None
    return beacons(db, actor, floor_id)


def take_list(db: Database, actor: Actor, floor_id: UUID, content: bytes) -> list[Beacon]:
    """The same from a CSV with ``beacon``, ``lon``, ``lat`` and perhaps ``at_1_m_dbm``.

    With a wrong line nothing is changed: Invalid ``beacon_invalid`` names each of them in
    ``lines``, as {line, said}; the first line after the head is 2.
    """
    actor.require(Role.FACILITY)
    srid = _srid(db, actor, floor_id)
    lines = lists.read(content)
    told = iter(_judged([each for each in lines if isinstance(each, Beacon)], srid))
    judged = [next(told) if isinstance(each, Beacon) else each for each in lines]
    wrong = [
        {"line": number, "said": each}
        for number, each in enumerate(judged, 2)
        if isinstance(each, str)
    ]
    if wrong:
        first = wrong[0]
        more = f" {len(wrong)} lines are wrong." if len(wrong) > 1 else ""
        raise Invalid(
            "beacon_invalid",
            f"Line {first['line']}: {first['said']}{more} {NOTHING_CHANGED}",
            "Mend it, then send the whole list again.",
            lines=wrong,
        )
    return _replace(db, actor, floor_id, [each for each in judged if not isinstance(each, str)])


def _srid(db: Database, actor: Actor, floor_id: UUID) -> int:
    with db.transaction(actor.organisation_id) as tx:
        srid = queries.srid_of(tx, actor.organisation_id, floor_id)
    if srid is None:
        raise _no_floor()
    return srid


def _judged(wanted: Sequence[Beacon], srid: int) -> list[dict[str, object] | str]:
    """For each beacon its row, or in a sentence why it can be none."""
    seen: set[str] = set()
    told: list[dict[str, object] | str] = []
    for each in wanted:
        name = each.name.strip().lower()
        told.append(f"The beacon “{name}” is there twice." if name in seen else _row(each, srid))
        seen.add(name)
    return told


def _row(beacon: Beacon, srid: int) -> dict[str, object] | str:
    name = beacon.name.strip().lower()
    if not 1 <= len(name) <= LONGEST_NAME or not name.isprintable():
        return f"A beacon has a name of 1 to {LONGEST_NAME} letters and digits."
    # What is no number is in no range either.
    if not -120 <= beacon.at_1_m_dbm <= 20:
        return f"The strength of “{name}” is not between -120 and 20 dBm."
    if not (abs(beacon.lat) <= 90 and abs(beacon.lon) <= 180):
        return f"The beacon “{name}” has no place on the earth."
    try:
        at = to_metric(Point(beacon.lon, beacon.lat), srid)
    except CrsError:
        return f"The beacon “{name}” is not on this site."
    if not (math.isfinite(at.x) and math.isfinite(at.y)):
        return f"The beacon “{name}” is not on this site."
    return {"name": name, "east": at.x, "north": at.y, "at_1_m_dbm": beacon.at_1_m_dbm}


def _heard(row: Mapping[Any, Any], reading: Reading) -> Heard:
    at = (row["east"], row["north"])
    if reading.distance_m is not None:
        return measured_at(*at, reading.distance_m, reading.error_m)
    return heard_at(*at, reading.rssi_dbm or 0.0, row["at_1_m_dbm"])


def _floor(heard: Sequence[tuple[Mapping[Any, Any], Heard]]) -> UUID:
    """The floor that is heard best: near beacons count most, and several more than one."""
    weight: Counter[UUID] = Counter()
    for row, each in heard:
        weight[row["floor_id"]] += 1 / each.distance_m  # type: ignore[assignment]
    return max(weight, key=lambda floor_id: (weight[floor_id], str(floor_id)))


def _unknown() -> DomainError:
    return Refused(
        "beacons_unknown",
        f"No beacon that is heard is known here. {NOT_KEPT}",
        "Scan a code near you, or ask your facility staff to enter the beacons of this floor.",
    )


def _too_few(count: int) -> DomainError:
    heard = "one beacon" if count == 1 else f"{count} beacons"
    return Refused(
        "too_few_beacons",
        f"Only {heard} of the floor can be heard, and three are needed. {NOT_KEPT}",
        "Go some steps and try again, or scan a code near you.",
    )


def _in_line() -> DomainError:
    return Refused(
        "beacons_in_line",
        "The beacons that can be heard hang in one line, so that nobody can tell on which side of"
        f" it you are. {NOT_KEPT}",
        "Scan a code near you; for staff: a beacon beside the line mends it.",
    )


def _no_floor() -> DomainError:
    return NotFound(
        "floor_not_found", "This floor does not exist.", "Choose a floor from the list of places."
    )


def _elsewhere(names: Sequence[str]) -> DomainError:
    which = "One of these beacons" if not names else f"The beacon “{names[0]}”"
    return Conflict(
        "beacon_elsewhere",
        f"{which} hangs on another floor. {NOTHING_CHANGED}",
        "Take it away there first, or give it another name.",
        beacons=[*names],
    )


def _invalid(what: str) -> DomainError:
    return Invalid(
        "beacon_invalid", f"{what} {NOTHING_CHANGED}", "Mend it, then send the whole list again."
    )
