"""The views of a sheet: its pieces put together to floors, and everything else beside them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from importers.draft import ViewKind
from importers.dxf.scene import Scene
from importers.dxf.sheets.frames import is_frame_name
from importers.dxf.sheets.marks import Box, Marks, apart, area, around, contains, height
from importers.dxf.sheets.pieces import Piece, absorb
from importers.dxf.sheets.storeys import are_storeys, families, same_floor, storey_told
from importers.dxf.sheets.titles import title_in_block

#: Plans whose bottoms lie on one height, to this share of the lower one's height, are a row.
ROW_SHARE = 0.5


@dataclass(slots=True, eq=False)
class View:
    """One drawing of the sheet. ``name`` is empty where nothing names it."""

    kind: ViewKind
    piece: Piece
    name: str = ""
    ordinal: int | None = None
    surrounds: bool = False  # a frame, in whose box the other views lie

    @property
    def box(self) -> Box:
        return self.piece.box


@dataclass(slots=True)
class Views:
    """All views, floors first and in their order; ``alike`` may be storeys without proof of it."""

    floors: list[View] = field(default_factory=list)
    others: list[View] = field(default_factory=list)
    alike: list[Box] = field(default_factory=list)

    @property
    def all(self) -> list[View]:
        return [*self.floors, *self.others]


def put_together(
    scene: Scene, marks: Marks, pieces: Sequence[Piece], framed: NDArray[np.bool_]
) -> Views:
    """Floors from the plans among the pieces, in the order of storeys, else of the sheet.

    ``framed`` are lines of frames, which are the title block where no other is found.
    """
    views = Views()
    plans = [p for p in pieces if p.kind in {None, ViewKind.FLOOR_PLAN}]
    views.others = [View(p.kind, p) for p in pieces if p.kind is not None and p not in plans]
    edge = around(marks.boxes[: marks.lines][framed])
    if edge is not None and not any(v.kind is ViewKind.TITLE_BLOCK for v in views.others):
        written = [i for i, text in enumerate(scene.texts) if is_frame_name(text.layer)]
        frame = Piece(np.flatnonzero(framed), edge, texts=written)
        name = "Frame of the sheet"
        views.others.append(View(ViewKind.TITLE_BLOCK, frame, name, surrounds=True))
    seeds = _one_for_each_storey([p for p in plans if p.kind is ViewKind.FLOOR_PLAN])
    rest = [p for p in plans if p.kind is None]
    for family in families([*seeds, *rest]):
        fresh = [p for p in family if p not in seeds]
        if not fresh:
            continue
        proof = len(seeds) > 1 or are_storeys(scene, marks, family)
        if proof:
            seeds += fresh
        elif proof is None and all(p.is_plan for p in family):
            views.alike += [p.box for p in family]
    if not seeds and rest:
        seeds = [max(rest, key=lambda p: (p.is_plan, area(p.box), p.box))]
    loose = [p for p in rest if p not in seeds]
    for piece in sorted(loose, key=lambda p: p.box):
        absorb(_nearest(seeds, piece.box), piece)
    views.floors = [View(ViewKind.FLOOR_PLAN, p) for p in seeds]
    _name(scene, views)
    views.floors = _ordered(views.floors)
    views.others.sort(key=lambda v: (list(ViewKind).index(v.kind), v.box))
    _number(views)
    return views


def _one_for_each_storey(titled: Sequence[Piece]) -> list[Piece]:
    """Titled plans; those that show another wing of a storey are one with it."""
    found: list[Piece] = []
    for piece in sorted(titled, key=lambda p: p.box):
        other = next((p for p in found if same_floor(p, piece)), None)
        if other is None:
            found.append(piece)
        else:
            absorb(other, piece)
    return found


def _nearest(seeds: Sequence[Piece], box: Box) -> Piece:
    away = apart(box, np.array([seed.box for seed in seeds]))
    return seeds[int(np.argmin(away))]


def _name(scene: Scene, views: Views) -> None:
    for view in views.all:
        title = view.piece.title
        if title is not None and title.kind is view.kind:
            view.name, view.ordinal = title.name, title.ordinal
    if any(v.ordinal is not None for v in views.floors):
        _count_from_ground(views.floors)
        return
    told = [storey_told(scene, view.piece) for view in views.floors]
    if len(told) > 1 and None not in told and len(set(told)) == len(told):
        for view, storey in zip(views.floors, told, strict=True):
            view.ordinal = storey


def title_from_blocks(scene: Scene, views: Views, frames: Sequence[Box]) -> None:
    """Name the only plan of a sheet by what its title block says of it."""
    blocks = [v for v in views.others if v.kind is ViewKind.TITLE_BLOCK]
    groups: list[tuple[list[View], list[View]]] = [
        (
            [v for v in views.floors if contains(box, v.box)],
            [v for v in blocks if contains(box, v.box)],
        )
        for box in frames
    ] or [(views.floors, blocks)]
    changed = False
    for floors, inside in groups:
        if len(floors) != 1 or len(inside) != 1 or floors[0].piece.title is not None:
            continue
        title = title_in_block([scene.texts[i] for i in inside[0].piece.texts])
        if title is not None:
            floors[0].piece.title, changed = title, True
            floors[0].name, floors[0].ordinal = title.name, title.ordinal
    if changed:
        _count_from_ground(views.floors)
        views.floors = _ordered(views.floors)
        _number(views)


def _count_from_ground(floors: Iterable[View]) -> None:
    """Where no ground floor is named, the first floor or level 1 is the ground floor."""
    counted = [v for v in floors if v.ordinal is not None]
    if any(v.ordinal == 0 for v in counted):
        return
    for view in counted:
        title = view.piece.title
        if title is not None and title.either_way and view.ordinal is not None:
            view.ordinal -= 1


def _ordered(floors: list[View]) -> list[View]:
    """By storey where all are known; else by rows from the bottom, each from the left."""
    if all(v.ordinal is not None for v in floors):
        return sorted(floors, key=lambda v: (v.ordinal or 0, v.box))
    rows: list[list[View]] = []
    for view in sorted(floors, key=lambda v: (v.box[1], v.box[0])):
        first = rows[-1][0].box if rows else None
        if first is not None and view.box[1] <= first[1] + ROW_SHARE * height(first):
            rows[-1].append(view)
        else:
            rows.append([view])
    return [view for row in rows for view in sorted(row, key=lambda v: v.box)]


def _number(views: Views) -> None:
    """Give a name to what has none, and keep names apart."""
    for count, view in enumerate(views.floors, 1):
        view.name = view.name or f"Plan {count}"
    words = {kind: kind.value.replace("_", " ").capitalize() for kind in ViewKind}
    bare = [v for v in views.others if not v.name]
    for view in bare:
        same = [v for v in bare if v.kind is view.kind]
        count = next(i for i, v in enumerate(same, 1) if v is view)
        view.name = words[view.kind] + (f" {count}" if len(same) > 1 else "")
    seen: dict[str, int] = {}
    for view in views.all:
        key = view.name.casefold()
        seen[key] = seen.get(key, 0) + 1
        if seen[key] > 1:
            view.name = f"{view.name} ({seen[key]})"
