"""Use cases of findings: list them with what can be done, and what is still open of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from floorplans.actor import Actor, Role
from floorplans.database import Database
from floorplans.plans import queries as plan_queries
from floorplans.plans.editing.actions import Ignore, Settle
from floorplans.plans.editing.folded import Entry, Folded, fold
from floorplans.plans.editing.log import log_of
from floorplans.plans.findings.doubts import findings_open
from floorplans.plans.findings.fixes import fixes_of
from floorplans.plans.findings.ground import Ground
from floorplans.plans.findings.states import words
from floorplans.plans.findings.values import (
    CodeView,
    Finding,
    FindingsView,
    FindingView,
    State,
    Word,
)
from floorplans.plans.known import no_draft_yet, plan_of
from floorplans.plans.stored import from_stored
from floorplans.plans.views import Notice
from importers.codes import CODES
from importers.draft import FloorPlanDraft

_ORDER = ("error", "warning", "info")


def findings(db: Database, actor: Actor, revision_id: UUID) -> FindingsView:
    """The findings of a plan, with who ignored or settled which, and what can be done.

    Raises ``Forbidden``, ``NotFound`` (also while nothing has been understood yet).
    """
    actor.require(Role.FACILITY)
    organisation = actor.organisation_id
    with db.transaction(organisation) as tx:
        row = plan_of(tx, organisation, revision_id)
        stored = plan_queries.draft_of(tx, organisation, revision_id)
        if stored is None:
            raise no_draft_yet()
        log = log_of(tx, organisation, revision_id, row["state"])
        draft = from_stored(stored)
        found = findings_of(tx, organisation, revision_id, draft)
    plan = fold(draft, log.done)
    said = said_of(found, log.done, plan)
    ground = Ground(plan.spaces) if log.open else None
    views = tuple(_view(each, said.get(each.number), ground) for each in found)
    return FindingsView(log.number, log.open, _codes(views), views)


def findings_of(
    tx: Connection, organisation_id: UUID, revision_id: UUID, draft: FloorPlanDraft
) -> list[Finding]:
    """The findings as they are kept, with what only the draft tells of them."""
    rows = plan_queries.issues(tx, organisation_id, revision_id)
    return [_finding(row, draft) for row in rows]


def said_of(found: Sequence[Finding], done: Sequence[Entry], plan: Folded) -> Mapping[int, Word]:
    """By number what people said of findings, on a plan as they made it."""
    return words(found, done, plan.metres_per_unit, plan.lost)


def _finding(row: Mapping[Any, Any], draft: FloorPlanDraft) -> Finding:
    values = dict(row)
    segment = values.pop("segment")
    place = values["number"] - 1
    known = draft.issues[place] if place < len(draft.issues) else None
    same = known is not None and known.code == values["code"]
    return Finding(
        **values,
        segment=None if segment is None else (segment[0], segment[1], segment[2], segment[3]),
        choices=known.choices if known is not None and same else (),
    )


def _view(finding: Finding, word: Word | None, ground: Ground | None) -> FindingView:
    if word is not None:
        return FindingView(finding, word.state, word, ())
    fixes = fixes_of(finding, ground) if ground is not None else ()
    return FindingView(finding, State.OPEN, None, fixes)


def _codes(views: Sequence[FindingView]) -> tuple[CodeView, ...]:
    """The codes there are, the gravest first, each with its worst severity."""
    by_code: dict[str, list[FindingView]] = defaultdict(list)
    for view in views:
        by_code[view.finding.code].append(view)
    told = [_code(code, own) for code, own in by_code.items()]
    return tuple(sorted(told, key=lambda each: (_rank(each.severity), each.code)))


def _code(code: str, views: Sequence[FindingView]) -> CodeView:
    known = CODES.get(code)
    states = Counter(view.state for view in views)
    return CodeView(
        code=code,
        severity=min((view.finding.severity for view in views), key=_rank),
        meaning=known.meaning if known else views[0].finding.message,
        remedy=known.remedy if known else views[0].finding.advice,
        open=states[State.OPEN],
        ignored=states[State.IGNORED],
        settled=states[State.SETTLED],
    )


def _rank(severity: str) -> int:
    return _ORDER.index(severity) if severity in _ORDER else len(_ORDER)


def open_notices(
    tx: Connection, organisation_id: UUID, revision_id: UUID, draft: FloorPlanDraft
) -> tuple[Notice, ...]:
    """What publishing asks about: findings that nobody has settled or ignored."""
    done = log_of(tx, organisation_id, revision_id, "draft").done
    found = findings_of(tx, organisation_id, revision_id, draft)
    said = said_of(found, done, fold(draft, done)) if _any_word(done) else {}
    counts = Counter(each.severity for each in found if each.number not in said)
    return findings_open(counts["error"], counts["warning"])


def _any_word(done: Sequence[Entry]) -> bool:
    return any(isinstance(entry.action, Ignore | Settle) for entry in done)
