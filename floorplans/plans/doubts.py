"""What is wrong with a position, in a person's words."""

from __future__ import annotations

from collections.abc import Iterator

from floorplans.errors import Invalid, Refused
from floorplans.plans.views import Notice, PointResidual
from geo.georeference import Fit

POOR_FIT_M = 2.0  # beyond a desk: the wrong place would be booked
SCALE_DOUBT = 0.10  # of 1; more is a wrong unit or a wrong point, not a stretched scan
FAR_M = 20_000.0  # from the site: another town


def is_doubtful(found: Fit) -> bool:
    """Whether a person must confirm this fit before it is believed."""
    return found.rmse_m > POOR_FIT_M or abs(found.transform.scale - 1.0) > SCALE_DOUBT


def doubts(found: Fit, bad: str | None, *, far: bool) -> tuple[Notice, ...]:
    """Everything to say about a fit; ``bad`` names the point that does not agree."""
    return (*_of_points(found, bad), *_of_size(found), *((far_notice(),) if far else ()))


def _of_points(found: Fit, bad: str | None) -> Iterator[Notice]:
    if not found.proven:
        yield Notice(
            "POSITION_UNPROVEN",
            "Two points always agree with each other.",
            "Add a third point to see how good the position is.",
        )
    if found.looks_mirrored:
        yield Notice(
            "PLAN_LOOKS_MIRRORED",
            "The points fit much better when the drawing is turned over.",
            "Say that the plan is mirrored, or check the points.",
        )
    if bad is not None:
        yield Notice(
            "POINT_SUSPECT",
            f"The point “{bad}” does not agree with the others.",
            "Check its two positions, or leave it out.",
        )


def _of_size(found: Fit) -> Iterator[Notice]:
    if found.rmse_m > POOR_FIT_M:
        yield Notice(
            "POSITION_POOR",
            f"The points disagree by {found.rmse_m:.2f} m.",
            "Check each point; below half a metre is usual.",
        )
    if found.scale_suspect:
        yield Notice(
            "SCALE_SUSPECT",
            f"The points make the drawing {found.transform.scale:.4g} times as large.",
            "Check the drawing's unit and the points.",
        )


def refusal(
    found: Fit,
    points: tuple[PointResidual, ...],
    bad: str | None,
    warnings: tuple[Notice, ...],
) -> Refused:
    """The answer to a doubtful fit, with all that the person needs to find the mistake."""
    return Refused(
        "position_doubtful",
        " ".join(notice.message for notice in warnings) + " Nothing was changed.",
        "Correct the points, or confirm that the position is right.",
        rmse_m=round(found.rmse_m, 3),
        scale=round(found.transform.scale, 6),
        bad_point=bad,
        looks_mirrored=found.looks_mirrored,
        warnings=[notice.code for notice in warnings],
        residuals=[{"name": p.name, "residual_m": p.residual_m} for p in points],
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
