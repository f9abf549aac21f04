"""The drawing as ezdxf's own drawing add-on shows it, for the picture.

It expands blocks and hatches by other code than ``extract`` does: the picture would prove nothing
if it only repeated what we saw ourselves. Where a drawing is too heavy or too broken for it, the
scene's strokes stand in.
"""

from __future__ import annotations

import contextlib
import gc
import io
import math
from collections.abc import Collection, Iterable, Sequence
from functools import partial
from typing import Any

import numpy as np
from ezdxf.addons.acadctb import new_ctb
from ezdxf.addons.drawing.backend import Backend, BkPath2d, BkPoints2d, ImageData
from ezdxf.addons.drawing.config import (
    Configuration,
    HatchPolicy,
    ImagePolicy,
    LinePolicy,
    TextPolicy,
)
from ezdxf.addons.drawing.frontend import UniversalFrontend
from ezdxf.addons.drawing.pipeline import RenderPipeline2d
from ezdxf.addons.drawing.properties import (
    BackendProperties,
    LayerProperties,
    Properties,
    RenderContext,
)
from ezdxf.addons.drawing.text_renderer import TextRenderer
from ezdxf.document import Drawing
from ezdxf.fonts.font_face import FontFace
from ezdxf.fonts.font_measurements import FontMeasurements
from ezdxf.lldxf.validator import make_table_key
from ezdxf.math import Matrix44, Vec2, Vec3

from importers.alarm import TimeUp, at_most
from importers.dxf.load import LOAD_ERRORS
from importers.dxf.scene import Scene
from importers.picture.letters import LONGEST, width_for_capital
from importers.picture.underlay import Ring, Segments, Underlay, Writing, joined, segments_of

#: Heavier drawings are shown by the strokes that were read anyway.
MAX_STROKES = 250_000
MAX_SEGMENTS = 1_000_000
DRAW_S = 15.0
HATCH_S = 0.5
#: Curves may stray from their true place by this share of the drawing's size.
CURVE_SHARE = 1 / 8000
#: Small letters and what hangs below the line, as shares of a capital.
X_SHARE = 0.75
DESCENT_SHARE = 0.32


class _TooMuch(Exception):
    """The drawing would fill the picture's memory."""


def underlay_of(doc: Drawing, scene: Scene, metres_per_unit: float, show_off: bool) -> Underlay:
    """The model space in metres; ``show_off`` shows layers that are switched off, too.

    ``scene`` is the drawing in metres as it was read.
    """
    if len(scene.strokes) > MAX_STROKES:
        return from_scene(scene)
    try:
        with at_most(DRAW_S):
            return _drawn(doc, _size(scene) / metres_per_unit, metres_per_unit, show_off)
    except (TimeUp, _TooMuch, MemoryError, RuntimeError, *LOAD_ERRORS):
        pass
    # What the attempt left behind is worth its memory now; a worker collects nothing by itself.
    gc.collect()
    return from_scene(scene)


def from_scene(scene: Scene) -> Underlay:
    """What was read, as it was read: for drawings that the add-on cannot draw."""
    pieces = [segments_of(stroke.points, stroke.closed) for stroke in scene.strokes]
    pieces += [segments_of(ring, closed=True) for fill in scene.fills for ring in fill.rings]
    texts = [
        Writing(line, t.insert_x, t.insert_y, t.height, t.rotation_deg)
        for t in scene.texts
        for line in t.text.splitlines()[:1]
    ]
    return Underlay(joined(pieces), (), tuple(texts))


def _size(scene: Scene) -> float:
    """How far the strokes reach from each other, in metres."""
    if not scene.strokes:
        return 1.0
    low = np.min([stroke.points.min(axis=0) for stroke in scene.strokes], axis=0)
    high = np.max([stroke.points.max(axis=0) for stroke in scene.strokes], axis=0)
    return max(1e-3, float(np.hypot(*(high - low))))


def _drawn(doc: Drawing, size: float, metres_per_unit: float, show_off: bool) -> Underlay:
    pen = _Pen(size * CURVE_SHARE)
    config = Configuration(
        pdsize=1,
        pdmode=0,
        line_policy=LinePolicy.SOLID,
        hatch_policy=HatchPolicy.NORMAL,
        hatching_timeout=HATCH_S,
        min_hatch_line_distance=size * CURVE_SHARE,
        text_policy=TextPolicy.FILLING,
        # A picture's path is a stranger's word: no file but the drawing is opened.
        image_policy=ImagePolicy.IGNORE,
        max_flattening_distance=size * CURVE_SHARE,
    )
    # With a table of its own the add-on does not look for the one that the drawing names.
    context = RenderContext(doc, ctb=new_ctb())
    if show_off:
        context.set_layer_properties_override(partial(_show_off, _frozen(doc)))
    # The add-on tells of what it left out on standard output, which belongs to the caller.
    with contextlib.redirect_stdout(io.StringIO()):
        UniversalFrontend(context, _Lines(pen), config).draw_layout(doc.modelspace())
    return pen.underlay(metres_per_unit)


def _frozen(doc: Drawing) -> set[str]:
    return {make_table_key(layer.dxf.name) for layer in doc.layers if layer.is_frozen()}


def _show_off(frozen: Collection[str], layers: Sequence[LayerProperties]) -> None:
    for layer in layers:
        layer.is_visible = make_table_key(layer.layer) not in frozen


class _Pen(Backend):
    """Takes the add-on's primitives down as straight pieces and rings, in drawing units."""

    def __init__(self, curve: float) -> None:
        super().__init__()
        self._curve = curve
        self._lines: list[tuple[float, float, float, float]] = []
        self._paths: list[Segments] = []
        self._fills: list[tuple[Ring, ...]] = []
        self._count = 0
        self.writings: list[Writing] = []

    def underlay(self, factor: float) -> Underlay:
        """What was drawn, in metres."""
        straight = np.array(self._lines, dtype=np.float64).reshape(-1, 4)
        texts = [
            Writing(w.text, w.x * factor, w.y * factor, w.height * factor, w.rotation_deg)
            for w in self.writings
        ]
        fills = tuple(tuple(ring * factor for ring in rings) for rings in self._fills)
        return Underlay(joined([straight, *self._paths]) * factor, fills, tuple(texts))

    def _counted(self, number: int) -> None:
        self._count += number
        if self._count > MAX_SEGMENTS:
            raise _TooMuch

    def draw_line(self, start: Vec2, end: Vec2, properties: BackendProperties) -> None:
        self._counted(1)
        self._lines.append((start.x, start.y, end.x, end.y))

    def draw_solid_lines(
        self, lines: Iterable[tuple[Vec2, Vec2]], properties: BackendProperties
    ) -> None:
        for start, end in lines:
            self.draw_line(start, end, properties)

    def draw_path(self, path: BkPath2d, properties: BackendProperties) -> None:
        for ring in self._rings([path]):
            self._counted(len(ring))
            self._paths.append(segments_of(ring))

    def draw_filled_paths(self, paths: Iterable[BkPath2d], properties: BackendProperties) -> None:
        rings = tuple(ring for ring in self._rings(paths) if len(ring) >= 3)
        self._counted(sum(map(len, rings)))
        if rings:
            self._fills.append(rings)

    def draw_filled_polygon(self, points: BkPoints2d, properties: BackendProperties) -> None:
        # A wipeout hides what lies below: it is paper, and no part of the drawing.
        if self.current_entity is None or self.current_entity.dxftype() != "WIPEOUT":
            ring = np.array([(v.x, v.y) for v in points.vertices()], dtype=np.float64)
            self._counted(len(ring))
            self._fills.append((ring.reshape(-1, 2),))

    def _rings(self, paths: Iterable[BkPath2d]) -> Iterable[Ring]:
        for path in paths:
            for part in path.sub_paths() if path.has_sub_paths else [path]:
                if len(part):
                    # A circle as large as the world would have millions of pieces.
                    low, high = part.extents()
                    curve = max(self._curve, CURVE_SHARE * low.distance(high))
                    yield np.array([(v.x, v.y) for v in part.flattening(curve)])

    def set_background(self, color: str) -> None: ...

    def draw_point(self, pos: Vec2, properties: BackendProperties) -> None: ...

    def draw_image(self, image_data: ImageData, properties: BackendProperties) -> None: ...

    def clear(self) -> None: ...


class _Lines(RenderPipeline2d):
    """The add-on's way to the pen, on which texts stay texts."""

    text_engine: Any  # the add-on's own would look for typefaces on the machine

    def __init__(self, pen: _Pen) -> None:
        super().__init__(pen)
        self.text_engine = _Widths()
        self._pen = pen
        self.default_font_face = FontFace()

    def draw_text(
        self,
        text: str,
        transform: Matrix44,
        properties: Properties,
        cap_height: float,
        dxftype: str = "TEXT",
    ) -> None:
        origin = transform.transform(Vec3(0, 0, 0))
        along = transform.transform_direction(Vec3(1, 0, 0))
        up = transform.transform_direction(Vec3(0, 1, 0))
        turn = math.degrees(math.atan2(along.y, along.x))
        height = cap_height * math.hypot(up.x, up.y)
        if text.strip() and all(map(math.isfinite, (origin.x, origin.y, turn, height))):
            writing = Writing(text[:LONGEST], origin.x, origin.y, height, turn)
            self._pen.writings.append(writing)


class _Widths(TextRenderer):
    """Widths of texts in the picture's own typeface; nothing is searched for on the machine."""

    def get_font_measurements(
        self, font_face: FontFace, cap_height: float = 1.0
    ) -> FontMeasurements:
        return FontMeasurements(0.0, cap_height, X_SHARE * cap_height, DESCENT_SHARE * cap_height)

    def get_text_line_width(self, text: str, font_face: FontFace, cap_height: float = 1.0) -> float:
        return width_for_capital(text, cap_height)

    def get_text_path(self, text: str, font_face: FontFace, cap_height: float = 1.0) -> Any:
        raise NotImplementedError("texts are not drawn as paths here")

    def get_text_glyph_paths(self, text: str, font_face: FontFace, cap_height: float = 1.0) -> Any:
        raise NotImplementedError("texts are not drawn as paths here")

    def is_stroke_font(self, font_face: FontFace) -> bool:
        return False
