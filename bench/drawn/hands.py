"""The hands of seven kinds of offices: layers, blocks, units and ways to draw each thing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from random import Random

from bench.drawn import layouts
from bench.drawn.pen import Sheet
from bench.drawn.speech import ENGLISH, GIBBERISH, USUAL, Speech
from bench.drawn.truth import Cell

MM, CM, M, INCH, FOOT = 1000.0, 100.0, 1.0, 1 / 0.0254, 1 / 0.3048
HEADERS = {MM: 4, CM: 5, M: 6, INCH: 1, FOOT: 2}
TURNS = (0.0, 0.0, 0.0, 90.0, 12.3, 30.0, -37.0)

Layout = Callable[[Random], list[Cell]]


@dataclass(frozen=True, slots=True)
class Hand:
    """How one office draws. A room layer of None means that it draws no room outlines."""

    sheet: Sheet = field(default_factory=Sheet)
    header: int = 4
    layers: Mapping[str, str] = field(default_factory=lambda: ENGLISH.layers)
    blocks: Mapping[str, str] = field(default_factory=lambda: ENGLISH.blocks)
    names: Mapping[str, str] = field(default_factory=lambda: ENGLISH.names)
    layout: Layout = layouts.wing
    shape: str = "plain"  # plain, bent (a wing at 30 degrees), bowed (a curved front)
    # lines, rings, filled, axes; solids (fills alone), poched (a pattern), scanned (traced)
    walls: str = "lines"
    # block, loose; stepped (no arc), leaf (no swing), whole (a block for each door)
    doors: str = "block"
    named_doors: bool = False  # of blocks for each door
    unequal: bool = False  # wide doors have a wide and a narrow leaf
    # blocks, shapes, exploded, none; dynamic (states of a block), grouped (nameless groups)
    furniture: str = "blocks"
    tops: bool = False  # desks side by side are drawn as one long table
    rooms: str = "none"  # rings, hatches, none
    # texts, mtext, stamp, one; with areas: tag, three, mtext3, named (first the name), fields
    # (each with its word), zone (a block for each room), coded (and the department)
    labels: str = "texts"
    numbering: str = "{storey}{room:02d}"
    labelled: bool = False  # desks carry numbers
    mirrored: bool = False
    sheeted: bool = False  # grid lines and a title block
    windows: str = "none"  # none, over (on the wall), cut, triple, curtain (instead of it)
    glass: bool = False  # meeting rooms have walls of glass, on the windows' layer
    columns: bool = False
    slanted: bool = False
    rich: bool = False  # blocks show drawers, screens and backs
    notes: bool = False  # sizes, areas, marks of doors
    extras: frozenset[str] = frozenset()  # of those in the module of that name
    encoding: str = ""  # of files before R2007
    routes: bool = False  # ways out, with arrows
    slip_m: float = 0.0  # how far wall lines end short of or beyond each other
    inner_m: float = 0.1
    outer_m: float = 0.3


def base(rng: Random, unit: float, speech: Speech = ENGLISH, *, lies: float = 0.0) -> Hand:
    """What any hand may do; ``lies`` is how often the header says another unit."""
    turn = rng.choice(TURNS)
    offset = rng.choice([(0.0, 0.0), (113.2, -48.9), (4500.0, 2300.0)])
    says = HEADERS[unit] if rng.random() >= lies else rng.choice([0, 1, 4, 6])
    version = rng.choice(["R2000", "R2010", "R2018"])
    return Hand(
        sheet=Sheet(unit, turn, offset, version),
        header=says,
        layers=speech.layers,
        blocks=speech.blocks,
        names=speech.names,
        sheeted=rng.random() < 0.5,
        windows=rng.choice(["none", "over", "cut"]),
        glass=rng.random() < 0.4,
        columns=rng.random() < 0.5,
        slanted=rng.random() < 0.3,
        rich=rng.random() < 0.5,
        notes=rng.random() < 0.5,
    )


def clean(rng: Random) -> Hand:
    """Named layers and blocks, outlines of rooms, nothing wrong."""
    return replace(
        base(rng, rng.choice([MM, MM, M])),
        layout=rng.choice([layouts.wing, layouts.angle, layouts.hall]),
        walls=rng.choice(["lines", "rings", "filled"]),
        rooms=rng.choice(["rings", "rings", "hatches"]),
        labels=rng.choice(["texts", "mtext", "stamp"]),
        labelled=rng.random() < 0.5,
    )


def one_layer(rng: Random) -> Hand:
    """Everything on one layer, with blocks whose names say nothing."""
    layer = rng.choice(["0", "LAYER1", "PLAN"])
    return replace(
        base(rng, rng.choice([MM, CM, M]), lies=0.5),
        layers=dict.fromkeys(ENGLISH.layers, layer),
        blocks=rng.choice([GIBBERISH, ENGLISH.blocks]),
        layout=rng.choice([layouts.wing, layouts.angle]),
        walls=rng.choice(["lines", "axes"]),
        doors=rng.choice(["block", "loose"]),
        labels=rng.choice(["texts", "one"]),
        slip_m=rng.choice([0.0, 0.004]),
        sheeted=False,
    )


def exploded(rng: Random) -> Hand:
    """No blocks are left: furniture and doors are loose lines and arcs."""
    speech = rng.choice(USUAL)
    return replace(
        base(rng, rng.choice([MM, CM]), speech, lies=0.3),
        layout=rng.choice([layouts.wing, layouts.angle]),
        walls=rng.choice(["lines", "rings"]),
        doors="loose",
        furniture=rng.choice(["exploded", "shapes"]),
        labels=rng.choice(["texts", "one"]),
        slip_m=rng.choice([0.0, 0.003]),
    )


def imperial(rng: Random) -> Hand:
    """Inches or feet, under a header that may say nothing or something else."""
    return replace(
        base(rng, rng.choice([INCH, INCH, FOOT]), lies=0.5),
        layout=rng.choice([layouts.wing, layouts.angle, layouts.hall]),
        walls=rng.choice(["lines", "rings"]),
        doors=rng.choice(["block", "loose"]),
        rooms=rng.choice(["none", "rings"]),
        labels=rng.choice(["texts", "mtext", "one"]),
        inner_m=0.124,
        outer_m=0.254,
    )


def mirrored(rng: Random) -> Hand:
    """Half of the building is a block, inserted once as it is and once mirrored."""
    speech = rng.choice(USUAL)
    return replace(
        base(rng, rng.choice([MM, M]), speech),
        layout=layouts.wing,
        walls=rng.choice(["lines", "rings"]),
        doors=rng.choice(["block", "loose"]),
        labels=rng.choice(["texts", "mtext"]),
        mirrored=True,
    )


def benches(rng: Random) -> Hand:
    """An open office full of benches, each place with its number."""
    speech = rng.choice(USUAL)
    return replace(
        base(rng, rng.choice([MM, CM]), speech),
        blocks=rng.choice([speech.blocks, GIBBERISH]),
        layout=layouts.hall,
        walls=rng.choice(["lines", "rings", "filled"]),
        furniture=rng.choice(["blocks", "blocks", "shapes"]),
        rooms=rng.choice(["none", "rings"]),
        labels=rng.choice(["texts", "stamp"]),
        labelled=rng.random() < 0.6,
    )


def hospital(rng: Random) -> Hand:
    """Thick walls round a ring of corridors, many small rooms."""
    speech = rng.choice(USUAL)
    return replace(
        base(rng, rng.choice([MM, CM, M]), speech, lies=0.3),
        layout=layouts.ward,
        walls=rng.choice(["lines", "rings", "filled"]),
        doors=rng.choice(["block", "loose"]),
        labels=rng.choice(["texts", "mtext", "stamp"]),
        inner_m=rng.uniform(0.2, 0.32),
        outer_m=rng.uniform(0.45, 0.65),
    )


HANDS: Mapping[str, Callable[[Random], Hand]] = {
    "clean": clean,
    "one_layer": one_layer,
    "exploded": exploded,
    "imperial": imperial,
    "mirrored": mirrored,
    "benches": benches,
    "hospital": hospital,
}
