"""What the drawings themselves say is the same: ids, numbers, handles and names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from floorplans.plans.matching.values import Known, Wanted

Pair: TypeAlias = tuple[int, int]
SAME_NAME_PAIRS = 8  # more spaces of one number than this are told apart by place alone


@dataclass(frozen=True, slots=True)
class Keys:
    """Pairs (old, new) that agree in a key; those of ``sure`` alone have it on both sides."""

    own: frozenset[Pair]
    number: frozenset[Pair]
    handle: frozenset[Pair]
    name: frozenset[Pair]
    sure_number: tuple[Pair, ...] = field(default=())

    @property
    def kinds(self) -> tuple[frozenset[Pair], ...]:
        """Those that can tell where the plan lies, the best first."""
        return (self.own, self.number, self.handle, self.name)


def keys_of(known: Sequence[Known], wanted: Sequence[Wanted]) -> Keys:
    """Compare all keys; a pair is always of one kind of space."""
    number = equal(
        ((k.kind, cleaned(k.number)) for k in known), ((w.kind, cleaned(w.number)) for w in wanted)
    )
    return Keys(
        own=equal(((k.kind, k.id) for k in known), ((w.kind, w.own_id) for w in wanted)),
        number=number,
        handle=equal(((k.kind, k.handle) for k in known), ((w.kind, w.handle) for w in wanted)),
        name=equal(
            ((k.kind, cleaned(k.name)) for k in known), ((w.kind, cleaned(w.name)) for w in wanted)
        ),
        sure_number=tuple(sorted(alone(number))),
    )


def equal(
    old: Iterable[tuple[str, Hashable]], new: Iterable[tuple[str, Hashable]]
) -> frozenset[Pair]:
    """Index pairs of equal keys, but for keys that too many share."""
    by_key: dict[tuple[str, Hashable], tuple[list[int], list[int]]]
    by_key = defaultdict(lambda: ([], []))
    for side, keys in enumerate((old, new)):
        for index, (kind, key) in enumerate(keys):
            if key:
                by_key[kind, key][side].append(index)
    return frozenset(
        (i, j)
        for ours, theirs in by_key.values()
        if len(ours) * len(theirs) <= SAME_NAME_PAIRS
        for i in ours
        for j in theirs
    )


def alone(pairs: Iterable[Pair]) -> list[Pair]:
    """The pairs whose both sides are in no other pair."""
    found = list(pairs)
    ours: dict[int, int] = defaultdict(int)
    theirs: dict[int, int] = defaultdict(int)
    for i, j in found:
        ours[i] += 1
        theirs[j] += 1
    return [(i, j) for i, j in found if ours[i] == theirs[j] == 1]


def cleaned(words: str | None) -> str | None:
    """The same for all spellings of one number."""
    return " ".join(words.split()).casefold() if words else None
