"""Messages about faults at places: to facility staff when one is reported, back when it is done.

They are of no booking. A message names the fault and nobody else: who reported it stays where staff
look it up.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, text

from floorplans.actor import Actor, Role
from floorplans.messages.kinds import FaultKind, Topic
from floorplans.messages.views import FaultNotice, by_of

_TELL = """
INSERT INTO message (organisation_id, id, person_id, kind, by_person_id, sequence, space_id,
  details, created_at, due_at)
SELECT p.organisation_id, gen_random_uuid(), p.id, :kind, CAST(:shown_by AS uuid), 0,
  CAST(:space AS uuid), jsonb_build_object('fault_id', CAST(:fault AS text)), :now, :now
FROM person p
WHERE p.organisation_id = current_organisation() AND p.left_at IS NULL AND p.id <> :by
  AND (SELECT sends FROM mail_post)
  AND NOT EXISTS (
    SELECT FROM unwanted_message u
    WHERE u.organisation_id = p.organisation_id AND u.person_id = p.id AND u.topic = :topic)
"""
_TELL_STAFF = text(f"{_TELL} AND p.role = ANY(:roles)")
_TELL_REPORTERS = text(f"""{_TELL} AND EXISTS (
  SELECT FROM fault_report r WHERE r.organisation_id = p.organisation_id AND r.person_id = p.id
    AND r.fault_id = CAST(:fault AS uuid))
""")
_NOTICE = text("""
SELECT x.id, x.kind, x.due_at, x.attempts, x.by_person_id, w.role AS by_role, p.id AS person_id,
  p.role, p.name AS person_name, p.email, t.what, t.note, t.reported_at, t.done_at, t.word,
  s.id AS space_id, s.name AS space_name, f.id AS floor_id, f.name AS floor_name,
  g.name AS building_name, i.time_zone
FROM message x
JOIN person p ON p.organisation_id = x.organisation_id AND p.id = x.person_id
LEFT JOIN person w ON w.organisation_id = x.organisation_id AND w.id = x.by_person_id
JOIN fault t ON t.organisation_id = x.organisation_id
  AND t.id = CAST(x.details ->> 'fault_id' AS uuid)
JOIN space s ON s.organisation_id = t.organisation_id AND s.id = t.space_id
JOIN floor f ON f.organisation_id = s.organisation_id AND f.id = s.floor_id
JOIN building g ON g.organisation_id = f.organisation_id AND g.id = f.building_id
JOIN site i ON i.organisation_id = f.organisation_id AND i.id = f.site_id
WHERE x.organisation_id = :organisation AND x.id = :id AND x.kind = ANY(:kinds)
  AND p.left_at IS NULL
""")


def tell_staff(
    connection: Connection, fault_id: UUID, space_id: UUID, now: datetime, *, by: UUID
) -> int:
    """Tell all facility staff but the one who reported it themselves; how many messages."""
    staff = [str(role) for role in Role if role.covers(Role.FACILITY)]
    # Of who reported it the message says nothing.
    values = _values(FaultKind.REPORTED, fault_id, space_id, now, by)
    return connection.execute(_TELL_STAFF, {**values, "shown_by": None, "roles": staff}).rowcount


def tell_reporters(
    connection: Connection, fault_id: UUID, space_id: UUID, now: datetime, *, by: UUID
) -> int:
    """Tell all who reported a fault that it is done, but who says so; how many messages."""
    values = _values(FaultKind.DONE, fault_id, space_id, now, by)
    return connection.execute(_TELL_REPORTERS, {**values, "shown_by": by}).rowcount


def notice(tx: Connection, organisation_id: UUID, message_id: UUID) -> FaultNotice | None:
    """A message about a fault, to somebody who has not left; None where it is none."""
    values = {
        "organisation": organisation_id,
        "id": message_id,
        "kinds": [str(kind) for kind in FaultKind],
    }
    row = tx.execute(_NOTICE, values).mappings().one_or_none()
    if row is None:
        return None
    return FaultNotice(
        id=row["id"],
        kind=FaultKind(row["kind"]),
        to=Actor(
            organisation_id, row["person_id"], Role(row["role"]), row["person_name"], row["email"]
        ),
        by=by_of(row),
        what=row["what"],
        note=row["note"],
        word=row["word"],
        reported_at=row["reported_at"],
        is_done=row["done_at"] is not None,
        space_id=row["space_id"],
        space_name=row["space_name"],
        floor_id=row["floor_id"],
        floor_name=row["floor_name"],
        building_name=row["building_name"],
        time_zone=row["time_zone"],
        due_at=row["due_at"],
        attempts=row["attempts"],
    )


def _values(
    kind: FaultKind, fault_id: UUID, space_id: UUID, now: datetime, by: UUID
) -> dict[str, object]:
    return {
        "kind": str(kind),
        "topic": str(Topic.FAULT),
        "fault": str(fault_id),
        "space": space_id,
        "by": by,
        "now": now,
    }
