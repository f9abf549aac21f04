"""What happens to each space when a plan replaces another: the same, moved, renamed, new, gone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from shapely import Polygon
from sqlalchemy import RowMapping

from floorplans.ids import new_id
from floorplans.plans.floor_queries import KnownRow
from floorplans.plans.layout import Layout
from floorplans.plans.matching import MOVED_M, Known, Match, Wanted, match, total_likeness
from floorplans.plans.spaces import PlannedSpace, PlannedZone
from floorplans.plans.views import SpaceChange
from geo.georeference import Similarity


@dataclass(frozen=True, slots=True)
class Settlement:
    """``spaces`` and ``ids`` are in the plan's order; ``losing`` are those whose bookings stop."""

    spaces: tuple[PlannedSpace, ...]
    ids: tuple[UUID, ...]
    gone: tuple[UUID, ...]
    losing: tuple[UUID, ...]
    changes: tuple[SpaceChange, ...]

    @property
    def counts(self) -> dict[str, int]:
        found = Counter(change.change for change in self.changes)
        return {name: found[name] for name in ("same", "moved", "renamed", "new", "gone")}

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
) -> Settlement:
    """Give every space of a plan its id. ``before`` and ``after`` place the old and new plan."""
    shapes = [row.polygon for row in known]
    new = [shape.polygon for shape in layout.spaces]
    old = _in_best_frame(shapes, new, before, after)
    olds = [
        Known(row.id, row.kind, row.number, row.handle, shape, ended=row.ended)
        for row, shape in zip(known, old, strict=True)
    ]
    news = [
        Wanted(space.kind, space.number, space.handle, polygon)
        for space, polygon in zip(spaces, new, strict=True)
    ]
    rows = {row.id: row for row in known}
    found = {m.wanted: m for m in match(olds, news)}
    spaces = _with_kept_names(spaces, {j: rows[m.known].name for j, m in found.items()})
    ids = tuple(found[j].known if j in found else new_id() for j in range(len(news)))
    changes = [
        _kept_or_new(space, ids[j], found.get(j), rows, bookings) for j, space in enumerate(spaces)
    ]
    kept = set(ids)
    leaving = [row for row in known if not row.ended and row.id not in kept]
    changes += [_gone(row, bookings) for row in leaving]
    losing = tuple(c.space_id for c in changes if c.loses_bookings and c.space_id is not None)
    return Settlement(tuple(spaces), ids, tuple(row.id for row in leaving), losing, tuple(changes))


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
    changes = []
    for own, space in zip(ids, spaces, strict=True):
        moved_m = float(rows[own].polygon.centroid.distance(shapes[own].centroid))
        changes.append(_kept_or_new(space, own, Match(0, own, moved_m), rows, bookings))
    kept = set(ids)
    leaving = [row for row in known if not row.ended and row.id not in kept]
    changes += [_gone(row, bookings) for row in leaving]
    losing = tuple(c.space_id for c in changes if c.loses_bookings and c.space_id is not None)
    return Settlement(
        tuple(spaces), tuple(ids), tuple(row.id for row in leaving), losing, tuple(changes)
    )


def _in_best_frame(
    old: Sequence[Polygon],
    new: Sequence[Polygon],
    before: Similarity | None,
    after: Similarity,
) -> Sequence[Polygon]:
    """Compare on the earth, or in the drawing's axes when only the georeference was mended."""
    if before is None or before == after or not old:
        return old
    back = before.inverse()
    redrawn = [after.apply(back.apply(shape)) for shape in old]
    return redrawn if total_likeness(redrawn, new) > total_likeness(old, new) else old


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


def _kept_or_new(
    space: PlannedSpace,
    own: UUID,
    found: Match | None,
    rows: Mapping[UUID, KnownRow],
    bookings: Mapping[UUID, int],
) -> SpaceChange:
    row = rows[found.known] if found else None
    if found is None or row is None or row.ended:
        change, old_name, moved_m = "new", None, None
    else:
        renamed = row.name != space.name
        moved_m = round(found.moved_m, 2) if found.moved_m > MOVED_M else None
        change = "renamed" if renamed else "moved" if moved_m is not None else "same"
        old_name = row.name if renamed else None
    booked = bookings.get(own, 0)
    return SpaceChange(
        space_id=own if row is not None else None,
        kind=space.kind,
        change=change,
        name=space.name,
        old_name=old_name,
        moved_m=moved_m,
        bookable=space.bookable,
        bookings=booked,
        loses_bookings=booked > 0 and not space.bookable,
    )


def _gone(row: KnownRow, bookings: Mapping[UUID, int]) -> SpaceChange:
    booked = bookings.get(row.id, 0)
    return SpaceChange(
        space_id=row.id,
        kind=row.kind,
        change="gone",
        name=row.name,
        old_name=None,
        moved_m=None,
        bookable=row.bookable,
        bookings=booked,
        loses_bookings=booked > 0,
    )
