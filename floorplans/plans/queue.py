"""Handing the reading of a drawing to the worker, in the caller's own transaction."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import procrastinate
from sqlalchemy import Connection

#: The task's name in the queue; ``app.jobs`` defines what it does.
READ_PLAN = "read_plan"
PLAN_DUE = "plan_due"
MAKE_WAYS = "make_ways"
QUEUE = "plans"

# Never opened: it only knows how to write a job on a connection it is given.
_deferring = procrastinate.App(connector=procrastinate.SyncPsycopgConnector())


def ask_to_read(tx: Connection, organisation_id: UUID, revision_id: UUID) -> None:
    """Queue the reading of a revision; the job exists exactly if the transaction commits."""
    job = _deferring.configure_task(
        READ_PLAN,
        queue=QUEUE,
        lock=f"plan {revision_id}",
        connection=tx.connection.driver_connection,
    )
    job.defer(organisation_id=str(organisation_id), revision_id=str(revision_id))


def ask_to_take_over(tx: Connection, organisation_id: UUID, floor_id: UUID, at: datetime) -> None:
    """Queue the tidying up after a date, for then. Nothing waits for it."""
    job = _deferring.configure_task(
        PLAN_DUE,
        queue=QUEUE,
        lock=f"floor {floor_id}",
        schedule_at=at,
        connection=tx.connection.driver_connection,
    )
    job.defer(organisation_id=str(organisation_id), floor_id=str(floor_id))


def ask_for_ways(tx: Connection, organisation_id: UUID, revision_id: UUID) -> None:
    """Queue the making of a revision's ways. Nothing waits for it."""
    job = _deferring.configure_task(
        MAKE_WAYS,
        queue=QUEUE,
        lock=f"ways {revision_id}",
        connection=tx.connection.driver_connection,
    )
    job.defer(organisation_id=str(organisation_id), revision_id=str(revision_id))
