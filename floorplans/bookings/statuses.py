"""What a person is told of each space of a floor in some hours: free, taken, closed or theirs.

The finished text of an entry of the availability document, without a detour over objects: a floor
of 2,000 spaces is told many times a second.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from math import inf
from operator import attrgetter
from typing import Any, NamedTuple

#: No person has these ids: who holds nothing, and what is taken by nobody but cannot be had.
NOBODY = ""
KEPT_FREE = "-"
_YOURS = '"yours"'
#: Of a space that a plan does not have which takes over before the hours end.
_LEAVING = '"closed","reason":"another plan of this floor takes over in these hours"}'


class Taking(NamedTuple):
    """A booking as availability sees it. Instants are seconds since 1970, half-open.

    ``status`` is the finished text for everybody else while nothing but this takes the space.
    ``place`` is which place of the space it takes, None for all of it. ``because`` is the space
    that was booked, where this one is only taken with it: for what lies in, around or near it.
    """

    from_s: float
    to_s: float
    person_id: str
    booking_id: str
    is_occupied: bool
    who: str | None
    status: str
    place: int | None = None
    because: str | None = None


class Closed(NamedTuple):
    from_s: float
    to_s: float
    status: str


class Claim(NamedTuple):
    """Hours in which a space is somebody's own without a booking: days of an assignment.

    ``person_id`` is whose it is, or ``KEPT_FREE`` where it lies in or around ``because``, which is
    the assigned one.
    """

    from_s: float
    to_s: float
    person_id: str
    who: str | None
    because: str | None


class There(NamedTuple):
    """A time through which the plans in force let a space be booked; half-open."""

    from_s: float
    to_s: float


class SpaceSchedule(NamedTuple):
    """One bookable space: the opening of its entry, and what takes it, by time.

    ``there`` is None for a space that all plans of these days have. ``places`` is how many can book
    it at once. ``claims`` are the days on which it is somebody's own.
    """

    head: str
    takings: tuple[Taking, ...]
    closures: tuple[Closed, ...]
    there: tuple[There, ...] | None = None
    places: int = 1
    claims: tuple[Claim, ...] = ()

    def stays_until(self, from_s: float) -> float | None:
        """Until when it can be booked from an instant on; None when it is not there then."""
        if self.there is None:
            return inf
        return next((each.to_s for each in self.there if each.from_s <= from_s < each.to_s), None)


class Hours(NamedTuple):
    """A window, the end of its last day, and the instant whose plan it is shown on."""

    from_s: float
    to_s: float
    until_s: float
    plan_s: float


def takings_of(space_id: str, row: list[Any], booked: Mapping[str, str]) -> Iterator[Taking]:
    """A booking, and the time that its space needs after it as one that is nobody's."""
    from_s, to_s, state, person_id, booking_id, who, ends_s, place = row
    own_id = booked.get(booking_id, space_id)
    because = None if own_id == space_id else own_id
    if ends_s is not None:
        status = _taken(to_s, None, is_occupied=False)
        yield Taking(ends_s, to_s, KEPT_FREE, booking_id, False, None, status, place, because)
        to_s = ends_s
    is_occupied = state == "checked_in"
    status = _taken(to_s, who, is_occupied=is_occupied)
    holder = person_id or KEPT_FREE
    yield Taking(from_s, to_s, holder, booking_id, is_occupied, who, status, place, because)


def closing_of(from_s: float, to_s: float | None, reason: str) -> Closed:
    """A closure with what everybody is told of it; without an end it lasts for ever."""
    if to_s is None:
        return Closed(from_s, inf, f'"closed","until":null,"reason":{json.dumps(reason)}}}')
    return Closed(from_s, to_s, f'"closed","until":"{told(to_s)}","reason":{json.dumps(reason)}}}')


def claim_of(space_id: str, row: list[Any]) -> Claim:
    """A day of an assignment (see ``assigned_spaces`` in the database)."""
    from_s, to_s, person_id, who, assigned_id = row
    because = None if assigned_id == space_id else assigned_id
    return Claim(from_s, to_s, person_id or KEPT_FREE, who, because)


def entry_of(space: SpaceSchedule, hours: Hours, person_id: str = NOBODY) -> str:
    """The entry of a space in these hours for a person; empty where the plan has no such space."""
    stays_s = space.stays_until(hours.plan_s)
    if stays_s is None:
        return ""
    status = _status(space, hours, person_id)
    stays = stays_s >= hours.to_s or _is_held(status)
    return space.head + status if stays else space.head + _LEAVING


def joined(entries: Iterable[str]) -> str:
    """Entries as the inside of a list."""
    return ",".join(filter(None, entries))


def _is_held(status: str) -> bool:
    """Whether a person's own booking is told, which goes before everything."""
    return status.startswith(_YOURS)


def _status(space: SpaceSchedule, hours: Hours, person_id: str) -> str:
    from_s, to_s, until_s, plan_s = hours
    found = [each for each in space.takings if each.from_s < to_s and each.to_s > from_s]
    mine = [each for each in found if each.person_id == person_id]
    closed = [each for each in space.closures if each.from_s < to_s and each.to_s > from_s]
    if mine:
        return _yours(mine, space.places)
    if closed:
        return max(closed, key=attrgetter("to_s")).status
    left = _places_left(space.places, found)
    if found and not left:
        return _taken(
            max(each.to_s for each in found),
            min((each.who for each in found if each.who is not None), default=None),
            is_occupied=any(each.is_occupied for each in found),
            places=space.places,
            because=_because(found),
        )
    claims = [each for each in space.claims if each.from_s < to_s and each.to_s > from_s]
    if claims:
        return _assigned(claims, person_id)
    later = [each for each in space.takings if each.from_s >= to_s]
    next_s = _first(later) if space.places == 1 else _next_full(found, later, left)
    next_s = min([next_s, *(each.from_s for each in space.claims if each.from_s >= to_s)])
    if space.there is not None:
        next_s = min(next_s, space.stays_until(plan_s) or next_s)
    until = f',"until":"{told(next_s)}"' if next_s < until_s else ""
    return f'"free"{until}{_placestold(left, space.places)}}}'


def _places_left(places: int, found: list[Taking]) -> int:
    """How many of a space's places nobody has in hours that ``found`` are the takings of."""
    if any(each.place is None for each in found):
        return 0
    return places - len({each.place for each in found})


def _next_full(found: list[Taking], later: list[Taking], left: int) -> float:
    """Until when the one of the free places can be had that stays free longest."""
    whole_s = _first([each for each in later if each.place is None])
    held = {each.place for each in found}
    starts: dict[int | None, float] = {}
    for each in later:
        if each.place is not None and each.place not in held:
            starts[each.place] = min(each.from_s, starts.get(each.place, inf))
    return whole_s if len(starts) < left else min(whole_s, max(starts.values()))


def _first(takings: list[Taking]) -> float:
    return min((each.from_s for each in takings), default=inf)


def _because(found: list[Taking]) -> str | None:
    """The first space that is booked where this one is only taken with others."""
    if any(each.because is None for each in found):
        return None
    return min(found, key=attrgetter("from_s", "booking_id")).because


def _yours(mine: list[Taking], places: int) -> str:
    first = min(mine, key=attrgetter("booking_id"))
    until = told(max(taking.to_s for taking in mine))
    more = "" if places == 1 else f',"places":{places}'
    more += _becausetold(first.because)
    return f'{_YOURS},"booking_id":"{first.booking_id}","until":"{until}"{more}}}'


def _assigned(claims: list[Claim], person_id: str) -> str:
    """Whose own it is, or that it is one's own: then without a booking that could be changed."""
    until = f'"until":"{told(max(each.to_s for each in claims))}"'
    if any(each.person_id == person_id for each in claims):
        return f'"assigned",{until},"is_mine":true}}'
    who = min((each.who for each in claims if each.who is not None), default=None)
    shown = f',"who":{json.dumps(who)}' if who is not None else ""
    has_own = any(each.because is None for each in claims)
    because = None if has_own else min(each.because or "" for each in claims)
    return f'"assigned",{until}{shown}{_becausetold(because)}}}'


def _taken(
    to_s: float,
    who: str | None,
    *,
    is_occupied: bool,
    places: int = 1,
    because: str | None = None,
) -> str:
    status = "occupied" if is_occupied else "taken"
    shown = f',"who":{json.dumps(who)}' if who is not None else ""
    more = _placestold(0, places) + _becausetold(because)
    return f'"{status}","until":"{told(to_s)}"{shown}{more}}}'


def _placestold(left: int, places: int) -> str:
    return "" if places == 1 else f',"left":{left},"places":{places}'


def _becausetold(because: str | None) -> str:
    return "" if because is None else f',"because":"{because}"'


def told(instant_s: float) -> str:
    """An instant as the document writes it."""
    return datetime.fromtimestamp(instant_s, UTC).isoformat()
