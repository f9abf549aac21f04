"""What differs between two plans, in one sentence: “Room 2.14 split into two, 3 desks moved.”

The words go from what takes the most getting used to (split, merged) to what takes the least.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from uuid import UUID

from floorplans.plans.views import SpaceChange
from floorplans.wording import KIND_WORDS, listed

_NUMBERS = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six"}
#: So many splits and merges are told by name; more are counted.
NAMED = 3
#: In this order, with the words that follow the places.
_DONE = {
    "moved": "moved",
    "gone": "gone",
    "new": "new",
    "resized": "of another size",
}
_ALTERED = "altered"


def sentence(changes: Sequence[SpaceChange], redrawn: Sequence[str] = ()) -> str:
    """The difference between two plans; ``redrawn`` are the parts that belong to no space."""
    parts = [*_splits(changes), *_merges(changes), *_counts(_without_pieces(changes))]
    if redrawn:
        parts.append(f"{listed(redrawn)} redrawn")
    if not parts:
        return "Nothing differs."
    told = ", ".join(parts)
    return f"{told[:1].upper()}{told[1:]}."


def differs(changes: Iterable[SpaceChange], redrawn: Sequence[str] = ()) -> bool:
    """Whether anything at all is different."""
    return bool(redrawn) or any(is_different(change) for change in changes)


def is_different(change: SpaceChange) -> bool:
    """Whether anything about one space is."""
    return change.change != "same" or change.renamed or bool(change.altered)


def _splits(changes: Sequence[SpaceChange]) -> list[str]:
    cut = Counter(c.other_id for c in changes if c.change == "new" and c.other_id)
    whole = {c.space_id: c for c in changes if c.space_id in cut}
    found = [(whole[own], 1 + parts) for own, parts in cut.items() if own in whole]
    if len(found) > NAMED:
        return [f"{len(found)} {_many(c for c, _ in found)} split"]
    return [f"{_called(c)} split into {_NUMBERS.get(parts, str(parts))}" for c, parts in found]


def _merges(changes: Sequence[SpaceChange]) -> list[str]:
    into: dict[UUID, list[SpaceChange]] = {}
    for change in changes:
        if change.change == "gone" and change.other_id is not None:
            into.setdefault(change.other_id, []).append(change)
    whole = {c.space_id: c for c in changes if c.space_id in into}
    found = [(whole[own], parts) for own, parts in into.items() if own in whole]
    if len(found) > NAMED:
        return [f"{len(found)} {_many(c for c, _ in found)} merged with others"]
    return [
        f"{listed([_called(part) for part in parts])} merged into {_called(c)}"
        for c, parts in found
    ]


def _without_pieces(changes: Sequence[SpaceChange]) -> list[SpaceChange]:
    """What is left to be counted: no part of what was split, nothing that was merged."""
    return [c for c in changes if c.change not in ("new", "gone") or c.other_id is None]


def _counts(changes: Sequence[SpaceChange]) -> list[str]:
    parts = []
    for kind in sorted({c.kind for c in changes}, key=list(KIND_WORDS).index):
        own = [c for c in changes if c.kind == kind]
        groups = [
            ([c for c in own if c.change == verdict], word) for verdict, word in _DONE.items()
        ]
        groups.append(([c for c in own if c.renamed], "renamed"))
        # What has another size, holds another number of people: that needs no words.
        groups.append(([c for c in own if c.altered and c.change == "same"], _ALTERED))
        told = False
        for group, word in groups:
            if group:
                parts.append(_told(group, word, short=told))
                told = told or len(group) > 1
    return parts


def _told(group: Sequence[SpaceChange], word: str, *, short: bool) -> str:
    """“3 desks moved”, “2 gone” when the kind was just said, “desk 12 gone” for one alone."""
    if len(group) > 1:
        return f"{len(group)} {word}" if short else f"{len(group)} {_many(group)} {word}"
    (change,) = group
    if word == "renamed":
        return f"{_called(change, old=True)} renamed to {change.name}"
    if word == _ALTERED:
        return f"{_called(change)} with other {listed(change.altered)}"
    return f"{_called(change)} {word}"


def _many(group: Iterable[SpaceChange]) -> str:
    kinds = {c.kind for c in group}
    return KIND_WORDS[kinds.pop()][1] if len(kinds) == 1 else "places"


def _called(change: SpaceChange, *, old: bool = False) -> str:
    """“room 2.14”; a name that says already what it names stands alone."""
    name = (change.old_name if old else None) or change.name
    word = KIND_WORDS[change.kind][0]
    return name if name.casefold().startswith(word) else f"{word} {name}".strip()
