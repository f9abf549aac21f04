"""What is doubtful about a plan and its position, in a person's words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

from floorplans.errors import Invalid, Refused
from floorplans.plans.placed import Placement
from floorplans.plans.position_views import FaultView
from floorplans.plans.views import Notice
from geo.georeference import Fit

POOR_FIT_M = 2.0  # beyond a desk: the wrong place would be booked
SCALE_DOUBT = 0.10  # of 1; more is a wrong unit or a wrong point, not a stretched scan
FAR_M = 20_000.0  # from the site: another town


def is_doubtful(found: Fit) -> bool:
    """Whether a person must confirm this fit before it is believed."""
    return found.rmse_m > POOR_FIT_M or abs(found.transform.scale - 1.0) > SCALE_DOUBT


def size_notices(found: Fit) -> Iterator[Notice]:
    """What the scale of a fit says of the unit and the points."""
    if found.scale_suspect:
        yield Notice(
            "SCALE_SUSPECT",
            f"The points make the drawing {found.transform.scale:.4g} times as large.",
            "Check the drawing's unit and the points.",
        )


def refusal(found: Fit, made: Placement) -> Refused:
    """The answer to a doubtful fit, with all that the person needs to find the mistake."""
    fault = made.fault
    return Refused(
        "position_doubtful",
        " ".join(notice.message for notice in made.warnings) + " Nothing was changed.",
        "Correct the points, or confirm that the position is right.",
        rmse_m=round(found.rmse_m, 3),
        scale=round(found.transform.scale, 6),
        bad_point=made.bad_point,
        looks_mirrored=fault is not None and fault.code == "PLAN_LOOKS_MIRRORED",
        fault=None if fault is None else asdict(fault),
        warnings=[notice.code for notice in made.warnings],
        residuals=[{"name": p.name, "residual_m": p.residual_m} for p in made.points],
    )


def outside(name: str, srid: int, fault: FaultView | None) -> Invalid:
    """A point outside the area that the site's CRS is for; with the slip, where it is known."""
    why = f" {fault.message}" if fault is not None and fault.points in {(), (name,)} else ""
    return Invalid(
        "outside_crs",
        f"The point “{name}” lies outside the area of use of EPSG:{srid}.{why} "
        "Nothing was changed.",
        fault.advice if why and fault is not None else "Check its longitude and latitude.",
        point=name,
        bad_point=name,
        fault=None if fault is None or not why else asdict(fault),
    )


def far_notice() -> Notice:
    return Notice(
        "FAR_FROM_SITE",
        f"The plan would lie more than {FAR_M / 1000:.0f} km from the site.",
        "Check that longitude and latitude are not swapped, and the site's own position.",
    )


def unusable(code: str) -> Invalid:
    said = {
        "TOO_FEW_POINTS": "There are too few control points.",
        "POINTS_COINCIDE": "The control points lie on one spot.",
        "NOT_FINITE": "A coordinate is not a number.",
        "OUTSIDE_CRS": "The position lies outside the site's part of the earth.",
        "CRS_UNKNOWN": "The drawing's coordinate system is not known.",
    }
    return Invalid(
        code.lower(),
        f"{said.get(code, 'The position cannot be used.')} Nothing was changed.",
        "Check longitude and latitude in degrees, and the points in the drawing.",
    )
