"""Use cases before a plan is published: upload a drawing, read it otherwise, put it away."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, RowMapping

from floorplans.actor import Actor, Role
from floorplans.database import Database
from floorplans.errors import Invalid, NotFound
from floorplans.ids import new_id
from floorplans.places.service import no_such_floor
from floorplans.plans import queries, rules, schedule_queries
from floorplans.plans.queue import ask_to_read
from importers.base import Limits
from importers.issues import ImportRefused
from importers.profile import Profile


@dataclass(frozen=True, slots=True)
class _Drawing:
    name: str
    sha256: bytes
    content: bytes


def upload(  # noqa: PLR0917 - the order of the contract between the parts
    db: Database,
    actor: Actor,
    floor_id: UUID,
    file_name: str,
    content: bytes,
    now: datetime,
    profile: Mapping[str, Any] | None = None,
) -> UUID:
    """Store a drawing and have it read; returns the revision, in state ``reading``.

    A drawing that this floor has as a draft, or shows at this moment, gives that revision again;
    one that was refused is read once more. Raises ``Forbidden``, ``NotFound``, ``Invalid``.
    """
    actor.require(Role.FACILITY)
    rules.check_file(content, Limits())
    asked = None if profile is None else checked_profile(profile)
    sha256 = hashlib.sha256(content).digest()
    organisation = actor.organisation_id
    with db.transaction(organisation) as tx:
        floor = queries.floor_row(tx, organisation, floor_id, lock=True)
        if floor is None:
            raise no_such_floor()
        present = _present(tx, organisation, floor_id, sha256, asked)
        if present is not None:
            return present
        drawing = _Drawing(rules.clean_file_name(file_name), sha256, content)
        return _stage(tx, actor, floor, drawing, asked or {}, now=now)


def _stage(
    tx: Connection,
    actor: Actor,
    floor: RowMapping,
    drawing: _Drawing,
    profile: Mapping[str, Any],
    *,
    now: datetime,
) -> UUID:
    """A new revision that waits to be read, with its job."""
    organisation, made = actor.organisation_id, new_id()
    file_id = queries.file_of(tx, organisation, drawing.sha256) or queries.add_file(
        tx,
        organisation,
        new_id(),
        sha256=drawing.sha256,
        name=drawing.name,
        content=drawing.content,
        by=actor.recorded_id,
        now=now,
    )
    queries.add_revision(
        tx,
        organisation,
        made,
        floor_id=floor["id"],
        srid=floor["srid"],
        file_id=file_id,
        profile=profile,
        by=actor.recorded_id,
        now=now,
    )
    ask_to_read(tx, organisation, made)
    return made


def _present(
    tx: Connection,
    organisation_id: UUID,
    floor_id: UUID,
    sha256: bytes,
    asked: Mapping[str, Any] | None,
) -> UUID | None:
    """The revision that already stands for this drawing on this floor, if there is one."""
    file_id = queries.file_of(tx, organisation_id, sha256)
    if file_id is None:
        return None
    for row in queries.revisions_of_file(tx, organisation_id, floor_id, file_id):
        same = asked is None or row["profile"] == asked
        if same and row["state"] in ("reading", "draft", "scheduled", "published"):
            return UUID(str(row["id"]))
        if same and row["state"] == "refused":
            read_again(tx, organisation_id, row["id"], row["profile"])
            return UUID(str(row["id"]))
    return None


def redraw(
    db: Database, actor: Actor, revision_id: UUID, profile: Mapping[str, Any], now: datetime
) -> None:
    """Read the drawing again with other roles or another unit; the draft stays until then.

    Raises ``Forbidden``, ``NotFound``, ``Invalid`` (the profile), ``Conflict`` (published).
    """
    actor.require(Role.FACILITY)
    wanted = checked_profile(profile)
    with db.transaction(actor.organisation_id) as tx:
        row = locked(tx, actor.organisation_id, revision_id)
        rules.check_state(row["state"], ("draft", "refused", "reading"), "read again")
        read_again(tx, actor.organisation_id, revision_id, wanted)


def discard(db: Database, actor: Actor, revision_id: UUID) -> None:
    """Put a plan away that will not be published; its file stays.

    Of one that was never understood nothing stays, as if it had not been sent: no plan, and no file
    unless another plan has it too. Raises ``Forbidden``, ``NotFound``, ``Conflict`` (published or
    replaced).
    """
    actor.require(Role.FACILITY)
    organisation = actor.organisation_id
    with db.transaction(organisation) as tx:
        row = locked(tx, organisation, revision_id)
        rules.check_state(row["state"], ("draft", "refused", "reading", "discarded"), "discarded")
        if row["state"] == "reading" and not row["is_understood"]:
            queries.forget_revision(tx, organisation, revision_id, row["source_file_id"])
        else:
            schedule_queries.clear_draft(tx, revision_id)
            queries.set_discarded(tx, organisation, revision_id)


def read_again(
    tx: Connection, organisation_id: UUID, revision_id: UUID, profile: Mapping[str, Any]
) -> None:
    queries.set_reading(tx, organisation_id, revision_id, profile)
    ask_to_read(tx, organisation_id, revision_id)


def locked(tx: Connection, organisation_id: UUID, revision_id: UUID) -> RowMapping:
    """The revision's state, locked; raises ``NotFound``."""
    row = queries.lock_revision(tx, organisation_id, revision_id)
    if row is None:
        raise no_such_plan()
    return row


def locked_draft(tx: Connection, organisation_id: UUID, revision_id: UUID, act: str) -> RowMapping:
    """Lock the floor, then the revision: every change of a plan takes its locks in this order.

    Raises ``NotFound``, ``Conflict`` (not a draft; it was not ``act``).
    """
    row = lock_floor_of(tx, organisation_id, revision_id)
    rules.check_state(locked(tx, organisation_id, revision_id)["state"], ("draft",), act)
    return row


def lock_floor_of(tx: Connection, organisation_id: UUID, revision_id: UUID) -> RowMapping:
    """Lock the floor of a revision, which is told as it is once nobody else changes the floor.

    What it was before may be over: who had the lock may have published it or given it a date.
    """
    found = queries.revision(tx, organisation_id, revision_id)
    if found is None:
        raise no_such_plan()
    queries.floor_row(tx, organisation_id, found["floor_id"], lock=True)
    row = queries.revision(tx, organisation_id, revision_id)
    if row is None:
        raise no_such_plan()
    return row


def checked_profile(profile: Mapping[str, Any]) -> dict[str, Any]:
    """The profile as it is stored; raises ``Invalid`` with the entry at fault."""
    try:
        return Profile.from_mapping(profile).to_mapping()
    except ImportRefused as refused:
        code = refused.code.lower()
        raise Invalid(code, f"{refused.message} Nothing was changed.", refused.advice) from refused


def no_such_plan() -> NotFound:
    return NotFound("no_such_plan", "There is no such plan.", "Choose one from the list.")
