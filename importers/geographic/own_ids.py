"""Our own ids and kinds of spaces, in files that we wrote: a feature's id is that of its space.

A stranger's file has ids of the same shape; they are those of no space of ours, and say nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from importers.draft import DraftDesk, DraftRoom, DraftZone, FloorPlanDraft
from importers.geographic.placed import Placed

_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_Drawn = TypeVar("_Drawn", DraftRoom, DraftDesk, DraftZone)
_Space = TypeVar("_Space", DraftRoom, DraftDesk)


def with_own_kinds(draft: FloorPlanDraft, placed: Iterable[Placed]) -> FloorPlanDraft:
    """The draft with the kinds of spaces that exports of ours say."""
    kinds = {one.thing.handle: one.thing.own_kind for one in placed if one.thing.own_kind}
    if not kinds:
        return draft

    def own(these: tuple[_Space, ...]) -> tuple[_Space, ...]:
        return tuple(replace(each, own_kind=kinds.get(each.handle)) for each in these)

    return replace(
        draft, rooms=own(draft.rooms), desks=own(draft.desks), parking=own(draft.parking)
    )


def with_own_ids(draft: FloorPlanDraft) -> FloorPlanDraft:
    """The draft with our ids; an id that several things bear is nobody's."""
    drawn: list[DraftRoom | DraftDesk | DraftZone] = [*draft.rooms, *draft.desks]
    drawn += [*draft.parking, *draft.zones]
    seen = Counter(each.handle.lower() for each in drawn if each.handle is not None)

    def own(these: tuple[_Drawn, ...]) -> tuple[_Drawn, ...]:
        return tuple(
            replace(each, own_id=each.handle.lower())
            if each.handle is not None
            and seen[each.handle.lower()] == 1
            and _UUID.fullmatch(each.handle)
            else each
            for each in these
        )

    return replace(
        draft,
        rooms=own(draft.rooms),
        desks=own(draft.desks),
        parking=own(draft.parking),
        zones=own(draft.zones),
    )
