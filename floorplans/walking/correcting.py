"""What staff say of stairs and lifts: which go on as which, and which are out of order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from floorplans.actor import Actor, Role
from floorplans.database import Database
from floorplans.errors import Invalid, NotFound
from floorplans.ids import new_id
from floorplans.walking import correction_queries as queries
from floorplans.walking.rules import connector_missing, word_missing

LONGEST_REASON = 200


@dataclass(frozen=True, slots=True)
class ConnectorRef:
    """A stair or lift of the plan that a floor shows, by its number there, from 1."""

    floor_id: UUID
    number: int


def say(
    db: Database,
    actor: Actor,
    one: ConnectorRef,
    other: ConnectorRef,
    *,
    is_same: bool,
    now: datetime,
) -> UUID:
    """Say that a connector goes on as one of another floor, or does not; the last word holds.

    It is kept by where they are, so it holds for the next plan too. Raises Forbidden, NotFound,
    Invalid (on one floor, or in two buildings).
    """
    actor.require(Role.FACILITY)
    with db.transaction(actor.organisation_id) as tx:
        ends = [_placed(tx, actor, each) for each in (one, other)]
        if ends[0].floor_id == ends[1].floor_id or ends[0].building_id != ends[1].building_id:
            raise Invalid(
                "connectors_apart",
                "These are not on two floors of one building. Nothing was changed.",
                "Choose one on each of two floors.",
            )
        made = new_id()
        queries.add_word(tx, actor, made, ends[0], ends[1], is_same=is_same, now=now)
    return made


def take_back(db: Database, actor: Actor, word_id: UUID) -> None:
    """Remove what was said; raises Forbidden, NotFound."""
    actor.require(Role.FACILITY)
    with db.transaction(actor.organisation_id) as tx:
        if not queries.remove_word(tx, actor.organisation_id, word_id):
            raise word_missing()


def report_outage(
    db: Database,
    actor: Actor,
    connector: ConnectorRef,
    *,
    from_at: datetime,
    to_at: datetime | None,
    reason: str,
    now: datetime,
) -> UUID:
    """Take a stair or lift out of service, on all its floors; without ``to_at`` until it is ended.

    Answers change at once. Raises Forbidden, NotFound, Invalid.
    """
    actor.require(Role.FACILITY)
    if (to_at is not None and to_at <= from_at) or not 1 <= len(reason.strip()) <= LONGEST_REASON:
        raise Invalid(
            "outage_invalid",
            "An outage needs a reason and an end after its beginning. Nothing was changed.",
            f"Say why in at most {LONGEST_REASON} letters, and from when until when.",
        )
    with db.transaction(actor.organisation_id) as tx:
        at = _placed(tx, actor, connector)
        made = new_id()
        during = (from_at, to_at)
        queries.add_outage(tx, actor, made, at, during=during, reason=reason.strip(), now=now)
    return made


def end_outage(db: Database, actor: Actor, outage_id: UUID, now: datetime) -> None:
    """A stair or lift works again from now on. Raises Forbidden, NotFound."""
    actor.require(Role.FACILITY)
    with db.transaction(actor.organisation_id) as tx:
        if not queries.end_outage(tx, actor.organisation_id, outage_id, now):
            raise NotFound(
                "outage_not_found", "There is no such outage any more.", "Load the page again."
            )


def _placed(tx: Connection, actor: Actor, ref: ConnectorRef) -> queries.Placed:
    found = queries.connector(tx, actor.organisation_id, ref.floor_id, ref.number)
    if found is None:
        raise connector_missing()
    return found
