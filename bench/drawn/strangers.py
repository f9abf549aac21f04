"""The hands of strangers: what the seven usual kinds of offices do not do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from random import Random

from bench.drawn import layouts, speech
from bench.drawn.hands import (
    AIA_LAYERS,
    CM,
    ENGLISH,
    ENGLISH_BLOCKS,
    FOOT,
    GERMAN,
    GERMAN_BLOCKS,
    INCH,
    MM,
    SPEECHES,
    Hand,
    M,
    Speech,
    base,
)

SPANISH_SPEECH: Speech = (speech.SPANISH, speech.SPANISH_LAYERS, speech.SPANISH_BLOCKS)
BENCH_BLOCKS = {**ENGLISH_BLOCKS, "top": "BENCH"}
SCHOOL_SPEECH: Speech = ({**ENGLISH, **speech.CLASS_NAMES}, AIA_LAYERS, ENGLISH_BLOCKS)


def exported(rng: Random) -> Hand:
    """Out of a model: long names of blocks, tags with attributes, and no outlines of rooms."""
    return replace(
        base(rng, rng.choice([MM, MM, FOOT, INCH])),
        layers=speech.EXPORTED_LAYERS,
        blocks=speech.EXPORTED_BLOCKS,
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
    names, layers, blocks = rng.choice([*SPEECHES[1:3], SPANISH_SPEECH])
    return replace(
        base(rng, CM, lies=0.3),
        layers=layers,
        blocks=blocks,
        names=names,
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
        base(rng, rng.choice([MM, M]), lies=0.3),
        layers=speech.ESCAPE_LAYERS,
        blocks=GERMAN_BLOCKS,
        names=GERMAN,
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
    names, layers, blocks = rng.choice([(ENGLISH, AIA_LAYERS, BENCH_BLOCKS), SPANISH_SPEECH])
    return replace(
        base(rng, rng.choice([MM, CM, M])),
        layers=layers,
        blocks=blocks,
        names=names,
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
    names, layers, blocks = rng.choice([SCHOOL_SPEECH, SPANISH_SPEECH])
    return replace(
        base(rng, rng.choice([MM, CM])),
        layers=layers,
        blocks=blocks,
        names=names,
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
