"""The people whom a rule names to approve, by their addresses; for facility staff."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from floorplans.actor import Actor, Role
from floorplans.database import Database
from floorplans.errors import NotFound
from floorplans.policies import queries
from floorplans.policies.making import NOTHING_SAVED


def people_of(db: Database, actor: Actor, emails: Sequence[str]) -> tuple[UUID, ...]:
    """The people with these addresses, for a rule to name.

    Raises ``Forbidden``, NotFound ``approver_not_found``.
    """
    actor.require(Role.FACILITY)
    wanted = [each.strip().lower() for each in emails]
    with db.transaction(actor.organisation_id) as tx:
        found = queries.people_by_email(tx, actor, wanted)
    missing = next((each for each in wanted if each not in found), None)
    if missing is not None:
        raise NotFound(
            "approver_not_found",
            f"Nobody in your organisation has the address “{missing}”. {NOTHING_SAVED}",
            "Check how it is written, or leave it out.",
        )
    return tuple(found.values())


def emails_of(db: Database, actor: Actor, people: Sequence[UUID]) -> list[str]:
    """The addresses of people that a rule names; raises ``Forbidden``."""
    actor.require(Role.FACILITY)
    with db.transaction(actor.organisation_id) as tx:
        return queries.emails(tx, actor, people)
