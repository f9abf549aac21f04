"""The picture of a drawing with what was understood of it, pixel by pixel."""

from __future__ import annotations

import io
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image
from shapely import LineString, MultiLineString, MultiPolygon, Point, Polygon, box

from importers import codec
from importers.base import Limits
from importers.child import read_many
from importers.draft import (
    DraftConnector,
    DraftView,
    DraftWindow,
    DraftZone,
    FloorPlanDraft,
    ViewKind,
)
from importers.dxf.importer import DxfImporter
from importers.dxf.underlay import from_scene, underlay_of
from importers.issues import ImportIssue, Severity
from importers.picture import Underlay, Writing, colours, draw_picture
from importers.picture.underlay import walls_of
from importers.picture.view import LEGEND_PX, WIDTH_PX, view_of
from importers.profile import Profile
from tests.support.drawings import draw_box, make_drawing, make_office, scene_of, text_of

NOTHING = Underlay(np.empty((0, 4)))
DARKEST_PAPER = 250


@pytest.fixture
def office(tmp_path) -> FloorPlanDraft:
    path = tmp_path / "office.dxf"
    path.write_text(text_of(make_office()))
    return DxfImporter().read(path, Profile(), Limits(), lambda *_: None)


class Seen:
    """A drawn picture that can be asked for the colour at a place of the plan."""

    def __init__(self, draft: FloorPlanDraft, underlay: Underlay = NOTHING) -> None:
        self.image = Image.open(io.BytesIO(draw_picture(draft, underlay))).convert("RGB")
        self.view = view_of(draft, underlay)

    def at(self, x: float, y: float) -> tuple[int, int, int]:
        px, py = self.view.to_px(np.array([x, y])).round().astype(int).tolist()
        return self.image.getpixel((px, py))

    def colours_around(self, x: float, y: float, radius_px: int = 14) -> set[tuple[int, int, int]]:
        px, py = self.view.to_px(np.array([x, y])).round().astype(int).tolist()
        part = self.image.crop((px - radius_px, py - radius_px, px + radius_px, py + radius_px))
        return {colour for _, colour in part.getcolors(maxcolors=1 << 24)}

    @property
    def legend(self) -> np.ndarray:
        return np.asarray(self.image)[:, WIDTH_PX - LEGEND_PX + 2 :]


def mixed(colour, opacity, paper=(255, 255, 255)):
    return tuple(
        round(p + (c - p) * round(255 * opacity) / 255) for c, p in zip(colour, paper, strict=True)
    )


def close(one, two, by=3):
    return all(abs(a - b) <= by for a, b in zip(one, two, strict=True))


def test_a_room_is_filled_where_it_is_and_nothing_beside_it(office):
    seen = Seen(office)
    inside = Point(0.4, 0.4)
    assert office.rooms[0].polygon.contains(inside)
    assert close(seen.at(0.4, 0.4), mixed(colours.colour_of(office.rooms[0].category), 0.30))
    assert seen.at(-0.1, -0.1) == (255, 255, 255)


def test_the_hole_of_a_room_stays_empty(office):
    court = Polygon(box(0, 0, 12, 4).exterior, [box(5, 1, 7, 3).exterior])
    hall = replace(office.rooms[0], polygon=court, number=None, name=None)
    seen = Seen(replace(office, rooms=(hall,), desks=(), doors=(), outline=None))
    assert seen.at(6, 2) == (255, 255, 255)
    assert seen.at(4, 2) != (255, 255, 255)


def test_rooms_of_other_categories_have_other_colours(office):
    room = replace(office.rooms[0], number=None, name=None)
    drawn = [
        Seen(replace(office, rooms=(replace(room, category=category),), desks=())).at(0.4, 0.4)
        for category in ("office", "restroom", "kitchen", "laboratory")
    ]
    assert len(set(drawn)) == 4


def test_a_desk_bears_a_dot_at_its_seat(office):
    seen = Seen(office)
    for desk in office.desks:
        low = desk.polygon.bounds[1]
        assert desk.rotation_deg == pytest.approx(0.0)
        assert close(seen.at(desk.x, low - 0.1), colours.SEAT)


def test_a_turned_desk_has_its_dot_at_the_turned_side(office):
    turned = replace(office.desks[0], rotation_deg=90.0)
    seen = Seen(replace(office, desks=(turned,)))
    assert close(seen.at(turned.polygon.bounds[2] + 0.1, turned.y), colours.SEAT)


def test_a_finding_is_pinned_in_the_colour_of_its_severity(office):
    for severity, colour in colours.SEVERITY.items():
        issue = ImportIssue("CODE", severity, "It is so.", "Do something.", x=3.0, y=0.5)
        seen = Seen(replace(office, issues=(issue,), rooms=()))
        assert colour in seen.colours_around(3.0, 0.5)


def test_a_finding_without_a_place_is_told_in_the_legend_alone(office):
    bare = replace(office, issues=())
    issue = ImportIssue("CODE", Severity.ERROR, "It is so.", "Do something.")
    one, two = Seen(bare), Seen(replace(bare, issues=(issue,)))
    plan = (0, 0, WIDTH_PX - LEGEND_PX, one.view.height_px)
    assert one.image.crop(plan).tobytes() == two.image.crop(plan).tobytes()
    assert (one.legend != two.legend).any()


def test_the_line_that_would_close_a_leak_is_drawn(office):
    leak = ImportIssue(
        "WALL_LEAK", Severity.WARNING, "Open.", "Close.", x=3.0, y=-0.5, segment=(1, -0.5, 5, -0.5)
    )
    seen = Seen(replace(office, issues=(leak,), rooms=()))
    assert colours.SEVERITY[Severity.WARNING] in seen.colours_around(1.05, -0.5, 6)
    assert seen.colours_around(5.5, -0.5, 6) == {(255, 255, 255)}


def test_what_was_left_out_of_a_sheet_is_shown_and_framed(office):
    taken = DraftView(1, "Ground floor", ViewKind.FLOOR_PLAN, 0, (-1.0, -1.0, 13.0, 5.0), True)
    left = DraftView(2, "Section A", ViewKind.SECTION, None, (20.0, -1.0, 30.0, 5.0), False)
    seen = Seen(replace(office, views=(taken, left)), Underlay(np.array([[21.0, 2.0, 29.0, 2.0]])))
    assert colours.LEFT_OUT in seen.colours_around(20.0, 2.0, 12)
    assert close(seen.at(25.0, 2.0), colours.DRAWN, by=60)


def test_a_door_that_swings_sweeps_its_quarter(office):
    door = replace(
        office.doors[0],
        line=LineString([(2, 0), (3, 0)]),
        kind="door",
        operation="single_swing_left",
        opens_to=(2.0, 1.0),
    )
    bare = replace(office, rooms=(), desks=(), doors=(door,), outline=None)
    seen = Seen(bare)
    assert close(seen.at(2.4, 0.4), mixed(colours.DOOR, 0.22))
    assert seen.at(2.9, 0.9) == (255, 255, 255)
    assert seen.at(2.4, -0.4) == (255, 255, 255)


def test_windows_are_drawn_where_they_are(office):
    window = DraftWindow(LineString([(1, 4), (2.5, 4)]), 1.5, "block", "A-GLAZ", None)
    seen = Seen(replace(office, rooms=(), outline=None, windows=(window,)))
    assert close(seen.at(1.7, 4.0), colours.WINDOW)


def test_doors_entrances_stairs_zones_and_the_outline_are_told_apart(office):
    door = replace(office.doors[0], kind="door")
    entrance = replace(office.doors[1], kind="entrance")
    stair = DraftConnector("stair", None, box(2, 3, 3.5, 3.8), "S", None)
    zone = DraftZone(None, box(6.5, 1.5, 8, 3.5), "Z", None)
    edge = MultiPolygon([box(-1, -1, 13, 5)])
    draft = replace(
        office,
        rooms=(),
        desks=(),
        doors=(door, entrance),
        connectors=(stair,),
        zones=(zone,),
        outline=edge,
        extent_m=(-1.5, -1.5, 13.5, 5.5),
    )
    seen = Seen(draft)
    assert close(seen.at(*door.line.centroid.coords[0]), colours.DOOR)
    assert close(seen.at(*entrance.line.centroid.coords[0]), colours.ENTRANCE)
    assert colours.STAIR in seen.colours_around(2, 3.4, 4)
    assert colours.ZONE in seen.colours_around(6.5, 2.5, 12)
    assert close(seen.at(6, -1), colours.OUTLINE)


def test_a_label_that_does_not_fit_is_left_out(office):
    narrow = replace(office.rooms[0], polygon=box(0, 0, 0.25, 4), number="A-101-LONG-NUMBER")
    bare = replace(narrow, number=None, name=None)
    draft = replace(office, desks=(), doors=(), outline=None, issues=())
    one, two = (Seen(replace(draft, rooms=(room,))) for room in (narrow, bare))
    plan = (0, 0, WIDTH_PX - LEGEND_PX, one.view.height_px)
    assert one.image.crop(plan).tobytes() == two.image.crop(plan).tobytes()


def test_the_drawing_itself_lies_below_in_grey(office):
    lines = np.array([[0.0, -0.5, 12.0, -0.5]])
    seen = Seen(replace(office, rooms=()), Underlay(lines))
    assert close(seen.at(6, -0.5), colours.DRAWN, by=60)
    assert seen.at(6, -0.25) == (255, 255, 255)


def test_an_area_of_the_drawing_keeps_its_hole(office):
    rings = (
        np.array(box(3, 1, 9, 3).exterior.coords),
        np.array(box(5, 1.5, 7, 2.5).exterior.coords),
    )
    empty = replace(office, rooms=(), desks=(), doors=(), outline=None)
    seen = Seen(empty, Underlay(np.empty((0, 4)), (rings,)))
    assert seen.at(6, 2) == (255, 255, 255)
    assert seen.at(4, 2) != (255, 255, 255)


def test_texts_of_the_drawing_are_shown_where_they_stand(office):
    empty = replace(office, rooms=(), desks=(), doors=(), outline=None)
    text = Writing("HHHH", 4.0, 2.0, 0.2, 0.0)
    seen = Seen(empty, Underlay(np.empty((0, 4)), (), (text,)))
    dark = {c for c in seen.colours_around(4.3, 2.1) if max(c) < DARKEST_PAPER}
    assert dark
    assert seen.colours_around(4.3, 1.6) == {(255, 255, 255)}


def test_a_line_to_the_end_of_the_world_is_cut_at_the_edge(office):
    empty = replace(office, rooms=(), desks=(), doors=(), outline=None)
    seen = Seen(empty, Underlay(np.array([[-1e12, 2.0, 1e12, 2.0], [0.0, 1e9, 1e9, 1e9]])))
    assert close(seen.at(6, 2), colours.DRAWN, by=60)
    assert seen.at(6, 1) == (255, 255, 255)


def test_for_a_format_that_shows_nothing_the_walls_lie_below(office):
    walls = MultiLineString([[(0, 0), (12, 0)], [(12, 0), (12, 4), (0, 4)]])
    assert len(walls_of(replace(office, walls=walls)).segments) == 3


def test_the_add_on_sees_blocks_and_hatches_by_itself():
    doc = make_office()
    doc.modelspace().add_hatch(dxfattribs={"layer": "H"}).paths.add_polyline_path(
        [(1, 1), (2, 1), (2, 2), (1, 2)]
    )
    underlay = underlay_of(doc, scene_of(doc), 1.0, show_off=False)
    desk_edge = [s for s in underlay.segments.tolist() if s[1] == s[3] == 2.0]
    assert desk_edge
    assert len(underlay.fills) == 1
    assert {w.text for w in underlay.writings} == {"101", "102"}


@pytest.mark.parametrize(
    "text", ["a^Ib^Jc", "\\U+0007x", "\u0627\u0628 \u0645\u06a9\u062a\u0628", "x" * 5000]
)
def test_letters_that_no_typeface_has_do_not_cost_the_picture(text, office):
    doc = make_office()
    doc.modelspace().add_mtext(text, dxfattribs={"insert": (1, 1), "char_height": 0.2})
    underlay = underlay_of(doc, scene_of(doc), 1.0, show_off=False)
    assert len(underlay.writings) > 2
    assert draw_picture(office, underlay)


def test_the_drawing_is_laid_below_in_metres():
    doc = make_office(scale=1000.0, units=4)
    underlay = underlay_of(doc, scene_of(doc).scaled(0.001), 0.001, show_off=False)
    assert underlay.segments.max() == pytest.approx(12.0)


def test_layers_that_are_off_are_shown_where_all_are():
    doc = make_drawing(layers=["WALL"])
    draw_box(doc.modelspace(), (0, 0), (4, 4), "WALL")
    doc.layers.get("WALL").off()
    scene = scene_of(doc)
    assert len(underlay_of(doc, scene, 1.0, show_off=False).segments) == 0
    assert len(underlay_of(doc, scene, 1.0, show_off=True).segments) == 4


def test_where_the_add_on_fails_the_strokes_stand_in():
    doc = make_office()
    loop = doc.blocks.new("LOOP")
    loop.add_blockref("LOOP", (0, 0))
    doc.modelspace().add_blockref("LOOP", (0, 0))
    scene = scene_of(doc)
    underlay = underlay_of(doc, scene, 1.0, show_off=False)
    assert (underlay.segments == from_scene(scene).segments).all()
    assert len(underlay.segments) >= len(scene.strokes)


def test_a_circle_as_large_as_the_world_has_few_pieces():
    doc = make_office()
    doc.modelspace().add_circle((0, 0), 1e11)
    underlay = underlay_of(doc, scene_of(make_office()), 1.0, show_off=False)
    assert len(underlay.segments) < 2000


def test_pictures_named_in_a_drawing_are_not_opened(tmp_path):
    stranger = tmp_path / "secret.png"
    Image.new("RGB", (40, 40), (255, 0, 0)).save(stranger)
    doc = make_office()
    shown = doc.add_image_def(str(stranger), size_in_pixel=(40, 40))
    doc.modelspace().add_image(shown, insert=(0, 0), size_in_units=(12, 4))
    path = tmp_path / "office.dxf"
    path.write_text(text_of(doc))
    (outcome,) = read_many([path], pictures=True)
    image = Image.open(io.BytesIO(outcome.picture)).convert("RGB")
    reds = [n for n, (r, g, b) in image.getcolors(1 << 24) if r > 240 and g < 40 and b < 40]
    assert sum(reds) == 0


def test_a_picture_is_made_only_when_it_is_asked_for(tmp_path):
    path = tmp_path / "office.dxf"
    path.write_text(text_of(make_office()))
    (plain,) = read_many([path])
    (drawn,) = read_many([path], pictures=True)
    assert plain.picture is None
    assert Image.open(io.BytesIO(drawn.picture)).size[0] == WIDTH_PX
    assert drawn.json == plain.json


def test_one_drawing_gives_one_picture(office):
    assert draw_picture(office, NOTHING) == draw_picture(office, NOTHING)


def test_the_reading_child_draws_with_the_add_on_too(tmp_path):
    doc = make_office()
    area = doc.modelspace().add_hatch(dxfattribs={"layer": "H"})
    area.paths.add_polyline_path([(1, -2), (11, -2), (11, -1), (1, -1)], is_closed=True)
    path = tmp_path / "office.dxf"
    path.write_text(text_of(doc))
    (outcome,) = read_many([path], pictures=True)
    image = Image.open(io.BytesIO(outcome.picture)).convert("RGB")
    draft = codec.loads(outcome.json)
    px = view_of(draft, NOTHING).to_px(np.array([6.0, -1.5])).round().astype(int).tolist()
    # The strokes that stand in for the add-on would show the area's edge alone.
    assert close(image.getpixel(tuple(px)), mixed(colours.DRAWN_FILL, 0.45), by=6)
