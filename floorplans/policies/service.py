"""Use cases of rules of booking: list, make, change, remove, look ahead; for facility staff."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from floorplans.actor import Actor, Role
from floorplans.database import Database, violated_constraint
from floorplans.errors import Conflict, NotFound, Refused
from floorplans.ids import new_id
from floorplans.policies import queries, sentences
from floorplans.policies.allowing import allowed
from floorplans.policies.approving import asking
from floorplans.policies.forbidding import forbidden, forbids_anything
from floorplans.policies.groups import (
    add_member,
    groups,
    groups_with_members,
    make_group,
    members,
    remove_group,
    remove_member,
    rename_group,
)
from floorplans.policies.making import NOTHING_SAVED, checked
from floorplans.policies.previewing import broken_by
from floorplans.policies.views import Preview, Rule, RuleView, ZoneChoice

__all__ = [
    "add_member",
    "allowed",
    "asking",
    "change_rule",
    "forbidden",
    "forbids_anything",
    "groups",
    "groups_with_members",
    "make_group",
    "make_rule",
    "members",
    "preview",
    "remove_group",
    "remove_member",
    "remove_rule",
    "rename_group",
    "rule",
    "rules",
    "zones",
]

#: All of an organisation's rules are looked through for each booking.
MOST_RULES = 200
#: How many bookings to come a preview looks at, the soonest first.
MOST_PREVIEWED = 1_000


def rules(db: Database, actor: Actor) -> list[RuleView]:
    """The rules of the organisation, those first that win over others; raises ``Forbidden``."""
    actor.require(Role.FACILITY)
    with db.transaction(actor.organisation_id) as tx:
        found = queries.rules(tx, actor)
        names = queries.names(tx, actor, [each for _, each in found])
    return [_view(rule_id, each, names) for rule_id, each in found]


def rule(db: Database, actor: Actor, rule_id: UUID) -> RuleView:
    """One rule; raises ``Forbidden``, NotFound ``rule_not_found``."""
    actor.require(Role.FACILITY)
    with db.transaction(actor.organisation_id) as tx:
        return _present(tx, actor, rule_id)


def zones(db: Database, actor: Actor) -> list[ZoneChoice]:
    """The zones of all floors, for a rule to be about; raises ``Forbidden``."""
    actor.require(Role.FACILITY)
    with db.transaction(actor.organisation_id) as tx:
        return [ZoneChoice(**row) for row in queries.zones(tx, actor)]


def make_rule(db: Database, actor: Actor, wanted: Rule, now: datetime) -> RuleView:
    """Make a rule. It holds from now on; bookings that it would not allow stay.

    Raises ``Forbidden``, ``Invalid`` (``rule_...``, for what does not fit together), NotFound
    ``rule_target_not_found``, Conflict (``rule_name_taken``, ``rule_exists``), Refused
    ``too_many_rules``.
    """
    actor.require(Role.FACILITY)
    wanted = checked(wanted)
    made = new_id()
    with _told(db, actor, made, wanted), db.transaction(actor.organisation_id) as tx:
        _check_room(tx, actor)
        queries.insert(tx, actor, made, wanted, now)
        return _present(tx, actor, made)


def change_rule(db: Database, actor: Actor, rule_id: UUID, wanted: Rule, now: datetime) -> RuleView:
    """Let a rule say something else, all of it anew; bookings stay.

    Raises what ``make_rule`` raises, and NotFound ``rule_not_found``.
    """
    actor.require(Role.FACILITY)
    wanted = checked(wanted)
    with _told(db, actor, rule_id, wanted), db.transaction(actor.organisation_id) as tx:
        if not queries.update(tx, actor, rule_id, wanted, now):
            raise _no_such_rule()
        return _present(tx, actor, rule_id)


def remove_rule(db: Database, actor: Actor, rule_id: UUID) -> None:
    """Remove a rule: from now on the next narrower holds. Raises as ``rule``."""
    actor.require(Role.FACILITY)
    with db.transaction(actor.organisation_id) as tx:
        if not queries.delete(tx, actor, rule_id):
            raise _no_such_rule()


def preview(
    db: Database, actor: Actor, wanted: Rule, now: datetime, *, rule_id: UUID | None = None
) -> Preview:
    """Which bookings to come a rule would not allow, without saving it; they would all stay.

    ``rule_id`` is the rule that would be changed to it. The rule is written, asked and taken back,
    so that what it would say is what it will say. Raises what making or changing it raises.
    """
    actor.require(Role.FACILITY)
    wanted = checked(wanted)
    asked = rule_id or new_id()
    with _told(db, actor, asked, wanted), db.transaction(actor.organisation_id) as tx:
        trial = tx.begin_nested()
        if rule_id is None:
            _check_room(tx, actor)
            queries.insert(tx, actor, asked, wanted, now)
        elif not queries.update(tx, actor, asked, wanted, now):
            raise _no_such_rule()
        view = _present(tx, actor, asked)
        rows = queries.judged(tx, actor, asked, now, MOST_PREVIEWED + 1)
        trial.rollback()
    looked_at = rows[:MOST_PREVIEWED]
    found = (broken_by(row, asked, now) for row in looked_at)
    broken = tuple(each for each in found if each is not None)
    return Preview(view, len(looked_at), len(looked_at) == len(rows), broken)


def _view(rule_id: UUID, found: Rule, names: sentences.Names) -> RuleView:
    return RuleView(rule_id, found, sentences.about(found, names), sentences.says(found, names))


def _present(tx: Connection, actor: Actor, rule_id: UUID) -> RuleView:
    found = queries.rule(tx, actor, rule_id)
    if found is None:
        raise _no_such_rule()
    return _view(rule_id, found, queries.names(tx, actor, [found]))


def _check_room(tx: Connection, actor: Actor) -> None:
    if queries.count(tx, actor) >= MOST_RULES:
        raise Refused(
            "too_many_rules",
            f"There are {MOST_RULES} rules already. {NOTHING_SAVED}",
            "Remove those that nobody needs, or say more in one.",
            most=MOST_RULES,
        )


@contextmanager
def _told(db: Database, actor: Actor, rule_id: UUID, wanted: Rule) -> Iterator[None]:
    """Says in a person's words what the tables refuse."""
    try:
        yield
    except IntegrityError as error:
        constraint = violated_constraint(error) or ""
        if constraint == "booking_rule_name_key":
            raise _name_taken(wanted.name) from None
        if constraint == "booking_rule_scope_key":
            with db.transaction(actor.organisation_id) as tx:
                other = queries.about_the_same(tx, actor, rule_id, wanted)
            raise _same_rule(other) from None
        if constraint.endswith("_fkey"):
            raise _no_such_target() from None
        raise


def _name_taken(name: str) -> Conflict:
    return Conflict(
        "rule_name_taken",
        f"There is a rule called “{name}” already. {NOTHING_SAVED}",
        "Choose another name.",
    )


def _same_rule(other: str | None) -> Conflict:
    named = "" if other is None else f": “{other}”"
    return Conflict(
        "rule_exists",
        f"There is a rule for exactly these spaces and people already{named}. {NOTHING_SAVED}",
        "Change that rule, or choose what this one is about more narrowly.",
        rule=other,
    )


def _no_such_target() -> NotFound:
    return NotFound(
        "rule_target_not_found",
        f"A place, zone or group of this rule does not exist any more. {NOTHING_SAVED}",
        "Choose it again.",
    )


def _no_such_rule() -> NotFound:
    return NotFound(
        "rule_not_found",
        f"This rule does not exist any more. {NOTHING_SAVED}",
        "Open the list of rules again.",
    )
