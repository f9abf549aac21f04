"""Stairs and lifts of a building as the plans show them and as people corrected them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from shapely import Point

from geo.ways.floor import Connector
from geo.ways.profiles import WHEELCHAIR, Profile
from geo.ways.shafts import Level, Shaft, Stop, shafts_of

#: A word about a connector holds for what is no farther from where it was said.
SAME_M = 3.0

Rows = Sequence[Mapping[Any, Any]]


@dataclass(frozen=True, slots=True)
class Fact:
    """What staff said of a connector beyond its kind and direction."""

    clear_m: float | None
    is_for_wheelchairs: bool


@dataclass(frozen=True, slots=True)
class Connected:
    """The connectors of each floor, corrected, the ways that they make, and what is known of
    them by stop."""

    connectors: tuple[tuple[Connector, ...], ...]
    shafts: tuple[Shaft, ...]
    facts: Mapping[Stop, Fact]

    def barred(self, profile: Profile) -> frozenset[int]:
        """The shafts that are too narrow for somebody, or where no wheelchair gets in."""
        return frozenset(
            number
            for number, shaft in enumerate(self.shafts)
            if any(_bars(self.facts.get(stop), profile) for stop in shaft.stops)
        )

    def at(self, floor: int, east: float, north: float) -> Stop | None:
        return stop_at(floor, self.connectors[floor], east, north)


def _bars(fact: Fact | None, profile: Profile) -> bool:
    if fact is None:
        return False
    is_narrow = fact.clear_m is not None and fact.clear_m < profile.least_clear_m
    return is_narrow or (profile is WHEELCHAIR and not fact.is_for_wheelchairs)


def stop_at(floor: int, connectors: Sequence[Connector], east: float, north: float) -> Stop | None:
    """The nearest of a floor's connectors to a place, if it is near enough."""
    at = Point(east, north)
    away = [(each.polygon.distance(at), n) for n, each in enumerate(connectors)]
    best = min(away, default=(SAME_M + 1, 0))
    return Stop(floor, best[1]) if best[0] <= SAME_M else None


def connected(
    floor_ids: Sequence[UUID],
    levels: Sequence[Level],
    drawn: Sequence[Sequence[Connector]],
    words: Rows,
    facts: Rows,
) -> Connected:
    """``words`` and ``facts`` are rows of what people said, the oldest first: the last holds."""
    place = {each: n for n, each in enumerate(floor_ids)}
    own = [list(each) for each in drawn]
    known: dict[Stop, Fact] = {}
    for fact in facts:
        stop = _stop(place, drawn, fact["floor_id"], fact["east"], fact["north"])
        if stop is not None:
            before = own[stop.floor][stop.connector]
            own[stop.floor][stop.connector] = replace(before, kind=fact["kind"], goes=fact["goes"])
            known[stop] = Fact(fact["clear_m"], fact["is_for_wheelchairs"])
    joined, parted = _pairs(place, drawn, words)
    shafts = shafts_of(levels, own, joined, parted)
    return Connected(tuple(tuple(each) for each in own), shafts, known)


def _stop(
    place: Mapping[UUID, int],
    drawn: Sequence[Sequence[Connector]],
    floor_id: UUID,
    east: float,
    north: float,
) -> Stop | None:
    floor = place.get(floor_id)
    return None if floor is None else stop_at(floor, drawn[floor], east, north)


def word_ends(
    place: Mapping[UUID, int], drawn: Sequence[Sequence[Connector]], word: Mapping[Any, Any]
) -> frozenset[Stop]:
    """The stops that a word is about, as far as there are any."""
    ends = (
        _stop(place, drawn, word[f"{e}_floor_id"], word[f"{e}_east"], word[f"{e}_north"])
        for e in ("one", "other")
    )
    return frozenset(stop for stop in ends if stop is not None)


def _pairs(
    place: Mapping[UUID, int], drawn: Sequence[Sequence[Connector]], words: Rows
) -> tuple[list[tuple[Stop, Stop]], list[tuple[Stop, Stop]]]:
    """Stops that are one and stops that are not, as people said; the last word holds."""
    said: dict[frozenset[Stop], bool] = {}
    for word in words:
        stops = word_ends(place, drawn, word)
        if len(stops) == 2:
            said[stops] = word["is_same"]
    pairs = {stops: tuple(sorted(stops)) for stops in said}
    joined = [(pairs[stops][0], pairs[stops][1]) for stops, same in said.items() if same]
    parted = [(pairs[stops][0], pairs[stops][1]) for stops, same in said.items() if not same]
    return joined, parted
