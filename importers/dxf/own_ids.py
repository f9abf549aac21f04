"""Our own id of a space, carried through a CAD program in the extended data of what was drawn.

A drawing that was exported has, for each space and zone, XDATA of the application FLOORPLANS: the
id, the handle that it was given to, and of a space its kind. A copied entity takes its XDATA along
but gets a new handle; so where an id stands twice, the first bearer keeps it.

What is drawn says nothing of some kinds: a locker is a rectangle like a cupboard. What the reader
did not understand, and our own drawing calls a place, is one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from shapely import Point, Polygon

from geo.shapes import oriented_box
from importers.draft import DraftDesk, DraftRoom, FloorPlanDraft
from importers.dxf.dynamic import Document
from importers.dxf.load import LOAD_ERRORS
from importers.dxf.scene import Scene, Stroke

APP_ID = "FLOORPLANS"
_ID_MARK, _HANDLE_MARK, _KIND_MARK = "id:", "handle:", "kind:"
#: Kinds of spaces that are places of their own in no drawing but ours.
_ONLY_OURS = frozenset(("locker",))
_WORD = re.compile(r"[a-z]{1,20}")
_STRING = 1000
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


_Space = TypeVar("_Space", DraftRoom, DraftDesk)


@dataclass(frozen=True, slots=True)
class _Own:
    """What the XDATA of one entity says; ``is_first`` where it was given to this very entity."""

    handle: str
    id: str | None
    kind: str | None
    is_first: bool


def own_id_tags(own_id: str, handle: str, kind: str | None = None) -> list[tuple[int, str]]:
    """The XDATA for an entity that shows the space ``own_id`` of a kind."""
    told = [f"{_ID_MARK}{own_id}", f"{_HANDLE_MARK}{handle}"]
    if kind is not None:
        told.append(f"{_KIND_MARK}{kind}")
    return [(_STRING, text) for text in told]


def with_own_ids(draft: FloorPlanDraft, doc: Document, scene: Scene) -> FloorPlanDraft:
    """The draft with our ids and kinds on what was drawn by an entity that bears them.

    ``scene`` is what was read of the drawing, in metres.
    """
    borne = _borne(doc)
    if not borne:
        return draft
    ids = _settled(borne)
    kinds = {own.handle: own.kind for own in borne}

    def named(these: Iterable[_Space]) -> tuple[_Space, ...]:
        return tuple(
            replace(each, own_id=ids.get(each.handle or ""), own_kind=kinds.get(each.handle or ""))
            for each in these
        )

    spaces: list[DraftRoom | DraftDesk] = [*draft.rooms, *draft.desks, *draft.parking]
    known = {each.handle for each in spaces}
    missing = {
        handle for handle, kind in kinds.items() if kind in _ONLY_OURS and handle not in known
    }
    return replace(
        draft,
        rooms=named(draft.rooms),
        desks=named((*draft.desks, *_drawn(scene, missing))),
        parking=named(draft.parking),
        zones=tuple(replace(z, own_id=ids.get(z.handle or "")) for z in draft.zones),
    )


def _drawn(scene: Scene, handles: Collection[str]) -> Iterable[DraftDesk]:
    """A place for each closed outline of ``handles``, with the text that stands in it."""
    for stroke in scene.strokes:
        if stroke.handle in handles and stroke.closed and stroke.insertion is None:
            place = _place(stroke, scene)
            if place is not None:
                yield place


def _place(stroke: Stroke, scene: Scene) -> DraftDesk | None:
    shape = Polygon(stroke.points) if len(stroke.points) > 2 else Polygon()
    around = oriented_box(shape) if shape.is_valid else None
    if around is None:
        return None
    label = next(
        (
            " ".join(text.text.split())
            for text in scene.texts
            if text.layer == stroke.layer and shape.intersects(Point(text.x, text.y))
        ),
        None,
    )
    return DraftDesk(
        label or None,
        around.x,
        around.y,
        around.angle_deg,
        shape,
        None,
        stroke.layer,
        stroke.handle,
        label_given=bool(label),
    )


def _borne(doc: Document) -> list[_Own]:
    """What entities say of themselves in XDATA of ours."""
    try:
        if APP_ID not in doc.appids:
            return []
        return [
            _own(entity.dxf.handle, [str(tag.value) for tag in entity.get_xdata(APP_ID)])
            for entity in doc.entitydb.values()
            if entity.is_alive and entity.has_xdata(APP_ID)
        ]
    except LOAD_ERRORS:
        return []


def _own(handle: str, texts: Sequence[str]) -> _Own:
    own = _told(texts, _ID_MARK).lower()
    kind = _told(texts, _KIND_MARK)
    return _Own(
        handle,
        own if _UUID.fullmatch(own) else None,
        kind if _WORD.fullmatch(kind) else None,
        f"{_HANDLE_MARK}{handle}" in texts,
    )


def _told(texts: Iterable[str], mark: str) -> str:
    return next((text.removeprefix(mark) for text in texts if text.startswith(mark)), "")


def _settled(borne: Iterable[_Own]) -> Mapping[str, str]:
    """The ids by handle; an id that stands twice goes to its first bearer, or to nobody."""
    bearers: dict[str, list[_Own]] = defaultdict(list)
    for own in borne:
        if own.id is not None:
            bearers[own.id].append(own)
    told = {}
    for own_id, those in bearers.items():
        firsts = those if len(those) == 1 else [each for each in those if each.is_first]
        if len(firsts) == 1:
            told[firsts[0].handle] = own_id
    return told
