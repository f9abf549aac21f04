"""What a profile gave a role and the drawing calls otherwise now.

A layer or block is known again by what it holds: the blocks placed on it by their shapes, the
lengths that are drawn on it, a name to which a program only added something. Rules for several
names (with ``*``) are followed name by name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from importers.fingerprint import BlockPrint, Fingerprint, LayerPrint
from importers.likeness import key, kinds_alike, nameless
from importers.profile import Profile, match_rule

#: From this share on a new layer is taken for one that is gone.
TAKEN_FOR = 0.55
#: So much of what is drawn on a layer without blocks must be the same, the kinds of it all alike.
LINES_ALIKE = 0.25
NAME_ALIKE = 0.5
#: A shorter name ends another one by chance.
NAME_CHARS = 3
#: More is not told: then it is another drawing.
MOST_TOLD = 50

LAYERS, BLOCKS = "layers", "blocks"


@dataclass(frozen=True, slots=True)
class Drift:
    """A name with a role that is gone; ``now`` is the one that holds the same, None where none.

    ``matching`` of ``of`` things there are the same: placed blocks, else a sample of what is drawn.
    """

    what: str  # "layers" or "blocks"
    was: str
    role: str
    now: str | None
    matching: int
    of: int
    sentence: str


@dataclass(frozen=True, slots=True)
class _Pair:
    was: str
    now: str
    score: float
    matching: int
    of: int
    things: str


def drifted(profile: Profile, saved: Fingerprint, present: Fingerprint) -> tuple[Drift, ...]:
    """What of ``profile``, saved of one drawing, is called otherwise in another, or is gone."""
    layers = _gone(profile.layers, saved.layers, present.layers)
    blocks = _gone(profile.blocks, saved.blocks, present.blocks)
    fresh_layers = _fresh(profile.layers, saved.layers, present.layers)
    fresh_blocks = _fresh(profile.blocks, saved.blocks, present.blocks)
    paired_layers = _best(
        pair
        for old in saved.layers
        if old.name in layers
        for new in fresh_layers
        if (pair := _layer_pair(old, new)) is not None
    )
    paired_blocks = _best(
        pair
        for old in saved.blocks
        if old.name in blocks
        for new in fresh_blocks
        if (pair := _block_pair(old, new)) is not None
    )
    found = (*_told(LAYERS, layers, paired_layers), *_told(BLOCKS, blocks, paired_blocks))
    # What can be carried over comes first.
    return tuple(sorted(found, key=lambda drift: drift.now is None))[:MOST_TOLD]


def carried(profile: Profile, drifts: Iterable[Drift]) -> Profile:
    """The profile with the roles of what was renamed given to the new names as well."""
    moved = [drift for drift in drifts if drift.now is not None]
    layers = {drift.now: drift.role for drift in moved if drift.what == LAYERS and drift.now}
    blocks = {drift.now: drift.role for drift in moved if drift.what == BLOCKS and drift.now}
    return replace(
        profile, layers={**profile.layers, **layers}, blocks={**profile.blocks, **blocks}
    )


def _gone(
    rules: Mapping[str, str],
    saved: Sequence[LayerPrint] | Sequence[BlockPrint],
    present: Sequence[LayerPrint] | Sequence[BlockPrint],
) -> dict[str, str]:
    """Names with their roles that were there when the profile was saved and are not any more."""
    here = {key(one.name) for one in present if one.count}
    found = {}
    for one in saved:
        rule = match_rule(rules, one.name)
        if rule is not None and one.count and key(one.name) not in here:
            found[one.name] = rule[1]
    return found


def _fresh(
    rules: Mapping[str, str],
    saved: Sequence[LayerPrint] | Sequence[BlockPrint],
    present: Sequence[LayerPrint] | Sequence[BlockPrint],
) -> list[LayerPrint | BlockPrint]:
    """What is new and has no role yet."""
    known = {key(one.name) for one in saved}
    return [
        one
        for one in present
        if one.count and key(one.name) not in known and match_rule(rules, one.name) is None
    ]


def _layer_pair(old: LayerPrint, new: LayerPrint | BlockPrint) -> _Pair | None:
    if not isinstance(new, LayerPrint):
        return None
    name = NAME_ALIKE if _ends_alike(old.name, new.name) else 0.0
    kinds = kinds_alike(old, new)
    known, others = dict(old.shapes), dict(new.shapes)
    of = sum(others.values())
    if known and of:
        matching = sum(count for shape, count in others.items() if shape in known)
        back = sum(count for shape, count in known.items() if shape in others)
        score = 0.5 * matching / of + 0.3 * back / sum(known.values()) + 0.2 * kinds + name
        things = "blocks"
    else:
        matching, of = _in_common(old.sample, new.sample)
        alike = matching / of if of else 0.0
        score = (0.7 if alike >= LINES_ALIKE else 0.0) + 0.3 * (alike - 1) + 0.4 * kinds + name
        things = "of what is drawn"
    return _Pair(old.name, new.name, score, matching, of, things) if score >= TAKEN_FOR else None


def _in_common(one: Sequence[int], other: Sequence[int]) -> tuple[int, int]:
    """How many of the smallest hashes of both together both have: a fair sample of all."""
    if not one or not other:
        return 0, 0
    size = min(len(one), len(other))
    smallest = sorted(set(one) | set(other))[:size]
    return len(set(smallest) & set(one) & set(other)), len(smallest)


def _block_pair(old: BlockPrint, new: LayerPrint | BlockPrint) -> _Pair | None:
    if not isinstance(new, BlockPrint) or nameless(new):
        return None
    if old.shape and old.shape == new.shape:
        score = 1.0 + 1 / (1 + abs(old.count - new.count))
        return _Pair(old.name, new.name, score, new.count, new.count, "copies")
    if _ends_alike(old.name, new.name):
        return _Pair(old.name, new.name, TAKEN_FOR, 0, new.count, "copies")
    return None


def _ends_alike(one: str, other: str) -> bool:
    """Whether one name is the other with something before it, as drawings that are bound have."""
    short, long = sorted((key(one), key(other)), key=len)
    if len(short) < NAME_CHARS or not long.endswith(short):
        return False
    return not long.removesuffix(short)[-1:].isalnum()


def _best(pairs: Iterable[_Pair]) -> dict[str, _Pair]:
    """Each name once, the best pairs first."""
    found: dict[str, _Pair] = {}
    taken: set[str] = set()
    for pair in sorted(pairs, key=lambda pair: (-pair.score, pair.was, pair.now)):
        if pair.was not in found and pair.now not in taken:
            found[pair.was] = pair
            taken.add(pair.now)
    return found


def _told(what: str, gone: Mapping[str, str], pairs: Mapping[str, _Pair]) -> list[Drift]:
    found = []
    for was, role in sorted(gone.items()):
        pair = pairs.get(was)
        if pair is None:
            sentence = f"“{was}” is not in this drawing."
            found.append(Drift(what, was, role, None, 0, 0, sentence))
            continue
        found.append(
            Drift(what, was, role, pair.now, pair.matching, pair.of, _sentence(what, pair))
        )
    return found


def _sentence(what: str, pair: _Pair) -> str:
    renamed = f"“{pair.was}” is now “{pair.now}”"
    if not pair.matching:
        return f"{renamed}: the name ends alike."
    if what == BLOCKS:
        return f"{renamed}: the same shape, placed {_times(pair.of)}."
    if pair.things == "blocks":
        return f"{renamed}: {pair.matching:,} of {pair.of:,} blocks match."
    return f"{renamed}: {pair.matching / pair.of:.0%} of what is drawn on it is the same."


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count:,} times"
