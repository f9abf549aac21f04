"""What booking promises to people who come one after the other, in the plainest words there are.

No SQL, no locks, no clock of its own: lists of bookings and closures, looked through each time.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Amsterdam")
OPENS, GRACE = timedelta(minutes=15), timedelta(minutes=20)
LIVE = ("confirmed", "checked_in")
OK = "ok"


@dataclass(slots=True)
class Booked:
    """A booking as its person knows it; ``free_at`` is when it frees itself without them."""

    person: UUID
    space: UUID
    from_at: datetime
    to_at: datetime
    state: str = "confirmed"
    free_at: datetime | None = None
    has_left: bool = False

    def meets(self, from_at: datetime, to_at: datetime) -> bool:
        return self.from_at < to_at and from_at < self.to_at

    def is_over(self, now: datetime) -> bool:
        return self.state not in LIVE or self.to_at <= now


@dataclass(slots=True)
class Closed:
    """Of one space, or (None) of the whole floor."""

    space: UUID | None
    from_at: datetime
    to_at: datetime


@dataclass(slots=True)
class Model:
    """``places`` has how many at once may have each space; the limits are None without a rule."""

    places: dict[UUID, int]
    now: datetime
    longest: timedelta | None = None
    at_once: int | None = None
    bookings: dict[UUID, Booked] = field(default_factory=dict)
    closures: dict[UUID, Closed] = field(default_factory=dict)
    #: Slots of places: which of a space's places each booking has.
    slots: dict[UUID, int] = field(default_factory=dict)

    def judge(
        self, person: UUID, space: UUID, from_at: datetime, to_at: datetime, but: UUID | None
    ) -> str:
        """What comes of wanting a space, but for who sits there: ok, or the code of the refusal."""
        if self.longest is not None and to_at - from_at > self.longest:
            return "too_long"
        if self.at_once is not None and self._together(person, from_at, to_at, but) >= self.at_once:
            return "too_many_at_once"
        closed = (c for c in self.closures.values() if c.space in (None, space))
        if any(c.from_at < to_at and from_at < c.to_at for c in closed):
            return "closed"
        return OK if self.place(space, from_at, to_at, but) is not None else "taken"

    def is_booked(self, space: UUID | None, from_at: datetime, to_at: datetime) -> bool:
        """Whether anybody has the space (None: any) at some time within these hours."""
        return any(
            one.meets(from_at, to_at) and not one.is_over(self.now)
            for one in self.bookings.values()
            if space in (None, one.space)
        )

    def starts(self, from_at: datetime, to_at: datetime) -> str:
        """Whether the hours are over, or begin on a day that is."""
        if to_at <= self.now:
            return "in_the_past"
        midnight = self.now.astimezone(ZONE).replace(hour=0, minute=0, second=0, microsecond=0)
        earliest = min(midnight, self.now - timedelta(hours=12))
        return "starts_too_early" if from_at < earliest else OK

    def place(
        self, space: UUID, from_at: datetime, to_at: datetime, but: UUID | None = None
    ) -> int | None:
        """The first place of a space that nobody has in these hours."""
        taken = {
            self.slots[own]
            for own, one in self.bookings.items()
            if own != but and one.state in LIVE and one.space == space and one.meets(from_at, to_at)
        }
        return next((n for n in range(1, self.places[space] + 1) if n not in taken), None)

    def book(self, person: UUID, space: UUID, from_at: datetime, to_at: datetime) -> str:
        found = self.starts(from_at, to_at)
        return self.judge(person, space, from_at, to_at, None) if found == OK else found

    def keep(self, own: UUID, booked: Booked) -> None:
        """Write what ``book`` allowed."""
        place = self.place(booked.space, booked.from_at, booked.to_at)
        assert place is not None
        self.bookings[own], self.slots[own] = booked, place
        booked.free_at = self._free_at(booked)

    def change(self, own: UUID, space: UUID, from_at: datetime, to_at: datetime) -> str:
        one = self.bookings[own]
        if one.is_over(self.now):
            return "booking_ended"
        if to_at <= from_at:
            return "window_empty"
        if one.from_at <= self.now and from_at != one.from_at:
            return "already_started"
        shorter = one.from_at <= from_at and to_at <= one.to_at
        if not (space == one.space and shorter and to_at > self.now):
            moved = from_at != one.from_at or to_at <= self.now
            found = self.starts(from_at, to_at) if moved else OK
            found = self.judge(one.person, space, from_at, to_at, own) if found == OK else found
            if found != OK:
                return found
        self._put(own, one, space, from_at, to_at)
        return OK

    def _put(self, own: UUID, one: Booked, space: UUID, from_at: datetime, to_at: datetime) -> None:
        before = (one.space, one.from_at, one.to_at)
        stays = before[:2] == (space, from_at) and one.free_at is not None
        if before != (space, from_at, to_at):
            place = self.place(space, from_at, to_at, own)
            assert place is not None
            self.slots[own] = place
        one.space, one.from_at, one.to_at = space, from_at, to_at
        if one.state == "confirmed" and not (stays and one.free_at and one.free_at < to_at):
            one.free_at = self._free_at(one)

    def cancel(self, own: UUID) -> None:
        one = self.bookings[own]
        if one.is_over(self.now):
            return
        if one.from_at >= self.now:
            one.state = "cancelled"
        else:
            self._put(own, one, one.space, one.from_at, self.now)

    def check_in(self, own: UUID) -> str:
        one = self.bookings[own]
        if one.state == "released":
            return "booking_released"
        if one.is_over(self.now):
            return "booking_ended"
        if one.state == "confirmed" and self.now < one.from_at - OPENS:
            return "check_in_not_open"
        one.state = "checked_in"
        return OK

    def check_out(self, own: UUID) -> str:
        one = self.bookings[own]
        if one.has_left:
            return OK
        if one.is_over(self.now):
            # Whoever had checked in has left by the end of it.
            return OK if one.state == "checked_in" else "booking_ended"
        if one.state != "checked_in":
            return "not_checked_in"
        one.has_left = True
        self.cancel(own)
        return OK

    def release(self) -> None:
        for one in self.bookings.values():
            if one.state == "confirmed" and one.free_at is not None and one.free_at <= self.now:
                one.state = "released"

    def _free_at(self, one: Booked) -> datetime | None:
        """Grace after the begin, or after it was put there; not where it is over by then."""
        due = max(one.from_at, self.now) + GRACE
        return due if due < one.to_at else None

    def _together(self, person: UUID, from_at: datetime, to_at: datetime, but: UUID | None) -> int:
        own = [
            one
            for key, one in self.bookings.items()
            if key != but
            and one.person == person
            and one.state in LIVE
            and one.meets(from_at, to_at)
        ]
        begins = [max(from_at, one.from_at) for one in own]
        return max((sum(one.from_at <= at < one.to_at for one in own) for at in begins), default=0)
