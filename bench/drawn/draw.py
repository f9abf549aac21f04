"""Draw a random floor by one hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

import ezdxf
from ezdxf.document import Drawing

from bench.drawn import building, layouts
from bench.drawn.contents import define_blocks, draw_piece, together
from bench.drawn.extras import draw_extras
from bench.drawn.fabric import draw_fabric
from bench.drawn.families import FAMILIES
from bench.drawn.hands import Hand
from bench.drawn.pen import Pen, Sheet
from bench.drawn.truth import TrueFloor
from bench.drawn.writing import write_all

#: Doors in the plane of the mirror are drawn by both halves.
MIRROR_M = 0.1


def draw(
    family: str, seed: int, like: Callable[[Hand], Hand] | None = None
) -> tuple[Drawing, TrueFloor, Hand]:
    """The drawing, what is true of it in metres (not turned nor moved), and the hand.

    ``like`` may change a hand's habits before it draws.
    """
    rng = Random(f"{family} {seed}")
    hand = FAMILIES[family](rng)
    if like is not None:
        hand = like(hand)
    storey = rng.randint(0, 9)
    half = _floor(rng, hand, storey)
    if hand.furniture == "none":
        half = replace(half, pieces=[])
    doc = ezdxf.new(hand.sheet.version)
    if hand.encoding:
        doc.encoding = hand.encoding
    doc.header["$INSUNITS"] = hand.header
    define_blocks(doc, hand)
    pen = Pen(doc.modelspace(), hand.sheet)
    if hand.mirrored:
        floor = _twice(doc, pen, hand, half, storey, rng)
    else:
        _draw_all(pen, hand, half, rng)
        floor = half
    draw_extras(pen, hand, floor, rng)
    write_all(pen, hand, floor)
    return doc, floor, hand


def _floor(rng: Random, hand: Hand, storey: int) -> TrueFloor:
    cells = hand.layout(rng)
    if hand.slanted:
        cells = layouts.slanted(cells, rng)
    if hand.shape == "bent":
        cells = layouts.bent(cells, rng)
    elif hand.shape == "bowed":
        cells = layouts.bowed(cells, rng)
    return building.build(
        rng,
        cells,
        hand.names,
        inner_m=hand.inner_m,
        outer_m=hand.outer_m,
        storey=storey,
        labelled=hand.labelled,
        numbering=hand.numbering,
        windows=hand.windows,
        glass=hand.glass and hand.walls != "axes",
        columns=hand.columns,
    )


def _twice(
    doc: Drawing, pen: Pen, hand: Hand, half: TrueFloor, storey: int, rng: Random
) -> TrueFloor:
    """The half as a block, inserted as it is and mirrored; texts would be mirrored and stay out."""
    block = Pen(doc.blocks.new("WING"), Sheet(hand.sheet.unit_per_m, version=hand.sheet.version))
    _draw_all(block, hand, half, rng)
    pen.insert("WING", (0, 0), hand.layers["wall"])
    pen.insert("WING", (0, 0), hand.layers["wall"], x_scale=-1.0)
    numbers = [f"{storey}{len(half.rooms) + n + 1:02d}" for n in range(len(half.rooms))]
    other = building.mirrored(half, numbers)
    return TrueFloor(
        [*half.rooms, *other.rooms],
        [*half.pieces, *other.pieces],
        [*half.doors, *(door for door in other.doors if abs(door.middle.x) > MIRROR_M)],
        half.walls,
        half.axes,
        half.windows,
        half.glass,
        half.columns,
    )


def _draw_all(pen: Pen, hand: Hand, floor: TrueFloor, rng: Random) -> None:
    draw_fabric(pen, hand, floor, rng)
    for piece in together(floor.pieces) if hand.tops else floor.pieces:
        draw_piece(pen, hand, piece)
