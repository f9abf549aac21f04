"""Puts the layers of the picture on each other, from the drawing up to the pins."""

from __future__ import annotations

from importers.draft import FloorPlanDraft
from importers.picture import colours
from importers.picture.canvas import Canvas
from importers.picture.legend import draw_legend
from importers.picture.letters import CAPITAL_SHARE, plain
from importers.picture.pins import draw_pins, draw_segments, numbered
from importers.picture.rooms import draw_room_labels, draw_rooms
from importers.picture.things import draw_things, draw_views, draw_zones
from importers.picture.underlay import Underlay
from importers.picture.view import WIDTH_PX, view_of

#: The drawing's own texts, where they are large enough to be read and no larger than a headline.
TEXT_PX = (5.0, 60.0)
MAX_TEXTS = 4000
FILL_OPACITY = 0.45


def draw_picture(draft: FloorPlanDraft, underlay: Underlay) -> bytes:
    """A PNG of 2,400 pixels' width: the drawing in grey, over it what was understood."""
    canvas = Canvas(view_of(draft, underlay), WIDTH_PX)
    _draw_underlay(canvas, underlay)
    draw_rooms(canvas, draft)
    draw_views(canvas, draft)
    draw_zones(canvas, draft)
    draw_things(canvas, draft)
    draw_room_labels(canvas, draft, underlay)
    codes = numbered(draft.issues)
    draw_segments(canvas, draft.issues)
    draw_pins(canvas, draft.issues, codes)
    canvas.clear_right()
    draw_legend(canvas, draft, codes)
    return canvas.png()


def _draw_underlay(canvas: Canvas, underlay: Underlay) -> None:
    for rings in underlay.fills:
        canvas.rings(rings, colours.DRAWN_FILL, FILL_OPACITY)
    canvas.segments(underlay.segments, colours.DRAWN)
    scale = canvas.view.px_per_m
    drawn = 0
    for writing in underlay.writings:
        if drawn >= MAX_TEXTS:
            return
        size = writing.height * scale / CAPITAL_SHARE
        if not TEXT_PX[0] <= size <= TEXT_PX[1]:
            continue
        at = canvas.place(writing.x, writing.y)
        if at is not None:
            text = plain(writing.text)
            canvas.turned_text_px(at, text, size, colours.DRAWN_TEXT, writing.rotation_deg)
            drawn += 1
