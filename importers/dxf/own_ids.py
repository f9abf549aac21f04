"""Our own id of a space, carried through a CAD program in the extended data of what was drawn.

A drawing that was exported has, for each space and zone, XDATA of the application FLOORPLANS: the
id, and the handle that it was given to. A copied entity takes its XDATA along but gets a new
handle; so where an id stands twice, the first bearer keeps it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from importers.draft import FloorPlanDraft
from importers.dxf.dynamic import Document
from importers.dxf.load import LOAD_ERRORS

APP_ID = "FLOORPLANS"
_ID_MARK, _HANDLE_MARK = "id:", "handle:"
_STRING = 1000
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def own_id_tags(own_id: str, handle: str) -> list[tuple[int, str]]:
    """The XDATA for an entity that shows the space ``own_id``."""
    return [(_STRING, f"{_ID_MARK}{own_id}"), (_STRING, f"{_HANDLE_MARK}{handle}")]


def with_own_ids(draft: FloorPlanDraft, doc: Document) -> FloorPlanDraft:
    """The draft with our ids on what was drawn by an entity that bears one."""
    own = _settled(_bearers(doc))
    if not own:
        return draft
    return replace(
        draft,
        rooms=tuple(replace(r, own_id=own.get(r.handle or "")) for r in draft.rooms),
        desks=tuple(replace(d, own_id=own.get(d.handle or "")) for d in draft.desks),
        parking=tuple(replace(p, own_id=own.get(p.handle or "")) for p in draft.parking),
        zones=tuple(replace(z, own_id=own.get(z.handle or "")) for z in draft.zones),
    )


def _bearers(doc: Document) -> list[tuple[str, list[str]]]:
    """The handle of each entity with XDATA of ours, and the texts of it."""
    try:
        if APP_ID not in doc.appids:
            return []
        return [
            (entity.dxf.handle, [str(tag.value) for tag in entity.get_xdata(APP_ID)])
            for entity in doc.entitydb.values()
            if entity.is_alive and entity.has_xdata(APP_ID)
        ]
    except LOAD_ERRORS:
        return []


def _settled(found: Iterable[tuple[str, list[str]]]) -> Mapping[str, str]:
    """The ids by handle; an id that stands twice goes to its first bearer, or to nobody."""
    bearers: dict[str, list[tuple[str, bool]]] = defaultdict(list)
    for handle, texts in found:
        own = next((t.removeprefix(_ID_MARK) for t in texts if t.startswith(_ID_MARK)), "").lower()
        if _UUID.fullmatch(own):
            bearers[own].append((handle, f"{_HANDLE_MARK}{handle}" in texts))
    told = {}
    for own, those in bearers.items():
        firsts = those if len(those) == 1 else [each for each in those if each[1]]
        if len(firsts) == 1:
            told[firsts[0][0]] = own
    return told
