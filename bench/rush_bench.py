"""``rush [PERCENT]``: a week of an office with 2,000 people and 1,200 desks, with its rush hours.

Two thirds of the desks are booked in series. Each morning at 08:45 six hundred others want one of
the four hundred that are left, all at once and over HTTP: who meets a taken one takes one of those
offered instead. Then people come or do not, places are freed, and who waits takes them. In the same
run the same clients send as many requests to a bare endpoint that only inserts.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from bench.load import Answers, Ask, Request, converse, drive
from bench.measure import percentile
from bench.seeding import make_office, next_monday
from bench.serving import bare_server, installation, real_server
from bench.week.office import Week, book_series, doubles, lost, make_week, play_morning
from floorplans.database import Database
from floorplans.people import service as people

PEOPLE, DESKS, REGULARS, RUSHERS = 2_000, 1_200, 800, 600
CLIENTS = 16
#: How often somebody tries who is told that a place is taken.
TRIES = 6
#: Weeks away from the one that is played, so that the bare endpoint meets nobody.
BARE_WEEKS = 8


def run(options: Sequence[str] = ()) -> dict[str, Any]:
    """With PERCENT of the people and of the desks: 100 is the whole office."""
    percent = int(options[0]) if options else 100
    size, desks, regulars, rushing = (
        percent * whole // 100 for whole in (PEOPLE, DESKS, REGULARS, RUSHERS)
    )
    now = datetime.now(UTC)
    with installation() as place:
        office = make_office(place, now)
        with closing(Database(place.engine_url, pool_size=8)) as db:
            monday = next_monday(now).date()
            week = make_week(place, office, db, monday, people=size, desks=desks)
            booked = book_series(week, regulars)
            rushers = range(regulars, regulars + rushing)
            tokens = [people.create_token(db, week.people[n].email, "rush", now) for n in rushers]
            with real_server(place) as real, bare_server(place) as bare:
                days = [_day(week, real, bare, tokens, regulars, day) for day in week.days]
            acknowledged = [own for one in days for own in one["acknowledged"]]
            met, gone = doubles(week), lost(week, acknowledged)
    return {
        "people": size,
        "desks": desks,
        "booked_in_series": booked,
        "days": [{name: said for name, said in one.items() if name != "acknowledged"}
                 for one in days],
        "beside_bare_insert": _ratios(days),
        "met": met,
        "lost": gone,
        "targets": {
            "every date of the series is booked": booked == regulars * 5,
            "no desk is booked twice": met == 0,
            "no booking that was acknowledged is lost": gone == 0,
            "every desk was found in each rush": all(
                one["booked"] == desks - regulars for one in days
            ),
            "each place was freed once": all(one["freed"] == desks - one["came"] for one in days),
        },
    }  # fmt: skip


def _day(
    week: Week, real: int, bare: int, tokens: list[str], regulars: int, day: date
) -> dict[str, Any]:
    answers, told = _rush(week, real, tokens, day)
    reference = _bare(week, bare, day, len(answers.answers))
    got = {number: own for number, own in told if own is not None}
    waiting = [week.people[regulars + n] for n in range(len(tokens)) if n not in got]
    morning = play_morning(week, day, waiting)
    return {
        "day": str(day),
        "requests": len(answers.answers),
        "booked": len(got),
        "per_second": round(answers.per_second, 1),
        "booked_per_second": round(len(got) / answers.wall_s, 1),
        "p99_s": round(percentile(answers.latencies_s, 0.99), 4),
        "bare_per_second": round(reference.per_second, 1),
        "bare_p99_s": round(percentile(reference.latencies_s, 0.99), 4),
        **asdict(morning),
        "acknowledged": list(got.values()),
    }


def _rush(
    week: Week, port: int, tokens: list[str], day: date
) -> tuple[Answers, list[tuple[int, UUID | None]]]:
    """Everybody at once; for each by number the booking that they got."""
    hours = week.hours(day)

    def of_client(client: int, ask: Ask) -> Iterator[tuple[int, UUID | None]]:
        random = Random(f"{day} {client}")
        for number in range(client, len(tokens), CLIENTS):
            yield number, _find(ask, random, week.desks, tokens[number], hours)

    return converse(port, of_client, clients=CLIENTS)


def _find(ask: Ask, random: Random, desks: tuple[UUID, ...], token: str, hours: Any) -> UUID | None:
    """Ask for a desk, then for one of those that are offered instead; None when there is none."""
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    desk = str(random.choice(desks))
    for _ in range(TRIES):
        wanted = {"space_id": desk, "from": hours.from_at.isoformat(),
                  "to": hours.to_at.isoformat()}  # fmt: skip
        body = json.dumps(wanted).encode()
        status, answer = ask(Request("POST", "/api/v1/bookings", body, headers))
        said = json.loads(answer)
        if status == 201:
            return UUID(said["id"])
        if status != 409:
            raise RuntimeError(f"unexpected answer {status}: {said}")
        offered = said.get("alternatives") or []
        # Nothing near is free: somewhere else, as people do.
        desk = random.choice(offered)["space_id"] if offered else str(random.choice(desks))
    return None


def _bare(week: Week, port: int, day: date, count: int) -> Answers:
    """As many requests of the same clients to the endpoint that only inserts."""
    begins = week.at(day, 9) + timedelta(weeks=BARE_WEEKS)
    floors = dict(week.ask("SELECT id, floor_id FROM space"))
    own = {
        "organisation_id": str(week.staff.organisation_id),
        "person_id": str(week.staff.person_id),
    }

    def of_client(client: int) -> Iterator[Request]:
        for number in range(client, count, CLIENTS):
            desk = week.desks[number % len(week.desks)]
            at = begins + timedelta(minutes=number // len(week.desks))
            wanted = {
                **own,
                "space_id": str(desk),
                "floor_id": str(floors[desk]),
                "from": at.isoformat(),
                "to": (at + timedelta(minutes=1)).isoformat(),
            }
            body = json.dumps(wanted).encode()
            yield Request("POST", "/insert", body, {"Content-Type": "application/json"})

    return drive(port, of_client, clients=CLIENTS, seconds=600)


def _ratios(days: list[dict[str, Any]]) -> dict[str, float]:
    """The real service beside the bare endpoint, over the days: in the middle of them."""
    middle = len(days) // 2
    rates = sorted(one["per_second"] / one["bare_per_second"] for one in days)
    waits = sorted(one["p99_s"] / one["bare_p99_s"] for one in days)
    return {"per_second": round(rates[middle], 3), "p99": round(waits[middle], 2)}
