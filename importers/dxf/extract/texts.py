"""TEXT, MTEXT and ATTRIB with the box they fill."""

from __future__ import annotations

import math

from importers.dxf import words
from importers.dxf.affine import Affine, apply_xy
from importers.dxf.dynamic import Entity, Vector
from importers.dxf.extract.shapes import plane_of
from importers.dxf.scene import Text

#: Width of an average letter and distance of two lines, in heights of a capital.
LETTER_HEIGHTS = 0.65
LINE_HEIGHTS = 5 / 3
_DEFAULT_HEIGHT = 1.0
BACKWARDS, UPSIDE_DOWN = 2, 4  # bits of a TEXT's group code 71
# Where the box's centre lies from the anchor, in widths and heights of the box.
_ACROSS = {0: 0.5, 1: 0.0, 2: -0.5, 3: 0.5, 4: 0.0, 5: 0.5}
_UP = {0: 0.5, 1: 0.5, 2: 0.0, 3: -0.5}


def single(entity: Entity, layer: str, encoding: str, tag: str | None = None) -> Text | None:
    """A TEXT or attribute; None if it shows nothing."""
    if tag is not None and entity.has_embedded_mtext_entity:
        return multi(entity.virtual_mtext_entity(), layer, encoding, tag, entity.dxf.handle)
    dxf = entity.dxf
    shown = words.from_text(str(dxf.get("text", "")), encoding)
    if not shown:
        return None
    height = _positive(dxf.get("height"), _DEFAULT_HEIGHT)
    width = len(shown) * height * LETTER_HEIGHTS * _positive(dxf.get("width"), 1.0)
    across, up = int(dxf.get("halign", 0)), int(dxf.get("valign", 0))
    anchor = dxf.get("insert")
    if (across or up) and dxf.hasattr("align_point"):
        first, second = anchor, dxf.align_point
        # Aligned and fitted texts span from one point to the other.
        anchor = first if across in (3, 5) else second
        if across in (3, 5):
            width = math.hypot(second.x - first.x, second.y - first.y)
    if across == 4:
        up = 2
    drawn = int(dxf.get("text_generation_flag", 0))
    # Words that read backwards or stand on their head run to the other side of their anchor.
    turned = (-1.0 if drawn & BACKWARDS else 1.0, -1.0 if drawn & UPSIDE_DOWN else 1.0)
    offset = (_ACROSS.get(across, 0.5) * width * turned[0], _UP.get(up, 0.5) * height * turned[1])
    plane = plane_of(dxf, anchor.z)
    flat = Text(shown, *offset, 0.0, 0.0, height, width, 0.0, layer, dxf.handle, None, tag)
    text = _turned(flat, anchor, float(dxf.get("rotation", 0.0)))
    return text if plane is None else moved_text(text, plane, layer, None)


def multi(
    entity: Entity, layer: str, encoding: str, tag: str | None = None, handle: str | None = None
) -> Text | None:
    """An MTEXT; None if it shows nothing."""
    dxf = entity.dxf
    shown = words.from_mtext(entity.text, encoding)
    if not shown:
        return None
    height = _positive(dxf.get("char_height"), _DEFAULT_HEIGHT)
    lines = shown.split("\n")
    width = max(map(len, lines)) * height * LETTER_HEIGHTS
    rows = len(lines)
    column = _positive(dxf.get("width"), 0.0)
    if 0 < column < width:
        rows = sum(max(1, math.ceil(len(x) * height * LETTER_HEIGHTS / column)) for x in lines)
        width = column
    box = height * (1 + (rows - 1) * LINE_HEIGHTS * _positive(dxf.get("line_spacing_factor"), 1.0))
    down, across = divmod(int(dxf.get("attachment_point", 1)) - 1, 3)
    offset = ((0.5 - across * 0.5) * width, (down * 0.5 - 0.5) * box)
    handle = handle or dxf.get("handle")
    flat = Text(shown, *offset, 0.0, 0.0, height, width, 0.0, layer, handle, None, tag)
    return _turned(flat, dxf.insert, float(entity.get_rotation()))


def moved_text(text: Text, m: Affine, layer: str, insertion: int | None) -> Text:
    """``text`` under ``m``."""
    a, b, c, d, _, _ = m
    angle = math.radians(text.rotation_deg)
    cos, sin = math.cos(angle), math.sin(angle)
    along = (a * cos + c * sin, b * cos + d * sin)
    across = (-a * sin + c * cos, -b * sin + d * cos)
    x, y = apply_xy(m, text.x, text.y)
    insert_x, insert_y = apply_xy(m, text.insert_x, text.insert_y)
    return Text(
        text.text,
        x,
        y,
        insert_x,
        insert_y,
        text.height * math.hypot(*across),
        text.width * math.hypot(*along),
        math.degrees(math.atan2(along[1], along[0])) % 360.0,
        layer,
        text.handle,
        insertion,
        text.tag,
        tuple(apply_xy(m, *tip) for tip in text.tips),
    )


def _turned(flat: Text, anchor: Vector, rotation_deg: float) -> Text:
    """``flat``, which is anchored at the origin and reads along x, at its place."""
    angle = math.radians(rotation_deg)
    cos, sin = math.cos(angle), math.sin(angle)
    return moved_text(flat, (cos, sin, -sin, cos, anchor.x, anchor.y), flat.layer, None)


def _positive(value: float | None, default: float) -> float:
    return float(value) if value is not None and value > 0 and math.isfinite(value) else default
