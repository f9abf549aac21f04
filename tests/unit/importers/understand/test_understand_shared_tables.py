"""Long tables that people share from both sides are workplaces, tables to meet at are not."""

from __future__ import annotations

from pathlib import Path

import pytest
from ezdxf.document import Drawing

from tests.support.drawings import draw_box, make_drawing, read_drawing


def make_table(
    long: float, deep: float, a_side: int, *, ends: bool = False, block: bool = True
) -> Drawing:
    """A hall of 20 by 12 m with one table in its middle, and chairs along its two long sides."""
    doc = make_drawing()
    msp = doc.modelspace()
    draw_box(msp, (0, 0), (20, 12), "A-AREA")
    draw_box(doc.blocks.new("CHAIR"), (-0.25, -0.25), (0.25, 0.25), "0")
    low, high = (-long / 2, -deep / 2), (long / 2, deep / 2)
    if block:
        draw_box(doc.blocks.new("T1"), low, high, "0")
        msp.add_blockref("T1", (10, 6), dxfattribs={"layer": "A-FURN"})
    else:
        draw_box(msp, (low[0] + 10, low[1] + 6), (high[0] + 10, high[1] + 6), "A-FURN")
    spots = [
        ((k + 0.5) * long / a_side - long / 2, side * (deep / 2 + 0.3))
        for k in range(a_side)
        for side in (-1, 1)
    ]
    spots += [(side * (long / 2 + 0.3), 0.0) for side in (-1, 1) if ends]
    for x, y in spots:
        msp.add_blockref("CHAIR", (10 + x, 6 + y), dxfattribs={"layer": "A-FURN"})
    return doc


@pytest.mark.parametrize("block", [True, False])
@pytest.mark.parametrize(("long", "a_side"), [(3.2, 2), (6.4, 4), (9.6, 6)])
def test_each_chair_at_a_shared_table_has_a_place_in_front_of_it(
    long: float, a_side: int, block: bool, tmp_path: Path
) -> None:
    draft = read_drawing(make_table(long, 1.6, a_side, block=block), tmp_path)
    assert len(draft.desks) == 2 * a_side
    assert {round(desk.y, 2) for desk in draft.desks} == {5.6, 6.4}
    assert {round(desk.polygon.area, 2) for desk in draft.desks} == {1.28}
    below = [desk.rotation_deg for desk in draft.desks if desk.y < 6]
    assert below == [0.0] * a_side


def test_people_who_sit_shoulder_to_shoulder_are_meeting(tmp_path: Path) -> None:
    assert read_drawing(make_table(4.2, 1.4, 5), tmp_path).desks == ()


def test_a_table_with_chairs_at_its_ends_is_for_meeting(tmp_path: Path) -> None:
    assert read_drawing(make_table(4.8, 1.6, 3, ends=True), tmp_path).desks == ()
