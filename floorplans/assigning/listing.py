"""A list of assignments taken over at once: all of its lines, or none."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, RowMapping, text

from floorplans.actor import Actor, Role
from floorplans.assigning import queries, telling
from floorplans.assigning.making import make
from floorplans.assigning.views import (
    AssignmentRequest,
    AssignmentView,
    Days,
    ListedAssignment,
    ListTaken,
    RowProblem,
)
from floorplans.database import Database
from floorplans.errors import DomainError, Invalid
from floorplans.messages import queue
from floorplans.messages.kinds import Kind
from importers.assignments import Listed, read_assignments
from importers.issues import ImportRefused

#: So many wrong lines are told; the first hundred say enough.
MOST_PROBLEMS = 100

_PLACES = text("""
SELECT s.id, s.floor_id, lower(coalesce(s.number, '')) AS number, lower(s.name) AS name,
  lower(f.name) AS floor_name, lower(f.short_name) AS short_name, f.ordinal::text AS ordinal,
  lower(g.name) AS building, t.time_zone
FROM space s
JOIN floor f ON f.organisation_id = s.organisation_id AND f.id = s.floor_id
JOIN building g ON g.organisation_id = s.organisation_id AND g.id = f.building_id
JOIN site t ON t.organisation_id = s.organisation_id AND t.id = f.site_id
WHERE s.organisation_id = :organisation AND s.bookable AND s.ended_at IS NULL
""")


class _NotTaken(Exception):
    """Takes back what the list has written."""


def take_list(
    db: Database, actor: Actor, content: bytes, now: datetime, *, dry_run: bool = False
) -> ListTaken:
    """Assign what a list says: building, floor, number, e-mail, weekdays, from, to.

    Without a first day it holds from today on. With a wrong line, or as a ``dry_run``, nothing is
    changed, and the answer tells what would be. Whoever has booked in these days keeps it, and is
    told. Needs the role facility. Raises Invalid for what is no such list, Forbidden.
    """
    actor.require(Role.FACILITY)
    try:
        lines, trouble = read_assignments(content)
    except ImportRefused as no:
        advice = f"{no.advice} Nothing was changed."
        raise Invalid(no.code.lower(), no.message, advice) from no
    problems = [RowProblem(each.line, each.code, each.message, each.advice) for each in trouble]
    taking = _Taking(actor, now)
    try:
        with db.transaction(actor.organisation_id) as tx:
            taking.all(tx, lines, problems)
            if dry_run or problems:
                raise _NotTaken
            queue.tell(tx, Kind.ASSIGNED, taking.bookings, now, by=actor.recorded_id)
            telling.tell(tx, actor, [telling.given(own) for own in taking.made], now)
    except _NotTaken:
        return taking.told(problems, applied=False)
    return taking.told(problems, applied=True)


class _Taking:
    """What a list has assigned so far."""

    def __init__(self, actor: Actor, now: datetime) -> None:
        self.actor, self.now = actor, now
        self.assigned: list[ListedAssignment] = []
        self.bookings: list[UUID] = []
        self.made: list[AssignmentView] = []
        self.unchanged = 0

    def all(self, tx: Connection, lines: tuple[Listed, ...], problems: list[RowProblem]) -> None:
        spaces = _by_number(tx, self.actor.organisation_id)
        for line in lines:
            try:
                self._one(tx, line, _place(line, spaces))
            except DomainError as no:
                problems.append(RowProblem(line.line, no.code, no.message, no.advice))

    def told(self, problems: list[RowProblem], *, applied: bool) -> ListTaken:
        shown = tuple(sorted(problems, key=lambda each: each.line)[:MOST_PROBLEMS])
        return ListTaken(applied, tuple(self.assigned), self.unchanged, shown)

    def _one(self, tx: Connection, line: Listed, place: RowMapping) -> None:
        today = self.now.astimezone(ZoneInfo(place["time_zone"])).date()
        days = Days(line.weekdays, line.from_on or today, line.to_on)
        organisation = self.actor.organisation_id
        person_id = queries.person(tx, organisation, line.email)
        if person_id and queries.is_there(tx, organisation, place["id"], person_id, days):
            self.unchanged += 1
            return
        request = AssignmentRequest(place["id"], line.email, days)
        made = queries.one(tx, organisation, make(tx, self.actor, request, self.now))
        if made is None:  # pragma: no cover - it was written a line before
            return
        self.made.append(made)
        standing = queries.standing(tx, organisation, made.id, self.now)
        self.bookings += [each.booking_id for each in standing]
        self.assigned.append(
            ListedAssignment(
                line.line,
                made.space_name,
                made.kind,
                made.person_name,
                made.days,
                len(standing),
            )
        )


def _by_number(tx: Connection, organisation_id: UUID) -> dict[str, list[RowMapping]]:
    found: dict[str, list[RowMapping]] = {}
    for row in tx.execute(_PLACES, {"organisation": organisation_id}).mappings():
        for called in {row["number"], row["name"]} - {""}:
            found.setdefault(called, []).append(row)
    return found


def _place(line: Listed, spaces: Mapping[str, list[RowMapping]]) -> RowMapping:
    """The one place that a line means; by its number before its name."""
    wanted = line.number.lower()
    fitting = [each for each in spaces.get(wanted, ()) if _is_there(line, each)]
    numbered = [each for each in fitting if each["number"] == wanted]
    found = numbered or fitting
    if len(found) == 1:
        return found[0]
    number = line.number[:60]
    advice = (
        "Write its building and floor as well."
        if found
        else "Compare building, floor and number with the floor's map; it must be bookable."
    )
    raise Invalid(
        "place_unclear" if found else "place_unknown",
        f"“{number}” may be any of {len(found)} places."
        if found
        else f"There is no place “{number}”.",
        advice,
    )


def _is_there(line: Listed, place: RowMapping) -> bool:
    floors = (place["floor_name"], place["short_name"], place["ordinal"])
    return (line.building is None or line.building.lower() == place["building"]) and (
        line.floor is None or line.floor.lower() in floors
    )
