"""What the processes of the proof do: each thing is planned by chance and done by the service.

To prove a new use case, add a ``Doing`` here and, under the same name, a judge in ``judging``.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from bench.proof.doing_closed import CLOSED
from bench.proof.doing_days import DAYS
from bench.proof.doing_requests import REQUESTS
from bench.proof.doing_stock import STOCK
from bench.proof.doing_waits import WAITS
from bench.proof.ground import staff_of
from bench.proof.scene import (
    LONGEST_QUARTERS,
    QUARTER,
    ZONE,
    Args,
    Doing,
    Scene,
    hours,
    of_one,
    plain,
    told,
)
from floorplans.bookings import service as bookings
from floorplans.bookings.views import BookingChange, BookingRequest
from floorplans.presence import service as presence
from floorplans.presence.views import PresenceView
from floorplans.series import service as series
from floorplans.series.views import Hours, Scope, SeriesRequest, SeriesView
from floorplans.teams import service as teams
from floorplans.teams.views import TeamRequest

KEY_SHARE = 0.5


def plan_book(scene: Scene, now: datetime) -> Args:
    start, end = scene.hours(now)
    key = f"{scene.random.getrandbits(64):x}" if scene.random.random() < KEY_SHARE else None
    args = {"by": scene.somebody(), "space": scene.somewhere(), "from": start, "to": end}
    return plain({**args, "key": key})


def plan_again(scene: Scene, now: datetime) -> Args | None:
    """A booking that was sent before, with its key: what somebody does who got no answer."""
    return scene.random.choice(scene.sent[-20:]) if scene.sent else None


def book(scene: Scene, args: Args, now: datetime) -> Any:
    wanted = BookingRequest(UUID(args["space"]), *hours(args), args["key"])
    actor = scene.actor(args["by"])
    return told(bookings.book(scene.db, actor, wanted, now, known=scene.known))


def plan_move(scene: Scene, now: datetime) -> Args | None:
    seen = scene.peek.ahead(scene.somebody(), now)
    if seen is None:
        return None
    start, end = scene.hours(now)
    kind = scene.random.random()
    if kind < 0.4:  # elsewhere, in the same hours
        start, end = seen.from_at, seen.to_at
    elif kind < 0.7:  # shorter or longer, or nothing left of it
        start, end = seen.from_at, seen.to_at + scene.random.choice((-2, -1, 1, 2, 3)) * QUARTER
    space = seen.space if 0.4 <= kind < 0.7 else scene.somewhere()
    args = {"by": scene.by(seen), "booking": seen.booking, "space": space}
    return plain({**args, "from": start, "to": end})


def move(scene: Scene, args: Args, now: datetime) -> Any:
    wanted = BookingChange(UUID(args["space"]), *hours(args))
    actor = scene.actor(args["by"])
    return told(bookings.change(scene.db, actor, UUID(args["booking"]), wanted, now))


def plan_cancel(scene: Scene, now: datetime) -> Args | None:
    return of_one(scene, scene.peek.any_of(scene.somebody(), now))


def cancel(scene: Scene, args: Args, now: datetime) -> Any:
    return told(bookings.cancel(scene.db, scene.actor(args["by"]), UUID(args["booking"]), now))


def plan_presence(scene: Scene, now: datetime) -> Args | None:
    return of_one(scene, scene.peek.running(scene.somebody(), now))


def check_in(scene: Scene, args: Args, now: datetime) -> Any:
    actor = scene.actor(args["by"])
    return _there(presence.check_in(scene.db, actor, UUID(args["booking"]), now))


def check_out(scene: Scene, args: Args, now: datetime) -> Any:
    actor = scene.actor(args["by"])
    return _there(presence.check_out(scene.db, actor, UUID(args["booking"]), now))


def plan_take(scene: Scene, now: datetime) -> Args:
    return plain({"by": scene.somebody(), "space": scene.somewhere()})


def take(scene: Scene, args: Args, now: datetime) -> Any:
    until = now + LONGEST_QUARTERS * QUARTER
    actor = scene.actor(args["by"])
    return told(presence.take(scene.db, actor, UUID(args["space"]), now, until=until))


def plan_nothing(scene: Scene, now: datetime) -> Args:
    return {}


def release(scene: Scene, args: Args, now: datetime) -> Any:
    return presence.release_due(scene.db, now)


def plan_team(scene: Scene, now: datetime) -> Args:
    start, end = scene.hours(now)
    people = scene.random.sample(scene.ground.people, scene.random.randint(2, 5))
    return plain({"people": people, "from": start, "to": end})


def team(scene: Scene, args: Args, now: datetime) -> Any:
    wanted = TeamRequest(scene.ground.floor, tuple(map(UUID, args["people"])), *hours(args))
    made = teams.book_team(scene.db, staff_of(scene.ground), wanted, now)
    seats = [plain({"id": s.booking_id, "person": s.person_id, "space": s.space_id})
             for s in made.seats]  # fmt: skip
    return {"team": str(made.id), "seats": seats}


def plan_end_team(scene: Scene, now: datetime) -> Args | None:
    found = scene.peek.team(now)
    return None if found is None else {"team": str(found)}


def end_team(scene: Scene, args: Args, now: datetime) -> Any:
    return teams.cancel_team(scene.db, staff_of(scene.ground), UUID(args["team"]), now)


def plan_series(scene: Scene, now: datetime) -> Args:
    first = now.astimezone(ZONE).date() + timedelta(days=scene.random.randint(1, 3))
    days = [first + timedelta(days=n) for n in range(scene.random.randint(2, 4))]
    start = scene.random.randint(0, 90) * 15
    minutes = [start, start + scene.random.randint(1, LONGEST_QUARTERS) * 15]
    args = {"by": scene.somebody(), "space": scene.somewhere(), "minutes": minutes}
    return plain({**args, "days": days, "key": f"{scene.random.getrandbits(64):x}"})


def book_series(scene: Scene, args: Args, now: datetime) -> Any:
    days = tuple(datetime.fromisoformat(on).date() for on in args["days"])
    wanted = SeriesRequest(
        UUID(args["space"]), Hours(*args["minutes"]), days, idempotency_key=args["key"]
    )
    return _dates(series.book(scene.db, scene.actor(args["by"]), wanted, now, known=scene.known))


def plan_end_series(scene: Scene, now: datetime) -> Args | None:
    found = scene.peek.series()
    return None if found is None else plain({"series": found})


def end_series(scene: Scene, args: Args, now: datetime) -> Any:
    by = staff_of(scene.ground)
    return _dates(series.cancel(scene.db, by, UUID(args["series"]), Scope.ALL, None, now))


def series_due(scene: Scene, args: Args, now: datetime) -> Any:
    return series.book_due(scene.db, now)


DOINGS: Mapping[str, Doing] = {
    "book": Doing(34, plan_book, book),
    "book again": Doing(6, plan_again, book),
    "move": Doing(16, plan_move, move),
    "cancel": Doing(11, plan_cancel, cancel),
    "check in": Doing(11, plan_presence, check_in),
    "check out": Doing(5, plan_presence, check_out),
    "take": Doing(5, plan_take, take),
    "release": Doing(4, plan_nothing, release),
    "team": Doing(3, plan_team, team),
    "end team": Doing(1, plan_end_team, end_team),
    "series": Doing(2, plan_series, book_series),
    "end series": Doing(1, plan_end_series, end_series),
    "series due": Doing(1, plan_nothing, series_due),
    **STOCK,
    **REQUESTS,
    **DAYS,
    **CLOSED,
    **WAITS,
}


def _there(view: PresenceView) -> Args:
    found = view.booking
    said = {"id": found.id, "space": found.space_id, "state": found.state}
    return plain({**said, "from": found.window.from_at, "to": found.window.to_at})


def _dates(view: SeriesView) -> Args:
    dates = [
        plain({"on": d.on, "state": d.state, "booking": d.booking_id, "from": d.from_at,
                "to": d.to_at, "space": d.space_id, "code": d.problem.code if d.problem else None})
        for d in view.dates
    ]  # fmt: skip
    return {"series": str(view.id), "dates": dates}
