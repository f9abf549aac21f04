"""Which chairs stand at which tables: what tells a desk from a meeting table."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from shapely import STRtree, points, polygons

from importers.dxf.affine import apply
from importers.dxf.facts import BlockContent, Facts
from importers.dxf.roles.sizes import (
    CHAIR_REACH_M,
    CHAIR_SIDE_M,
    SHARED_LONG_M,
    SHARED_SHORT_M,
    TABLE_LONG_M,
    TABLE_SHORT_M,
    within,
)
from importers.dxf.scene import Points, Scene

#: A small piece that stands at tables this often is a chair.
CHAIR_SHARE = 0.6
CHAIR_COUNT = 3
#: Drawn with fewer strokes it is a plain square, and must stand beside tables nearly always.
CHAIR_STROKES = 3
PLAIN_COUNT = 6
PLAIN_SHARE = 0.75
TABLE_STRAIGHT_SIDES = 2


@dataclass(frozen=True, slots=True)
class Seating:
    """Blocks that are chairs by where they stand, and chairs for each table of a block."""

    chairs: frozenset[str]
    chairs_per_table: dict[str, dict[str, float]]  # table block: chair block: average


def chair_sized(block: BlockContent) -> bool:
    """True for what could be a chair."""
    return within(block.width, CHAIR_SIDE_M) and within(block.depth, CHAIR_SIDE_M)


def table_sized(block: BlockContent) -> bool:
    """True for what could be a table: of that size, with straight edges."""
    if block.straight_sides < TABLE_STRAIGHT_SIDES:
        return False
    long, short = max(block.width, block.depth), min(block.width, block.depth)
    return within(long, TABLE_LONG_M) and within(short, TABLE_SHORT_M)


def seats_people(block: BlockContent) -> bool:
    """True for what chairs may stand at: as large as a desk, or as a table for meetings."""
    if block.straight_sides < TABLE_STRAIGHT_SIDES:
        return False
    long, short = max(block.width, block.depth), min(block.width, block.depth)
    return within(long, SHARED_LONG_M) and within(short, SHARED_SHORT_M)


def seat(scene: Scene, facts: Facts, sure: set[str], maybe: set[str], tables: set[str]) -> Seating:
    """Assign chairs to tables by distance.

    ``sure`` are blocks named for chairs, ``maybe`` such of their size, ``tables`` all that could
    be a table.
    """
    tables = tables - _assemblies(scene, tables)
    owners = [(name, i) for name in sorted(tables) for i in facts.blocks[name].insertions]
    if not owners:
        return Seating(frozenset(), {})
    tree = STRtree(polygons([_corners(scene, facts.blocks[name], i) for name, i in owners]))
    seated = {n: _tables_of(tree, scene, facts.blocks[n]) for n in sorted(sure | maybe)}
    found = {n for n in maybe if _behaves_as_chair(tree, scene, facts.blocks[n], len(seated[n]))}
    per_table: dict[str, dict[str, float]] = {name: {} for name in sorted(tables)}
    for chair in sorted(sure | found):
        for table in seated[chair]:
            name = owners[table][0]
            share = 1 / len(facts.blocks[name].insertions)
            per_table[name][chair] = per_table[name].get(chair, 0.0) + share
    return Seating(frozenset(found), per_table)


def _behaves_as_chair(tree: STRtree, scene: Scene, block: BlockContent, seated: int) -> bool:
    count = len(block.insertions)
    if block.strokes >= CHAIR_STROKES:
        return count >= CHAIR_COUNT and seated >= CHAIR_SHARE * count
    if count < PLAIN_COUNT or seated < PLAIN_SHARE * count:
        return False
    on_top = len(set(tree.query(_centres(scene, block), predicate="within")[0].tolist()))
    return seated - on_top >= PLAIN_SHARE * count


def _assemblies(scene: Scene, tables: set[str]) -> set[str]:
    """Blocks that hold a table of their own: chairs stand at that one."""
    found: set[str] = set()
    for insertion in scene.insertions:
        if insertion.block not in tables:
            continue
        parent = insertion.parent
        while parent is not None:
            found.add(scene.insertions[parent].block)
            parent = scene.insertions[parent].parent
    return found


def _tables_of(tree: STRtree, scene: Scene, block: BlockContent) -> list[int]:
    """For each chair that stands at a table, the nearest table's number."""
    pairs = tree.query_nearest(
        _centres(scene, block), max_distance=CHAIR_REACH_M, all_matches=False
    )
    return [int(table) for table in pairs[1]]


def _centres(scene: Scene, block: BlockContent) -> NDArray[np.object_]:
    middle = np.array(((np.add(block.low, block.high)) / 2,))
    placed = [apply(scene.insertions[i].matrix, middle)[0] for i in block.insertions]
    return np.asarray(points(np.array(placed)))


def _corners(scene: Scene, block: BlockContent, index: int) -> Points:
    (x0, y0), (x1, y1) = block.low, block.high
    box = np.array(((x0, y0), (x1, y0), (x1, y1), (x0, y1)))
    return apply(scene.insertions[index].matrix, box)
