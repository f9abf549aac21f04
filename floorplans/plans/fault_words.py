"""A fault of control points in a person's words: what, where, and what to do."""

from __future__ import annotations

from collections.abc import Sequence

from floorplans.plans.position_views import FaultView
from floorplans.plans.views import Notice
from geo.faults import Fault, FaultKind, Limit, Verdict
from geo.readings import (
    BOTH_SIGNS,
    EAST_NORTH_SWAPPED,
    LAT_LON_SWAPPED,
    LATITUDE_SIGN,
    LONGITUDE_SIGN,
)

_READINGS = {
    LAT_LON_SWAPPED: ("latitude and longitude are swapped", "Swap latitude and longitude."),
    LATITUDE_SIGN: (
        "the latitude has the wrong sign",
        "North of the equator it is positive, south of it negative.",
    ),
    LONGITUDE_SIGN: (
        "the longitude has the wrong sign",
        "East of Greenwich it is positive, west of it negative.",
    ),
    BOTH_SIGNS: ("latitude and longitude have the wrong sign", "Turn both signs round."),
    EAST_NORTH_SWAPPED: ("east and north are swapped", "Swap east and north."),
}
_LIMITS = {
    Limit.TWO_POINTS: Notice(
        "POSITION_UNPROVEN",
        "Two points always agree with each other.",
        "Add a third point to see how good the position is.",
    ),
    Limit.THREE_POINTS: Notice(
        "POINTS_THREE",
        "Three points show that something is wrong, but hardly which one.",
        "Add a fourth point, far from the others.",
    ),
    Limit.ON_A_LINE: Notice(
        "POINTS_ON_A_LINE",
        "The points lie on one line, so they cannot show whether the plan is mirrored.",
        "Add a point well beside the line.",
    ),
}


def told_fault(fault: Fault, names: Sequence[str]) -> FaultView:
    """``fault`` for a person who gave the points these names."""
    own = tuple(names[index] for index in fault.points)
    code, message, advice = _words(fault, own)
    return FaultView(fault.kind.value, own, fault.detail, code, message, advice)


def limits_of(verdict: Verdict) -> tuple[Notice, ...]:
    """What these points cannot tell; three that agree need no warning."""
    return tuple(
        _LIMITS[limit]
        for limit in verdict.limits
        if limit is not Limit.THREE_POINTS or verdict.fault is not None
    )


def _words(fault: Fault, own: tuple[str, ...]) -> tuple[str, str, str]:
    named = " and ".join(f"“{name}”" for name in own)
    match fault.kind:
        case FaultKind.POINT:
            return (
                "POINT_SUSPECT",
                f"The point {named} does not agree with the others.",
                "Check its two positions, or leave it out.",
            )
        case FaultKind.PAIR:
            return (
                "POINTS_EXCHANGED",
                f"The points {named} have each other's place on the earth.",
                "Exchange their places on the earth.",
            )
        case FaultKind.PLAN_SWAPPED:
            return (
                "POINT_XY_SWAPPED",
                f"x and y of the point {named} in the drawing are swapped.",
                "Swap x and y, or pick the point on the plan again.",
            )
        case FaultKind.PLAN_SIGN:
            return (
                "POINT_SIGN",
                f"{fault.detail} of the point {named} in the drawing has the wrong sign.",
                "Turn the sign round, or pick the point on the plan again.",
            )
        case FaultKind.READING:
            return _reading(fault, named)
        case _:
            return _of_the_plan(fault)


def _reading(fault: Fault, named: str) -> tuple[str, str, str]:
    what, advice = _READINGS[fault.detail or LAT_LON_SWAPPED]
    where = f"Of the point {named}" if fault.points else "Of all points"
    return "POINT_NUMBERS", f"{where} {what}.", advice


def _of_the_plan(fault: Fault) -> tuple[str, str, str]:
    match fault.kind:
        case FaultKind.MIRRORED:
            return (
                "PLAN_LOOKS_MIRRORED",
                "The points fit much better when the drawing is turned over.",
                "Say that the plan is mirrored; or x and y were swapped in every point.",
            )
        case FaultKind.UNIT:
            return (
                "UNIT_SUSPECT",
                f"The drawing seems to be in {_unit(fault.detail)}: scale {fault.scale:.4g}.",
                "Change the unit under Overview, then look again.",
            )
        case FaultKind.STRETCHED:
            return (
                "SCALE_SUSPECT",
                f"The points make the drawing {fault.scale:.4g} times as large.",
                "Check the points, and that no printer or scanner has scaled the plan.",
            )
        case FaultKind.FAR:
            return (
                "POINTS_FAR",
                "The points do not lie near the site.",
                "Check the numbers and the site's own position.",
            )
        case _:
            return (
                "POINTS_ROUGH",
                "The points disagree, and none of them more than the others.",
                "Click each again, nearer; corners of the building are best.",
            )


def _unit(name: str | None) -> str:
    many = {"inch": "inches", "foot": "feet", "yard": "yards", "m": "metres"}
    return many.get(name or "", f"{name}")
