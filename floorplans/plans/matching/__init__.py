"""Which space of a new plan is which space of the old: ids live on, and bookings with them.

By our own id in the drawing, number, handle, attributes and shape, weighed in one assignment over
the whole floor (``docs/decisions/0015``).
"""

from floorplans.plans.matching.matcher import BY_A_PERSON, match
from floorplans.plans.matching.notices import notices
from floorplans.plans.matching.planar import IDENTITY, then
from floorplans.plans.matching.values import (
    Decision,
    Decisions,
    Frame,
    Known,
    Match,
    Matching,
    Verdict,
    Wanted,
)
from floorplans.plans.matching.verdicts import MOVED_M, metres, same_size

__all__ = [
    "BY_A_PERSON",
    "IDENTITY",
    "MOVED_M",
    "Decision",
    "Decisions",
    "Frame",
    "Known",
    "Match",
    "Matching",
    "Verdict",
    "Wanted",
    "match",
    "metres",
    "notices",
    "same_size",
    "then",
]
