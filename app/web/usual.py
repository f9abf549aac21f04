"""The hours with which every page begins that asks for some: those a person usually takes."""

from __future__ import annotations

from floorplans.finding.views import Usual


def usual_hours(usual: Usual) -> dict[str, str] | None:
    """As the fields of a form take them; None where nobody can tell."""
    if usual.from_minute is None or usual.to_minute is None:
        return None
    return {"from": _clock(usual.from_minute), "to": _clock(usual.to_minute)}


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
