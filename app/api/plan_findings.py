"""Plans: what the reader found about a drawing, what can be done about it, and its redline."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Response

from app.api.answers import compressed, told
from app.api.attachment import attachment
from app.api.blueprint import api
from app.api.checks import checked
from app.api.fields import Told
from app.api.paths import PlanPath
from app.api.plan_answers import TAG, Issue
from app.api.problems import Responses
from app.context import actor, db
from app.security.access import needs
from floorplans.actor import Role
from floorplans.plans import service as plans
from floorplans.plans.findings.values import FindingsView, FindingView

DXF_TYPE = "image/vnd.dxf"
#: Tells a program what the file's name tells a person.
WHOLE_HEADER = "Floorplans-Original"
_FILE: Responses = {
    200: {
        "description": "A DXF in the drawing's own unit and axes. The header Floorplans-Original "
        "says “included”, or “left-out” where it could not be written again without a loss.",
        "content": {DXF_TYPE: {"schema": {"type": "string", "format": "binary"}}},
    }
}


class AskAnswer(Told):
    """A word that the person fills in: the field ``name`` of the innermost action."""

    name: str
    label: str


class LeadAnswer(Told):
    """A tab of the studio, and the layer whose role is meant there, if one is."""

    tab: str
    layer: str | None


class FixAnswer(Told):
    """One thing to do. ``action`` is ready for POST /plans/{id}/edits once ``asks`` are filled in.

    ``shows`` is GeoJSON of what would come of it; ``reading`` tells that the drawing is read again.
    Without an action it leads to a tab of the studio.
    """

    name: str
    label: str
    action: dict[str, Any] | None
    asks: list[AskAnswer]
    shows: dict[str, Any] | None
    reading: bool
    lead: LeadAnswer | None


class FindingAnswer(Issue):
    """``state`` is open, ignored or settled; by whom, when and why is null while it is open.

    ``edit`` is the number of the entry of the plan's log that says so.
    """

    state: str
    by: str | None
    at: datetime | None
    why: str | None
    edit: int | None
    fixes: list[FixAnswer]


class CodeAnswer(Told):
    """A code among the findings: what it means in general, what to do, and how many there are."""

    code: str
    severity: str
    meaning: str
    remedy: str
    open: int
    ignored: int
    settled: int


class FindingList(Told):
    """``number`` is that of the last edit that is done; ``editable`` tells of a draft."""

    number: int
    editable: bool
    codes: list[CodeAnswer]
    findings: list[FindingAnswer]


@api.get("/plans/<uuid:plan_id>/issues", tags=[TAG], responses={200: FindingList})
@needs(Role.FACILITY)
@checked
def issues(path: PlanPath) -> Response:
    """The findings about a drawing, who ignored or settled which, and what can be done."""
    return compressed(told(_list(plans.findings(db(), actor(), path.plan_id))))


@api.get("/plans/<uuid:plan_id>/redline.dxf", tags=[TAG], responses=_FILE)
@needs(Role.FACILITY)
@checked
def redline(path: PlanPath) -> Response:
    """The drawing as it was sent, with the open findings marked in it: a layer for each code."""
    made = plans.redlined(db(), actor(), path.plan_id)
    response = Response(made.content, content_type=DXF_TYPE)
    response.headers["Content-Disposition"] = attachment(made.name)
    response.headers[WHOLE_HEADER] = "included" if made.whole else "left-out"
    response.headers["Cache-Control"] = "private, no-store"
    return compressed(response)


def _list(view: FindingsView) -> FindingList:
    return FindingList(
        number=view.number,
        editable=view.editable,
        codes=[CodeAnswer.model_validate(code) for code in view.codes],
        findings=[_finding(each) for each in view.findings],
    )


def _finding(view: FindingView) -> FindingAnswer:
    finding, word = view.finding, view.word
    own = {name: getattr(finding, name) for name in Issue.model_fields}
    return FindingAnswer(
        **{**own, "segment": finding.segment and list(finding.segment)},
        state=view.state.value,
        by=word.by if word else None,
        at=word.at if word else None,
        why=word.why if word else None,
        edit=word.number if word else None,
        fixes=[FixAnswer.model_validate(fix) for fix in view.fixes],
    )
