"""The values that go into and come out of the use cases about how much places are used."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Choice:
    """Whether an organisation counts use at all, and on how many people a number rests at least."""

    is_counted: bool
    least_people: int


@dataclass(frozen=True, slots=True)
class Values:
    """What is told of one cell; None where too few people are behind it.

    ``booked_h`` and ``used_h`` are whole hours, ``median_min`` is the median length of a stay, to
    a quarter of an hour.
    """

    booked_h: int | None
    used_h: int | None
    no_shows: int | None
    released_early: int | None
    median_min: int | None


@dataclass(frozen=True, slots=True)
class Part:
    """A zone of a floor, or an hour of a weekday; ``key`` is its id (empty outside) or number."""

    key: str
    name: str
    values: Values


@dataclass(frozen=True, slots=True)
class Row:
    """A floor with its zones, or a weekday with its hours.

    ``rest`` are its hidden parts together, with a number for each measure that hides some.
    """

    key: str
    name: str
    values: Values
    parts: tuple[Part, ...]
    rest: Values | None


@dataclass(frozen=True, slots=True)
class KindUse:
    """All places of one kind on a site: where they were used, and when."""

    kind: str
    values: Values
    floors: tuple[Row, ...]
    floors_rest: Values | None
    weekdays: tuple[Row, ...]
    weekdays_rest: Values | None


@dataclass(frozen=True, slots=True)
class Counted:
    """What one month of a site came to, as it was told first and stays."""

    values: Values
    kinds: tuple[KindUse, ...]
    kinds_rest: Values | None


@dataclass(frozen=True, slots=True)
class SiteUse:
    """The use of a site in a month; ``month`` is its first day, by the site's own clock."""

    site_id: UUID
    site_name: str
    month: date
    least_people: int
    counted_at: datetime
    counted: Counted


@dataclass(frozen=True, slots=True)
class SiteMonths:
    """The months of a site that were counted, the latest first."""

    site_id: UUID
    site_name: str
    months: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Ground:
    """A kind of place in a zone of a floor (``zone_id`` None: outside of all zones)."""

    kind: str
    floor_id: UUID
    floor_name: str
    zone_id: UUID | None
    zone_name: str | None
