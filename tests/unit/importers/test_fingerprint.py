"""Fingerprints: what they hold, that they are small, and that they stay the same."""

from __future__ import annotations

from random import Random

import ezdxf
import pytest
from ezdxf.document import Drawing

from importers import fingerprint
from importers.base import Limits
from importers.dxf.extract import extract
from importers.dxf.prints import fingerprint_of
from importers.fingerprint import MOST_NAMES, BlockPrint, Fingerprint, LayerPrint


def make_drawing(turn_deg: float = 0.0, *, block: str = "DESK") -> Drawing:
    """Three desks, a wall and two numbers."""
    doc = ezdxf.new("R2010")
    desk = doc.blocks.new(block)
    desk.add_lwpolyline([(0, 0), (1600, 0), (1600, 800), (0, 800)], close=True)
    desk.add_circle((800, -300), 250)
    space = doc.modelspace()
    for column in range(3):
        at = (column * 2000, 0)
        space.add_blockref(block, at, dxfattribs={"layer": "I-FURN", "rotation": turn_deg})
    space.add_line((0, -2000), (9000, -2000), dxfattribs={"layer": "A-WALL"})
    for number in ("1.01", "1.02"):
        space.add_text(number, height=200, dxfattribs={"layer": "A-TEXT"})
    doc.header["$LASTSAVEDBY"] = "m.maier"
    return doc


def of(doc: Drawing) -> Fingerprint:
    return fingerprint_of(doc, extract(doc, Limits()))


def layer(found: Fingerprint, name: str) -> LayerPrint:
    return next(one for one in found.layers if one.name == name)


def test_it_counts_what_lies_on_each_layer():
    found = of(make_drawing())
    assert layer(found, "I-FURN").kinds == (("block", 3),)
    assert layer(found, "A-WALL").kinds == (("line", 1),)
    assert layer(found, "A-TEXT").kinds == (("text", 2),)


def test_it_tells_who_saved_the_file_and_in_which_unit():
    found = of(make_drawing())
    assert found.fact("saved_by") == "m.maier"
    assert found.fact("version") == "AC1024"


def test_the_shape_of_a_block_is_the_same_however_it_is_turned_and_named():
    here = of(make_drawing()).blocks
    there = of(make_drawing(37.0, block="TISCH")).blocks
    assert [block.name for block in there] == ["TISCH"]
    assert here[0].shape == there[0].shape != ""


def test_blocks_of_another_size_have_another_shape():
    doc = make_drawing()
    doc.blocks["DESK"].add_line((0, 0), (0, 1200))
    assert of(doc).blocks[0].shape != of(make_drawing()).blocks[0].shape


def test_layers_that_hold_the_same_lengths_have_the_same_sample_wherever_they_lie():
    doc = ezdxf.new()
    random = Random(1)
    for _ in range(300):
        x, y, length = (random.uniform(0, 9000) for _ in range(3))
        doc.modelspace().add_line((x, y), (x + length, y), dxfattribs={"layer": "A"})
        doc.modelspace().add_line((y, x), (y, x + length), dxfattribs={"layer": "B"})
    found = of(doc)
    assert layer(found, "A").sample == layer(found, "B").sample


def test_it_survives_the_way_through_its_plain_form():
    found = of(make_drawing())
    assert fingerprint.from_plain(fingerprint.to_plain(found)) == found


@pytest.mark.parametrize("plain", [{}, {"layers": 3}, {"layers": [{}], "blocks": []}])
def test_another_structure_is_no_fingerprint(plain):
    with pytest.raises(ValueError, match="fingerprint"):
        fingerprint.from_plain(plain)


def test_it_is_bounded_however_many_layers_and_blocks_there_are():
    layers = [LayerPrint("L" * 400 + str(n), n, (("line", n),)) for n in range(2000)]
    blocks = [BlockPrint(f"B{n}", "", n) for n in range(2000)]
    found = fingerprint.bounded(layers, blocks, [f"style {n}" for n in range(500)], {"unit": "mm"})
    assert len(found.layers) == len(found.blocks) == MOST_NAMES
    assert max(len(one.name) for one in found.layers) <= fingerprint.NAME_CHARS
    # The fullest are kept.
    assert min(block.count for block in found.blocks) == 2000 - MOST_NAMES
