"""The hands of programs and countries: what their users' files look like once exported."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from random import Random

from bench.drawn import layouts
from bench.drawn.hands import CM, FOOT, INCH, MM, Hand, M, base
from bench.drawn.speech import Speech, speech

MODEL = speech("english", "exported", "exported")
ALLPLAN = speech("german", "allplan", "german")
ARCHICAD = speech("czech", "archicad", "czech")
VECTORWORKS = speech("swedish", "vectorworks", "swedish")
TANGENT = speech("chinese", "tangent", "chinese")
CHINESE = speech("chinese", "chinese", "chinese")
JAPANESE = speech("japanese", "japanese", "japanese")
ABROAD = (
    speech("norwegian", "norwegian", "norwegian"),
    speech("polish", "polish", "polish"),
    speech("italian", "italian", "italian"),
)
DAY = [layouts.wing, layouts.angle, layouts.hall]


def model(rng: Random) -> Hand:
    """A bound export of a model: curtain walls, a nameless block a door, names in capitals."""
    bound = rng.choice(["", "ARCH|", "24017-ARCH$0$"])
    layers = {thing: bound + layer for thing, layer in MODEL.layers.items()}
    names = {kind: name.upper() for kind, name in MODEL.names.items()}
    words = Speech(names, layers, MODEL.blocks)
    return replace(
        base(rng, rng.choice([MM, FOOT, INCH]), words),
        layout=rng.choice(DAY),
        walls=rng.choice(["rings", "filled"]),
        doors="whole",
        windows="curtain",
        labels="named",
        numbering=rng.choice(["{storey}{room:02d}", "A{storey}{room:02d}", "L{storey}-{room:02d}"]),
        columns=True,
        extras=frozenset({"chains", "tiles"}),
        inner_m=0.122,
    )


def allplan(rng: Random) -> Hand:
    """German working drawings: walls with a pattern, each door with its size, words in stamps."""
    return replace(
        base(rng, rng.choice([M, CM, MM]), ALLPLAN),
        layout=rng.choice([layouts.wing, layouts.angle]),
        walls="poched",
        doors=rng.choice(["loose", "block"]),
        windows=rng.choice(["triple", "over"]),
        labels="fields",
        numbering=rng.choice(["{storey}.{room:02d}", "{storey}{room:02d}", "E{storey}.{room:02d}"]),
        furniture=rng.choice(["exploded", "blocks"]),
        extras=frozenset({"sills", "north", "chains"}),
        inner_m=rng.choice([0.115, 0.175]),
        outer_m=0.365,
    )


def archicad(rng: Random) -> Hand:
    """Fills on every floor, a block for each door and each zone, names with version numbers."""
    return replace(
        base(rng, rng.choice([MM, M]), ARCHICAD),
        layout=rng.choice(DAY),
        walls=rng.choice(["poched", "filled", "lines"]),
        doors="whole",
        named_doors=True,
        windows=rng.choice(["triple", "cut"]),
        labels="zone",
        extras=frozenset({"patterns", "plants", "north"}),
        inner_m=0.15,
        outer_m=0.44,
    )


def vectorworks(rng: Random) -> Hand:
    """Classes for layers, and every symbol in a group without a name."""
    return replace(
        base(rng, rng.choice([MM, M]), VECTORWORKS, lies=0.3),
        layout=rng.choice(DAY),
        walls=rng.choice(["lines", "filled"]),
        doors=rng.choice(["loose", "whole"]),
        windows=rng.choice(["triple", "over"]),
        furniture="grouped",
        labels=rng.choice(["three", "mtext3"]),
        extras=frozenset({"plants", "tiles"}),
    )


def eastern(rng: Random) -> Hand:
    """Chinese and Japanese files of the old kind, in the letters of their countries."""
    words, encoding = rng.choice([(TANGENT, "gbk"), (CHINESE, "gbk"), (JAPANESE, "cp932")])
    one = base(rng, MM, words)
    return replace(
        one,
        sheet=replace(one.sheet, version="R2000"),
        encoding=encoding,
        layout=rng.choice(DAY),
        walls=rng.choice(["lines", "rings"]),
        doors=rng.choice(["block", "loose"]),
        windows=rng.choice(["triple", "over"]),
        labels=rng.choice(["texts", "three", "one"]),
        columns=True,
        extras=frozenset({"chains"}),
        inner_m=rng.choice([0.1, 0.2]),
        outer_m=rng.choice([0.2, 0.3]),
    )


def abroad(rng: Random) -> Hand:
    """Norwegian, Polish and Italian offices."""
    return replace(
        base(rng, rng.choice([MM, CM, M]), rng.choice(ABROAD), lies=0.3),
        layout=rng.choice(DAY),
        walls=rng.choice(["lines", "rings", "poched"]),
        doors=rng.choice(["block", "loose"]),
        labels=rng.choice(["three", "mtext3", "tag"]),
        numbering=rng.choice(["{storey}.{room:02d}", "{storey}/{room}", "{storey}{room:03d}"]),
        extras=frozenset({"plants"}),
    )


PROGRAMS: Mapping[str, Callable[[Random], Hand]] = {
    "model": model,
    "allplan": allplan,
    "archicad": archicad,
    "vectorworks": vectorworks,
    "eastern": eastern,
    "abroad": abroad,
}
