"""Decisions about files, revisions and what may be published. Values in, decision out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any, Protocol

from floorplans.errors import Conflict, Invalid
from floorplans.plans.views import Notice
from importers.base import Limits

FILE_NAME_LENGTH = 120
UNNAMED = "drawing.dxf"
#: A file that has ended its reader this often will end it again.
READ_ATTEMPTS = 3

#: What pictures and pages of PDF are measured in.
PICTURE_UNITS = ("pixel", "point")
#: IMDF unit categories that people book by the hour; phone rooms become booths.
BOOKABLE_ROOMS = frozenset(
    ("conferenceroom", "huddleroom", "classroom", "auditorium", "phoneroom", "mothersroom")
)
BOOTHS = frozenset(("phoneroom",))
#: So many people may book one space at once.
MOST_PLACES = 10_000
#: An attribute of this name, without case, blanks and strokes, says how many that are.
PLACES_ATTRIBUTE = "bookableplaces"
#: Floor area for each person round a table; an estimate until somebody states the capacity.
SEAT_AREA_M2 = 2.5


def clean_file_name(name: str) -> str:
    """The last part of ``name`` as a person may read it; never used as a path."""
    last = PurePosixPath(name.replace("\\", "/")).name
    one_line = " ".join(unicodedata.normalize("NFC", last).split())
    shown = "".join(c for c in one_line if unicodedata.category(c)[0] != "C")
    if not shown.strip(". "):
        return UNNAMED
    if len(shown) <= FILE_NAME_LENGTH:
        return shown
    suffix = PurePosixPath(shown).suffix[:10]
    return shown[: FILE_NAME_LENGTH - len(suffix)] + suffix


def file_suffix(name: str) -> str:
    """The suffix of a cleaned name when it is a plain one (".dxf"), else nothing."""
    suffix = PurePosixPath(name).suffix.lower()
    return suffix if re.fullmatch(r"\.[a-z0-9]{1,8}", suffix) else ""


def check_file(content: bytes, limits: Limits) -> None:
    """Raise ``Invalid`` for an empty file or one over the limit."""
    if not content:
        raise Invalid(
            "file_empty",
            "The file is empty. Nothing was stored.",
            "Save the drawing again and choose the new file.",
        )
    if len(content) > limits.file_bytes:
        largest_mb = limits.file_bytes // (1024 * 1024)
        raise Invalid(
            "file_too_large",
            f"The file has {len(content) / 1024 / 1024:.0f} MB. Nothing was stored.",
            f"Purge the drawing or save one floor alone; at most {largest_mb} MB are read.",
            largest_mb=largest_mb,
        )


def check_state(state: str, allowed: tuple[str, ...], act: str) -> None:
    """Raise ``Conflict`` unless a revision in ``state`` can take the act."""
    if state in allowed:
        return
    said = {
        "reading": ("still_reading", "The drawing is still being read.", "Wait for it to end."),
        "refused": ("plan_refused", "The drawing was not understood.", "Upload another file."),
        "scheduled": (
            "plan_scheduled",
            "This plan takes over on a date.",
            "Cancel the date; then it is a draft again.",
        ),
        "published": (
            "already_published",
            "This plan is published.",
            "Go on from it with “Edit as a draft”, or upload a new drawing.",
        ),
        "superseded": (
            "plan_superseded",
            "This plan was replaced by a later one.",
            "Bring it back, or upload the drawing again.",
        ),
        "discarded": ("plan_discarded", "This plan was discarded.", "Upload the drawing again."),
        "draft": ("plan_not_published", "This plan was never published.", "Publish it."),
    }
    code, message, advice = said[state]
    raise Conflict(code, f"{message} It was not {act}.", advice, state=state)


def hindrances(
    *, units_certain: bool, profile: Mapping[str, Any], unit: str, spaces: int
) -> tuple[Notice, ...]:
    """What must be settled before a plan may be published."""
    found: list[Notice] = []
    is_picture = unit in PICTURE_UNITS
    if is_picture and not units_certain:
        found.append(
            Notice(
                "units_unconfirmed",
                "Nobody has said how large the picture is.",
                "Click two points whose distance you know, or say its scale; then publish.",
            )
        )
    elif not units_certain and not profile.get("units"):
        found.append(
            Notice(
                "units_unconfirmed",
                f"The drawing's unit is probably {unit}, but the evidence is split.",
                "Confirm the unit or choose another one; then publish.",
            )
        )
    if spaces == 0:
        found.append(
            Notice(
                "no_spaces",
                "The drawing shows no room, desk or parking place.",
                "Draw them over the picture; then publish."
                if is_picture
                else "Give the layers of rooms and the blocks of desks their roles; then publish.",
            )
        )
    return tuple(found)


class _Bookable(Protocol):
    @property
    def bookable(self) -> bool: ...


def cautions(spaces: Sequence[_Bookable]) -> tuple[Notice, ...]:
    """What a person should know although the plan may be published."""
    if not spaces or any(space.bookable for space in spaces):
        return ()
    return (
        Notice(
            "NOTHING_TO_BOOK",
            "The plan has rooms, but no desk, meeting room or parking place to book.",
            "Give the blocks of desks and the layers of room labels their roles. A room can be"
            " booked when its name says that it is one to meet in.",
        ),
    )
