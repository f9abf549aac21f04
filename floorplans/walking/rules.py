"""What is refused of what staff say of stairs, lifts, entrances and ways out of doors."""

from __future__ import annotations

from floorplans.errors import NotFound

#: A clear width that somebody measured, of a door as of a lift.
NARROWEST_M, WIDEST_M = 0.3, 10.0


def building_missing() -> NotFound:
    return NotFound(
        "building_not_found", "This building does not exist.", "Choose one from the list."
    )


def connector_missing() -> NotFound:
    return NotFound(
        "connector_not_found",
        "This floor's plan shows no such stair or lift.",
        "Choose one that the plan shows.",
    )


def word_missing() -> NotFound:
    return NotFound(
        "word_not_found",
        "Nobody says this any more; somebody may have said otherwise meanwhile.",
        "Load the page again.",
    )
