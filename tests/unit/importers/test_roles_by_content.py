"""What layers are taken for by what is drawn on them, when their names say nothing or lie."""

from __future__ import annotations

import ezdxf.document
import pytest

from importers.dxf.facts import gather
from importers.dxf.roles import decide_roles
from importers.dxf.scene import Scene
from importers.profile import Profile
from tests.support.drawings import draw_box, make_drawing, scene_of

Drawing = ezdxf.document.Drawing
Corner = tuple[float, float]


def role_of(doc: Drawing, layer: str) -> tuple[str, str]:
    scene: Scene = scene_of(doc)
    decision = decide_roles(scene, gather(scene), Profile()).layers[layer]
    return decision.role, decision.reason


def draw_line(doc: Drawing, one: Corner, two: Corner, layer: str) -> None:
    doc.modelspace().add_line(one, two, dxfattribs={"layer": layer})


def draw_walls(doc: Drawing, layer: str) -> None:
    """Three rooms of 5 by 4 m in a row between walls of 20 cm."""
    draw_box(doc.modelspace(), (-0.2, -0.2), (15.6, 4.2), layer)
    for k in range(3):
        draw_box(doc.modelspace(), (5.2 * k, 0), (5.2 * k + 5.0, 4.0), layer)


def draw_treads(doc: Drawing, layer: str) -> None:
    for k in range(10):
        draw_line(doc, (20, 0.28 * k), (21.2, 0.28 * k), layer)


def draw_lifts(doc: Drawing, layer: str) -> None:
    for x in (24.0, 26.0):
        draw_box(doc.modelspace(), (x, 0), (x + 1.6, 1.8), layer)
        draw_line(doc, (x, 0), (x + 1.6, 1.8), layer)
        draw_line(doc, (x + 1.6, 0), (x, 1.8), layer)


def draw_columns(doc: Drawing, layer: str) -> None:
    for k in range(4):
        draw_box(doc.modelspace(), (5.4 * k, 8), (5.4 * k + 0.4, 8.4), layer)


def draw_bays(doc: Drawing, layer: str) -> None:
    for k in range(8):
        draw_box(doc.modelspace(), (2.5 * k, 12), (2.5 * k + 2.5, 17), layer)


def draw_doors(doc: Drawing, layer: str) -> None:
    for k in range(3):
        x = 5.2 * k + 1
        draw_line(doc, (x, 0), (x, 0.9), layer)
        doc.modelspace().add_arc((x, 0), 0.9, 0, 90, dxfattribs={"layer": layer})


def draw_panes(doc: Drawing, layer: str) -> None:
    for k in range(3):
        for y in (4.07, 4.13):
            draw_line(doc, (5.2 * k + 1, y), (5.2 * k + 3, y), layer)


def draw_tables(doc: Drawing, layer: str) -> None:
    for k in range(5):
        draw_box(doc.modelspace(), (2.0 * k, 1), (2.0 * k + 1.6, 1.8), layer)


def draw_words(doc: Drawing, layer: str) -> None:
    for k, words in enumerate(("101 Office", "102 Meeting", "103 Storage", "104 Lab")):
        text = doc.modelspace().add_text(words, height=0.2, dxfattribs={"layer": layer})
        text.set_placement((5.2 * k + 2, 2))


DRAWN = {
    "wall": draw_walls,
    "stair": draw_treads,
    "lift": draw_lifts,
    "column": draw_columns,
    "parking": draw_bays,
    "door": draw_doors,
    "window": draw_panes,
    "furniture": draw_tables,
    "room_label": draw_words,
}


def make_floor(names: dict[str, str] | None = None) -> Drawing:
    """All kinds of things, each on a layer ``Q`` with its number or as ``names`` tells."""
    doc = make_drawing()
    for number, (role, draw) in enumerate(DRAWN.items()):
        draw(doc, (names or {}).get(role, f"Q{'ABCDEFGHI'[number]}"))
    return doc


@pytest.mark.parametrize("role", DRAWN)
def test_a_layer_whose_name_says_nothing_is_known_by_its_lines(role: str) -> None:
    layer = f"Q{'ABCDEFGHI'[list(DRAWN).index(role)]}"
    assert role_of(make_floor(), layer)[0] == role


@pytest.mark.parametrize(
    ("role", "name", "said"),
    [
        ("room_label", "A-WALL", "walls"),
        ("door", "A-FURN", "furniture"),
        ("stair", "A-DOOR", "doors"),
        ("furniture", "A-ANNO-TEXT", "names of rooms"),
    ],
)
def test_content_wins_over_a_name_that_cannot_be_and_says_why(
    role: str, name: str, said: str
) -> None:
    found, reason = role_of(make_floor({role: name}), name)
    assert found == role
    assert reason.startswith(f"The name says {said}, but it")


def test_outlines_of_rooms_need_no_words_where_walls_run_along_them() -> None:
    doc = make_drawing()
    draw_walls(doc, "A-WALL")
    for k in range(3):
        draw_box(doc.modelspace(), (5.2 * k, 0), (5.2 * k + 5.0, 4.0), "QX")
    assert role_of(doc, "QX")[0] == "room"


def test_a_line_round_all_walls_is_the_floor_and_outlines_over_rooms_are_zones() -> None:
    doc = make_drawing()
    draw_walls(doc, "A-WALL")
    for k in range(3):
        draw_box(doc.modelspace(), (5.2 * k, 0), (5.2 * k + 5.0, 4.0), "A-AREA")
    draw_box(doc.modelspace(), (-0.3, -0.3), (15.7, 4.3), "QX")
    draw_box(doc.modelspace(), (0, 0), (7.7, 4), "QZ")
    draw_box(doc.modelspace(), (7.7, 0), (15.4, 4), "QZ")
    assert role_of(doc, "QX")[0] == "outline"
    assert role_of(doc, "QZ")[0] == "zone"


def test_bubbles_with_letters_are_no_names_of_rooms() -> None:
    doc = make_floor()
    for k, letter in enumerate("ABCDE"):
        doc.modelspace().add_circle((4 * k, 30), 0.4, dxfattribs={"layer": "QX"})
        text = doc.modelspace().add_text(letter, height=0.3, dxfattribs={"layer": "QX"})
        text.set_placement((4 * k, 30))
    assert role_of(doc, "QX")[0] != "room_label"


def test_walls_keep_their_name_whatever_small_things_they_are_made_of() -> None:
    doc = make_drawing()
    for k in range(30):
        draw_box(doc.modelspace(), (0.3 * k, 0), (0.3 * k + 0.25, 0.12), "A-WALL")
    assert role_of(doc, "A-WALL")[0] == "wall"
