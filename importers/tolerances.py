"""Measures that a person may change where a drawing is drawn more or less exactly than usual."""

from __future__ import annotations

from dataclasses import dataclass

from geo.linework import GAP_M, MAX_LEAK_M


@dataclass(frozen=True, slots=True)
class Tolerance:
    """One entry of a profile's tolerances: what is usual and sensible, in metres, and words.

    ``about`` says what a larger and a smaller value do.
    """

    name: str
    label: str
    usual_m: float
    least_m: float
    most_m: float
    step_m: float
    about: str


TOLERANCES = (
    Tolerance(
        "wall_gap_m",
        "Gaps between walls that are closed",
        GAP_M,
        0.01,
        0.40,
        0.01,
        "Raise it when rooms are missing because their walls do not meet; lower it when two rooms"
        " became one wall, or a niche was closed.",
    ),
    Tolerance(
        "door_gap_m",
        "Openings that are told of",
        MAX_LEAK_M,
        0.30,
        3.00,
        0.05,
        "A room that is open to the next over at most this width is told of as a finding. Raise it"
        " when a room is missing and nothing says why.",
    ),
)
