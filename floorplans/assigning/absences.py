"""When people are away: said by hand, or by a leave calendar. Never why."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, RowMapping

from floorplans.actor import Actor, Role
from floorplans.assigning import absence_queries as queries
from floorplans.assigning import rules
from floorplans.assigning.views import AbsenceView, LeaveTaken, Source, Span
from floorplans.database import Database
from floorplans.errors import Invalid
from importers.issues import ImportRefused
from importers.leave import Leave, read_leave

#: So many unknown addresses are named.
NAMED = 20

Spans = list[tuple[date, date]]


def absences(
    db: Database, actor: Actor, now: datetime, *, person_id: UUID | None = None
) -> list[AbsenceView]:
    """The actor's absences that are not over, by day; somebody else's for facility staff.

    Raises NotFound ``absence_not_found``.
    """
    wanted = person_id or actor.person_id
    _check_may(actor, wanted)
    with db.transaction(actor.organisation_id) as tx:
        today = _today(tx, actor, wanted, now)
        return [_view(row) for row in queries.of_person(tx, actor.organisation_id, wanted, today)]


def add_absence(
    db: Database,
    actor: Actor,
    span: Span,
    now: datetime,
    *,
    person_id: UUID | None = None,
) -> AbsenceView:
    """Say that the actor is away, both days included; facility staff say it of others, too.

    What is assigned to them is left to others in these days. Said again, it is the same absence.
    Raises Invalid, Refused, NotFound ``absence_not_found``.
    """
    organisation, wanted = actor.organisation_id, person_id or actor.person_id
    _check_may(actor, wanted)
    with db.transaction(organisation) as tx:
        if queries.lock_person(tx, organisation, wanted) is None:
            raise rules.absence_missing()
        today = _today(tx, actor, wanted, now)
        rules.check_span(span, today, most=rules.MOST_AWAY_DAYS)
        for row in queries.of_person(tx, organisation, wanted, today):
            had = Span(row["from_on"], row["to_on"])
            if had == span and row["source"] == Source.HAND:
                return _view(row)
        made = queries.insert(
            tx,
            organisation,
            wanted,
            span=span,
            source=Source.HAND,
            by=actor.recorded_id,
            now=now,
        )
        return _view(_own(tx, actor, made))


def remove_absence(db: Database, actor: Actor, absence_id: UUID, now: datetime) -> int:
    """Say that one is there after all, from today on; returns how many days others keep.

    Those are released from now on, as if by hand. Raises NotFound ``absence_not_found``.
    """
    organisation = actor.organisation_id
    with db.transaction(organisation) as tx:
        found = _own(tx, actor, absence_id)
        today = _today(tx, actor, found["person_id"], now)
        before = queries.released(tx, organisation, found["person_id"], today)
        queries.end(tx, organisation, found, today)
        return queries.released(tx, organisation, found["person_id"], today) - before


def take_leave(
    db: Database, actor: Actor, name: str, content: bytes, now: datetime, *, for_all: bool = False
) -> LeaveTaken:
    """Take a leave calendar over (iCalendar or CSV): the actor's own, or, ``for_all``, of people
    by their addresses, for facility staff.

    It replaces what earlier calendars said of the same people from today on; what was said by hand
    stays. Raises Invalid for what is no such file, Forbidden.
    """
    if for_all:
        actor.require(Role.FACILITY)
    organisation = actor.organisation_id
    with db.transaction(organisation) as tx:
        zone = ZoneInfo(queries.time_zone(tx, organisation, actor.person_id))
    today = now.astimezone(zone).date()
    leave = _read(name, content, zone, today, with_people=for_all)
    if not for_all:
        spans = {actor.person_id: [(each.from_on, each.to_on) for each in leave.entries]}
        return _take(db, actor, spans, leave, now, unknown=())
    wanted = sorted({each.email.lower() for each in leave.entries if each.email})
    with db.transaction(organisation) as tx:
        people = queries.people(tx, organisation, wanted)
    spans = {people[email]: [] for email in wanted if email in people}
    for each in leave.entries:
        person_id = people.get((each.email or "").lower())
        if person_id is not None:
            spans[person_id].append((each.from_on, each.to_on))
    unknown = tuple(email for email in wanted if email not in people)
    return _take(db, actor, spans, leave, now, unknown=unknown[:NAMED])


def _take(
    db: Database,
    actor: Actor,
    spans: dict[UUID, Spans],
    leave: Leave,
    now: datetime,
    *,
    unknown: tuple[str, ...],
) -> LeaveTaken:
    """One transaction for each person: a long list holds nobody else up."""
    absences_now = new = ended = kept = 0
    for person_id in sorted(spans):
        with db.transaction(actor.organisation_id) as tx:
            had = _replace(tx, actor, person_id, spans[person_id], now)
        absences_now, new = absences_now + had[0], new + had[1]
        ended, kept = ended + had[2], kept + had[3]
    return LeaveTaken(absences_now, new, ended, kept, unknown, leave.partly)


def _replace(
    tx: Connection, actor: Actor, person_id: UUID, spans: Spans, now: datetime
) -> tuple[int, int, int, int]:
    """What is known now, what is new, what ended, and how many days others keep."""
    organisation = actor.organisation_id
    if queries.lock_person(tx, organisation, person_id) is None:
        return 0, 0, 0, 0
    today = _today(tx, actor, person_id, now)
    wanted = {span for span in rules.merged(spans) if span[1] >= today}
    old = [
        row
        for row in queries.of_person(tx, organisation, person_id, today)
        if row["source"] == Source.CALENDAR
    ]
    has = {(row["from_on"], row["to_on"]) for row in old}
    before = queries.released(tx, organisation, person_id, today)
    # What is new comes first, so that no day is theirs in between.
    for from_on, to_on in sorted(wanted - has):
        queries.insert(
            tx,
            organisation,
            person_id,
            span=Span(from_on, to_on),
            source=Source.CALENDAR,
            by=actor.recorded_id,
            now=now,
        )
    gone = [row for row in old if (row["from_on"], row["to_on"]) not in wanted]
    for row in gone:
        queries.end(tx, organisation, row, today)
    kept = queries.released(tx, organisation, person_id, today) - before
    return len(wanted), len(wanted - has), len(gone), kept


def _read(name: str, content: bytes, zone: ZoneInfo, today: date, *, with_people: bool) -> Leave:
    try:
        return read_leave(name, content, zone, today, with_people=with_people)
    except ImportRefused as no:
        raise Invalid(no.code.lower(), no.message, f"{no.advice} Nothing was changed.") from no


def _own(tx: Connection, actor: Actor, absence_id: UUID) -> RowMapping:
    found = queries.one(tx, actor.organisation_id, absence_id)
    if found is None:
        raise rules.absence_missing()
    _check_may(actor, found["person_id"])
    return found


def _check_may(actor: Actor, person_id: UUID) -> None:
    if person_id != actor.person_id and not actor.role.covers(Role.FACILITY):
        raise rules.absence_missing()


def _today(tx: Connection, actor: Actor, person_id: UUID, now: datetime) -> date:
    zone = queries.time_zone(tx, actor.organisation_id, person_id)
    return now.astimezone(ZoneInfo(zone)).date()


def _view(row: RowMapping) -> AbsenceView:
    return AbsenceView(**{**row, "source": Source(row["source"])})
