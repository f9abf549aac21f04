"""An alignment of two floors in a person's words, in centimetres."""

from __future__ import annotations

from collections.abc import Mapping

from floorplans.wording import listed
from geo.alignment import Alignment, AlignmentRefusal

_MATCHED = {
    "stair": ("stair", "stairs"),
    "lift": ("lift", "lifts"),
    "escalator": ("escalator", "escalators"),
    "ramp": ("ramp", "ramps"),
    "shaft": ("shaft or wet room", "shafts and wet rooms"),
    "column": ("column", "columns"),
    "corner": ("corner of the outer edge", "corners of the outer edge"),
}
_REFUSED = {
    AlignmentRefusal.NO_LANDMARKS: (
        "No stairs, lifts, columns or outer edge are known on one of the two floors.",
        "Give their layers a role, or place the plan by points.",
    ),
    AlignmentRefusal.TOO_LITTLE: (
        "Too little of the two floors stands above each other.",
        "Choose another floor, or place the plan by points.",
    ),
    AlignmentRefusal.AMBIGUOUS: (
        "The floors fit on each other in more than one way.",
        "Place the plan by two or three points: stairs are good ones.",
    ),
}


def sentence(found: Alignment) -> str:
    """ "By 3 stairs and 14 columns, 2.1 cm left over.\""""
    turned = " The sheet is mirrored." if found.transform.mirrored else ""
    return f"By {matched_words(found.matched)}, {left_over(found)} left over.{turned}"


def left_over(found: Alignment) -> str:
    return f"{100 * found.left_over_m:.1f} cm"


def matched_words(matched: Mapping[str, int]) -> str:
    """ "3 stairs, 1 lift and 14 columns"."""
    parts = [
        f"{matched[kind]} {words[matched[kind] != 1]}"
        for kind, words in _MATCHED.items()
        if matched.get(kind)
    ]
    return listed(parts)


def refused(refusal: AlignmentRefusal) -> tuple[str, str]:
    """Why there is no way, and what to do."""
    return _REFUSED[refusal]
