"""The SQL of faults."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, text

from floorplans.actor import Actor
from floorplans.mending.rules import MOST_SHOWN
from floorplans.mending.views import Fault, FaultAtPlace, ReportRequest, What

_FAULT = """
SELECT t.id, t.space_id, t.what, t.note, t.reports, t.reported_at, t.done_at, EXISTS (
  SELECT FROM fault_report r WHERE r.organisation_id = t.organisation_id AND r.fault_id = t.id
    AND r.person_id = :person) AS is_mine
"""
_AT_SPACE = text(f"""
{_FAULT} FROM fault t
WHERE t.organisation_id = :organisation AND t.space_id = :space AND t.done_at IS NULL
ORDER BY t.reported_at DESC, t.id
""")
_ONE = text(f"""
{_FAULT} FROM fault t WHERE t.organisation_id = :organisation AND t.id = :id
""")
# Whoever adds to a fault and whoever ends it wait for each other.
_LOCK = text("""
SELECT done_at, space_id FROM fault WHERE organisation_id = :organisation AND id = :id
FOR NO KEY UPDATE
""")
_PLACED = f"""
{_FAULT}, s.name AS space_name, s.kind, f.id AS floor_id, f.name AS floor_name,
  g.name AS building_name, i.time_zone, t.word, ARRAY(
    SELECT p.name FROM fault_report r
    JOIN person p ON p.organisation_id = r.organisation_id AND p.id = r.person_id
    WHERE r.organisation_id = t.organisation_id AND r.fault_id = t.id
    ORDER BY r.reported_at, p.name) AS reporters
FROM fault t
JOIN space s ON s.organisation_id = t.organisation_id AND s.id = t.space_id
JOIN floor f ON f.organisation_id = s.organisation_id AND f.id = s.floor_id
JOIN building g ON g.organisation_id = f.organisation_id AND g.id = f.building_id
JOIN site i ON i.organisation_id = f.organisation_id AND i.id = f.site_id
WHERE t.organisation_id = :organisation
"""  # noqa: S608 - only the constant above
_OPEN = text(f"""
{_PLACED} AND t.done_at IS NULL
ORDER BY i.name, g.name, f.ordinal, f.id, t.reported_at DESC, t.id LIMIT {MOST_SHOWN}
""")
_DONE = text(f"""
{_PLACED} AND t.done_at IS NOT NULL ORDER BY t.done_at DESC, t.id LIMIT {MOST_SHOWN}
""")
_ONE_PLACED = text(f"{_PLACED} AND t.id = :id")
_COUNT = text("""
SELECT count(*) FROM fault WHERE organisation_id = :organisation AND done_at IS NULL
""")
# One report of a person at a time, so that none slips past their limit.
_LOCK_PERSON = text("""
SELECT FROM person WHERE organisation_id = :organisation AND id = :person FOR NO KEY UPDATE
""")
# A place that is about to be removed waits until the report is there, and takes it along.
_LOCK_SPACE = text("""
SELECT id FROM space WHERE organisation_id = :organisation AND id = :space FOR KEY SHARE
""")
_ADD = text("""
INSERT INTO fault (organisation_id, id, space_id, what, note, reported_at)
VALUES (:organisation, :id, :space, :what, :note, :now)
ON CONFLICT (organisation_id, id) DO NOTHING
""")
_ADD_REPORT = text("""
INSERT INTO fault_report (organisation_id, fault_id, person_id, reported_at)
VALUES (:organisation, :id, :person, :now)
ON CONFLICT (organisation_id, fault_id, person_id) DO NOTHING
""")
_COUNT_UP = text("""
UPDATE fault SET reports = reports + 1 WHERE organisation_id = :organisation AND id = :id
""")
_AMOUNTS = text("""
SELECT (SELECT count(*) FROM fault_report r
    JOIN fault t ON t.organisation_id = r.organisation_id AND t.id = r.fault_id
    WHERE r.organisation_id = :organisation AND r.person_id = :person AND t.done_at IS NULL),
  (SELECT count(*) FROM fault t WHERE t.organisation_id = :organisation AND t.space_id = :space
    AND t.done_at IS NULL)
""")
_END = text("""
UPDATE fault SET done_at = :now, word = :word WHERE organisation_id = :organisation AND id = :id
""")
_FORGET_REPORTERS = text("""
DELETE FROM fault_report WHERE organisation_id = :organisation AND fault_id = :id
""")
_FORGET_PERSON = text("""
DELETE FROM fault_report WHERE organisation_id = :organisation AND person_id = :person
""")


def at_space(tx: Connection, actor: Actor, space_id: UUID) -> list[Fault]:
    """What is open at a place, the newest first."""
    rows = tx.execute(_AT_SPACE, _own(actor, space=space_id)).mappings()
    return [_fault(row) for row in rows]


def one(tx: Connection, actor: Actor, fault_id: UUID) -> Fault | None:
    row = tx.execute(_ONE, _own(actor, id=fault_id)).mappings().one_or_none()
    return None if row is None else _fault(row)


def one_placed(tx: Connection, actor: Actor, fault_id: UUID) -> FaultAtPlace | None:
    row = tx.execute(_ONE_PLACED, _own(actor, id=fault_id)).mappings().one_or_none()
    return None if row is None else _placed(row)


def open_faults(tx: Connection, actor: Actor) -> list[FaultAtPlace]:
    """Building by building and floor by floor, the newest of each floor first."""
    return [_placed(row) for row in tx.execute(_OPEN, _own(actor)).mappings()]


def done_faults(tx: Connection, actor: Actor) -> list[FaultAtPlace]:
    """What was done last comes first."""
    return [_placed(row) for row in tx.execute(_DONE, _own(actor)).mappings()]


def count_open(tx: Connection, actor: Actor) -> int:
    found: int = tx.execute(_COUNT, _own(actor)).scalar_one()
    return found


def lock_person(tx: Connection, actor: Actor) -> None:
    tx.execute(_LOCK_PERSON, _own(actor))


def has_space(tx: Connection, actor: Actor, space_id: UUID) -> bool:
    return tx.execute(_LOCK_SPACE, _own(actor, space=space_id)).one_or_none() is not None


def lock(tx: Connection, actor: Actor, fault_id: UUID) -> tuple[datetime | None, UUID] | None:
    """When a fault was done, and its place; None where there is none."""
    row = tx.execute(_LOCK, _own(actor, id=fault_id)).one_or_none()
    return None if row is None else (row.done_at, row.space_id)


def add(
    tx: Connection, actor: Actor, fault_id: UUID, request: ReportRequest, now: datetime
) -> bool:
    """Write a fault; False when there is one of this id."""
    said = {"space": request.space_id, "what": str(request.what), "note": request.note}
    return tx.execute(_ADD, _own(actor, id=fault_id, now=now, **said)).rowcount == 1


def add_report(tx: Connection, actor: Actor, fault_id: UUID, now: datetime) -> bool:
    """Note that the actor reported it; False when that was noted before."""
    return tx.execute(_ADD_REPORT, _own(actor, id=fault_id, now=now)).rowcount == 1


def count_up(tx: Connection, actor: Actor, fault_id: UUID) -> None:
    tx.execute(_COUNT_UP, _own(actor, id=fault_id))


def amounts(tx: Connection, actor: Actor, space_id: UUID) -> tuple[int, int]:
    """How many open faults the actor has reported, and how many a place has."""
    of_person, at_place = tx.execute(_AMOUNTS, _own(actor, space=space_id)).one()
    return of_person, at_place


def end(tx: Connection, actor: Actor, fault_id: UUID, word: str | None, now: datetime) -> None:
    tx.execute(_END, _own(actor, id=fault_id, word=word, now=now))


def forget_reporters(tx: Connection, actor: Actor, fault_id: UUID) -> None:
    tx.execute(_FORGET_REPORTERS, _own(actor, id=fault_id))


def forget_person(tx: Connection, person: Actor) -> None:
    tx.execute(_FORGET_PERSON, _own(person))


def forget_done(tx: Connection, before: datetime) -> int:
    """Delete, in all organisations, what was done before an instant; how many."""
    found: int = tx.execute(text("SELECT forget_faults(:before)"), {"before": before}).scalar_one()
    return found


def _own(actor: Actor, **more: Any) -> dict[str, Any]:
    return {"organisation": actor.organisation_id, "person": actor.person_id, **more}


def _fault(row: Mapping[Any, Any]) -> Fault:
    return Fault(
        id=row["id"],
        space_id=row["space_id"],
        what=What(row["what"]),
        note=row["note"],
        reports=row["reports"],
        reported_at=row["reported_at"],
        is_mine=row["is_mine"],
        done_at=row["done_at"],
    )


def _placed(row: Mapping[Any, Any]) -> FaultAtPlace:
    return FaultAtPlace(
        fault=_fault(row),
        space_name=row["space_name"],
        kind=row["kind"],
        floor_id=row["floor_id"],
        floor_name=row["floor_name"],
        building_name=row["building_name"],
        time_zone=row["time_zone"],
        word=row["word"],
        reporters=tuple(row["reporters"]),
    )
