"""What happens to each space and its bookings when a plan replaces another."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from shapely import Point as ShapelyPoint
from shapely import Polygon
from sqlalchemy import RowMapping

from floorplans.ids import new_id
from floorplans.plans.editing.said import Said
from floorplans.plans.floor_queries import KnownRow
from floorplans.plans.layout import Layout
from floorplans.plans.matching import (
    BY_A_PERSON,
    IDENTITY,
    MOVED_M,
    Decision,
    Known,
    Match,
    Matching,
    Verdict,
    Wanted,
    match,
    notices,
    same_size,
    then,
)
from floorplans.plans.spaces import PlannedSpace, PlannedZone
from floorplans.plans.views import Notice, SpaceChange
from geo.georeference import Similarity

VERDICTS = ("same", "moved", "resized", "split", "merged", "new", "gone")
NOTHING_SAID = Said()


@dataclass(frozen=True, slots=True)
class Settlement:
    """``spaces`` and ``ids`` are in the plan's order; ``losing`` are those whose bookings stop."""

    spaces: tuple[PlannedSpace, ...]
    ids: tuple[UUID, ...]
    gone: tuple[UUID, ...]
    losing: tuple[UUID, ...]
    changes: tuple[SpaceChange, ...]
    notices: tuple[Notice, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """How many spaces each verdict has, and beside them how many were renamed."""
        found = Counter(change.change for change in self.changes)
        renamed = sum(change.renamed for change in self.changes)
        return {name: found[name] for name in VERDICTS} | {"renamed": renamed}

    @property
    def held_bookings(self) -> int:
        return sum(change.bookings for change in self.changes if change.loses_bookings)


def settle(
    known: Sequence[KnownRow],
    spaces: Sequence[PlannedSpace],
    layout: Layout,
    bookings: Mapping[UUID, int],
    *,
    before: Similarity | None,
    after: Similarity,
    said: Said = NOTHING_SAID,
    because: str = BY_A_PERSON,
) -> Settlement:
    """Give every space of a plan its id. ``before`` and ``after`` place the old and new plan.

    What was ``said`` goes before everything, and ``because`` is the reason told for it; what could
    not be heeded is a notice.
    """
    olds = [_known(row) for row in known]
    news = [
        _wanted(space, shape.polygon) for space, shape in zip(spaces, layout.spaces, strict=True)
    ]
    decisions, missed = _decisions(said, spaces)
    found = match(
        olds,
        news,
        offered=_ways(before, after),
        decisions=decisions,
        ended=said.ended,
        because=because,
    )
    names = {row.id: row.name for row in known}
    matches = {m.wanted: m for m in found.matches}
    spaces = _with_kept_names(spaces, {j: names[m.known] for j, m in matches.items()})
    ids = tuple(matches[j].known if j in matches else new_id() for j in range(len(news)))
    leaving = [row for row in known if row.id in found.gone]
    heeded = decisions.keys() - found.unheeded.keys()
    changes = [
        replace(change, said=j in heeded if j < len(news) else change.space_id in said.ended)
        for j, change in enumerate(_changes(known, spaces, found, bookings))
    ]
    changes = _located(changes, spaces, known, after)
    told = (
        *notices(found.frames, [k.polygon for k in olds if not k.ended]),
        *_unheeded({spaces[j].name: why for j, why in found.unheeded.items()}, missed),
    )
    return _settlement(spaces, ids, leaving, changes, told)


def _changes(
    known: Sequence[KnownRow],
    spaces: Sequence[PlannedSpace],
    found: Matching,
    bookings: Mapping[UUID, int],
) -> list[SpaceChange]:
    """Of each space of the plan in its order, then of each that is gone."""
    rows = {row.id: row for row in known}
    matches = {m.wanted: m for m in found.matches}
    own = [
        _kept(space, matches[j], rows, bookings) if j in matches else _new(space, found.new[j])
        for j, space in enumerate(spaces)
    ]
    return own + [_gone(row, found.gone[row.id], bookings) for row in known if row.id in found.gone]


def _located(
    changes: Sequence[SpaceChange],
    spaces: Sequence[PlannedSpace],
    known: Sequence[KnownRow],
    after: Similarity,
) -> list[SpaceChange]:
    """The changes with where each is and was, in the new drawing's own axes; ``spaces`` first."""
    here = _points([space.polygon.point_on_surface() for space in spaces])
    back = after.inverse()
    middles = _points([back.apply(row.polygon.centroid) for row in known])
    was = dict(zip((row.id for row in known), middles, strict=True))
    return [
        replace(
            change,
            key=spaces[j].key if j < len(here) else None,
            at=here[j] if j < len(here) else None,
            was_at=was.get(change.space_id) if change.space_id is not None else None,
        )
        for j, change in enumerate(changes)
    ]


def _points(points: Sequence[ShapelyPoint]) -> list[tuple[float, float]]:
    return [(round(point.x, 3), round(point.y, 3)) for point in points]


def zone_ids(known: Sequence[RowMapping], zones: Sequence[PlannedZone]) -> list[UUID]:
    """A zone is who its name is; living zones come before ended ones in ``known``."""
    by_name: dict[str, UUID] = {}
    for row in known:
        by_name.setdefault(row["name"].casefold(), row["id"])
    return [by_name.get(zone.name.casefold()) or new_id() for zone in zones]


def returned(
    known: Sequence[KnownRow],
    spaces: Sequence[PlannedSpace],
    ids: Sequence[UUID],
    shapes: Mapping[UUID, Polygon],
    bookings: Mapping[UUID, int],
) -> Settlement:
    """What it means that an earlier plan comes back: its spaces are known by their ids."""
    rows = {row.id: row for row in known}
    changes = [
        _kept(space, Match(0, own, _comes_back(rows[own], shapes[own])), rows, bookings)
        for own, space in zip(ids, spaces, strict=True)
    ]
    kept = set(ids)
    leaving = [row for row in known if not row.ended and row.id not in kept]
    gone = Verdict("gone", 1.0, "The earlier plan does not have it.")
    changes += [_gone(row, gone, bookings) for row in leaving]
    return _settlement(spaces, ids, leaving, changes, ())


def _comes_back(row: KnownRow, shape: Polygon) -> Verdict:
    moved_m = float(row.polygon.centroid.distance(shape.centroid))
    resized = not same_size(row.polygon, shape, 1.0)
    change = "new" if row.ended else "resized" if resized else "same"
    if change == "same" and moved_m > MOVED_M:
        change = "moved"
    return Verdict(
        change, 1.0, "As the earlier plan has it.", moved_m if moved_m > MOVED_M else None
    )


def _settlement(
    spaces: Sequence[PlannedSpace],
    ids: Sequence[UUID],
    leaving: Sequence[KnownRow],
    changes: Sequence[SpaceChange],
    told: tuple[Notice, ...],
) -> Settlement:
    return Settlement(
        spaces=tuple(spaces),
        ids=tuple(ids),
        gone=tuple(row.id for row in leaving),
        losing=tuple(c.space_id for c in changes if c.loses_bookings and c.space_id is not None),
        changes=tuple(changes),
        notices=told,
    )


def _known(row: KnownRow) -> Known:
    return Known(
        row.id,
        row.kind,
        row.number,
        row.handle,
        row.polygon,
        ended=row.ended,
        name=row.name,
        category=row.category,
        capacity=row.capacity,
        features=row.features,
    )


def _wanted(space: PlannedSpace, polygon: Polygon) -> Wanted:
    return Wanted(
        space.kind,
        space.number,
        space.handle,
        polygon,
        name=None if space.named_by_us else space.name,
        category=space.category,
        capacity=space.capacity,
        features=space.features,
        own_id=space.own_id,
    )


def _ways(before: Similarity | None, after: Similarity) -> list[Similarity]:
    """Compare on the earth, or in the drawing's axes when only the georeference was mended."""
    if before is None or before == after:
        return [IDENTITY]
    return [IDENTITY, then(before.inverse(), after)]


def _decisions(said: Said, spaces: Sequence[PlannedSpace]) -> tuple[dict[int, Decision], int]:
    """What was said, by index, and how often it was said of a space that is not there any more."""
    index = {space.key: j for j, space in enumerate(spaces)}
    found = {index[key]: what for key, what in said.spaces.items() if key in index}
    return found, len(said.spaces) - len(found)


def _unheeded(reasons: Mapping[str, str], missed: int) -> list[Notice]:
    """What a person said of matches and what is not done, each with its reason."""
    told = [f"{name}: {why}" for name, why in reasons.items()]
    if missed:
        told.append("It was said of a place that has been taken off the plan since.")
    if not told:
        return []
    return [
        Notice(
            "MATCH_NOT_HEEDED",
            f"What was said of a match is not done. {' '.join(told)}",
            "Say it again in the list of changes, or take it back there.",
        )
    ]


def _with_kept_names(
    spaces: Sequence[PlannedSpace], former: Mapping[int, str]
) -> list[PlannedSpace]:
    """What we once named keeps that name; newcomers get one that nobody has.

    ``former`` holds the present names of those spaces (by index) that are known already.
    """
    taken = {(s.kind, s.name) for s in spaces if not s.named_by_us}
    chosen = list(spaces)
    ours = [j for j, space in enumerate(spaces) if space.named_by_us]
    for j in sorted(ours, key=lambda j: (j not in former, j)):
        kind, name = spaces[j].kind, former.get(j, spaces[j].name)
        while (kind, name) in taken:
            name = _next_name(name)
        taken.add((kind, name))
        chosen[j] = replace(spaces[j], name=name)
    return chosen


def _next_name(name: str) -> str:
    """One further: Desk 9 gives Desk 10, 1450-02 gives 1450-03."""
    found = re.search(r"[0-9]+$", name)
    if found is None:
        return f"{name} 2"
    digits = found.group()
    return f"{name[: found.start()]}{int(digits) + 1:0{len(digits)}d}"


def _kept(
    space: PlannedSpace, found: Match, rows: Mapping[UUID, KnownRow], bookings: Mapping[UUID, int]
) -> SpaceChange:
    row = rows[found.known]
    booked = bookings.get(row.id, 0)
    renamed = row.name != space.name and not row.ended
    moved_m = found.verdict.moved_m
    return SpaceChange(
        space_id=row.id,
        kind=space.kind,
        change=found.verdict.change,
        name=space.name,
        old_name=row.name if renamed else None,
        moved_m=None if moved_m is None or row.ended else round(moved_m, 2),
        bookable=space.bookable,
        bookings=booked,
        loses_bookings=booked > 0 and not space.bookable,
        renamed=renamed,
        score=found.verdict.score,
        why=found.verdict.why,
        altered=() if row.ended else _altered(space, row),
    )


def _altered(space: PlannedSpace, row: KnownRow) -> tuple[str, ...]:
    """What is different about a space beside its name and its shape."""
    found = {
        "category": space.category != row.category,
        "capacity": space.capacity != row.capacity,
        "bookability": space.bookable != row.bookable,
        "places": None not in (space.places, row.places) and space.places != row.places,
        "features": sorted(space.features) != sorted(row.features),
        "number": space.number != row.number and space.name == row.name,
    }
    return tuple(name for name, is_other in found.items() if is_other)


def _new(space: PlannedSpace, verdict: Verdict) -> SpaceChange:
    return SpaceChange(
        space_id=None,
        kind=space.kind,
        change=verdict.change,
        name=space.name,
        old_name=None,
        moved_m=None,
        bookable=space.bookable,
        bookings=0,
        loses_bookings=False,
        score=verdict.score,
        why=verdict.why,
        other_id=verdict.other,
    )


def _gone(row: KnownRow, verdict: Verdict, bookings: Mapping[UUID, int]) -> SpaceChange:
    booked = bookings.get(row.id, 0)
    return SpaceChange(
        space_id=row.id,
        kind=row.kind,
        change=verdict.change,
        name=row.name,
        old_name=None,
        moved_m=None,
        bookable=row.bookable,
        bookings=booked,
        loses_bookings=booked > 0,
        score=verdict.score,
        why=verdict.why,
        other_id=verdict.other,
    )
