"""A plan's log of edits: what is done, what can be taken up again, and who is behind.

The number of the last entry that is done says which entries are: an entry is undone only after all
later ones, and what was dropped never comes back. So one number tells whether a page is stale.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection

from floorplans.errors import Conflict
from floorplans.plans.editing import queries
from floorplans.plans.editing.folded import Entry
from floorplans.plans.editing.views import EditView
from floorplans.plans.editing.walls import changes_reading

#: A page that is further behind is better loaded anew.
MOST_TOLD = 100


@dataclass(frozen=True, slots=True)
class Log:
    """``open`` tells that the plan is a draft, which can be edited; ``refused`` that it was not
    understood as it was read last.
    """

    done: tuple[Entry, ...]
    undone: tuple[Entry, ...]
    open: bool
    refused: bool = False

    @property
    def number(self) -> int:
        """That of the last entry that is done, 0 before the first."""
        return self.done[-1].number if self.done else 0

    @property
    def can_undo(self) -> bool:
        return bool(self.done) and (self.open or self.led_to_refusal)

    @property
    def led_to_refusal(self) -> bool:
        """Whether the last edit was read along when the drawing was refused."""
        return self.refused and bool(self.done) and changes_reading(self.done[-1].action)

    @property
    def can_redo(self) -> bool:
        return self.open and bool(self.undone)

    def check_fresh(self, after: int) -> None:
        """Raise ``Conflict`` with the newer entries unless ``after`` is the last that is done."""
        if after == self.number:
            return
        newer = [entry for entry in self.done if entry.number > after]
        raise Conflict(
            "edits_stale",
            "This plan has been edited meanwhile. Nothing was changed.",
            "Look at what is new, then do it again.",
            number=self.number,
            edits=[_told(entry) for entry in newer[-MOST_TOLD:]],
        )


def log_of(tx: Connection, organisation_id: UUID, revision_id: UUID, state: str) -> Log:
    """The log of a revision in ``state``."""
    found = queries.entries(tx, organisation_id, revision_id)
    return Log(
        done=tuple(entry for entry in found if not entry.undone),
        undone=tuple(entry for entry in found if entry.undone),
        open=state == "draft",
        refused=state == "refused",
    )


def view_of(entry: Entry, lost: Mapping[int, str]) -> EditView:
    """One entry for a list; ``lost`` are the reasons of those without a place, by number."""
    return EditView(
        number=entry.number,
        what=entry.what,
        by=entry.by,
        at=entry.at,
        undone=entry.undone,
        lost=lost.get(entry.number),
        undone_by=entry.undone_by,
    )


def _told(entry: Entry) -> dict[str, object]:
    return {
        "number": entry.number,
        "what": entry.what,
        "by": entry.by,
        "at": entry.at.isoformat(),
    }
