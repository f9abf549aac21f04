"""Use case of lists: lay one over a draft, look first, then take it over as one edit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from floorplans.actor import Actor, Role
from floorplans.database import Database
from floorplans.errors import Invalid, Refused
from floorplans.places import service as places
from floorplans.plans import queries, rules
from floorplans.plans.categories import CATEGORIES
from floorplans.plans.editing.actions import TakeOver
from floorplans.plans.editing.folded import Folded, fold
from floorplans.plans.editing.limits import MOST_TARGETS
from floorplans.plans.editing.log import log_of
from floorplans.plans.editing.service import edit
from floorplans.plans.known import plan_of
from floorplans.plans.lists.fitting import Fitted, fit
from floorplans.plans.lists.place import Place
from floorplans.plans.lists.views import ListView
from floorplans.plans.staging import no_such_plan
from floorplans.plans.stored import from_stored
from importers.issues import ImportRefused
from importers.space_list import RowProblem, SpaceList, read_list

#: So many rows are named in an error.
NAMED = 100


def take_over(  # noqa: PLR0917 - the order of the contract between the parts
    db: Database,
    actor: Actor,
    revision_id: UUID,
    file_name: str,
    content: bytes,
    now: datetime,
    *,
    after: int | None = None,
    dry_run: bool = False,
) -> ListView:
    """Take a list of spaces over into a draft, all of it as one edit; ``dry_run`` only tells.

    ``after`` is the last edit that the person saw, None for whichever is the last. Raises
    ``Forbidden``, ``NotFound``, ``Invalid`` (no list; ``list_rows_unusable`` with them),
    ``Conflict`` (not a draft, ``edits_stale``), ``Refused`` (``list_changes_nothing``, or as
    ``edit``).
    """
    actor.require(Role.FACILITY)
    listed = _read(content)
    plan, number, place = _plan(db, actor, revision_id)
    fitted = fit(listed.rows, plan, place)
    problems = sorted((*listed.problems, *fitted.problems), key=lambda each: each.line)
    if not dry_run:
        _check(problems, fitted)
        source = rules.clean_file_name(file_name)
        action = TakeOver(source, tuple(fitted.actions))
        seen = number if after is None else after
        number = edit(db, actor, revision_id, action, seen, now).number
    return ListView(
        number=number,
        applied=not dry_run,
        changes=tuple(fitted.changes),
        zones=tuple(fitted.zones),
        problems=tuple(problems),
        without_place=tuple(fitted.without_place),
        elsewhere=fitted.elsewhere,
        unchanged=fitted.unchanged,
        unknown_columns=listed.unknown,
    )


def _read(content: bytes) -> SpaceList:
    try:
        return read_list(content, CATEGORIES)
    except ImportRefused as no:
        advice = f"{no.advice} Nothing was changed."
        raise Invalid(no.code.lower(), no.message, advice) from no


def _plan(db: Database, actor: Actor, revision_id: UUID) -> tuple[Folded, int, Place]:
    """The draft as it is now, the number of its last edit, and where it lies."""
    organisation = actor.organisation_id
    with db.transaction(organisation) as tx:
        row = plan_of(tx, organisation, revision_id)
        rules.check_state(row["state"], ("draft",), "edited")
        log = log_of(tx, organisation, revision_id, "draft")
        stored = queries.draft_of(tx, organisation, revision_id)
    if stored is None:
        raise no_such_plan()
    floor = places.floor(db, actor, row["floor_id"])
    place = Place(floor.building_name, floor.name, floor.short_name)
    return fold(from_stored(stored), log.done), log.number, place


def _check(problems: Sequence[RowProblem], fitted: Fitted) -> None:
    if problems:
        raise Invalid(
            "list_rows_unusable",
            f"{len(problems):,} rows of the list cannot be used. Nothing was changed.",
            "Correct them as “rows” says, and send the list again.",
            rows=[asdict(each) for each in problems[:NAMED]],
        )
    if not fitted.actions:
        raise Refused(
            "list_changes_nothing",
            "The list changes nothing of this plan.",
            "Look whether its numbers, its building and its floor are those of the plan.",
        )
    if len(fitted.actions) > MOST_TARGETS:
        raise Invalid(
            "list_too_long",
            f"The list changes {len(fitted.actions):,} spaces at once. Nothing was changed.",
            f"Send up to {MOST_TARGETS:,} rows at a time.",
        )
