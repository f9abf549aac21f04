"""The pairs that may be one space, each with all that speaks for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from floorplans.plans.matching.ground import Ground, Indexes
from floorplans.plans.matching.keys import Keys, Pair, cleaned
from floorplans.plans.matching.planar import likeness, moved
from floorplans.plans.matching.trust import believed_handles, believed_numbers
from floorplans.plans.matching.values import Frame, Known, Wanted

OWN_SCORE = 40.0  # an id of ours in the drawing goes before all else together
NUMBER_SCORE = 6.0  # above all the following together: people follow the number
HANDLE_SCORE = 1.5
SHAPE_SCORE = 2.0  # times the likeness, 0 to 1
NAME_SCORE = 0.5
CATEGORY_SCORE = 0.2
SIZE_SCORE = 0.2
FURNISHED_SCORE = 0.1  # each for capacity and features
LEFT_BEHIND = 0.8  # of a likeness that the whole floor has in a wing which went its own way

ALIKE = 0.3  # least likeness by which place alone is believed
SURELY_ALIKE = 0.8  # the same for a space that had ended
IN_PLACE = 0.6  # from here on a space lies where another lay
WITHIN_SHARE = 0.8  # of a part that lies in a larger whole
NEAR_M = 0.6  # a twin that still touches and is this near is the same one, pushed
SAME_SIZE = 0.9  # of two areas
HANDLE_TRUST_M = 5.0  # programs hand out handles anew; far away it is another thing


@dataclass(slots=True)
class Evidence:
    """What speaks for one pair; lengths in metres, apart from what its frame has moved."""

    own: bool = False
    number: bool = False
    handle: bool = False
    name: bool = False
    category: bool = False
    furnished: int = 0
    likeness: float = 0.0
    within: bool = False
    frame: int = 0
    away_m: float = 0.0
    size: float = 0.0
    score: float = 0.0


Candidates = dict[Pair, Evidence]


def candidates(
    known: Sequence[Known], wanted: Sequence[Wanted], ground: Ground, frames: Sequence[Frame]
) -> Candidates:
    """All pairs with any evidence, in a stable order."""
    found: Candidates = {}
    for number, frame in enumerate(frames):
        _add_places(found, ground, frame, number, frames)
    keys = _believed(ground.keys, _places(found, ground.living))
    for i, j in sorted(frozenset().union(*keys.kinds)):
        found.setdefault((i, j), Evidence(frame=_frame_of(i, frames)))
    _measure(found, ground, frames)
    for (i, j), pair in found.items():
        pair.own = (i, j) in keys.own
        pair.number = (i, j) in keys.number
        near = pair.likeness > 0 or pair.away_m <= HANDLE_TRUST_M or pair.number
        pair.handle = near and (i, j) in keys.handle
        pair.name = (i, j) in keys.name or _equal(known[i].name, wanted[j].name)
        pair.category = known[i].category == wanted[j].category is not None
        pair.furnished = (known[i].capacity == wanted[j].capacity) + (
            sorted(known[i].features) == sorted(wanted[j].features)
        )
        pair.score = _score(pair)
    return {p: e for p, e in sorted(found.items()) if believed(e, ended=known[p[0]].ended)}


def believed(pair: Evidence, *, ended: bool) -> bool:
    """Whether this is enough to be one space."""
    if pair.own or pair.number:
        return True
    if ended:
        return pair.likeness >= SURELY_ALIKE
    pushed = pair.likeness > 0 and pair.away_m <= NEAR_M and pair.size >= SAME_SIZE
    return pair.handle or pair.likeness >= ALIKE or pair.within or pushed


def _add_places(
    found: Candidates, ground: Ground, frame: Frame, number: int, frames: Sequence[Frame]
) -> None:
    which = _under(ground, frame)
    if not len(which):
        return
    i, j, shared, alike = likeness(
        ground.laid(frame.transform, which), ground.new, ground.old_kinds[which], ground.new_kinds
    )
    i = which[i]
    part = shared / np.maximum(
        np.minimum(shapely.area(ground.old)[i], shapely.area(ground.new)[j]), 1e-9
    )
    left = _left_behind(ground, frames) if number == 0 else frozenset()
    for a, b, like, inside in zip(
        i.tolist(), j.tolist(), alike.tolist(), part.tolist(), strict=True
    ):
        own = like * LEFT_BEHIND if a in left else like
        pair = found.setdefault((a, b), Evidence(frame=number))
        if own >= pair.likeness:
            pair.likeness, pair.frame, pair.within = own, number, inside >= WITHIN_SHARE


def _under(ground: Ground, frame: Frame) -> Indexes:
    """The old spaces that a frame may explain: all, or those in the hull of a wing."""
    if frame.area is None:
        return np.arange(len(ground.old))
    spots = ground.old_centres
    inside = shapely.contains_xy(frame.area, spots.real, spots.imag)
    inside[sorted(frame.members)] = True
    return np.flatnonzero(inside)


def _left_behind(ground: Ground, frames: Sequence[Frame]) -> frozenset[int]:
    return frozenset(i for frame in frames[1:] for i in _under(ground, frame).tolist())


def _places(found: Candidates, living: Indexes) -> dict[int, int]:
    """For an old space the new one that lies where it lay, each once, the likest first."""
    alive = set(living.tolist())
    ranked = sorted(
        (-pair.likeness, i, j)
        for (i, j), pair in found.items()
        if i in alive and pair.likeness >= IN_PLACE * LEFT_BEHIND
    )
    places: dict[int, int] = {}
    taken: set[int] = set()
    for _, i, j in ranked:
        if i not in places and j not in taken:
            places[i] = j
            taken.add(j)
    return places


def _believed(keys: Keys, places: dict[int, int]) -> Keys:
    handles = believed_handles(keys.handle, places, keys.sure_number)
    numbers = believed_numbers(keys.sure_number, places, handles)
    doubted = frozenset(keys.sure_number) - numbers
    return Keys(keys.own, keys.number - doubted, handles, keys.name, keys.sure_number)


def _measure(found: Candidates, ground: Ground, frames: Sequence[Frame]) -> None:
    """How far apart and how different in size each pair is, in its own frame."""
    sizes = shapely.area(ground.old), shapely.area(ground.new)
    laid = [moved(frame.transform, ground.old_centres) for frame in frames]
    for (i, j), pair in found.items():
        pair.away_m = float(abs(laid[pair.frame][i] - ground.new_centres[j]))
        one, two = sizes[0][i] * frames[pair.frame].transform.scale ** 2, sizes[1][j]
        pair.size = float(min(one, two) / max(one, two, 1e-9))


def _frame_of(own: int, frames: Sequence[Frame]) -> int:
    return next((n for n, f in enumerate(frames) if n and own in f.members), 0)


def _score(pair: Evidence) -> float:
    return (
        OWN_SCORE * pair.own
        + NUMBER_SCORE * pair.number
        + HANDLE_SCORE * pair.handle
        + SHAPE_SCORE * pair.likeness
        + NAME_SCORE * pair.name
        + CATEGORY_SCORE * pair.category
        + FURNISHED_SCORE * pair.furnished
        + SIZE_SCORE * pair.size
    )


def _equal(one: str | None, two: str | None) -> bool:
    return one is not None and cleaned(one) == cleaned(two)
