"""Use cases of editing a draft: do, undo, take up again, and list. One transaction each."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from floorplans.actor import Actor, Role
from floorplans.database import Database
from floorplans.errors import Conflict, NotFound, Refused
from floorplans.plans import queries as plan_queries
from floorplans.plans import rules
from floorplans.plans.editing import limits, queries
from floorplans.plans.editing.actions import Action, IsGone, SameAs
from floorplans.plans.editing.folded import Entry, fold, then
from floorplans.plans.editing.log import Log, log_of, view_of
from floorplans.plans.editing.room import check_room, check_wall
from floorplans.plans.editing.told import edited_view
from floorplans.plans.editing.views import EditedView, EditsView
from floorplans.plans.editing.walls import changes_reading
from floorplans.plans.known import plan_of
from floorplans.plans.staging import lock_floor_of, locked, no_such_plan, read_again
from floorplans.plans.stored import from_stored
from floorplans.wording import one_of
from importers.draft import FloorPlanDraft


def edit(  # noqa: PLR0917 - the order of the contract between the parts
    db: Database,
    actor: Actor,
    revision_id: UUID,
    action: Action,
    after: int,
    now: datetime,
    *,
    dry_run: bool = False,
) -> EditedView:
    """Do something to a draft; the answer tells what changed. ``dry_run`` tells it and keeps none.

    ``after`` is the number of the last edit that the person saw done. Raises ``Forbidden``,
    ``NotFound``, ``Invalid``, ``Conflict`` (not a draft; ``edits_stale`` with the newer edits),
    ``Refused`` (``edit_impossible`` with its reason, ``match_of_another_kind``, or the plan would
    hold too much).
    """
    actor.require(Role.FACILITY)
    limits.check(action)
    organisation = actor.organisation_id
    with db.transaction(organisation) as tx:
        draft, log = _open(tx, actor, revision_id, after, lock=not dry_run)
        _check_known(tx, organisation, revision_id, action)
        entry = Entry(
            number=queries.next_number(tx, organisation, revision_id),
            action=action,
            metres_per_unit=draft.units.metres_per_unit,
            by=_name(actor),
            at=now,
            undone=False,
        )
        before = fold(draft, log.done)
        done = then(before, [entry])
        _refuse_if_lost(done.lost.get(entry.number))
        check_room(draft, before, done, len(log.done))
        check_wall(draft, action)
        if dry_run:
            return edited_view(log, entry, before, done)
        queries.drop_undone(tx, organisation, revision_id)
        queries.add(tx, organisation, revision_id, entry, actor.recorded_id)
        _read_again(tx, organisation, revision_id, action)
    return edited_view(replace(log, done=(*log.done, entry), undone=()), entry, before, done)


def undo(db: Database, actor: Actor, revision_id: UUID, after: int) -> EditedView:
    """Take the last edit back. ``after`` is its number, as the person saw it.

    A wall can be taken back also when the drawing was refused with it: it is read without it.
    Raises ``Forbidden``, ``NotFound``, ``Conflict`` (not a draft, ``edits_stale``,
    ``nothing_to_undo``).
    """
    actor.require(Role.FACILITY)
    organisation = actor.organisation_id
    with db.transaction(organisation) as tx:
        draft, log = _open(tx, actor, revision_id, after, lock=True, undoing=True)
        if not log.done:
            raise Conflict(
                "nothing_to_undo", "Nothing was done to this plan yet.", "There is nothing to undo."
            )
        *kept, last = log.done
        queries.set_undone(tx, organisation, revision_id, last.number, actor.recorded_id)
        _read_again(tx, organisation, revision_id, last.action)
    without = fold(draft, kept)
    entry = replace(last, undone=True, undone_by=_name(actor))
    left = replace(log, done=tuple(kept), undone=(entry, *log.undone))
    return edited_view(left, entry, then(without, [last]), without)


def redo(db: Database, actor: Actor, revision_id: UUID, after: int) -> EditedView:
    """Do the edit again that was undone last. ``after`` is the last that is done, 0 for none.

    Raises ``Forbidden``, ``NotFound``, ``Conflict`` (not a draft, ``edits_stale``,
    ``nothing_to_redo``).
    """
    actor.require(Role.FACILITY)
    organisation = actor.organisation_id
    with db.transaction(organisation) as tx:
        draft, log = _open(tx, actor, revision_id, after, lock=True)
        if not log.undone:
            raise Conflict(
                "nothing_to_redo", "Nothing was undone that can be done again.", "Do it anew."
            )
        first, *rest = log.undone
        queries.set_done(tx, organisation, revision_id, first.number)
        _read_again(tx, organisation, revision_id, first.action)
    before = fold(draft, log.done)
    entry = replace(first, undone=False, undone_by=None)
    now_done = replace(log, done=(*log.done, entry), undone=tuple(rest))
    return edited_view(now_done, entry, before, then(before, [entry]))


def edits(db: Database, actor: Actor, revision_id: UUID) -> EditsView:
    """Who did what and when, in order, with those that have no place on the plan as it is now.

    Raises ``Forbidden``, ``NotFound``.
    """
    actor.require(Role.FACILITY)
    organisation = actor.organisation_id
    with db.transaction(organisation) as tx:
        row = plan_of(tx, organisation, revision_id)
        log = log_of(tx, organisation, revision_id, row["state"])
        stored = plan_queries.draft_of(tx, organisation, revision_id) if log.done else None
    lost = fold(from_stored(stored), log.done).lost if stored is not None else {}
    told = tuple(view_of(entry, lost) for entry in (*log.done, *log.undone))
    return EditsView(log.number, log.can_undo, log.can_redo, told)


def _open(
    tx: Connection,
    actor: Actor,
    revision_id: UUID,
    after: int,
    *,
    lock: bool,
    undoing: bool = False,
) -> tuple[FloorPlanDraft, Log]:
    """A draft and its log, fresh; locked, nobody else edits or publishes it meanwhile."""
    organisation = actor.organisation_id
    if lock:
        lock_floor_of(tx, organisation, revision_id)
        row = locked(tx, organisation, revision_id)
    else:
        row = plan_of(tx, organisation, revision_id)
    log = log_of(tx, organisation, revision_id, row["state"])
    if not (undoing and log.led_to_refusal):
        rules.check_state(row["state"], ("draft",), "edited")
    log.check_fresh(after)
    stored = plan_queries.draft_of(tx, organisation, revision_id)
    if stored is None:
        raise no_such_plan()
    return from_stored(stored), log


def _check_known(tx: Connection, organisation_id: UUID, revision_id: UUID, action: Action) -> None:
    """Refuse a word about a space that this floor never had, or that is of another kind."""
    if not isinstance(action, SameAs | IsGone):
        return
    kind = queries.kind_of_known(tx, organisation_id, revision_id, action.known)
    if kind is None:
        raise NotFound(
            "space_not_found",
            "The floor has no such place. Nothing was changed.",
            "Choose one from the list of changes.",
        )
    if isinstance(action, SameAs) and kind != action.space.kind:
        raise Refused(
            "match_of_another_kind",
            f"{one_of(kind).capitalize()} cannot become {one_of(action.space.kind)}."
            " Nothing was changed.",
            "Choose a place of the same kind, or change the kind first.",
            kind=kind,
        )


def _read_again(tx: Connection, organisation_id: UUID, revision_id: UUID, action: Action) -> None:
    """A wall more or less shows when the drawing has been read with it."""
    if changes_reading(action):
        profile = locked(tx, organisation_id, revision_id)["profile"]
        read_again(tx, organisation_id, revision_id, profile)


def _name(actor: Actor) -> str | None:
    """As the log tells who it was; None for the operator."""
    return actor.name if actor.recorded_id else None


def _refuse_if_lost(reason: str | None) -> None:
    if reason is not None:
        raise Refused(
            "edit_impossible",
            f"{reason} Nothing was changed.",
            "Look at the plan as it is now, then try again.",
            reason=reason,
        )
