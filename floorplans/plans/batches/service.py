"""Use cases of batches: bring in many files, see how far they are, cancel what is not published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import PurePosixPath
from uuid import UUID

from sqlalchemy import Connection, RowMapping

from floorplans.actor import Actor, Role
from floorplans.database import Database
from floorplans.errors import DomainError, Invalid, NotFound
from floorplans.ids import new_id
from floorplans.places import service as places
from floorplans.plans import rules
from floorplans.plans.batches import queries
from floorplans.plans.batches.archive import files_in, is_batch
from floorplans.plans.batches.targets import targets_of
from floorplans.plans.batches.values import BatchFile, Target
from floorplans.plans.batches.views import BatchFileView, BatchView
from floorplans.plans.staging import discard, upload
from importers.base import Limits

MOST_LISTED = 20
#: States of a plan in which nothing more happens to it by itself.
_AT_REST = frozenset(("draft", "refused", "published", "scheduled", "superseded", "discarded"))
_CAN_GO = ("draft", "refused", "reading")
#: Longer than any request lasts: what waits then was lost with the process that stored it.
LOST_AFTER = timedelta(minutes=30)
_LOST = {
    "code": "batch_interrupted",
    "message": "The service was stopped before this file was stored.",
    "advice": "Send the same files again: what arrived is kept only once.",
}


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a batch that is to be stored, by the name of its site."""

    batch_id: UUID
    number: int
    site: str
    target: Target
    file: BatchFile


def bring_in(
    db: Database,
    actor: Actor,
    site_id: UUID,
    sent: Sequence[tuple[str, bytes]],
    now: datetime,
    *,
    pattern: str | None = None,
    building: str | None = None,
) -> BatchView:
    """Store each file as a draft of its floor and have them read; floors are made when missing.

    ``sent`` are names and contents: one archive, or several files. Which floor a file is for is
    told by a manifest among them, else by ``pattern``. Nothing is stored unless all of that makes
    sense; a file that cannot be stored then is told in its row, and the others go on. Sent again,
    what is there already is not stored twice.

    Raises ``Forbidden``, ``NotFound``, ``Invalid`` (``batch_...``).
    """
    actor.require(Role.FACILITY)
    site = next((s for s in places.sites(db, actor) if s.id == site_id), None)
    if site is None:
        raise places.no_such_site()
    name, files = _opened(sent)
    targets, left_out = targets_of(files, pattern, building)
    contents = {file.path: file for file in files}
    organisation, made = actor.organisation_id, new_id()
    with db.transaction(organisation) as tx:
        by = actor.recorded_id
        queries.add_batch(tx, organisation, made, site_id=site_id, name=name, by=by, now=now)
        queries.add_files(tx, organisation, made, targets)
    for number, target in enumerate(targets, 1):
        if _is_cancelled(db, organisation, made):
            break
        _bring_in_one(db, actor, _Row(made, number, site.name, target, contents[target.path]), now)
    return replace(batch(db, actor, made, now), left_out=left_out)


def batch(db: Database, actor: Actor, batch_id: UUID, now: datetime) -> BatchView:
    """One batch with each of its files; raises ``Forbidden``, ``NotFound``."""
    actor.require(Role.FACILITY)
    with db.transaction(actor.organisation_id) as tx:
        row = _row(tx, actor.organisation_id, batch_id)
        files = queries.files(tx, actor.organisation_id, [batch_id])
    return _view(row, files, now)


def batches(db: Database, actor: Actor, now: datetime) -> list[BatchView]:
    """The latest batches with their files; raises ``Forbidden``."""
    actor.require(Role.FACILITY)
    organisation = actor.organisation_id
    with db.transaction(organisation) as tx:
        rows = queries.batches(tx, organisation, MOST_LISTED)
        files = queries.files(tx, organisation, [row["id"] for row in rows])
    return [_view(row, [f for f in files if f["batch_id"] == row["id"]], now) for row in rows]


def cancel(db: Database, actor: Actor, batch_id: UUID, now: datetime) -> BatchView:
    """Put away what the batch brought and nobody has published; what was there before it stays.

    Raises ``Forbidden``, ``NotFound``.
    """
    actor.require(Role.FACILITY)
    organisation = actor.organisation_id
    with db.transaction(organisation) as tx:
        _row(tx, organisation, batch_id, lock=True)
        files = queries.files(tx, organisation, [batch_id])
        queries.set_cancelled(tx, organisation, batch_id, now)
    for file in files:
        if file["is_own"] and file["state"] in _CAN_GO:
            _discard(db, actor, file["plan_id"])
    return batch(db, actor, batch_id, now)


def _discard(db: Database, actor: Actor, plan_id: UUID) -> None:
    try:
        discard(db, actor, plan_id)
    except DomainError:
        # Somebody published or removed it in this moment: then it is theirs.
        return


def _opened(sent: Sequence[tuple[str, bytes]]) -> tuple[str, list[BatchFile]]:
    """The name of the batch, and the files that were sent, out of their archive."""
    if not sent:
        raise Invalid("file_missing", "No file was sent.", "Choose an archive, or several files.")
    name, content = sent[0]
    if len(sent) == 1 and is_batch(content):
        return rules.clean_file_name(name), files_in(content, Limits())
    files = [BatchFile(rules.clean_file_name(n), len(c), lambda c=c: c) for n, c in sent]  # type: ignore[misc]
    if len({file.path for file in files}) < len(files):
        raise Invalid(
            "batch_names_twice",
            "Two of the files have the same name. Nothing was stored.",
            "Rename one of them.",
        )
    return f"{len(files)} files", sorted(files, key=lambda file: file.path)


def _bring_in_one(db: Database, actor: Actor, row: _Row, now: datetime) -> None:
    """Store one file; why it cannot be stored is told in its row."""
    target = row.target
    organisation = actor.organisation_id
    try:
        content = row.file.read()
        rules.check_file(content, Limits())
        house = target.building or ""
        floor_id = places.find_floor(
            db, actor, row.site, house, target.floor, ordinal=target.ordinal
        )
        profile = {"view": target.view} if target.view else None
        name = PurePosixPath(target.path).name
        plan_id = upload(db, actor, floor_id, name, content, now, profile=profile)
    except DomainError as no:
        said = {"code": no.code, "message": no.message, "advice": no.advice}
        with db.transaction(organisation) as tx:
            queries.set_refused(tx, organisation, row.batch_id, row.number, said)
        return
    with db.transaction(organisation) as tx:
        # Whoever cancels the batch comes before, or sees this file as one of it.
        batch_row = _row(tx, organisation, row.batch_id, lock=True)
        own = queries.is_made_at(tx, organisation, plan_id, now)
        queries.set_plan(tx, organisation, row.batch_id, row.number, plan_id, is_own=own)
    if own and batch_row["cancelled_at"] is not None:
        _discard(db, actor, plan_id)


def _is_cancelled(db: Database, organisation_id: UUID, batch_id: UUID) -> bool:
    with db.transaction(organisation_id) as tx:
        return _row(tx, organisation_id, batch_id)["cancelled_at"] is not None


def _row(
    tx: Connection, organisation_id: UUID, batch_id: UUID, *, lock: bool = False
) -> RowMapping:
    row = queries.batch(tx, organisation_id, batch_id, lock=lock)
    if row is None:
        raise NotFound("no_such_batch", "There is no such batch.", "Choose one from the list.")
    return row


def _view(row: RowMapping, files: Sequence[RowMapping], now: datetime) -> BatchView:
    is_over = now - row["created_at"] > LOST_AFTER
    told = tuple(_lost(file) if is_over else file for file in map(_file, files))
    done = [1.0 if _is_done(file) else file.share for file in told]
    return BatchView(
        **{key: row[key] for key in ("id", "site_id", "site", "name", "by")},
        created_at=row["created_at"],
        cancelled_at=row["cancelled_at"],
        share=sum(done) / len(done) if done else 1.0,
        is_done=all(_is_done(file) for file in told) or row["cancelled_at"] is not None,
        files=told,
    )


def _file(row: RowMapping) -> BatchFileView:
    refusal = row["not_stored"] or row["refusal"]
    state = row["state"] or _without_plan(row)
    return BatchFileView(
        **{key: row[key] for key in ("number", "file_name", "building", "floor", "view")},
        plan_id=row["plan_id"],
        floor_id=row["floor_id"],
        state=state,
        stage=row["progress_stage"] or "",
        share=float(row["progress_share"] or 0.0),
        refusal=refusal,
    )


def _lost(file: BatchFileView) -> BatchFileView:
    """A file of a batch whose request is over; one that still waited was never stored."""
    is_lost = file.state == "waiting"
    return replace(file, state="not_stored", refusal=_LOST) if is_lost else file


def _without_plan(row: RowMapping) -> str:
    """Of a file that is no plan: not yet, or never, or not any more."""
    if row["not_stored"]:
        return "not_stored"
    return "discarded" if row["is_own"] else "waiting"


def _is_done(file: BatchFileView) -> bool:
    return file.state in _AT_REST or file.state == "not_stored"
