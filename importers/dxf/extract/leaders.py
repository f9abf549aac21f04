"""LEADER and MULTILEADER: words with an arrow, and the place the arrow points to."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from ezdxf.render.mleader import make_mtext

from importers.dxf import words
from importers.dxf.dynamic import Entity
from importers.dxf.extract import texts
from importers.dxf.extract.content import Content
from importers.dxf.scene import Text

#: The words of a leader that names none stand this near its end, in heights of their letters.
AT_TAIL_HEIGHTS = 2.0
#: No person draws more arrows from one note.
TIPS = 20

Place = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Leader:
    """An arrow without words: where it points, where it ends, and the handle of its words."""

    tip: Place
    tail: Place
    annotation: str | None


def leader(entity: Entity) -> Leader | None:
    """A LEADER; None for one without a line."""
    vertices = entity.vertices
    if len(vertices) < 2:
        return None
    tip, tail = vertices[0], vertices[-1]
    named = str(entity.dxf.get("annotation_handle", "0"))
    return Leader((tip[0], tip[1]), (tail[0], tail[1]), None if named == "0" else named)


def multileader(entity: Entity, layer: str, encoding: str) -> list[Text]:
    """The words of a MULTILEADER, with the tips of all its arrows."""
    context = entity.context
    tips = tuple(
        (float(line.vertices[0].x), float(line.vertices[0].y))
        for arms in context.leaders
        for line in arms.lines
        if len(line.vertices)
    )[:TIPS]
    handle = entity.dxf.get("handle")
    if context.mtext is not None:
        shown = texts.multi(make_mtext(entity), layer, encoding, handle=handle)
        return [replace(shown, tips=tips)] if shown else []
    if context.block is None:
        return []
    x, y = float(context.block.insert.x), float(context.block.insert.y)
    height = float(context.char_height) or 1.0
    return [
        Text(value, x, y, x, y, height, len(value) * height * texts.LETTER_HEIGHTS, 0.0, layer,
             handle, None, words.name(tag, encoding), tips)
        for tag, raw in entity.get_block_content().items()
        if (value := words.from_text(raw, encoding))
    ]  # fmt: skip


def attach(content: Content, leaders: Sequence[Leader]) -> None:
    """Give the words of ``content`` the tips of the leaders that end at them."""
    if not leaders:
        return
    words_of = {text.handle: i for i, text in enumerate(content.texts) if text.handle}
    tags = {placed.handle: i for i, placed in enumerate(content.placed) if placed.handle}
    middles = np.array([(text.x, text.y) for text in content.texts]).reshape(-1, 2)
    reaches = np.array([_reach(text) for text in content.texts])
    for arrow in leaders:
        if arrow.annotation in tags:
            placed = content.placed[tags[arrow.annotation]]
            pointing = tuple(_with_tip(text, arrow.tip) for text in placed.texts)
            content.placed[tags[arrow.annotation]] = replace(placed, texts=pointing)
            continue
        index = words_of.get(arrow.annotation or "")
        if index is None:
            close = np.hypot(*(middles - arrow.tail).T) <= reaches
            gaps = [(_gap(content.texts[i], arrow.tail), i) for i in np.nonzero(close)[0].tolist()]
            gap, index = min(gaps, default=(1.0, None))
            index = index if gap < 1.0 else None
        if index is not None:
            content.texts[index] = _with_tip(content.texts[index], arrow.tip)


def _reach(text: Text) -> float:
    """No leader of these words ends further from their middle."""
    rows = text.text.count("\n") + 1
    return text.width / 2 + (rows + AT_TAIL_HEIGHTS) * text.height


def _with_tip(text: Text, tip: Place) -> Text:
    return replace(text, tips=(*text.tips, tip)[:TIPS])


def _gap(text: Text, place: Place) -> float:
    """How far ``place`` is from the box of the words, as a share of what is near enough."""
    angle = math.radians(text.rotation_deg)
    cos, sin = math.cos(angle), math.sin(angle)
    dx, dy = place[0] - text.x, place[1] - text.y
    along, across = abs(dx * cos + dy * sin), abs(dy * cos - dx * sin)
    rows = text.text.count("\n") + 1
    beside = max(0.0, along - text.width / 2)
    above = max(0.0, across - rows * text.height / 2)
    return math.hypot(beside, above) / (AT_TAIL_HEIGHTS * text.height)
