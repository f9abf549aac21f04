"""Which findings people ignored or settled: the log's words, held against the last reading."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import product
from math import dist

from floorplans.plans.editing.actions import Action, Ignore, Reopen, Settle, Spot
from floorplans.plans.editing.folded import Entry
from floorplans.plans.editing.scaled import scaled
from floorplans.plans.findings.values import Finding, State, Word

#: Read again, a finding may be told this far from where it was.
SAME_PLACE_M = 0.3


def words(
    findings: Sequence[Finding],
    done: Sequence[Entry],
    metres_per_unit: float,
    lost: Mapping[int, str],
) -> dict[int, Word]:
    """By the number of a finding the last word about it; those without a word are open.

    ``lost`` are the entries that found no place on the plan: what they did settles nothing.
    """
    by_code: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        by_code[finding.code].append(finding)
    found: dict[int, Word] = {}
    for entry in done:
        action = scaled(entry.action, metres_per_unit / entry.metres_per_unit)
        if not isinstance(action, Ignore | Reopen | Settle) or entry.number in lost:
            continue
        for finding in _meant(by_code.get(action.code, []), _spots(action)):
            if isinstance(action, Reopen):
                found.pop(finding.number, None)
            else:
                found[finding.number] = _word(entry, action)
    return found


def spot_of(finding: Finding) -> Spot:
    """What an entry of the log remembers a finding by, beside its code."""
    if finding.place is None:
        return Spot(layer=finding.layer)
    return Spot(*finding.place)


def _word(entry: Entry, action: Action) -> Word:
    ignored = isinstance(action, Ignore)
    state = State.IGNORED if ignored else State.SETTLED
    why = action.reason if isinstance(action, Ignore) else entry.what
    return Word(state, entry.number, entry.by, entry.at, why)


def _spots(action: Ignore | Reopen | Settle) -> Sequence[Spot]:
    return (action.spot,) if isinstance(action, Settle) else action.spots


def _meant(findings: Sequence[Finding], spots: Sequence[Spot]) -> list[Finding]:
    """The findings that stand at ``spots``: each spot has one, the nearest pairs first."""
    layers = {spot.layer for spot in spots if spot.x is None}
    found = [f for f in findings if f.place is None and f.layer in layers]
    placed = [f for f in findings if f.place is not None]
    points = [(s.x, s.y) for s in spots if s.x is not None and s.y is not None]
    pairs = [
        (away, i, j)
        for (i, finding), (j, point) in product(enumerate(placed), enumerate(points))
        if (away := dist(finding.place or point, point)) <= SAME_PLACE_M
    ]
    taken: tuple[set[int], set[int]] = set(), set()
    for _, i, j in sorted(pairs):
        if i not in taken[0] and j not in taken[1]:
            taken[0].add(i)
            taken[1].add(j)
            found.append(placed[i])
    return found
