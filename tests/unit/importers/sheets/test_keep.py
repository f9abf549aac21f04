"""Leaving out part of a scene keeps its blocks and their copies in order."""

from __future__ import annotations

import numpy as np

from importers.dxf.scene import Insertion, Scene, Stroke
from importers.dxf.sheets import keep

UNIT = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def make_stroke(insertion: int | None) -> Stroke:
    return Stroke(np.array([(0.0, 0.0), (1.0, 0.0)]), False, "line", "0", None, insertion)


def make_insertion(block: str, parent: int | None = None) -> Insertion:
    return Insertion(block, "0", None, UNIT, parent, ())


def make_scene() -> Scene:
    """A wing that holds a desk, another wing with a chair, a stamp without lines, a loose line."""
    scene = Scene("AC1027")
    scene.insertions = [
        make_insertion("WING"),
        make_insertion("DESK", 0),
        make_insertion("WING"),
        make_insertion("CHAIR", 2),
        make_insertion("STAMP"),
    ]
    scene.strokes = [make_stroke(1), make_stroke(3), make_stroke(None)]
    return scene


def test_a_block_of_which_nothing_is_left_is_gone() -> None:
    part = keep(make_scene(), np.array([False, True, True]))
    assert [i.block for i in part.insertions] == ["WING", "CHAIR", "STAMP"]


def test_what_is_left_belongs_to_the_same_blocks() -> None:
    part = keep(make_scene(), np.array([False, True, True]))
    assert [s.insertion for s in part.strokes] == [1, None]
    assert part.insertions[1].parent == 0


def test_keeping_all_changes_nothing() -> None:
    scene = make_scene()
    part = keep(scene, np.ones(3, dtype=bool))
    assert part.insertions == scene.insertions
    assert [s.insertion for s in part.strokes] == [1, 3, None]
