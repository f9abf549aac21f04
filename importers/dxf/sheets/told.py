"""What a person is told about the views of a sheet."""

from __future__ import annotations

from collections.abc import Collection

from importers.draft import ViewKind
from importers.dxf.findings import Findings
from importers.dxf.sheets.choose import listed, means_one
from importers.dxf.sheets.marks import Box, height, width
from importers.dxf.sheets.views import View, Views
from importers.issues import ImportIssue, Severity

#: What belongs to the paper: nobody takes it for a part of the floor, so no pin is put on it.
_PAPER = {ViewKind.TITLE_BLOCK, ViewKind.LEGEND, ViewKind.SCHEDULE}
_WORDS = {kind: kind.value.replace("_", " ") for kind in ViewKind}
_HOW = 'Choose one by its name or number: on the plan\'s page, with --view, or with view = "..." in'


def issues_of(views: Views, chosen: Collection[int], choice: str | None) -> tuple[ImportIssue, ...]:
    """One issue if a person has to choose, and one for each view that was left out.

    That a sheet has a frame is no news: the list of views tells it.
    """
    findings = Findings()
    if choice is not None and not means_one(views.all, choice):
        _not_there(findings, choice)
    if len(views.floors) > 1 and choice is None:
        _several(findings, views, chosen)
    if len(views.alike) > 1:
        _alike(findings, views.alike)
    if views.all and not views.floors:
        _no_floor(findings, views)
    for number, view in enumerate(views.all, 1):
        if number not in chosen and view.kind is not ViewKind.TITLE_BLOCK:
            _left_out(findings, view)
    return tuple(findings.issues())


def _not_there(findings: Findings, choice: str) -> None:
    findings.add(
        "VIEW_NOT_THERE",
        Severity.WARNING,
        f"The view {choice!r} was asked for, but the drawing shows one floor plan only; "
        "that one was read.",
        "Check that it is the right drawing, or take the choice of a view out of the profile.",
    )


def _several(findings: Findings, views: Views, chosen: Collection[int]) -> None:
    read = ", ".join(v.name for n, v in enumerate(views.all, 1) if n in chosen)
    findings.add(
        "SEVERAL_FLOORS",
        Severity.WARNING,
        f"The drawing shows {len(views.floors)} floor plans: {listed(views.floors)}. "
        f"Only “{read}” was read.",
        "Import the drawing once for each floor. "
        f"{_HOW} the profile; “all” reads everything as one floor.",
    )


def _alike(findings: Findings, boxes: list[Box]) -> None:
    findings.add(
        "PLANS_ALIKE",
        Severity.WARNING,
        f"{len(boxes)} parts of the drawing are of one size. They were read as parts of one floor, "
        "because nothing proves that they are storeys.",
        "If they are storeys, write the name of the floor below each of them, or save each in a "
        "drawing of its own.",
        at=_middle(boxes[1]),
    )


def _no_floor(findings: Findings, views: Views) -> None:
    findings.add(
        "NO_FLOOR_PLAN_FOUND",
        Severity.WARNING,
        f"None of the {len(views.all)} drawings on the sheet looks like a floor plan, or is titled "
        "as one. All of them were read.",
        "Send a drawing of the floor; or choose one by its name or number, if it is a floor plan.",
    )


def _left_out(findings: Findings, view: View) -> None:
    size = f"{width(view.box):.0f} by {height(view.box):.0f} m"
    if view.kind in _PAPER:
        findings.add(
            "VIEW_LEFT_OUT",
            Severity.INFO,
            f"The {_WORDS[view.kind]} “{view.name}” ({size}) is no part of the floor and was left "
            "out.",
            "Nothing needs to be done.",
        )
        return
    findings.add(
        "VIEW_LEFT_OUT",
        Severity.INFO,
        f"The {_WORDS[view.kind]} “{view.name}” ({size}) is another drawing on the sheet and was "
        "left out.",
        f"Nothing needs to be done. {_HOW} the profile, to read it instead.",
        at=_middle(view.box),
    )


def _middle(box: Box) -> tuple[float, float]:
    return ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
