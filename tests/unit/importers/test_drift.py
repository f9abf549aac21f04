"""Drift: what had a role and is called otherwise in the next drawing."""

from __future__ import annotations

from dataclasses import replace

from importers.drift import carried, drifted
from importers.fingerprint import BlockPrint, Fingerprint, LayerPrint
from importers.profile import Profile

DESKS = (("aaaa", 200), ("bbbb", 14))


def make_layer(name: str, shapes: tuple[tuple[str, int], ...] = DESKS) -> LayerPrint:
    count = sum(number for _, number in shapes)
    return LayerPrint(name, count, (("block", count),), shapes)


def make_lines(name: str, sample: tuple[int, ...]) -> LayerPrint:
    return LayerPrint(name, 500, (("line", 500),), (), sample)


SAVED = Fingerprint(
    layers=(make_layer("I-FURN"), make_lines("A-WALL", tuple(range(32)))),
    blocks=(BlockPrint("DESK", "aaaa", 200), BlockPrint("CHAIR", "bbbb", 14)),
)
PROFILE = Profile(layers={"I-FURN": "desk", "A-WALL": "wall"}, blocks={"DESK": "desk"})


def test_the_same_drawing_has_not_drifted():
    assert drifted(PROFILE, SAVED, SAVED) == ()


def test_a_renamed_layer_is_known_by_the_blocks_on_it():
    renamed = make_layer("INV-MOB", (("aaaa", 200), ("bbbb", 12), ("cccc", 2)))
    present = replace(SAVED, layers=(renamed, SAVED.layers[1]))
    (drift,) = drifted(PROFILE, SAVED, present)
    assert (drift.was, drift.now, drift.role) == ("I-FURN", "INV-MOB", "desk")
    assert drift.sentence == "“I-FURN” is now “INV-MOB”: 212 of 214 blocks match."


def test_a_renamed_layer_of_lines_is_known_by_their_lengths():
    present = replace(SAVED, layers=(SAVED.layers[0], make_lines("WAND", tuple(range(2, 34)))))
    (drift,) = drifted(PROFILE, SAVED, present)
    assert (drift.was, drift.now) == ("A-WALL", "WAND")
    assert "of what is drawn on it is the same" in drift.sentence


def test_a_layer_with_other_lines_is_no_successor():
    present = replace(SAVED, layers=(SAVED.layers[0], make_lines("GRID", tuple(range(90, 122)))))
    (drift,) = drifted(PROFILE, SAVED, present)
    assert (drift.was, drift.now) == ("A-WALL", None)
    assert drift.sentence == "“A-WALL” is not in this drawing."


def test_a_name_that_only_got_something_before_it_is_followed():
    bound = make_lines("XREF$0$A-WALL", tuple(range(90, 122)))
    present = replace(SAVED, layers=(SAVED.layers[0], bound))
    (drift,) = drifted(PROFILE, SAVED, present)
    assert (drift.was, drift.now) == ("A-WALL", "XREF$0$A-WALL")


def test_a_renamed_block_is_known_by_its_shape():
    present = replace(SAVED, blocks=(BlockPrint("TISCH", "aaaa", 180), SAVED.blocks[1]))
    (drift,) = drifted(PROFILE, SAVED, present)
    assert (drift.what, drift.was, drift.now) == ("blocks", "DESK", "TISCH")


def test_what_has_a_role_already_is_not_taken_for_something_else():
    profile = Profile(layers={**PROFILE.layers, "INV-*": "ignore"})
    present = replace(SAVED, layers=(make_layer("INV-MOB"), SAVED.layers[1]))
    (drift,) = drifted(profile, SAVED, present)
    assert drift.now is None


def test_rules_for_several_names_are_followed_name_by_name():
    profile = Profile(layers={"I-*": "desk"})
    present = replace(SAVED, layers=(make_layer("INV-MOB"), SAVED.layers[1]))
    (drift,) = drifted(profile, SAVED, present)
    assert (drift.was, drift.now) == ("I-FURN", "INV-MOB")


def test_two_layers_are_not_both_taken_for_the_same_new_one():
    saved = replace(SAVED, layers=(make_layer("I-FURN"), make_layer("I-FURN-2")))
    profile = Profile(layers={"I-FURN": "desk", "I-FURN-2": "furniture"})
    found = drifted(profile, saved, Fingerprint(layers=(make_layer("INV-MOB"),)))
    assert sorted(drift.now or "" for drift in found) == ["", "INV-MOB"]


def test_carrying_over_keeps_the_old_names_for_drawings_that_have_them():
    present = replace(SAVED, layers=(make_layer("INV-MOB"), SAVED.layers[1]))
    profile = carried(PROFILE, drifted(PROFILE, SAVED, present))
    assert profile.layers == {"I-FURN": "desk", "A-WALL": "wall", "INV-MOB": "desk"}
