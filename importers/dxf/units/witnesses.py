"""Things of a known size in a drawing, each a witness for the unit it was drawn in."""

from __future__ import annotations

import math
from collections.abc import Iterator
from statistics import median
from typing import NamedTuple

from importers.dxf.facts import BlockContent, Facts, LayerContent
from importers.dxf.names import words_of
from importers.dxf.roles.by_name import block_by_name, layer_by_name
from importers.dxf.scene import Scene
from importers.dxf.units.written import metres_by_areas
from importers.roles import BlockRole, LayerRole

#: An outline with more than this share of the plan is the floor.
WHOLE_SHARE = 0.4
#: So many things of one kind count in full; fewer may be of an odd size.
SAFE_COUNT = 4
#: What is written as an area is meant so: it counts more than anything of a usual size.
WRITTEN_WEIGHT = 3.0
CHAIR_WORDS = frozenset(
    {"CHAIR", "CHAIRS", "STUHL", "STÜHLE", "STUEHLE", "STOEL", "STOELEN", "SILLA", "SILLAS"}
)


class Witness(NamedTuple):
    """A length in drawing units that is usually ``usual_m`` long, give or take ``spread``.

    ``spread`` is the standard deviation of the logarithm; ``weight`` how much the witness counts
    where it agrees entirely.
    """

    source: str
    length: float
    usual_m: float
    spread: float
    weight: float
    what: str
    free: float = 0.0  # logarithm of the factor around ``usual_m`` within which all is usual

    def share(self, metres_per_unit: float) -> float:
        """How well the unit agrees, 0 to 1."""
        ratio = self.length * metres_per_unit / self.usual_m
        if ratio <= 0.0:
            return 0.0
        off = abs(math.log(ratio))
        return math.exp(-0.5 * (max(0.0, off - self.free) / self.spread) ** 2)


def measured(scene: Scene, facts: Facts) -> Iterator[Witness]:
    """Every witness that the drawing offers."""
    yield from extent(facts)
    yield from _outlines(facts)
    yield from _chairs(facts)
    yield from _blocks(facts)
    yield from _written_areas(scene)
    heights = [text.height for text in scene.texts if text.height > 0]
    if heights:
        yield Witness("text_heights", median(heights), 0.2, 0.7, 0.7, "the usual text height")


def _written_areas(scene: Scene) -> Iterator[Witness]:
    """A metre, by the areas that are written in closed outlines."""
    found = metres_by_areas(scene)
    if found:
        counted = WRITTEN_WEIGHT * min(1.0, len(found) / SAFE_COUNT)
        what = "a metre by the areas that are written in rooms"
        yield Witness("written_areas", median(found), 1.0, 0.1, counted, what)


def door_radii(facts: Facts) -> tuple[list[float], list[float]]:
    """Radii of quarter arcs that doors are likely to be, and of all the others."""
    doors: list[float] = []
    others: list[float] = []
    for name, content in facts.layers.items():
        guess = layer_by_name(name)
        is_door = guess is not None and guess.role == LayerRole.DOOR
        (doors if is_door else others).extend(content.quarter_radii)
    for name, block in facts.blocks.items():
        if not block.quarter_radii:
            continue
        guess = block_by_name(name)
        on_doors = any((g := layer_by_name(n)) and g.role == LayerRole.DOOR for n in block.layers)
        is_door = (guess is not None and guess.role == BlockRole.DOOR) or on_doors
        # The leaf swings the largest arc of a door; the handle has arcs as well.
        (doors if is_door else others).extend([max(block.quarter_radii)] * len(block.insertions))
    return doors, others


def extent(facts: Facts) -> Iterator[Witness]:
    """The size of the whole plan, if it has one."""
    longest = max(facts.extent)
    if longest > 0:
        yield Witness("extent", longest, 40.0, 0.8, 1.0, "the longer side of the plan", math.log(3))


# Of layers with closed outlines: role, source, size in metres, spread, weight, words.
_OUTLINED = (
    (LayerRole.ROOM, "room_areas", 4.0, 0.6, 2.0, "the side of a usual room"),
    (LayerRole.LIFT, "lift_areas", 1.9, 0.35, 1.0, "the side of a usual lift"),
    (LayerRole.STAIR, "stair_areas", 3.8, 0.6, 0.5, "the side of a usual stair"),
    (LayerRole.COLUMN, "column_areas", 0.4, 0.6, 0.5, "the side of a usual column"),
    (LayerRole.PARKING, "parking_areas", 3.5, 0.25, 1.5, "the side of a usual parking place"),
)


def _outlines(facts: Facts) -> Iterator[Witness]:
    width, height = facts.extent
    by_role: dict[str, list[LayerContent]] = {}
    for name, content in facts.layers.items():
        guess = layer_by_name(name)
        by_role.setdefault(guess.role if guess else "", []).append(content)
    for role, source, usual, spread, weight, what in _OUTLINED:
        areas = [o.area for content in by_role.get(role, ()) for o in content.outlines]
        if len(areas) < 3:
            # One outline of the whole floor is no room of a usual size.
            areas = [area for area in areas if area < WHOLE_SHARE * width * height]
        if areas:
            counted = weight * min(1.0, len(areas) / SAFE_COUNT)
            yield Witness(source, median(areas) ** 0.5, usual, spread, counted, what)
    unnamed = [o.area for content in by_role.get("", ()) for o in content.outlines]
    if unnamed:
        side = median(unnamed) ** 0.5
        yield Witness("outline_areas", side, 4.0, 0.9, 0.4, "the side of a usual closed outline")
    yield from _pieces(by_role)


def _pieces(by_role: dict[str, list[LayerContent]]) -> Iterator[Witness]:
    furniture = [o for content in by_role.get(LayerRole.FURNITURE, ()) for o in content.outlines]
    sides = sorted(max(o.width, o.height) for o in furniture)
    if sides:
        # Tables are among the largest pieces; the many small ones are handles and cups.
        large = sides[int(0.9 * (len(sides) - 1))]
        yield Witness("furniture_pieces", large, 1.8, 0.5, 1.0, "a large piece of furniture")
    walls = [o for content in by_role.get(LayerRole.WALL, ()) for o in content.outlines]
    thin = [min(o.width, o.height) for o in walls if min(o.width, o.height) > 0]
    if thin:
        yield Witness("wall_pieces", median(thin), 0.25, 0.8, 0.7, "the thickness of wall pieces")


def _chairs(facts: Facts) -> Iterator[Witness]:
    # A chair is often an open polyline round the seat and one for the back.
    sides = [
        size
        for name, content in facts.layers.items()
        if CHAIR_WORDS.intersection(words_of(name))
        for size in (*content.open_sizes, *(max(o.width, o.height) for o in content.outlines))
        if size > 0
    ]
    if sides:
        yield Witness("chair_sizes", median(sides), 0.5, 0.4, 2.0, "the size of a chair")


# Of blocks with a telling name: role, source, longer side in metres, spread, weight, words.
_BLOCKS = (
    (BlockRole.CHAIR, "chair_sizes", 0.6, 0.35, 2.0, "the size of a chair block"),
    (BlockRole.DESK, "desk_sizes", 1.6, 0.35, 2.0, "the length of a desk block"),
    (BlockRole.DOOR, "door_blocks", 1.0, 0.35, 1.5, "the size of a door block"),
    (BlockRole.PARKING, "parking_sizes", 5.0, 0.2, 2.0, "the length of a parking place"),
)


def _blocks(facts: Facts) -> Iterator[Witness]:
    for role, source, usual, spread, weight, what in _BLOCKS:
        sides = [
            _long_side(block)
            for name, block in facts.blocks.items()
            if (guess := block_by_name(name)) is not None and guess.role == role
            for _ in block.insertions
            if _long_side(block) > 0
        ]
        if sides:
            yield Witness(source, median(sides), usual, spread, weight, what)
    repeated = [
        _long_side(block)
        for block in facts.blocks.values()
        if len(block.insertions) >= 3 and _long_side(block) > 0
    ]
    if repeated:
        side = median(repeated)
        yield Witness("repeated_blocks", side, 0.9, 0.8, 0.7, "the size of a repeated block")


def _long_side(block: BlockContent) -> float:
    return max(block.width, block.depth)
