"""The hands of strangers: what the seven usual kinds of offices do not do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from random import Random

from bench.drawn import layouts
from bench.drawn.hands import CM, FOOT, INCH, MM, Hand, M, base
from bench.drawn.speech import ENGLISH, FRENCH, GERMAN, SPANISH, speech

EXPORTED = speech("english", "exported", "exported")
ESCAPE = speech("german", "escape", "german")


def exported(rng: Random) -> Hand:
    """Out of a model: long names of blocks, tags with attributes, and no outlines of rooms."""
    return replace(
        base(rng, rng.choice([MM, MM, FOOT, INCH]), EXPORTED),
        layout=rng.choice([layouts.wing, layouts.angle, layouts.hall]),
        walls=rng.choice(["lines", "rings"]),
        labels="tag",
        columns=True,
        shape=rng.choice(["plain", "bent"]),
        inner_m=0.12,
        outer_m=0.3,
    )


def university(rng: Random) -> Hand:
    """In centimetres, three lines for a window, a bowed front, number, name and area apart."""
    words = rng.choice([GERMAN, FRENCH, SPANISH])
    return replace(
        base(rng, CM, words, lies=0.3),
        layout=rng.choice([layouts.wing, layouts.ward]),
        walls=rng.choice(["lines", "rings"]),
        doors=rng.choice(["block", "loose"]),
        windows=rng.choice(["triple", "over"]),
        labels=rng.choice(["three", "mtext3"]),
        shape=rng.choice(["bowed", "plain"]),
        slanted=False,
        inner_m=rng.choice([0.1, 0.15, 0.24]),
        outer_m=0.365,
    )


def escape(rng: Random) -> Hand:
    """A plan for the way out: walls are single lines, no furniture, ways and arrows over all."""
    return replace(
        base(rng, rng.choice([MM, M]), ESCAPE, lies=0.3),
        routes=True,
        layout=rng.choice([layouts.wing, layouts.angle, layouts.ward]),
        walls="axes",
        doors="loose",
        furniture="none",
        labels=rng.choice(["one", "texts"]),
        windows="none",
        shape=rng.choice(["bent", "plain"]),
        slanted=False,
        columns=False,
    )


def coworking(rng: Random) -> Hand:
    """Long tables for up to twelve, each drawn as one top with chairs along it."""
    words = rng.choice([ENGLISH, SPANISH])
    return replace(
        base(rng, rng.choice([MM, CM, M]), words),
        layout=layouts.hall,
        walls=rng.choice(["lines", "rings"]),
        tops=True,
        furniture=rng.choice(["blocks", "shapes"]),
        rooms=rng.choice(["none", "rings"]),
        labels=rng.choice(["texts", "three"]),
        columns=True,
        shape=rng.choice(["bowed", "plain"]),
        slanted=False,
    )


def school(rng: Random) -> Hand:
    """Classrooms with rows of small desks that face the teacher's."""
    words = rng.choice([ENGLISH, SPANISH])
    return replace(
        base(rng, rng.choice([MM, CM]), words),
        layout=layouts.school,
        walls=rng.choice(["lines", "filled"]),
        doors=rng.choice(["block", "loose"]),
        furniture=rng.choice(["blocks", "shapes"]),
        rooms=rng.choice(["none", "rings"]),
        labels=rng.choice(["texts", "mtext3"]),
        windows=rng.choice(["triple", "cut"]),
        slanted=False,
    )


STRANGERS: Mapping[str, Callable[[Random], Hand]] = {
    "exported": exported,
    "university": university,
    "escape": escape,
    "coworking": coworking,
    "school": school,
}
