"""Finding a place: everything that was wished, or the next best places and times."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from itertools import islice
from zoneinfo import ZoneInfo

from sqlalchemy import RowMapping

from floorplans.actor import Actor
from floorplans.bookings import judging
from floorplans.bookings import rules as booking_rules
from floorplans.bookings.views import Window
from floorplans.database import Database
from floorplans.errors import DomainError
from floorplans.finding import classes, costs, queries, rules, times, words
from floorplans.finding.beginning import search_of
from floorplans.finding.choices import choices
from floorplans.finding.classes import Cases
from floorplans.finding.favourites import favourites, star, unstar
from floorplans.finding.habits import say_usual, usual
from floorplans.finding.queries import Search
from floorplans.finding.views import (
    Beginning,
    ColleagueThere,
    FindRequest,
    Found,
    FoundPlace,
    FoundTime,
    Wishes,
)
from floorplans.finding.words import Seen
from floorplans.policies.rules import refusal

__all__ = [
    "choices",
    "colleagues_there",
    "favourites",
    "find",
    "say_usual",
    "star",
    "unstar",
    "usual",
]

#: Other times that are told: on the same day, and on later days.
TIMES_SAME_DAY, TIMES_LATER, TIMES_BY_RULES = 2, 2, 1
#: How many other hours of the same day are tried until those are found.
TRIED_SAME_DAY = 6
#: How many times more are judged where not enough of the first could be had.
MORE = 4


@dataclass(frozen=True, slots=True)
class _Hunt:
    """All that stays the same while one request is answered."""

    db: Database
    actor: Actor
    search: Search
    zone: ZoneInfo
    beginning: Beginning | None
    zone_name: str | None
    cases: Cases
    now: datetime


def find(db: Database, actor: Actor, request: FindRequest, now: datetime) -> Found:
    """Places that can be booked for the hours and have all that is wished, the best first.

    Ranked by seconds of walking from where the search begins, less what a favourite and the usual
    place are worth. Where nothing fits: places that have the most of it, and other times. Every
    offer was judged as a booking would be. Raises Invalid, Refused ``in_the_past``, NotFound
    (``space_not_found``, ``entrance_not_found``, ``colleague_not_here``, ``site_not_found``).
    """
    window = booking_rules.window_of(request.from_at, request.to_at)
    rules.check(request, window, now)
    has_rules = judging.has_rules(db, actor)
    with db.transaction(actor.organisation_id) as tx:
        search, zone, beginning = search_of(tx, actor, request, window, now)
        zone_name = queries.zone_name(tx, actor, request.wishes.zone_id)
        cases = classes.cases_of(tx, search, window, now, has_rules=has_rules)
    hunt = _Hunt(db, actor, search, ZoneInfo(zone), beginning, zone_name, cases, now)
    places = _fitting(hunt, window, request.limit)
    if places:
        return Found(search.site_id, zone, beginning, places)
    next_best = _next_best(hunt, window)
    return Found(
        search.site_id,
        zone,
        beginning,
        next_places=next_best,
        next_times=tuple(_times(hunt, window)),
        refusal=None if next_best else _why(hunt, window),
    )


def colleagues_there(
    db: Database, actor: Actor, from_at: datetime, to_at: datetime, name_part: str
) -> list[ColleagueThere]:
    """Up to 20 others who show their names and have a place in these hours, by name.

    Raises Invalid.
    """
    window = booking_rules.window_of(from_at, to_at)
    booking_rules.check_shown(window)
    with db.transaction(actor.organisation_id) as tx:
        rows = queries.colleagues(tx, actor, window, name_part.strip())
    return [ColleagueThere(**row) for row in rows]


def _fitting(hunt: _Hunt, window: Window, limit: int) -> tuple[FoundPlace, ...]:
    """Up to so many places that have all that is wished."""
    rows = islice(_allowed(hunt, window, limit, fits=True), limit)
    return tuple(_place(hunt, row) for row in rows)


def _next_best(hunt: _Hunt, window: Window) -> tuple[FoundPlace, ...]:
    """Places that miss something; where nothing is wished nothing can be missed."""
    if hunt.search.wishes == Wishes():
        return ()
    rows = islice(_allowed(hunt, window, costs.NEXT_PLACES, fits=False), costs.NEXT_PLACES)
    return tuple(_place(hunt, row) for row in rows)


def _allowed(hunt: _Hunt, window: Window, wanted: int, *, fits: bool) -> Iterator[RowMapping]:
    """Free places in their order, each judged as a booking of it would be."""
    refused = classes.refused(hunt.cases, window)
    if len(refused) == len(hunt.cases):
        return
    skipped = 0
    for at_most in costs.RANKED_AT_ONCE:
        with hunt.db.transaction(hunt.actor.organisation_id) as tx:
            rows = queries.found(
                tx,
                hunt.search,
                window,
                fits=fits,
                refused=refused,
                skipped=skipped,
                at_most=at_most,
            )
        yield from _judged(hunt, window, rows, wanted)
        if len(rows) < at_most:
            return
        skipped += at_most


def _judged(
    hunt: _Hunt, window: Window, rows: Sequence[RowMapping], at_once: int
) -> Iterator[RowMapping]:
    """Those that the person would be given; no more are judged than somebody goes on to ask for."""
    begun = 0
    while begun < len(rows):
        portion = rows[begun : begun + at_once]
        ids = [row["space_id"] for row in portion]
        may = judging.may_book(hunt.db, hunt.actor, ids, window, hunt.now)
        yield from (row for row in portion if row["space_id"] in may)
        begun += at_once
        at_once *= MORE


def _times(hunt: _Hunt, window: Window) -> Iterator[FoundTime]:
    yield from _first(hunt, window, times.by_rules(window, hunt.cases), TIMES_BY_RULES)
    yield from _first(hunt, window, _same_day(hunt, window), TIMES_SAME_DAY)
    yield from _first(hunt, window, times.later_days(window, hunt.zone), TIMES_LATER)


def _same_day(hunt: _Hunt, window: Window) -> list[Window]:
    looked = times.day_around(window, hunt.zone, hunt.now)
    if looked is None:
        return []
    shortest = (window.to_at - window.from_at) * times.LEAST_SHARE
    refused = {
        name for name, broken in classes.refused(hunt.cases, window).items() if broken.is_final
    }
    with hunt.db.transaction(hunt.actor.organisation_id) as tx:
        free = queries.stretches(tx, hunt.search, window, refused, looked, shortest)
    tried = times.same_day(window, free, hunt.cases, hunt.now)
    allowed = (each for each in tried if len(classes.refused(hunt.cases, each)) < len(hunt.cases))
    return [each for each, _ in zip(allowed, range(TRIED_SAME_DAY), strict=False)]


def _first(
    hunt: _Hunt, window: Window, tried: Sequence[Window] | Iterator[Window], most: int
) -> Iterator[FoundTime]:
    """The first hours of those that are tried in which something fits."""
    left = most
    for each in tried:
        places = _fitting(hunt, each, 1)
        if places:
            differs = times.difference_text(window, each, hunt.zone)
            yield FoundTime(each.from_at, each.to_at, differs, places[0])
            left -= 1
        if not left:
            return


def _why(hunt: _Hunt, window: Window) -> DomainError | None:
    """What a rule says where it is the reason that nothing is offered."""
    refused = classes.refused(hunt.cases, window)
    if len(refused) < len(hunt.cases) or not refused:
        return None
    name, broken = next(iter(refused.items()))
    nearest = next(iter(times.by_rules(window, {name: hunt.cases[name]})), None)
    return refusal(hunt.cases[name], window, broken, nearest)


_SEEN = tuple(field.name for field in fields(Seen))
_PLACE = tuple(
    field.name
    for field in fields(FoundPlace)
    if field.name not in {"features", "reasons", "differs", "walk_s"}
)


def _place(hunt: _Hunt, row: RowMapping) -> FoundPlace:
    seen = Seen(**{name: row[name] for name in _SEEN} | {"features": tuple(row["features"])})
    wishes, usual_id = hunt.search.wishes, hunt.search.usual
    return FoundPlace(
        **{name: row[name] for name in _PLACE},
        features=seen.features,
        walk_s=None if row["distance_m"] is None else row["walk_s"],
        reasons=words.reasons(seen, wishes, hunt.beginning, usual_id),
        differs=words.differences(seen, wishes, hunt.zone_name),
    )
