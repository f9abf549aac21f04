"""What one message says of several bookings: the dates of a series, or the places of a team."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from zoneinfo import ZoneInfo

from app.mail.times import hours_in_short, hours_in_words
from app.mail.words import Words
from floorplans.messages.kinds import Kind
from floorplans.messages.views import Part

_VERBS = {
    Kind.BOOKED: "Booked",
    Kind.REQUESTED: "Asked",
    Kind.CHANGED: "Changed",
    Kind.CANCELLED: "Cancelled",
    Kind.CLOSED: "Closed",
    Kind.DECLINED: "Declined",
    Kind.REOPENED: "Open again",
}
_LOST = frozenset({Kind.CANCELLED, Kind.CLOSED, Kind.DECLINED})
_LEADS = {
    Kind.BOOKED: "These places are yours. Your calendar program can add all dates from one file.",
    Kind.REQUESTED: "They are yours when somebody approves them; you are told of each.",
    Kind.CHANGED: "They now stand like this.",
    Kind.CANCELLED: "The places are free for others again.",
    Kind.CLOSED: "Places that you booked cannot be used in your hours. Each booking is kept aside "
    "for you until you choose.",
    Kind.DECLINED: "You do not have these places in these hours.",
    Kind.REOPENED: "These places are no longer closed in your hours, and your bookings stand as "
    "they were.",
}
_TEAM_LEADS = {
    Kind.BOOKED: "Everybody is told of their own place by mail.",
    Kind.REQUESTED: "They are yours when somebody approves them; everybody is told.",
    Kind.CHANGED: "They now stand like this, and everybody is told of their own place.",
    Kind.CANCELLED: "The places are free for others again, and everybody is told.",
}
_COLLEAGUE_LEADS = {
    Kind.BOOKED: "{whose} is told of them by mail as well.",
    Kind.REQUESTED: "{whose} has them when somebody approves them, and is told of each.",
    Kind.CHANGED: "They now stand like this.",
    Kind.CANCELLED: "You had booked them. The places are free for others again.",
}


def subject(parts: Sequence[Part]) -> str:
    """“Booked: Desk 12, 9 dates from Mon 23 Nov”, “Booked for your team: 5 places, Mon …”."""
    first = parts[0].entry
    if _is_team(parts):
        hours = hours_in_short(first.window, first.time_zone)
        return f"{_verb(parts)} for your team: {len(parts)} places, {hours}"
    names = {part.entry.place_title for part in parts}
    place = first.place_title if len(names) == 1 else "several places"
    begins = first.window.from_at.astimezone(ZoneInfo(first.time_zone))
    whose = _whose(parts)
    done = _verb(parts) if whose is None else f"{_verb(parts)} for {whose}"
    return f"{done}: {place}, {len(parts)} dates from {begins:%a} {begins.day} {begins:%b}"


def words(parts: Sequence[Part]) -> Words:
    """Heading and lead of the text."""
    kind = _kind(parts)
    done = _verb(parts).lower()
    if _is_team(parts):
        return Words("", f"{len(parts)} places were {done} for your team", _TEAM_LEADS[kind])
    stands = any(part.kind not in _LOST for part in parts)
    whose = _whose(parts)
    if whose is not None:
        heading = f"{len(parts)} dates were {done} for {whose}"
        return Words("", heading, _COLLEAGUE_LEADS[kind].format(whose=whose), stands=stands)
    return Words("", f"{len(parts)} of your dates were {done}", _LEADS[kind], stands=stands)


def sections(parts: Sequence[Part]) -> list[tuple[str, list[str]]]:
    """What happened, and to which bookings, by time."""
    order = list(_VERBS)
    by_kind = sorted(parts, key=lambda part: order.index(part.kind))
    return [
        (_VERBS[kind], [_line(part) for part in of_kind])
        for kind, of_kind in groupby(by_kind, key=lambda part: part.kind)
    ]


def _line(part: Part) -> str:
    entry = part.entry
    hours = hours_in_words(entry.window, entry.time_zone)
    line = f"{hours}: {entry.place_title}, {entry.floor_name}, {entry.building_name}"
    return " ".join((line if part.whose is None else f"{part.whose}, {line}").split())


def _is_team(parts: Sequence[Part]) -> bool:
    return len({part.whose for part in parts}) > 1


def _whose(parts: Sequence[Part]) -> str | None:
    """Whose dates all of them are, None for one's own."""
    return parts[0].whose


def _kind(parts: Sequence[Part]) -> Kind:
    kinds = {part.kind for part in parts}
    if Kind.CLOSED in kinds:
        return Kind.CLOSED
    return kinds.pop() if len(kinds) == 1 else Kind.CHANGED


def _verb(parts: Sequence[Part]) -> str:
    return _VERBS[_kind(parts)]
