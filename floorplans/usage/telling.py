"""A month of a site as it may be told: sums with what is too few left out, as rows to show."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from floorplans.usage.counting import Sums
from floorplans.usage.rules import AT, ON, SITE, Measure, Path, Told, tell
from floorplans.usage.views import Counted, Ground, KindUse, Part, Row, Values

HOUR_S = 3600
#: Medians are told to a quarter of an hour: one of few stays would be somebody's own to the minute.
MEDIAN_STEP_MIN = 15
OUTSIDE = "Outside of zones"
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class _Month:
    sums: Sums
    told: Mapping[Measure, Told]
    least: int

    def values(self, path: Path) -> Values:
        """What is told of a cell."""
        found = {each: self.told[each].of(path, self.sums.cells[each]) for each in Measure}
        return _values(found, self._median_min(path))

    def rest(self, parent: Path) -> Values | None:
        """What the hidden cells below a parent come to; None where none is hidden."""
        found = {each: self.told[each].rests.get(parent) for each in Measure}
        return None if set(found.values()) == {None} else _values(found, None)

    def is_told(self, path: Path) -> bool:
        """Whether anything is told of a cell, so that its parts are shown."""
        return any(path in told.shown for told in self.told.values())

    def _median_min(self, path: Path) -> int | None:
        people, seconds = self.sums.medians.get(path, (0, 0.0))
        if people < self.least or path not in self.told[Measure.USED].shown:
            return None
        return round(seconds / 60 / MEDIAN_STEP_MIN) * MEDIAN_STEP_MIN


def told_of(sums: Sums, least_people: int) -> Counted:
    """Everything that may be told of a month; nothing else is kept of it."""
    told = {
        measure: tell(sums.cells[measure], sums.small[measure], least_people) for measure in Measure
    }
    month = _Month(sums, told, least_people)
    kinds = tuple(
        _kind(month, kind, list(ground))
        for kind, ground in groupby(sums.ground, lambda each: each.kind)
    )
    return Counted(month.values(SITE), kinds, month.rest(SITE))


def _kind(month: _Month, kind: str, ground: Sequence[Ground]) -> KindUse:
    floors = [list(own) for _, own in groupby(ground, lambda each: each.floor_id)]
    is_told = month.is_told((kind,))
    at, on = (kind, AT), (kind, ON)
    return KindUse(
        kind,
        month.values((kind,)),
        tuple(_floor(month, at, own) for own in floors) if is_told else (),
        month.rest(at),
        tuple(_weekday(month, on, day) for day in range(1, 8)) if is_told else (),
        month.rest(on),
    )


def _floor(month: _Month, at: Path, zones: Sequence[Ground]) -> Row:
    own = (*at, str(zones[0].floor_id))
    has_zones = any(each.zone_id is not None for each in zones)
    names = ((str(each.zone_id or ""), each.zone_name or OUTSIDE) for each in zones)
    return _row(month, own, zones[0].floor_name, names if has_zones else ())


def _weekday(month: _Month, on: Path, day: int) -> Row:
    own = (*on, str(day))
    used = (str(hour) for hour in range(24))
    known = month.sums.cells[Measure.BOOKED]
    hours = ((hour, f"{int(hour):02}:00") for hour in used if (*own, hour) in known)
    return _row(month, own, DAYS[day - 1], hours)


def _row(month: _Month, own: Path, name: str, parts: Iterable[tuple[str, str]]) -> Row:
    is_told = month.is_told(own)
    return Row(
        own[-1],
        name,
        month.values(own),
        tuple(Part(key, words, month.values((*own, key))) for key, words in parts)
        if is_told
        else (),
        month.rest(own),
    )


def _values(found: Mapping[Measure, float | None], median_min: int | None) -> Values:
    return Values(
        _hours(found[Measure.BOOKED]),
        _hours(found[Measure.USED]),
        _count(found[Measure.NO_SHOWS]),
        _count(found[Measure.RELEASED_EARLY]),
        median_min,
    )


def _hours(seconds: float | None) -> int | None:
    return None if seconds is None else round(seconds / HOUR_S)


def _count(number: float | None) -> int | None:
    return None if number is None else round(number)


def read_back(document: Mapping[str, Any]) -> Counted:
    """What ``dataclasses.asdict`` made of it, and JSON kept."""
    return Counted(
        Values(**document["values"]),
        tuple(_kind_back(each) for each in document["kinds"]),
        _values_back(document["kinds_rest"]),
    )


def _kind_back(document: Mapping[str, Any]) -> KindUse:
    return KindUse(
        document["kind"],
        Values(**document["values"]),
        _each(_row_back, document["floors"]),
        _values_back(document["floors_rest"]),
        _each(_row_back, document["weekdays"]),
        _values_back(document["weekdays_rest"]),
    )


def _row_back(document: Mapping[str, Any]) -> Row:
    return Row(
        document["key"],
        document["name"],
        Values(**document["values"]),
        tuple(
            Part(each["key"], each["name"], Values(**each["values"])) for each in document["parts"]
        ),
        _values_back(document["rest"]),
    )


def _each(read: Callable[[Mapping[str, Any]], Row], rows: Sequence[Any]) -> tuple[Row, ...]:
    return tuple(read(row) for row in rows)


def _values_back(document: Mapping[str, Any] | None) -> Values | None:
    return None if document is None else Values(**document)
