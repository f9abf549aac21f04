"""What somebody booked for teams: seeing it, moving all of it in time, and giving it back."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from uuid import UUID

from sqlalchemy import Connection, RowMapping

from floorplans.actor import Actor
from floorplans.bookings import deadlines
from floorplans.bookings import queries as booking_queries
from floorplans.bookings import service as bookings
from floorplans.bookings.views import BookingChange
from floorplans.database import Database
from floorplans.errors import DomainError
from floorplans.messages.kinds import Kind
from floorplans.policies.deadlines import Act
from floorplans.teams import queries, rules
from floorplans.teams.placing import may_all
from floorplans.teams.telling import tell_team
from floorplans.teams.views import Team, TeamSeat


def my_teams(db: Database, actor: Actor, now: datetime) -> list[Team]:
    """What the actor booked for teams and is not over, by time.

    Whoever of a team moved their own place, or gave it back, is not in it any more.
    """
    with db.transaction(actor.organisation_id) as tx:
        rows = queries.ahead(tx, actor.organisation_id, now, by=actor.person_id)
    by_team = sorted(rows, key=lambda row: str(row["team_id"]))
    found = [
        _team(team_id, list(of_team))
        for team_id, of_team in groupby(by_team, key=itemgetter("team_id"))
    ]
    return sorted(found, key=lambda team: (team.from_at, str(team.id)))


def change_team(
    db: Database,
    actor: Actor,
    team_id: UUID,
    wanted: BookingChange,
    now: datetime,
) -> Team:
    """Give all of a team other hours at the same places, or nobody.

    Whoever booked may, and facility staff. Raises NotFound ``team_not_found``, and what
    ``bookings.change`` raises, with the name of the first for whom it cannot be done.
    """
    organisation = actor.organisation_id
    hours = replace(wanted, space_id=None)
    with db.transaction(organisation) as tx:
        seats = _locked(tx, actor, team_id, now)
        for seat in seats:
            try:
                made = bookings.change_within(
                    tx, actor, seat["booking_id"], hours, now, tell=_later
                )
                rules.check_stands(made.state, made.space_name)
            except DomainError as error:
                raise rules.of_one(seat["person_name"], error) from None
        told = [(seat["booking_id"], seat["person_id"]) for seat in seats]
        tell_team(tx, Kind.CHANGED, told, actor, now)
        return _team(team_id, list(queries.ahead(tx, organisation, now, team_id=team_id)))


def cancel_team(db: Database, actor: Actor, team_id: UUID, now: datetime) -> int:
    """Give back the bookings of a team; what runs ends now. Returns how many were given back.

    Whoever booked may, and facility staff. Doing it again changes nothing. Raises NotFound
    ``team_not_found``, Refused ``deadline_passed`` with the name of the first whom it concerns.
    """
    organisation = actor.organisation_id
    with db.transaction(organisation) as tx:
        seats = _locked(tx, actor, team_id, now)
        for seat in seats:
            facts = booking_queries.booking_facts(tx, actor, seat["booking_id"], lock=True)
            if facts is None:
                continue
            try:
                deadlines.check(tx, actor, facts, Act.CANCEL, now)
            except DomainError as error:
                raise rules.of_one(seat["person_name"], error) from None
        ended = queries.give_back(tx, organisation, team_id, now)
        told = [(s["booking_id"], s["person_id"]) for s in seats if s["booking_id"] in ended]
        tell_team(tx, Kind.CANCELLED, told, actor, now)
    return len(ended)


def _locked(tx: Connection, actor: Actor, team_id: UUID, now: datetime) -> list[RowMapping]:
    """The bookings of a team that are not over, with all that changing them locks."""
    organisation = actor.organisation_id
    by = queries.booked_by(tx, organisation, team_id)
    if by is None or not (by == actor.person_id or may_all(actor)):
        raise rules.team_missing()
    seats = queries.ahead(tx, organisation, now, team_id=team_id)
    people = [seat["person_id"] for seat in seats]
    queries.lock(tx, organisation, people, [seat["space_id"] for seat in seats])
    return list(seats)


def _team(team_id: UUID, rows: list[RowMapping]) -> Team:
    seats = tuple(
        TeamSeat(**{name: value for name, value in row.items() if name != "team_id"})
        for row in rows
    )
    from_at = min(seat.from_at for seat in seats)
    to_at = max(seat.to_at for seat in seats)
    return Team(team_id, from_at, to_at, seats)


def _later(*_: object, **__: object) -> int:
    """All are told together, when all is done."""
    return 0
