"""The SQL of saved profiles. One statement each, on a tenant's transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, RowMapping, text

from floorplans.plans.queries import as_json

_PROFILES = """
SELECT p.id, p.name, p.profile, p.fingerprint, p.file_name, p.created_at, p.changed_at,
  w.name AS by,
  (SELECT count(*) FROM plan_profile_use u
   WHERE u.organisation_id = p.organisation_id AND u.profile_id = p.id) AS plans
FROM plan_profile p
LEFT JOIN person w ON w.organisation_id = p.organisation_id AND w.id = p.created_by
WHERE p.organisation_id = :organisation
"""


def profiles(tx: Connection, organisation_id: UUID) -> Sequence[RowMapping]:
    """All of an organisation, by name."""
    statement = text(f"{_PROFILES} ORDER BY lower(p.name), p.id")
    return tx.execute(statement, {"organisation": organisation_id}).mappings().all()


def profile(tx: Connection, organisation_id: UUID, profile_id: UUID) -> RowMapping | None:
    statement = text(f"{_PROFILES} AND p.id = :id")
    values = {"organisation": organisation_id, "id": profile_id}
    return tx.execute(statement, values).mappings().one_or_none()


def count(tx: Connection, organisation_id: UUID) -> int:
    found = "SELECT count(*) FROM plan_profile WHERE organisation_id = :organisation"
    number: int = tx.execute(text(found), {"organisation": organisation_id}).scalar_one()
    return number


def fingerprint_of(
    tx: Connection, organisation_id: UUID, revision_id: UUID
) -> dict[str, Any] | None:
    """That of the draft of a revision, None when it has none."""
    found = text(
        "SELECT draft->'fingerprint' FROM plan_revision"
        " WHERE organisation_id = :organisation AND id = :id"
    )
    told: dict[str, Any] | None = tx.execute(
        found, {"organisation": organisation_id, "id": revision_id}
    ).scalar()
    return told


def roles_of(tx: Connection, organisation_id: UUID, revision_id: UUID) -> RowMapping | None:
    """What layers and blocks of a draft were taken for."""
    found = text(
        "SELECT draft->'layers' AS layers, draft->'blocks' AS blocks FROM plan_revision"
        " WHERE organisation_id = :organisation AND id = :id AND draft IS NOT NULL"
    )
    values = {"organisation": organisation_id, "id": revision_id}
    return tx.execute(found, values).mappings().one_or_none()


def add(
    tx: Connection,
    organisation_id: UUID,
    profile_id: UUID,
    *,
    name: str,
    profile: Mapping[str, Any],
    fingerprint: Mapping[str, Any],
    file_name: str,
    by: UUID | None,
    now: datetime,
) -> None:
    statement = text("""
        INSERT INTO plan_profile (organisation_id, id, name, profile, fingerprint, file_name,
          created_by, created_at, changed_at)
        VALUES (:organisation, :id, :name, CAST(:profile AS jsonb),
          CAST(:fingerprint AS jsonb), :file, :by, :now, :now)
    """)
    values = {
        "organisation": organisation_id,
        "id": profile_id,
        "name": name,
        "profile": as_json(profile),
        "fingerprint": as_json(fingerprint),
        "file": file_name,
        "by": by,
        "now": now,
    }
    tx.execute(statement, values)


def replace(
    tx: Connection,
    organisation_id: UUID,
    profile_id: UUID,
    *,
    profile: Mapping[str, Any],
    fingerprint: Mapping[str, Any],
    file_name: str,
    now: datetime,
) -> None:
    """What a profile says from now on, and the drawing that it is recognised by."""
    statement = text("""
        UPDATE plan_profile SET profile = CAST(:profile AS jsonb), file_name = :file,
          fingerprint = CAST(:fingerprint AS jsonb), changed_at = :now
        WHERE organisation_id = :organisation AND id = :id
    """)
    values = {
        "organisation": organisation_id,
        "id": profile_id,
        "profile": as_json(profile),
        "fingerprint": as_json(fingerprint),
        "file": file_name,
        "now": now,
    }
    tx.execute(statement, values)


def rename(
    tx: Connection, organisation_id: UUID, profile_id: UUID, name: str, now: datetime
) -> bool:
    """False where there is none."""
    statement = text(
        "UPDATE plan_profile SET name = :name, changed_at = :now"
        " WHERE organisation_id = :organisation AND id = :id"
    )
    values = {"organisation": organisation_id, "id": profile_id, "name": name, "now": now}
    return tx.execute(statement, values).rowcount == 1


def remove(tx: Connection, organisation_id: UUID, profile_id: UUID) -> bool:
    """False where there is none; plans keep what they were read with."""
    statement = text("DELETE FROM plan_profile WHERE organisation_id = :organisation AND id = :id")
    values = {"organisation": organisation_id, "id": profile_id}
    return tx.execute(statement, values).rowcount == 1


def take(
    tx: Connection, organisation_id: UUID, revision_id: UUID, profile: Mapping[str, Any]
) -> bool:
    """Read a waiting revision that had no profile with this one; False when that is too late."""
    statement = text("""
        UPDATE plan_revision SET profile = CAST(:profile AS jsonb)
        WHERE organisation_id = :organisation AND id = :id AND state = 'reading'
          AND profile = CAST('{}' AS jsonb)
    """)
    values = {"organisation": organisation_id, "id": revision_id, "profile": as_json(profile)}
    return tx.execute(statement, values).rowcount == 1


def use_of(tx: Connection, organisation_id: UUID, revision_id: UUID) -> RowMapping | None:
    """The profile that a revision is read with, and whether it was found by itself."""
    statement = text(
        "SELECT profile_id, by_itself FROM plan_profile_use"
        " WHERE organisation_id = :organisation AND plan_revision_id = :id"
    )
    values = {"organisation": organisation_id, "id": revision_id}
    return tx.execute(statement, values).mappings().one_or_none()


def set_use(
    tx: Connection,
    organisation_id: UUID,
    revision_id: UUID,
    profile_id: UUID | None,
    *,
    by_itself: bool = False,
) -> bool:
    """Note which profile a revision is read with, or that it is with none.

    False when somebody has removed the profile meanwhile.
    """
    key = {"organisation": organisation_id, "revision": revision_id}
    if profile_id is None:
        forget = text(
            "DELETE FROM plan_profile_use"
            " WHERE organisation_id = :organisation AND plan_revision_id = :revision"
        )
        tx.execute(forget, key)
        return True
    # Locked, so that one who removes it comes before or after, and not between.
    statement = text("""
        INSERT INTO plan_profile_use (organisation_id, plan_revision_id, profile_id, by_itself)
        SELECT p.organisation_id, :revision, p.id, :by_itself FROM plan_profile p
        WHERE p.organisation_id = :organisation AND p.id = :profile FOR KEY SHARE
        ON CONFLICT ON CONSTRAINT plan_profile_use_pkey
        DO UPDATE SET profile_id = excluded.profile_id, by_itself = excluded.by_itself
    """)
    values = {**key, "profile": profile_id, "by_itself": by_itself}
    return tx.execute(statement, values).rowcount == 1
