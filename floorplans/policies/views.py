"""The values that go into and come out of the use cases of rules and groups."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from floorplans.policies.terms import Mode
from floorplans.wording import OfPlace


@dataclass(frozen=True, slots=True)
class OpenHours:
    """Open on these days (1 is Monday) from and to, in minutes after midnight; 1440 is 24:00."""

    days: tuple[int, ...]
    opens_min: int
    closes_min: int


@dataclass(frozen=True, slots=True)
class Rule:
    """What a rule is about (left out: everything, everywhere, everybody), and what it says.

    ``only_groups`` may book, and nobody else. ``quiet_m`` is the distance to be kept from the
    ``quiet_zones``, ``distance_m`` the one from another booked space. ``change_by_min`` and
    ``cancel_by_min`` are how long before its begin a booking can still be changed and cancelled.
    ``approval`` is ``needed`` (by ``approvers`` and those of a group, by facility staff without
    any) or ``not_needed``.
    """

    name: str
    site_id: UUID | None = None
    floor_id: UUID | None = None
    zone_id: UUID | None = None
    kind: str | None = None
    group_id: UUID | None = None
    opening: tuple[OpenHours, ...] = ()
    ahead_days: int | None = None
    shortest_min: int | None = None
    longest_min: int | None = None
    most_at_once: int | None = None
    most_a_week: int | None = None
    mode: Mode | None = None
    step_min: int | None = None
    half_at_min: int | None = None
    only_groups: tuple[UUID, ...] = ()
    buffer_min: int | None = None
    distance_m: float | None = None
    quiet_m: float | None = None
    quiet_zones: tuple[UUID, ...] = ()
    change_by_min: int | None = None
    cancel_by_min: int | None = None
    approval: str | None = None
    approvers_group_id: UUID | None = None
    approvers: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleView:
    """A rule as facility staff see it; ``about`` and ``says`` are its sentence in two halves."""

    id: UUID
    rule: Rule
    about: str
    says: tuple[str, ...]

    @property
    def sentence(self) -> str:
        return f"{self.about}: {', '.join(self.says)}."


@dataclass(frozen=True, slots=True)
class BrokenBooking(OfPlace):
    """A booking to come that a rule would not allow any more; it is kept."""

    booking_id: UUID
    person_name: str
    space_name: str
    kind: str
    floor_name: str
    time_zone: str
    from_at: datetime
    to_at: datetime
    code: str
    says: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What a rule would say to the bookings to come; ``is_complete`` unless there are too many."""

    rule: RuleView
    looked_at: int
    is_complete: bool
    broken: tuple[BrokenBooking, ...]


@dataclass(frozen=True, slots=True)
class GroupView:
    """A group of people; ``rules`` counts those that are for it or let only it book.

    ``kept_by`` is hand, sign_in or scim; ``claim_value`` is what a sign-in calls it.
    """

    id: UUID
    name: str
    members: int
    rules: int
    kept_by: str = "hand"
    claim_value: str | None = None


@dataclass(frozen=True, slots=True)
class MemberView:
    person_id: UUID
    name: str
    email: str


@dataclass(frozen=True, slots=True)
class ZoneChoice:
    """A zone with where it is, to choose from."""

    id: UUID
    name: str
    floor_id: UUID
    floor_name: str
    building_name: str
