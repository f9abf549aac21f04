"""How the old plan lies on the new: as a whole, and wings of it on their own.

A floor that was shifted, turned, mirrored or drawn in a wrong unit is one change, not hundreds.
Ways are proposed by keys, sizes and neighbours, and judged by how well the shapes then cover each
other; keys alone never decide, because a floor that counts its desks anew has all numbers one
place further.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Polygon

from floorplans.plans.matching.ground import KEY_WORTH, SAME_SPOT_M, Ground, Indexes
from floorplans.plans.matching.planar import IDENTITY, RIGID_SHARE, Points, moved, then
from floorplans.plans.matching.proposals import agreeing, proposals, shift, twins
from floorplans.plans.matching.regions import largest_part, places_turned_over
from floorplans.plans.matching.values import Frame
from geo.georeference import Similarity

BETTER_SHARE = 1.02  # of what stays as it is, which a change must beat, and by
BETTER = 0.1  # of a space, so that a handful of twins does not turn the floor over
WINGS = 4
WING_SPACES = 5
WING_SHARE = 0.5  # of the living spaces in a wing's hull that go along
WELL_COVERED = 0.7
WAYS_MEASURED = 3
ODD_SAMPLED = 80  # spaces on which ways of a wing are tried
NOTHING_NEW_M = 0.02


def frames_of(ground: Ground, offered: Sequence[Similarity]) -> tuple[Frame, ...]:
    """The floor's frame, then those of wings; ``offered`` come first where they are as good."""
    everyone = frozenset(range(len(ground.old)))
    if not len(ground.living):
        return (Frame(offered[0] if offered else IDENTITY, everyone),)
    floor = _floor(ground, offered or (IDENTITY,))
    frames: list[Frame] = []
    left = ground.living
    for _ in range(WINGS):
        wing = _wing(ground, floor, left)
        if wing is None:
            break
        frames.append(wing)
        left = np.setdiff1d(left, np.array(sorted(wing.members), dtype=np.intp))
    gone_with_wings = frozenset[int]().union(*(f.members for f in frames))
    return (Frame(floor, everyone - gone_with_wings), *frames)


def _floor(ground: Ground, offered: Sequence[Similarity]) -> Similarity:
    best, most = offered[0], ground.worth(offered[0], ground.living)
    if most >= len(ground.living) * (1.0 - NOTHING_NEW_M) and not _keys_disagree(ground, best):
        return best
    for way in (*offered[1:], *_proposed(ground, ground.living, best)):
        if _differs(ground, way, best):
            worth = ground.worth(way, ground.living)
            if worth > most * BETTER_SHARE + BETTER:
                best, most = way, worth
    return best


def _keys_disagree(ground: Ground, way: Similarity) -> bool:
    """True when an equal number, handle or name lies elsewhere than the shapes say."""
    i, j = _pairs_of(ground, ground.living)
    away = abs(moved(way, ground.old_centres[i]) - ground.new_centres[j])
    return bool((away > SAME_SPOT_M).any())


def _proposed(ground: Ground, which: Indexes, present: Similarity) -> Iterator[Similarity]:
    """Ways by each kind of key, by sizes that nobody else has, and by nearest neighbours."""
    wanted = set(which.tolist())
    for kind in ground.keys.kinds:
        pairs = sorted(p for p in kind if p[0] in wanted)
        if pairs:
            i, j = np.array(pairs, dtype=np.intp).T
            yield from proposals(ground.old_centres[i], ground.new_centres[j])
    for scaled in (False, True):
        i, j = twins(ground.old[which], ground.new, scaled)
        same = ground.old_kinds[which[i]] == ground.new_kinds[j]
        i, j = which[i[same]], j[same]
        yield from proposals(ground.old_centres[i], ground.new_centres[j])
    near = shift(moved(present, ground.old_centres[which]), ground.new_centres)
    if near is not None:
        yield then(present, near)


def _differs(ground: Ground, one: Similarity, two: Similarity) -> bool:
    spots = ground.old_centres
    return bool(abs(moved(one, spots) - moved(two, spots)).max() > NOTHING_NEW_M)


def _wing(ground: Ground, floor: Similarity, left: Indexes) -> Frame | None:
    """The part of ``left`` that lies otherwise than the floor, if its shapes agree.

    Ways are tried on a sample of those that the floor does not explain; only the best are measured.
    """
    odd = _odd(ground, floor, left)
    if len(odd) < WING_SPACES:
        return None
    sample = odd[:: max(1, len(odd) // ODD_SAMPLED)]
    here = _explained(ground, floor, sample)
    ranked: list[tuple[float, int, Similarity]] = []
    for place, way in enumerate(_ways_of_wings(ground, floor, odd)):
        # What it explains worse is no part of the wing.
        gain = np.maximum(_explained(ground, way, sample) - here, 0.0).sum()
        ranked.append((-float(gain), place, way))
    for way in _unlike(ground, (way for *_, way in sorted(ranked, key=lambda r: r[:2])), sample):
        wing = _measured(ground, floor, way, left)
        if wing is not None:
            return wing
    return None


def _unlike(ground: Ground, ways: Iterable[Similarity], sample: Indexes) -> Iterator[Similarity]:
    """The first few that differ from each other."""
    spots = ground.old_centres[sample]
    seen: list[Points] = []
    for way in ways:
        laid = moved(way, spots)
        if all(abs(laid - other).max() > SAME_SPOT_M for other in seen):
            seen.append(laid)
            yield way
        if len(seen) == WAYS_MEASURED:
            return


def _odd(ground: Ground, floor: Similarity, left: Indexes) -> Indexes:
    """Those that the floor's frame covers poorly, or whose equal key lies elsewhere."""
    odd = set(left[ground.cover(floor, left) < WELL_COVERED].tolist())
    i, j = _pairs_of(ground, left)
    away = abs(moved(floor, ground.old_centres[i]) - ground.new_centres[j])
    odd.update(i[away > SAME_SPOT_M].tolist())
    return np.array(sorted(odd), dtype=np.intp)


def _ways_of_wings(ground: Ground, floor: Similarity, odd: Indexes) -> Iterator[Similarity]:
    wanted = set(odd.tolist())
    for kind in ground.keys.kinds:
        pairs = sorted(p for p in kind if p[0] in wanted)
        if not pairs:
            continue
        i, j = np.array(pairs, dtype=np.intp).T
        away = ~agreeing(floor, ground.old_centres[i], ground.new_centres[j])
        for way in proposals(ground.old_centres[i[away]], ground.new_centres[j[away]]):
            if abs(way.scale / floor.scale - 1.0) <= RIGID_SHARE:
                yield way
    i, j = twins(ground.laid(floor, odd), ground.new, scaled=False)
    yield from proposals(ground.old_centres[odd[i]], ground.new_centres[j])
    for over in places_turned_over(ground, floor, odd, WING_SPACES):
        yield then(floor, over)


def _measured(ground: Ground, floor: Similarity, way: Similarity, left: Indexes) -> Frame | None:
    """The wing of those that ``way`` explains better than the floor, if the whole hull gains."""
    there = ground.cover(way, left)
    well = there >= WELL_COVERED
    fits = left[well]
    gain = there[well] + _agrees(ground, way, fits)
    gain -= ground.cover(floor, fits) + _agrees(ground, floor, fits)
    inner = fits[gain > BETTER]
    if len(inner) < WING_SPACES:
        return None
    # One that fits elsewhere by chance would stretch the wing over the whole floor.
    inner = inner[largest_part(ground.old[inner])]
    if len(inner) < WING_SPACES:
        return None
    hull = shapely.GeometryCollection(list(ground.old[inner])).convex_hull
    area = _inside(ground, hull, left)
    cover, targets = ground.likest(way, area)
    good = cover >= WELL_COVERED
    if good.sum() < WING_SHARE * len(area):
        return None
    here = ground.worth(floor, area) + _displaced(ground, floor, targets, np.setdiff1d(left, area))
    if ground.worth(way, area) <= here * BETTER_SHARE + BETTER:
        return None
    return Frame(way, frozenset(area[good].tolist()) | frozenset(inner.tolist()), hull)


def _displaced(ground: Ground, floor: Similarity, targets: Indexes, others: Indexes) -> float:
    """How well those lie outside a wing whose places it would take.

    A row that counts one further looks like a row that was pushed by one desk, but then its last
    desk would have to give way.
    """
    cover, places = ground.likest(floor, others)
    return float(cover[np.isin(places, targets[targets >= 0])].sum())


def _explained(ground: Ground, way: Similarity, which: Indexes) -> NDArray[np.float64]:
    """Cover, and a little more for a key that falls on its own."""
    return ground.cover(way, which) + KEY_WORTH * _agrees(ground, way, which)


def _agrees(ground: Ground, way: Similarity, which: Indexes) -> NDArray[np.bool_]:
    """Which old spaces fall on one that has a key of theirs."""
    i, j = _pairs_of(ground, which)
    near = abs(moved(way, ground.old_centres[i]) - ground.new_centres[j]) <= SAME_SPOT_M
    return np.isin(which, i[near])


def _pairs_of(ground: Ground, which: Indexes) -> tuple[Indexes, Indexes]:
    """All pairs of equal keys whose old side is one of ``which``."""
    i, j = ground.key_pairs
    mine = np.isin(i, which)
    return i[mine], j[mine]


def _inside(ground: Ground, hull: Polygon, left: Indexes) -> Indexes:
    spots = ground.old_centres[left]
    inside: Indexes = left[shapely.contains_xy(hull, spots.real, spots.imag)]
    return inside
