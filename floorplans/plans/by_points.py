"""Placing by control points: the least-squares similarity, and what is wrong with the points."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from floorplans.errors import Invalid
from floorplans.plans.doubts import (
    FAR_M,
    POOR_FIT_M,
    far_notice,
    is_doubtful,
    outside,
    refusal,
    size_notices,
)
from floorplans.plans.fault_words import limits_of, told_fault
from floorplans.plans.placed import Ground, Placement, distance_m, floor_corners
from floorplans.plans.position import ControlPoints
from floorplans.plans.position_views import CornerError, FaultView
from floorplans.plans.sightings import sightings, verdict
from floorplans.plans.views import Notice, PointResidual
from geo.accuracy import expected_error, farthest
from geo.faults import FaultKind, Sighting, Verdict
from geo.georeference import ControlPoint, Fit, fit
from importers.draft import FloorPlanDraft

POINT_LIMIT = 100
JUDGED = 30  # points; more than anybody clicks, and pairs grow with their square
#: What a person is asked about, however small the misfit is.
ASKED = {FaultKind.MIRRORED}


def by_points(position: ControlPoints, draft: FloorPlanDraft, ground: Ground) -> Placement:
    """The placement; raises ``Invalid``, ``GeoreferenceError``, ``CrsError``, or ``Refused`` with
    code ``position_doubtful`` until the person confirms.
    """
    if not 2 <= len(position.points) <= POINT_LIMIT:
        raise Invalid(
            "too_few_points" if len(position.points) < 2 else "too_many_points",
            f"{len(position.points)} control points were given.",
            f"Give three or more, spread over the floor, at most {POINT_LIMIT}.",
        )
    turned = bool(position.mirrored)
    seen = sightings(position.points, ground.srid, mirrored=turned)
    judged = _judged(seen, draft, ground)
    names = [point.name for point in position.points]
    told = _told(judged, names)
    points = _within(seen, names, told[0] if told else None, ground)
    found = fit(points)
    made = _placement(position, found, judged, told)
    far = distance_m(points[0].east, points[0].north, ground) > FAR_M
    known = [(p.x, -p.y if turned else p.y) for p in points]
    made = replace(
        made,
        corner=_corner(known, found, draft),
        warnings=(*made.warnings, *((far_notice(),) if far else ())),
    )
    asks = judged.fault is not None and judged.fault.kind in ASKED and position.mirrored is None
    doubtful = asks or far or is_doubtful(found)
    if doubtful and not position.confirm:
        raise refusal(found, made)
    return replace(made, doubtful=doubtful)


def _judged(seen: Sequence[Sighting], draft: FloorPlanDraft, ground: Ground) -> Verdict:
    if len(seen) > JUDGED:
        seen = seen[:JUDGED]
    return verdict(seen, draft.units, (ground.lon, ground.lat, ground.srid))


def _told(judged: Verdict, names: Sequence[str]) -> tuple[FaultView, ...]:
    """The fault and what explains the points as well, in words."""
    if judged.fault is None:
        return ()
    return tuple(told_fault(fault, names) for fault in (judged.fault, *judged.others))


def _within(
    seen: Sequence[Sighting], names: Sequence[str], fault: FaultView | None, ground: Ground
) -> list[ControlPoint]:
    """All points; raises ``Invalid`` (outside_crs) that names the first outside its area of use."""
    points = []
    for sighting, name in zip(seen, names, strict=True):
        if sighting.ground is None:
            raise outside(name, ground.srid, fault)
        points.append(ControlPoint(sighting.x, sighting.y, *sighting.ground))
    return points


def _placement(
    position: ControlPoints, found: Fit, judged: Verdict, told: Sequence[FaultView]
) -> Placement:
    residuals = tuple(
        PointResidual(p.name, p.x, p.y, p.lon, p.lat, round(error, 4))
        for p, error in zip(position.points, found.residuals_m, strict=True)
    )
    fault = told[0] if told else None
    return Placement(
        "control_points",
        replace(found.transform, mirrored=bool(position.mirrored)),
        found.rmse_m if found.proven else None,
        residuals,
        fault.points[0] if fault is not None and len(fault.points) == 1 else None,
        (*limits_of(judged), *_notices(told[:1]), *_of_fit(found, fault)),
        fault=fault,
        others=tuple(told[1:]),
        sure=judged.sure,
    )


def _notices(told: Sequence[FaultView]) -> Iterator[Notice]:
    for fault in told:
        yield Notice(fault.code, fault.message, fault.advice)


def _of_fit(found: Fit, fault: FaultView | None) -> Iterator[Notice]:
    """What the least-squares fit itself shows, unless the fault says it."""
    if found.rmse_m > POOR_FIT_M:
        yield Notice(
            "POSITION_POOR",
            f"The points disagree by {found.rmse_m:.2f} m.",
            "Check each point; below half a metre is usual.",
        )
    if fault is None or fault.code != "SCALE_SUSPECT":
        yield from size_notices(found)


def _corner(known: Sequence[tuple[float, float]], found: Fit, draft: FloorPlanDraft) -> CornerError:
    x, y = farthest(known, floor_corners(draft))
    error = expected_error(known, found.residuals_m, x, y)
    return CornerError(x, y, round(error.usual_m, 4), round(error.most_m, 4), error.assumed)
