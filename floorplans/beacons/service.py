"""Entering beacons, and telling where somebody is who hears them. Readings are kept nowhere."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from shapely import MultiPoint, Point, get_coordinates
from sqlalchemy.exc import IntegrityError

from floorplans.actor import Actor, Role
from floorplans.beacons import queries
from floorplans.beacons.views import Beacon, IndoorPosition, Reading
from floorplans.database import Database
from floorplans.errors import Conflict, DomainError, Invalid, NotFound, Refused
from geo.beacons import (
    FEWEST,
    USUAL_AT_1_M_DBM,
    Heard,
    fix,
    heard_at,
    in_one_line,
    measured_at,
)
from geo.crs import CrsError, to_lonlat, to_metric

MOST = 2000
COLUMNS = ("beacon", "lon", "lat")
STRENGTH = "at_1_m_dbm"
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
    names = Counter(each.name.strip().lower() for each in wanted)
    twice = next((name for name, count in names.items() if count > 1), None)
    if twice is not None:
        raise _invalid(f"The beacon “{twice}” is there twice.")
    try:
        with db.transaction(actor.organisation_id) as tx:
            srid = queries.srid_of(tx, actor.organisation_id, floor_id)
            if srid is None:
                raise _no_floor()
            rows = [_row(each, srid) for each in wanted]
            queries.replace(tx, actor.organisation_id, floor_id, rows)
    except IntegrityError:
        raise Conflict(
            "beacon_elsewhere",
            f"One of these beacons hangs on another floor. {NOTHING_CHANGED}",
            "Take it away there first, or give it another name.",
        ) from None
    return beacons(db, actor, floor_id)


def take_list(db: Database, actor: Actor, floor_id: UUID, content: bytes) -> list[Beacon]:
    """The same from a CSV with ``beacon``, ``lon``, ``lat`` and perhaps ``at_1_m_dbm``."""
    actor.require(Role.FACILITY)
    try:
        lines = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    except (UnicodeDecodeError, csv.Error):
        raise _invalid("This is no CSV in UTF-8.") from None
    if not lines or len(lines) > MOST:
        raise _invalid(f"The list is empty, or has more than {MOST} lines.")
    return set_beacons(db, actor, floor_id, [_of_line(n, each) for n, each in enumerate(lines, 2)])


def _of_line(number: int, line: Mapping[str, str | None]) -> Beacon:
    try:
        name, lon, lat = (str(line[column] or "") for column in COLUMNS)
        strength = line.get(STRENGTH) or USUAL_AT_1_M_DBM
        return Beacon(name, float(lon), float(lat), float(strength))
    except (KeyError, ValueError):
        raise _invalid(f"Line {number} has no beacon, lon and lat.") from None


def _row(beacon: Beacon, srid: int) -> dict[str, object]:
    name = beacon.name.strip().lower()
    sane = 1 <= len(name) <= 100 and "\0" not in name and -120 <= beacon.at_1_m_dbm <= 20
    if not sane or abs(beacon.lat) > 90 or abs(beacon.lon) > 180:
        raise _invalid("A beacon has no name, no place on the earth, or no sane strength.")
    try:
        at = to_metric(Point(beacon.lon, beacon.lat), srid)
    except CrsError:
        raise _invalid("A beacon is not on this site.") from None
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


def _invalid(what: str) -> DomainError:
    return Invalid(
        "beacon_invalid", f"{what} {NOTHING_CHANGED}", "Mend it, then send the whole list again."
    )
