"""A sheet to draw on in metres, with soft edges: drawn twice as large and made smaller."""

from __future__ import annotations

import io
import math
from collections.abc import Iterable, Sequence
from typing import TypeAlias

import numpy as np
import shapely
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageDraw
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from geo.shapes import polygons_of
from importers.picture.letters import letters, width_of
from importers.picture.underlay import Ring, Segments, segments_of
from importers.picture.view import View, clipped

Colour: TypeAlias = tuple[int, int, int]

SUPER = 2
#: A shape is cut off this far outside of the picture.
BLEED_PX = 20
DASH_PX = (9.0, 6.0)
MAX_DASHES = 4000
#: More rings than this in one fill are filled one by one, holes and all.
MAX_RINGS = 60
HALO_PX = 2.0
PAPER: Colour = (255, 255, 255)


class Canvas:
    """The picture in the making. Sizes are in pixels of the finished picture."""

    def __init__(self, view: View, width_px: int) -> None:
        self.view = view
        size = (width_px * SUPER, view.height_px * SUPER)
        self._image = Image.new("RGB", size, PAPER)
        self._draw = ImageDraw.Draw(self._image, "RGBA")

    def png(self) -> bytes:
        """The finished picture."""
        stream = io.BytesIO()
        self._image.reduce(SUPER).save(stream, "PNG")
        return stream.getvalue()

    def in_px(self, shape: BaseGeometry) -> BaseGeometry:
        """A shape in metres as it lies in the picture."""
        return shapely.transform(shape, self.view.to_px)

    def segments(self, segments: Segments, colour: Colour, width_px: float = 1.0) -> None:
        """Straight lines, in metres."""
        ends = self.view.to_px(segments.reshape(-1, 2)).reshape(-1, 4)
        self.segments_px(ends, colour, width_px)

    def segments_px(self, ends: Segments, colour: Colour, width_px: float = 1.0) -> None:
        """Straight lines, in pixels."""
        high = (self.view.width_px + BLEED_PX, self.view.height_px + BLEED_PX)
        seen = clipped(ends, (-BLEED_PX, -BLEED_PX), high) * SUPER
        width = max(1, round(width_px * SUPER))
        for x0, y0, x1, y1 in seen.tolist():
            self._draw.line((x0, y0, x1, y1), fill=colour, width=width)

    def edge(
        self, shape: BaseGeometry, colour: Colour, width_px: float, dashed: bool = False
    ) -> None:
        """The outline of a shape, or a line, given in metres."""
        for ring in _rings(self.in_px(shape)):
            points = shapely.get_coordinates(ring)
            pieces = _dashes(ring) if dashed else segments_of(points)
            self.segments_px(pieces, colour, width_px)
            if not dashed and width_px > 1:
                self._joints(points[1:-1], colour, width_px)

    def _joints(self, points: NDArray[np.float64], colour: Colour, width_px: float) -> None:
        if len(points) <= MAX_DASHES:
            for x, y in points:
                self.dot_px(float(x), float(y), width_px / 2, colour)

    def area(self, shape: BaseGeometry, colour: Colour, opacity: float) -> None:
        """A filled shape with its holes, given in metres; ``opacity`` runs from 0 to 1."""
        self.area_px(self.in_px(shape), colour, opacity)

    def area_px(self, shape: BaseGeometry, colour: Colour, opacity: float) -> None:
        """A filled shape with its holes, given in pixels."""
        box = (
            -BLEED_PX,
            -BLEED_PX,
            self.view.width_px + BLEED_PX,
            self.view.height_px + BLEED_PX,
        )
        left, low, right, top = shape.bounds if not shape.is_empty else (0.0, 0.0, 0.0, 0.0)
        if left < box[0] or low < box[1] or right > box[2] or top > box[3]:
            shape = shapely.clip_by_rect(shapely.make_valid(shape), *box)
        alpha = round(255 * opacity)
        for part in polygons_of(shape):
            if part.interiors:
                self._with_holes(part, colour, alpha)
            else:
                self._draw.polygon(_flat(part.exterior), fill=(*colour, alpha))

    def rings(self, rings: Sequence[Ring], colour: Colour, opacity: float) -> None:
        """Rings under the even-odd rule, given in metres; broken ones are left out."""
        sound = [ring for ring in rings if len(ring) >= 3 and np.isfinite(ring).all()]
        if len(sound) == 1 or len(sound) > MAX_RINGS:
            for ring in sound:
                self.area(Polygon(ring), colour, opacity)
            return
        points = [self.view.to_px(ring) * SUPER for ring in sound]
        box = self._box_in_sight(points)
        if box is None:
            return
        whole = Image.new("L", (box[2] - box[0], box[3] - box[1]), 0)
        for ring in points:
            one = Image.new("L", whole.size, 0)
            flat = (ring - np.array(box[:2])).ravel().tolist()
            ImageDraw.Draw(one).polygon(flat, fill=round(255 * opacity))
            whole = ImageChops.difference(whole, one)
        self._image.paste(colour, box[:2], whole)

    def _box_in_sight(self, points: Sequence[Ring]) -> tuple[int, int, int, int] | None:
        every = np.concatenate(points)
        low = np.maximum(np.floor(every.min(axis=0)), 0).astype(int)
        high = np.minimum(np.ceil(every.max(axis=0)) + 1, self._image.size).astype(int)
        if (low >= high).any():
            return None
        return (int(low[0]), int(low[1]), int(high[0]), int(high[1]))

    def place(self, x: float, y: float) -> tuple[float, float] | None:
        """Where a place in metres lies in the picture; None outside of it."""
        at_x, at_y = self.view.to_px(np.array([x, y])).tolist()
        inside = 0 <= at_x <= self.view.width_px and 0 <= at_y <= self.view.height_px
        return (at_x, at_y) if inside else None

    def clear_right(self) -> None:
        """Wipe what reached over the plan's right edge, where the legend goes."""
        corner = (self.view.width_px * SUPER, 0)
        self._draw.rectangle((corner, self._image.size), fill=PAPER)

    def _with_holes(self, part: Polygon, colour: Colour, alpha: int) -> None:
        low = np.floor(np.array(part.bounds[:2]) * SUPER).astype(int)
        high = np.ceil(np.array(part.bounds[2:]) * SUPER).astype(int) + 1
        stencil = Image.new("L", tuple(high - low), 0)
        pen = ImageDraw.Draw(stencil)
        pen.polygon(_flat(part.exterior, low), fill=alpha)
        for hole in part.interiors:
            pen.polygon(_flat(hole, low), fill=0)
        self._image.paste(colour, (int(low[0]), int(low[1])), stencil)

    def dot_px(self, x: float, y: float, radius_px: float, colour: Colour) -> None:
        """A filled circle."""
        r = radius_px * SUPER
        box = (x * SUPER - r, y * SUPER - r, x * SUPER + r, y * SUPER + r)
        if max(abs(v) for v in box) < 4 * max(self._image.size):
            self._draw.ellipse(box, fill=colour)

    def lozenge_px(self, x: float, y: float, reach_px: float, colour: Colour) -> None:
        """A square that stands on its corner."""
        steps = ((0.0, -reach_px), (reach_px, 0.0), (0.0, reach_px), (-reach_px, 0.0))
        corners = [((x + dx) * SUPER, (y + dy) * SUPER) for dx, dy in steps]
        self._draw.polygon(corners, fill=colour)

    def box_px(
        self, box: Sequence[float], fill: Colour, edge: Colour | None = None, round_px: float = 0.0
    ) -> None:
        """A rectangle with its edges along the picture's."""
        corners = tuple(v * SUPER for v in box)
        self._draw.rounded_rectangle(
            corners,
            radius=round_px * SUPER,
            fill=fill,
            outline=edge,
            width=SUPER,
        )

    def line_px(self, points: Iterable[tuple[float, float]], colour: Colour, width: float) -> None:
        """A line through places in the picture, not cut off at the plan's edge."""
        flat = [(x * SUPER, y * SUPER) for x, y in points]
        self._draw.line(flat, fill=colour, width=max(1, round(width * SUPER)), joint="curve")

    def text_px(
        self,
        at: tuple[float, float],
        text: str,
        size_px: int,
        colour: Colour,
        anchor: str = "la",
        *,
        halo: bool = False,
    ) -> None:
        """A line of text; ``anchor`` is Pillow's: "la" is left and top, "mm" the middle."""
        self._draw.text(
            (at[0] * SUPER, at[1] * SUPER),
            text,
            fill=colour,
            font=letters(size_px * SUPER),
            anchor=anchor,
            stroke_width=HALO_PX if halo else 0,
            stroke_fill=(*PAPER, 235) if halo else None,
        )

    def turned_text_px(
        self, at: tuple[float, float], text: str, size_px: float, colour: Colour, turn_deg: float
    ) -> None:
        """A line of text at an angle, counter-clockwise, whose baseline begins at ``at``."""
        size = max(1, round(size_px * SUPER))
        width, reach = math.ceil(width_of(text, size)) + 2, math.ceil(1.3 * size)
        if width > 2 * self._image.size[0] or reach > self._image.size[1]:
            return
        stencil = Image.new("L", (width, 2 * reach), 0)
        pen = ImageDraw.Draw(stencil)
        pen.text((0, reach), text, fill=255, font=letters(size), anchor="ls")
        turned = stencil.rotate(turn_deg, Image.Resampling.BILINEAR, expand=True)
        # The baseline's beginning lay half a width left of the middle, on its height.
        turn = math.radians(turn_deg)
        dx, dy = -width / 2 * math.cos(turn), width / 2 * math.sin(turn)
        corner = (
            round(at[0] * SUPER - dx - turned.width / 2),
            round(at[1] * SUPER - dy - turned.height / 2),
        )
        self._image.paste(colour, corner, turned)


def _flat(ring: BaseGeometry, low: NDArray[np.int64] | None = None) -> list[float]:
    points = shapely.get_coordinates(ring) * SUPER
    if low is not None:
        points = points - low
    flat: list[float] = points.ravel().tolist()
    return flat


def _rings(shape: BaseGeometry) -> list[BaseGeometry]:
    if shape.geom_type in {"Polygon", "MultiPolygon"}:
        return [
            ring
            for part in polygons_of(shape)
            for ring in (part.exterior, *part.interiors)
            if not ring.is_empty
        ]
    return [part for part in shapely.get_parts(shape) if not part.is_empty]


def _dashes(ring: BaseGeometry) -> Segments:
    on, off = DASH_PX
    count = min(MAX_DASHES, math.ceil(float(ring.length) / (on + off)))
    starts = np.arange(count) * (on + off)
    ends = np.minimum(starts + on, float(ring.length))
    one = shapely.get_coordinates(shapely.line_interpolate_point(ring, starts))
    two = shapely.get_coordinates(shapely.line_interpolate_point(ring, ends))
    return np.hstack([one, two])
