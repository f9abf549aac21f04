"""How alike two drawings are in how they are drawn, so that a profile is found again.

What is compared are habits of an office: its layers and what it draws on them, its blocks by shape
and by name, its styles, and who saved the file. The building makes no difference.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from importers.fingerprint import BlockPrint, Fingerprint, LayerPrint

#: From here on a profile is offered, and from here on it is clearly the same hand; shares of one.
OFFERED = 0.4
CLEAR = 0.72
#: So many names and shapes in common are no chance.
CLEAR_IN_COMMON = 4
#: A second profile that is nearly as like leaves it to a person.
CLEAR_LEAD = 0.04
#: What speaks how loud.
LAYERS, BLOCKS, HABITS, STYLES, SAVED_BY, TITLE_BLOCK = 0.4, 0.35, 0.15, 0.06, 0.06, 0.06
SAME_SHAPE, SAME_NAME = 0.9, 0.5
#: Every drawing has these.
_EVERYBODYS = frozenset(("0", "defpoints"))
_EVERYBODYS_STYLES = ("standard:", "dimension standard", "dimension iso-25", "dimension ezdxf")


@dataclass(frozen=True, slots=True)
class Witness:
    """One thing that was compared: how alike (0 to 1), how much it counts, and in words."""

    about: str  # "layers", "blocks", "habits", "styles", "saved_by" or "title_block"
    share: float
    weight: float
    sentence: str


@dataclass(frozen=True, slots=True)
class Likeness:
    """``score`` is 0 to 1; ``in_common`` counts names and shapes that both drawings have."""

    score: float
    in_common: int
    witnesses: tuple[Witness, ...]

    @property
    def clear(self) -> bool:
        """True where this is so much alike that nobody need be asked."""
        return self.score >= CLEAR and self.in_common >= CLEAR_IN_COMMON


def likeness(saved: Fingerprint, present: Fingerprint) -> Likeness:
    """Compare a drawing with one that a profile was saved of."""
    layers, layers_in_common = _layers(saved, present)
    blocks, blocks_in_common = _blocks(saved, present)
    found = [
        layers,
        blocks,
        _habits(saved, present),
        _styles(saved, present),
        _fact(saved, present, "saved_by", SAVED_BY, "saved by"),
        _fact(saved, present, "title_block", TITLE_BLOCK, "with the title block"),
    ]
    told = [witness for witness in found if witness is not None]
    weight = sum(witness.weight for witness in told)
    score = sum(witness.share * witness.weight for witness in told) / weight if weight else 0.0
    return Likeness(round(score, 3), layers_in_common + blocks_in_common, tuple(told))


def only_clear(likenesses: Iterable[Likeness]) -> int | None:
    """The place of the one that is clearly the same and far enough ahead of all others."""
    ranked = sorted(enumerate(likenesses), key=lambda pair: -pair[1].score)
    if not ranked or not ranked[0][1].clear:
        return None
    if len(ranked) > 1 and ranked[0][1].score - ranked[1][1].score < CLEAR_LEAD:
        return None
    return ranked[0][0]


def key(name: str) -> str:
    """A name as it is compared: programs do not tell case apart."""
    return name.strip().casefold()


def _weight(count: int) -> float:
    # A layer with a thousand lines says more than one with ten, and not a hundred times as much.
    return math.log2(2 + count)


def _layers(saved: Fingerprint, present: Fingerprint) -> tuple[Witness | None, int]:
    old, new = _named(saved.layers), _named(present.layers)
    both = old.keys() & new.keys()
    every = old.keys() | new.keys()
    if not every:
        return None, 0

    def size(name: str) -> float:
        sides = [side[name].count for side in (old, new) if name in side]
        return _weight(max(sides))

    share = sum(map(size, both)) / sum(map(size, every))
    sentence = f"{len(both)} of {len(new)} layers have a name that is known."
    return Witness("layers", round(share, 3), LAYERS, sentence), len(both)


def _named(layers: Iterable[LayerPrint]) -> dict[str, LayerPrint]:
    return {key(one.name): one for one in layers if one.count and key(one.name) not in _EVERYBODYS}


def _blocks(saved: Fingerprint, present: Fingerprint) -> tuple[Witness | None, int]:
    """Blocks are alike by shape, by name, or by both; names of nameless blocks are no names."""
    if not saved.blocks or not present.blocks:
        none_at_all = not saved.blocks and not present.blocks
        told = "Only one of the drawings has blocks."
        return (None if none_at_all else Witness("blocks", 0.0, BLOCKS / 2, told)), 0
    here = _values(present.blocks, saved.blocks)
    there = _values(saved.blocks, present.blocks)
    shares = [
        sum(value * _weight(block.count) for block, value in side)
        / sum(_weight(block.count) for block, _ in side)
        for side in (here, there)
    ]
    known = sum(value > 0 for _, value in here)
    share = sum(shares) / 2
    sentence = f"{known} of {len(here)} blocks have a shape or a name that is known."
    return Witness("blocks", round(share, 3), BLOCKS, sentence), known


def _values(
    blocks: Iterable[BlockPrint], known: Iterable[BlockPrint]
) -> list[tuple[BlockPrint, float]]:
    known = list(known)
    shapes = {block.shape for block in known if block.shape}
    names = {key(block.name) for block in known if not nameless(block)}
    found = []
    for block in blocks:
        by_shape = block.shape in shapes
        by_name = not nameless(block) and key(block.name) in names
        value = 1.0 if by_shape and by_name else SAME_SHAPE * by_shape or SAME_NAME * by_name
        found.append((block, float(value)))
    return found


def nameless(block: BlockPrint) -> bool:
    """Whether a program made the block's name up."""
    return block.name.startswith("*")


def _habits(saved: Fingerprint, present: Fingerprint) -> Witness | None:
    """What is drawn on the layers that both have: lines, outlines, blocks, texts."""
    old, new = _named(saved.layers), _named(present.layers)
    both = sorted(old.keys() & new.keys())
    if not both:
        return None
    shares = [(_weight(new[name].count), kinds_alike(old[name], new[name])) for name in both]
    share = sum(weight * alike for weight, alike in shares) / sum(weight for weight, _ in shares)
    sentence = f"What lies on them is drawn alike to {share:.0%}."
    return Witness("habits", round(share, 3), HABITS, sentence)


def kinds_alike(one: LayerPrint, other: LayerPrint) -> float:
    """The share of two layers' content that is of the same kinds, 0 to 1."""
    kinds, others = dict(one.kinds), dict(other.kinds)
    total, total_other = sum(kinds.values()) or 1, sum(others.values()) or 1
    return sum(min(kinds[k] / total, others.get(k, 0) / total_other) for k in kinds)


def _styles(saved: Fingerprint, present: Fingerprint) -> Witness | None:
    old, new = _own_styles(saved), _own_styles(present)
    if not old and not new:
        return None
    share = len(old & new) / len(old | new)
    sentence = f"{len(old & new)} of {len(old | new)} styles of texts and dimensions are the same."
    return Witness("styles", round(share, 3), STYLES, sentence)


def _own_styles(fingerprint: Fingerprint) -> set[str]:
    folded = {style.casefold() for style in fingerprint.styles}
    return {style for style in folded if not style.startswith(_EVERYBODYS_STYLES)}


def _fact(
    saved: Fingerprint, present: Fingerprint, name: str, weight: float, words: str
) -> Witness | None:
    """Something both files tell; where they differ it says nothing: offices have many people."""
    told = present.fact(name)
    if told is None or told != saved.fact(name):
        return None
    return Witness(name, 1.0, weight, f"Both are {words} “{told}”.")
