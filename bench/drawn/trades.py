"""The hands of trades: who runs buildings, furnishes them, guards them, or only has a scan."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from random import Random

from bench.drawn import layouts, plots
from bench.drawn.hands import FOOT, INCH, MM, Hand, M, base
from bench.drawn.speech import ENGLISH, FRENCH, GERMAN, USUAL, speech

ARCHIBUS = speech("english", "archibus", "english")
DEALER = speech("english", "dealer", "dealer")
EVACUATION = speech("english", "evacuation", "english")
SCANNED = speech("english", "scanned", "english")


def facility(rng: Random) -> Hand:
    """A polyline and a coded text for each room, as systems for running buildings want it."""
    return replace(
        base(rng, rng.choice([INCH, MM, FOOT]), ARCHIBUS, lies=0.3),
        layout=rng.choice([layouts.wing, layouts.angle, layouts.hall]),
        walls="lines",
        doors=rng.choice(["loose", "block"]),
        furniture=rng.choice(["none", "blocks"]),
        rooms="rings",
        labels="coded",
        labelled=True,
        numbering="{storey}{room:03d}",
    )


def clinic(rng: Random) -> Hand:
    """Wards with baths, wide doors with a narrow second leaf, rails, and curtains round beds."""
    return replace(
        base(rng, rng.choice([MM, M]), rng.choice([ENGLISH, GERMAN, FRENCH])),
        layout=plots.suites,
        walls=rng.choice(["lines", "filled"]),
        doors=rng.choice(["block", "loose"]),
        unequal=True,
        windows=rng.choice(["triple", "cut"]),
        labels=rng.choice(["three", "stamp"]),
        extras=frozenset({"rails", "curtains", "tiles"}),
        slanted=False,
        inner_m=0.15,
        outer_m=0.4,
    )


def dealer(rng: Random) -> Hand:
    """Stations built of tops, wings, drawers and panels, over a plan of the building in inches."""
    return replace(
        base(rng, INCH, DEALER),
        layout=plots.cubicles,
        walls=rng.choice(["lines", "rings"]),
        doors=rng.choice(["block", "loose"]),
        labels=rng.choice(["mtext", "texts"]),
        labelled=rng.random() < 0.4,
        extras=frozenset({"plants"}),
        inner_m=0.124,
        outer_m=0.254,
    )


def pods(rng: Random) -> Hand:
    """Desks for three round a hub, desks that are states of a block, and booths."""
    return replace(
        base(rng, rng.choice([MM, M]), rng.choice(USUAL)),
        layout=plots.pods,
        walls=rng.choice(["lines", "filled"]),
        doors=rng.choice(["block", "loose"]),
        furniture=rng.choice(["dynamic", "dynamic", "shapes"]),
        labels=rng.choice(["mtext3", "texts"]),
        extras=frozenset({"plants"}),
    )


def scanned(rng: Random) -> Hand:
    """A scan of a bare plan turned into lines: broken, a little crooked, on one layer, no arc."""
    return replace(
        base(rng, rng.choice([MM, M]), SCANNED, lies=0.5),
        layout=rng.choice([layouts.wing, layouts.angle]),
        walls="scanned",
        doors="stepped",
        furniture="none",
        labels=rng.choice(["texts", "one"]),
        windows=rng.choice(["none", "over"]),
        glass=False,
        notes=False,
        sheeted=False,
        inner_m=0.15,
    )


def evacuation(rng: Random) -> Hand:
    """Walls are nothing but fills, doors only leaves; signs, arrows and a legend lie over all."""
    return replace(
        base(rng, rng.choice([MM, M]), EVACUATION, lies=0.3),
        layout=rng.choice([layouts.wing, layouts.angle, layouts.ward]),
        walls="solids",
        doors="leaf",
        furniture="none",
        labels=rng.choice(["one", "texts"]),
        windows="none",
        routes=True,
        glass=False,
        extras=frozenset({"signs", "north"}),
        inner_m=0.2,
        outer_m=0.4,
    )


def lecture(rng: Random) -> Hand:
    """Halls with curved rows of seats."""
    return replace(
        base(rng, rng.choice([M, MM]), rng.choice([FRENCH, ENGLISH, GERMAN])),
        layout=plots.lectures,
        walls=rng.choice(["lines", "rings"]),
        doors=rng.choice(["block", "loose"]),
        windows=rng.choice(["triple", "cut"]),
        labels=rng.choice(["three", "texts"]),
        slanted=False,
    )


def mall(rng: Random) -> Hand:
    """Shops along a passage, and a deck of parking bays behind them."""
    return replace(
        base(rng, rng.choice([MM, M]), rng.choice([ENGLISH, FRENCH])),
        layout=plots.mall,
        walls=rng.choice(["lines", "filled"]),
        doors=rng.choice(["block", "loose"]),
        labels=rng.choice(["three", "texts"]),
        extras=frozenset({"plants", "north"}),
        columns=True,
        slanted=False,
    )


TRADES: Mapping[str, Callable[[Random], Hand]] = {
    "facility": facility,
    "clinic": clinic,
    "dealer": dealer,
    "pods": pods,
    "scanned": scanned,
    "evacuation": evacuation,
    "lecture": lecture,
    "mall": mall,
}
