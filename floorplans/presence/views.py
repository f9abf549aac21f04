"""The values that go into and come out of the use cases of being there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from floorplans.assigning.views import OwnDay
from floorplans.bookings.views import Window
from floorplans.nearest.views import NearSpace
from floorplans.wording import OfPlace

#: Where an organisation said nothing: people may check in, and nothing happens if they do not.
USUAL_OPENS_MIN = 15


class Step(StrEnum):
    """The one obvious thing to do for who stands before a place."""

    CHECK_IN = "check_in"
    CHECK_OUT = "check_out"
    TAKE = "take"
    CLAIM = "claim"
    SIT_HERE = "sit_here"
    FIND_OTHER = "find_other"
    CHOOSE = "choose"
    MOVE_HELD = "move_held"
    #: Somebody must approve it first.
    ASK = "ask"
    #: One's own request for it is not answered yet.
    ASKED = "asked"
    #: It is assigned to oneself today, without a booking.
    OWN = "own"
    #: The room or zone that it lies in is assigned to oneself today.
    IN_OWN = "in_own"


@dataclass(frozen=True, slots=True)
class BookingThere(OfPlace):
    """A booking and its check-in.

    ``by_at`` is None where no check-in is asked; ``opens_at`` is the first instant at which one
    is taken.
    """

    id: UUID
    person_id: UUID
    space_id: UUID
    space_name: str
    kind: str
    floor_id: UUID
    floor_name: str
    time_zone: str
    window: Window
    state: str
    by_at: datetime | None
    frees_itself: bool
    opens_min: int

    @property
    def opens_at(self) -> datetime:
        return self.window.from_at - timedelta(minutes=self.opens_min)

    def is_open(self, now: datetime) -> bool:
        """Whether a check-in would be taken now."""
        return self.state == "confirmed" and self.opens_at <= now < self.window.to_at

    def is_unclaimed(self, now: datetime) -> bool:
        """Whether nobody came in time: who stands before it may have it."""
        return self.state == "confirmed" and self.by_at is not None and self.by_at <= now


@dataclass(frozen=True, slots=True)
class Stay:
    """A time through which a booked place was used; ``to_at`` is None while it goes on."""

    space_id: UUID
    space_name: str
    from_at: datetime
    to_at: datetime | None


@dataclass(frozen=True, slots=True)
class PresenceView:
    """How a booking stands with its check-in, and how long its places were used so far."""

    booking: BookingThere
    can_check_in: bool
    can_check_out: bool
    stays: tuple[Stay, ...]
    used_s: int


@dataclass(frozen=True, slots=True)
class PlaceAt:
    """What a printed code stands for: a space, or (``kind`` is ``floor``) a floor."""

    id: UUID
    kind: str
    name: str
    number: str | None
    bookable: bool
    is_there: bool
    floor_id: UUID
    floor_name: str
    building_name: str
    time_zone: str
    longest_booking_hours: int


@dataclass(frozen=True, slots=True)
class Look:
    """A place now, as its person may see it, and what to do next.

    ``status`` is a word of availability, or None of what cannot be booked. ``until`` is when that
    ends; for a free place, until when it can be had today. ``mine`` is the person's own booking
    that the step is about, here or elsewhere; ``unclaimed`` the one that nobody came for;
    ``request`` the one by which they ask for this place. ``own`` is how today stands where the
    place is assigned to the person today; ``around`` is the room or zone that is theirs so, where
    the place only lies in it.
    """

    place: PlaceAt
    step: Step
    status: str | None
    until: datetime | None
    who: str | None
    reason: str | None
    mine: BookingThere | None
    unclaimed: UUID | None
    claimable_at: datetime | None
    others: tuple[NearSpace, ...]
    request: UUID | None = None
    own: OwnDay | None = None
    around: PlaceAt | None = None

    @property
    def is_own(self) -> bool:
        """Whether the place is the person's today by its assignment, and nobody has it now."""
        return self.status == "assigned" and self.own is not None and self.own.is_theirs


@dataclass(frozen=True, slots=True)
class CheckInRule:
    """Where a check-in is asked and how: of one kind, of one zone, of both, or (none) of all."""

    kind: str | None
    zone_id: UUID | None
    is_asked: bool
    opens_min: int
    grace_min: int
    frees_itself: bool


@dataclass(frozen=True, slots=True)
class CheckInRuleView:
    """A stored rule; ``zone_name`` is told with its floor."""

    id: UUID
    rule: CheckInRule
    zone_name: str | None
