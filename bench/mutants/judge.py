"""What is wrong with what the reader made of a file; None where nothing is."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from shapely import Geometry

from importers import codec
from importers.base import Importer, Limits
from importers.draft import FloorPlanDraft
from importers.issues import ImportRefused, Severity
from importers.profile import Profile

READ = "READ"
#: The end of a traceback that is kept.
TRACE_CHARS = 3000


@dataclass(frozen=True, slots=True)
class Verdict:
    """``outcome`` is READ, the code of a refusal, or ""; ``fault`` says what must not be."""

    outcome: str
    fault: str | None = None
    detail: str = ""


def judge(importer: Importer, path: Path, limits: Limits) -> Verdict:
    """Read ``path`` and look at the draft or the refusal."""
    try:
        draft = importer.read(path, Profile(), limits, lambda _stage, _share: None)
    except ImportRefused as refused:
        if refused.code == "FILE_NOT_READABLE":
            return Verdict(refused.code, "a file that is there could not be opened")
        said = refused.code and refused.message and refused.advice
        return Verdict(refused.code, None if said else "refused without a word")
    except MemoryError:
        return Verdict("", "memory", traceback.format_exc()[-TRACE_CHARS:])
    except BaseException as error:  # noqa: BLE001 - finding these is what this is for
        return Verdict("", f"raised {type(error).__name__}", traceback.format_exc()[-TRACE_CHARS:])
    try:
        fault = next(_faults(draft), None)
    except Exception as error:  # noqa: BLE001 - as above
        return Verdict(
            READ, f"draft: {type(error).__name__}", traceback.format_exc()[-TRACE_CHARS:]
        )
    return Verdict(READ, fault)


def _faults(draft: FloorPlanDraft) -> Iterator[str]:
    text = codec.dumps(draft)
    # The second reading is of bytes: a text that cannot be written as UTF-8 is a fault as well.
    again = codec.loads(text.encode("utf-8"))
    if codec.dumps(again) != text:
        yield "the JSON changes when it is read and written"
    if _is_empty(draft):
        yield "an empty success"
    for what, shape in _shapes(draft):
        if shape.is_empty or not shape.is_valid or not shape.area > 0:
            yield f"a shape among {what} is not valid"
    for door in draft.doors:
        if not (door.line.is_valid and door.line.length > 0 and door.width_m > 0):
            yield "a door has no length"
    if any(room.area_m2 <= 0 for room in draft.rooms):
        yield "a room has no area"


def _shapes(draft: FloorPlanDraft) -> Iterator[tuple[str, Geometry]]:
    for what in ("rooms", "desks", "parking", "connectors", "zones"):
        for item in getattr(draft, what):
            yield what, item.polygon
    if draft.outline is not None:
        yield "outline", draft.outline


def _is_empty(draft: FloorPlanDraft) -> bool:
    found = (draft.rooms, draft.desks, draft.parking, draft.zones, draft.connectors, draft.doors)
    if any(found) or not draft.walls.is_empty:
        return False
    return all(issue.severity is Severity.INFO for issue in draft.issues)
