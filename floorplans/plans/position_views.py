"""What a caller sees of placing a plan: how good it is, and what is wrong with its points."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from floorplans.plans.views import GeoreferenceView, Notice


@dataclass(frozen=True, slots=True)
class FaultView:
    """A fault as it is told; ``points`` are names, ``kind`` and ``detail`` are stable words.

    ``detail`` is the unit that the drawing seems to be in, or the slip of the numbers.
    """

    kind: str
    points: tuple[str, ...]
    detail: str | None
    code: str
    message: str
    advice: str


@dataclass(frozen=True, slots=True)
class CornerError:
    """The error to expect at the corner of the plan (x, y) that is farthest from its points.

    Metres; ``usual_m`` is a root mean square, ``most_m`` holds in 19 of 20 cases. ``assumed`` tells
    that nothing proves it: a careful click was taken.
    """

    x: float
    y: float
    usual_m: float
    most_m: float
    assumed: bool


@dataclass(frozen=True, slots=True)
class PlacedReport:
    """The answer to ``place`` and ``check``: the position, and all that is known against it.

    ``bad_point`` is the one to look at again. ``fault`` is the likeliest slip and ``others``
    explain the points as well; ``sure`` tells that there are none and that the points suffice.
    ``doubtful`` tells that saving asks for confirmation.
    """

    georeference: GeoreferenceView
    bad_point: str | None
    warnings: tuple[Notice, ...]
    fault: FaultView | None = None
    others: tuple[FaultView, ...] = ()
    sure: bool = False
    corner: CornerError | None = None
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class AlignmentView:
    """How a plan can be laid on another floor of its building.

    ``matched`` counts what stands above each other, by kind; ``left_over_cm`` is what these are
    still apart and ``worst_cm`` the most of any. ``offset_cm`` is how far the plan lies from there
    now, at its farthest corner. ``lead`` (0 to 1) is by how much this explains more than any other
    way. Where there is no way, ``code`` says why and all of these are None.
    """

    floor_id: UUID
    floor_name: str
    code: str | None
    sentence: str
    advice: str
    matched: Mapping[str, int]
    left_over_cm: float | None = None
    worst_cm: float | None = None
    offset_cm: float | None = None
    turned_deg: float | None = None
    mirrored: bool | None = None
    lead: float | None = None
