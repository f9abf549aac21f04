"""One's own waits as “My bookings” shows them."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from floorplans.bookings.windows import wall_time
from floorplans.waiting.views import State, WaitView
from floorplans.wording import place_title

#: The en dash between two times.
TO = "\N{EN DASH}"
OPEN = (State.WAITING, State.OFFERED)
ENDED = {
    State.BOOKED: "Booked for you",
    State.DECLINED: "You passed it on",
    State.UNANSWERED: "No answer in time",
    State.OVER: "Nothing became free",
}
TEENS = range(11, 14)
SUFFIXES = {1: "st", 2: "nd", 3: "rd"}


@dataclass(frozen=True, slots=True)
class WaitRow:
    """A wait with its times as the walls of its building show them."""

    wait: WaitView
    title: str
    day: str
    hours: str
    offered: str
    place: str
    answer_by: str
    ended: str
    map_url: str


@dataclass(frozen=True, slots=True)
class Waits:
    """What one waits for, and how the waits of the last days ended."""

    open: tuple[WaitRow, ...]
    ended: tuple[WaitRow, ...]

    @property
    def offered(self) -> frozenset[UUID]:
        """Bookings that are only kept for an answer: they are no bookings yet."""
        rows = (row.wait for row in self.open)
        return frozenset(
            wait.booking_id
            for wait in rows
            if wait.state is State.OFFERED and wait.booking_id is not None
        )


def waits_of(found: list[WaitView]) -> Waits:
    rows = [_row(wait) for wait in found]
    return Waits(
        tuple(row for row in rows if row.wait.state in OPEN),
        tuple(row for row in rows if row.wait.state in ENDED),
    )


def ordinal(number: int) -> str:
    """ "1st", "2nd", "11th"."""
    is_teen = number % 100 in TEENS
    return f"{number}{'th' if is_teen else SUFFIXES.get(number % 10, 'th')}"


def _row(wait: WaitView) -> WaitRow:
    zone = ZoneInfo(wait.time_zone)
    start, end = wall_time(wait.from_at, zone), wall_time(wait.to_at, zone)
    same_day = start.date() == end.date()
    by = None if wait.answer_by is None else wall_time(wait.answer_by, zone)
    hours = {"from": f"{start:%Y-%m-%dT%H:%M}", "to": f"{end:%Y-%m-%dT%H:%M}"}
    place = wait.offered_space_id if wait.state is State.OFFERED else wait.space_id
    query = urlencode(hours | ({"space": str(place)} if place else {}), safe=":")
    return WaitRow(
        wait=wait,
        title=place_title(wait.kind, wait.name) if wait.name else _any(wait),
        offered=place_title(wait.kind, wait.offered_name or ""),
        day=f"{start:%A} {start.day} {start:%B} {start.year}",
        hours=f"{start:%H:%M}{TO}{end:%H:%M}" + ("" if same_day else f" ({end:%a} {end.day})"),
        place=_line(wait),
        answer_by="" if by is None else f"{by:%A} {by.day} {by:%B}, {by:%H:%M}",
        ended=ENDED.get(wait.state, ""),
        map_url=f"/floors/{wait.floor_id}?{query}",
    )


def _any(wait: WaitView) -> str:
    kind = "parking place" if wait.kind == "parking" else wait.kind
    return f"Any {kind}" + (f" in {wait.zone_name}" if wait.zone_name else "")


def _line(wait: WaitView) -> str:
    if wait.position is None:
        return ""
    return "You are next" if wait.position == 1 else f"You are {ordinal(wait.position)} in line"
