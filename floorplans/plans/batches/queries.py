"""The SQL of batches. One statement each, on a tenant's transaction."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, RowMapping, text

from floorplans.plans.batches.values import Target

_BATCH = """
    SELECT b.id, b.site_id, s.name AS site, b.name, b.created_at, b.cancelled_at, p.name AS by
    FROM plan_batch b
    JOIN site s ON s.organisation_id = b.organisation_id AND s.id = b.site_id
    LEFT JOIN person p ON p.organisation_id = b.organisation_id AND p.id = b.created_by
    WHERE b.organisation_id = :organisation
"""


def add_batch(
    tx: Connection,
    organisation_id: UUID,
    batch_id: UUID,
    *,
    site_id: UUID,
    name: str,
    by: UUID | None,
    now: datetime,
) -> None:
    statement = text("""
        INSERT INTO plan_batch (organisation_id, id, site_id, name, created_by, created_at)
        VALUES (:organisation, :id, :site, :name, :by, :now)
    """)
    values = {"site": site_id, "name": name, "by": by, "now": now}
    tx.execute(statement, {**values, "organisation": organisation_id, "id": batch_id})


def add_files(
    tx: Connection, organisation_id: UUID, batch_id: UUID, targets: Sequence[Target]
) -> None:
    """The batch's files in order, numbered from 1."""
    statement = text("""
        INSERT INTO plan_batch_file
          (organisation_id, batch_id, number, file_name, building, floor, view)
        VALUES (:organisation, :batch, :number, :file, :building, :floor, :view)
    """)
    rows = [
        {
            "organisation": organisation_id,
            "batch": batch_id,
            "number": number,
            "file": target.path,
            "building": target.building or "",
            "floor": target.floor,
            "view": target.view,
        }
        for number, target in enumerate(targets, 1)
    ]
    tx.execute(statement, rows)


def set_plan(
    tx: Connection,
    organisation_id: UUID,
    batch_id: UUID,
    number: int,
    plan_id: UUID,
    *,
    is_own: bool,
) -> None:
    """The plan that a file became; ``is_own`` when it was not there before.

    None where somebody has removed that plan since.
    """
    statement = text("""
        UPDATE plan_batch_file SET is_own = :own, plan_revision_id = (
          SELECT r.id FROM plan_revision r
          WHERE r.organisation_id = :organisation AND r.id = :plan FOR KEY SHARE)
        WHERE organisation_id = :organisation AND batch_id = :batch AND number = :number
    """)
    key = {"organisation": organisation_id, "batch": batch_id, "number": number}
    tx.execute(statement, {**key, "plan": plan_id, "own": is_own})


def set_refused(
    tx: Connection, organisation_id: UUID, batch_id: UUID, number: int, refusal: Mapping[str, str]
) -> None:
    statement = text("""
        UPDATE plan_batch_file SET refusal = CAST(:refusal AS jsonb)
        WHERE organisation_id = :organisation AND batch_id = :batch AND number = :number
    """)
    key = {"organisation": organisation_id, "batch": batch_id, "number": number}
    tx.execute(statement, {**key, "refusal": json.dumps(dict(refusal), ensure_ascii=False)})


def batch(
    tx: Connection, organisation_id: UUID, batch_id: UUID, *, lock: bool = False
) -> RowMapping | None:
    statement = text(f"{_BATCH} AND b.id = :id{' FOR UPDATE OF b' if lock else ''}")
    values = {"organisation": organisation_id, "id": batch_id}
    return tx.execute(statement, values).mappings().one_or_none()


def batches(tx: Connection, organisation_id: UUID, most: int) -> Sequence[RowMapping]:
    """The latest batches first."""
    statement = text(f"{_BATCH} ORDER BY b.created_at DESC, b.id DESC LIMIT :most")
    return tx.execute(statement, {"organisation": organisation_id, "most": most}).mappings().all()


def files(tx: Connection, organisation_id: UUID, batch_ids: Sequence[UUID]) -> Sequence[RowMapping]:
    """The files of batches in their order, with how far their plans are."""
    statement = text("""
        SELECT f.batch_id, f.number, f.file_name, f.building, f.floor, f.view, f.is_own,
          f.refusal AS not_stored, r.id AS plan_id, r.floor_id, r.state, r.progress_stage,
          r.progress_share, r.refusal, r.created_at
        FROM plan_batch_file f
        LEFT JOIN plan_revision r
          ON r.organisation_id = f.organisation_id AND r.id = f.plan_revision_id
        WHERE f.organisation_id = :organisation AND f.batch_id = ANY (:ids)
        ORDER BY f.batch_id, f.number
    """)
    values = {"organisation": organisation_id, "ids": list(batch_ids)}
    return tx.execute(statement, values).mappings().all()


def set_cancelled(tx: Connection, organisation_id: UUID, batch_id: UUID, now: datetime) -> None:
    statement = text("""
        UPDATE plan_batch SET cancelled_at = :now
        WHERE organisation_id = :organisation AND id = :id
    """)
    tx.execute(statement, {"organisation": organisation_id, "id": batch_id, "now": now})


def is_made_at(tx: Connection, organisation_id: UUID, plan_id: UUID, now: datetime) -> bool:
    """Whether a plan was made by the request of this instant, and not there before.

    One that is gone again was: only what was never read can be removed.
    """
    statement = text("""
        SELECT created_at = :now FROM plan_revision
        WHERE organisation_id = :organisation AND id = :id
    """)
    values = {"organisation": organisation_id, "id": plan_id, "now": now}
    return tx.execute(statement, values).scalar() is not False
