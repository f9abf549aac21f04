"""On the page that a code opens: what is wrong at the place, and telling it."""

from __future__ import annotations

from uuid import UUID

from flask import request

from app.context import actor, db, now
from app.web.forms import chosen, word
from floorplans.errors import Invalid
from floorplans.ids import new_id
from floorplans.mending import service as mending
from floorplans.mending.rules import LONGEST_NOTE
from floorplans.mending.views import WHAT_WORDS, ReportRequest, What
from floorplans.presence.views import PlaceAt
from floorplans.wording import ago_text

_TOLD = "Facility staff see it now, and so does whoever opens this place."


def report(place_id: UUID) -> str:
    """Report what the form says; the same form sent twice is one report."""
    wanted = ReportRequest(place_id, _what(), word("note"), key=word("key") or None)
    mending.report(db(), actor(), wanted, now())
    return f"Reported. {_TOLD}"


def same(_: UUID) -> str:
    """Say that one has found an open fault too."""
    mending.same_here(db(), actor(), chosen("fault"), now())
    return f"Added. {_TOLD}"


def values(place: PlaceAt) -> dict[str, object]:
    """What the page shows of the faults at a place; of a floor nothing."""
    if place.kind == "floor" or not place.is_there:
        return {}
    at = now()
    return {
        "faults": mending.at_space(db(), actor(), place.id),
        "what_words": WHAT_WORDS,
        "longest_note": LONGEST_NOTE,
        "fault_key": new_id(),
        "typed": request.form,
        "ago": lambda instant: ago_text(at - instant),
    }


def _what() -> What:
    try:
        return What(word("what"))
    except ValueError:
        raise Invalid(
            "choice_missing",
            "It was not said what is wrong. Nothing was reported.",
            "Choose the nearest in the list.",
            field="what",
        ) from None
