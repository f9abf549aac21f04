"""The pieces of a sheet, and what each of them shows: doors, furniture, names of rooms, heights."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from importers.draft import ViewKind
from importers.dxf.facts import quarter_radius
from importers.dxf.names import words_of
from importers.dxf.roles.by_name import block_by_name
from importers.dxf.roles.sizes import DOOR_RADIUS_M, within
from importers.dxf.scene import Scene, Text
from importers.dxf.sheets.clusters import Labels
from importers.dxf.sheets.marks import Box, Marks, area, around, height, width
from importers.dxf.sheets.titles import Title, level_of, title_block_words, title_of
from importers.dxf.understand.words import category_of, is_area
from importers.roles import BlockRole

#: A drawing of its own is so large at least, in metres and as a share of the sheet.
MAIN_SIDE_M = 1.0
MAIN_LONG_M = 3.0
MAIN_SHARE = 0.04
MAIN_LINES = 4
#: So much of a piece lies within the box of another: it is drawn inside it.
NESTED_SHARE = 0.6
#: Layers of roofs, and of drawings that are no plans, by a word of their name.
ROOF_WORDS = frozenset({"ROOF", "DACH", "TOITURE", "CUBIERTA", "DAK", "TAK", "TAG", "COPERTURA"})
LAYER_KINDS = {
    ViewKind.ELEVATION: frozenset(
        {"ELEV", "ELEVATION", "ELEVATIONS", "ANSICHT", "ANSICHTEN", "FASSADE", "FACADE", "GEVEL"}
        | {"ALZADO", "ALZADOS", "PROSPETTO", "PROSPETTI", "FASADE", "AANZICHT"}
    ),
    ViewKind.SECTION: frozenset(
        {"SECT", "SECTION", "SECTIONS", "SCHNITT", "SCHNITTE", "COUPE", "SECCION", "SEZIONE"}
        | {"DOORSNEDE", "SNITT"}
    ),
    ViewKind.DETAIL: frozenset({"DETL", "DETAIL", "DETAILS"}),
}
OWN_LAYERS_SHARE = 0.6
_FURNITURE = frozenset(
    {BlockRole.DESK, BlockRole.CHAIR, BlockRole.DOOR, BlockRole.FURNITURE, BlockRole.STAIR}
    | {BlockRole.LIFT, BlockRole.ROOM_TAG, BlockRole.PARKING}
)


@dataclass(slots=True, eq=False)
class Piece:
    """Linework that hangs together, and what was seen in it."""

    members: NDArray[np.int64]  # indices of strokes and fills
    box: Box
    swings: int = 0
    furniture: int = 0
    texts: list[int] = field(default_factory=list)
    rooms: int = 0  # texts that name a room or tell its area
    # Texts such as +3.20: where they stand (y), and the height they tell, both in metres.
    heights: list[tuple[float, float]] = field(default_factory=list)
    storeys: set[str] = field(default_factory=set)  # floors named within it
    block_words: set[str] = field(default_factory=set)
    roof_share: float = 0.0
    layer_kind: ViewKind | None = None
    title: Title | None = None
    title_texts: list[int] = field(default_factory=list)
    kind: ViewKind | None = None

    @property
    def is_plan(self) -> bool:
        """True where people walk: doors swing, rooms have names, furniture stands."""
        return self.swings > 0 or self.rooms > 1 or self.furniture > 1


def main_pieces(marks: Marks, labels: Labels) -> list[Piece]:
    """The drawings that are large enough to be one of their own; crumbs lie between them."""
    boxes = marks.boxes[: marks.lines]
    whole = around(boxes[labels >= 0])
    if whole is None:
        return []
    least = max(MAIN_LONG_M, MAIN_SHARE * max(width(whole), height(whole)))
    known = np.flatnonzero((labels >= 0) & ~np.isnan(boxes).any(axis=1))
    order = known[np.argsort(labels[known], kind="stable")]
    starts = np.flatnonzero(np.diff(labels[order], prepend=-1))
    low = np.minimum.reduceat(boxes[order, :2], starts, axis=0)
    high = np.maximum.reduceat(boxes[order, 2:], starts, axis=0)
    counts = np.diff(starts, append=len(order))
    sides = high - low
    large = (sides.max(axis=1) >= least) & (sides.min(axis=1) >= MAIN_SIDE_M)
    main: list[Piece] = []
    for at in np.flatnonzero(large & (counts >= MAIN_LINES)).tolist():
        members = order[starts[at] : starts[at] + counts[at]]
        min_x, min_y = low[at].tolist()
        max_x, max_y = high[at].tolist()
        main.append(Piece(members, (min_x, min_y, max_x, max_y)))
    return main


def nested(pieces: list[Piece]) -> list[Piece]:
    """Pieces drawn inside the box of a larger one belong to it, unless they are something else."""
    kept: list[Piece] = []
    for piece in sorted(pieces, key=lambda p: (-area(p.box), p.box)):
        holder = next((p for p in kept if p.kind is piece.kind and _holds(p.box, piece.box)), None)
        if holder is None:
            kept.append(piece)
        else:
            absorb(holder, piece)
    return kept


def absorb(holder: Piece, other: Piece) -> None:
    """Let ``other`` be a part of ``holder``."""
    holder.members = np.concatenate((holder.members, other.members))
    one, two = holder.box, other.box
    holder.box = (
        min(one[0], two[0]), min(one[1], two[1]), max(one[2], two[2]), max(one[3], two[3])
    )  # fmt: skip
    holder.swings += other.swings
    holder.furniture += other.furniture
    holder.rooms += other.rooms
    holder.heights += other.heights
    holder.texts += other.texts
    holder.title_texts += other.title_texts
    holder.storeys |= other.storeys
    holder.title = holder.title or other.title


def _holds(outer: Box, inner: Box) -> bool:
    common_x = min(outer[2], inner[2]) - max(outer[0], inner[0])
    common_y = min(outer[3], inner[3]) - max(outer[1], inner[1])
    if common_x < 0 or common_y < 0:
        return False
    if area(inner) <= 0:
        return True
    return common_x * common_y >= NESTED_SHARE * area(inner)


def look(scene: Scene, pieces: Sequence[Piece]) -> None:
    """See what every piece shows."""
    owner = np.full(len(scene.strokes) + len(scene.fills), -1, dtype=np.int64)
    for number, piece in enumerate(pieces):
        owner[piece.members] = number
    of_insertion: dict[int, int] = {}
    for index, stroke in enumerate(scene.strokes):
        number = int(owner[index])
        if number < 0:
            continue
        if stroke.arc is not None:
            radius = quarter_radius(stroke)
            pieces[number].swings += radius is not None and within(radius, DOOR_RADIUS_M)
        if stroke.insertion is not None:
            of_insertion.setdefault(stroke.insertion, number)
    for index, number in of_insertion.items():
        guess = block_by_name(scene.insertions[index].block)
        pieces[number].furniture += guess is not None and guess.role in _FURNITURE
    for piece in pieces:
        _look_at_layers(scene, piece)
    _look_at_texts(scene.texts, pieces)


def _look_at_layers(scene: Scene, piece: Piece) -> None:
    of_strokes = [i for i in piece.members.tolist() if i < len(scene.strokes)]
    counts = Counter(scene.strokes[i].layer for i in of_strokes)
    total = sum(counts.values())
    if not total:
        return
    words = {layer: set(words_of(layer)) for layer in counts}
    piece.roof_share = sum(n for name, n in counts.items() if words[name] & ROOF_WORDS) / total
    for kind, known in LAYER_KINDS.items():
        if sum(n for name, n in counts.items() if words[name] & known) >= OWN_LAYERS_SHARE * total:
            piece.layer_kind = kind


def _look_at_texts(texts: Sequence[Text], pieces: Sequence[Piece]) -> None:
    """Read what is written within the boxes of the pieces; the smallest around a text counts."""
    at = np.array([(text.x, text.y) for text in texts]).reshape(-1, 2)
    held = np.full(len(texts), -1, dtype=np.int64)
    for number in sorted(range(len(pieces)), key=lambda n: (-area(pieces[n].box), pieces[n].box)):
        box = pieces[number].box
        held[((at >= box[:2]) & (at <= box[2:])).all(axis=1)] = number
    for index in np.flatnonzero(held >= 0).tolist():
        text, holder = texts[index], pieces[int(held[index])]
        holder.texts.append(index)
        if (level := level_of(text)) is not None:
            holder.heights.append((text.y, level))
        holder.block_words |= title_block_words(text)
        title = title_of(text)
        if title is not None:
            if title.kind is ViewKind.FLOOR_PLAN:
                holder.storeys.add(title.name.upper())
            continue
        lines = text.text.split("\n")
        holder.rooms += any(is_area(line) or category_of(line) is not None for line in lines)


def is_in(box: Box, text: Text) -> bool:
    return box[0] <= text.x <= box[2] and box[1] <= text.y <= box[3]
