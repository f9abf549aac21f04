"""Where a check-in is asked, and the sheets of codes that go with it; for facility staff."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from flask import Response
from pydantic import Field, RootModel, StringConstraints

from app.api.answers import nothing, told
from app.api.attachment import attachment
from app.api.blueprint import api
from app.api.checks import checked
from app.api.fields import Asked, Told
from app.api.paths import CheckInRulePath, FloorPath
from app.api.presence import TAG
from app.api.problems import WITH_BODY, Responses
from app.context import actor, addresses, db, now
from app.exports.codes.sheets import CodeOptions, file_name, kinds_of, write
from app.security.access import needs
from floorplans.actor import Role
from floorplans.plans import service as plans
from floorplans.presence import service as presence
from floorplans.presence.rules import LONGEST_GRACE_MIN, LONGEST_OPENS_MIN
from floorplans.presence.views import CheckInRule, CheckInRuleView

Kind = Literal["desk", "room", "booth", "parking", "locker", "area"]
_SHEET: Responses = {
    200: {
        "description": "The sheets, A4.",
        "content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}},
    }
}


class CheckInRuleAsked(Asked):
    """Of one kind, of one zone, of both, or (neither given) of everything."""

    kind: Kind | None = None
    zone_id: UUID | None = None
    is_asked: bool = True
    opens_min: Annotated[int, Field(ge=0, le=LONGEST_OPENS_MIN)] = 15
    grace_min: Annotated[int, Field(ge=1, le=LONGEST_GRACE_MIN)] = 15
    frees_itself: bool = Field(
        True, description="Whether the place is given to others, or only to who stands before it"
    )


class CheckInRuleAnswer(Told):
    id: UUID
    kind: str | None
    zone_id: UUID | None
    zone_name: str | None
    is_asked: bool
    opens_min: int
    grace_min: int
    frees_itself: bool


class CheckInRuleList(RootModel[list[CheckInRuleAnswer]]):
    pass


class CodesQuery(Asked):
    label: Literal["l7160", "l7163", "l7165", "a6", "a4"] = Field(
        "l7163", description="Avery L7160, L7163, L7165; a6 and a4 for plain paper"
    )
    start: Annotated[int, Field(ge=1, le=21)] = Field(
        1, description="The first label of the sheet that is still there, by rows"
    )
    kinds: Annotated[str, StringConstraints(max_length=80, pattern=r"^[a-z,]*$")] = Field(
        "",
        description="Only these, with commas between: floor, room, desk, booth, parking, … Doors"
        " have the code of their room, and come only where they are named",
    )
    marks: bool = Field(True, description="Whether plain paper shows where it is cut")


@api.get("/check-in-rules", tags=[TAG], responses={200: CheckInRuleList})
@needs(Role.FACILITY)
@checked
def check_in_rules() -> Response:
    """Where a check-in is asked: what holds for everything first."""
    found = [_answer(each) for each in presence.check_in_rules(db(), actor())]
    return told(CheckInRuleList(found))


@api.put("/check-in-rules", tags=[TAG], responses={200: CheckInRuleAnswer, **WITH_BODY})
@needs(Role.FACILITY)
@checked
def set_check_in_rule(body: CheckInRuleAsked) -> Response:
    """Ask for a check-in, or stop asking. The narrowest rule holds: zone and kind, zone, kind, all.

    It holds at once for bookings that have not begun; those that run keep what they were told.
    """
    rule = CheckInRule(**body.model_dump())
    return told(_answer(presence.set_rule(db(), actor(), rule, now())))


@api.delete("/check-in-rules/<uuid:check_in_rule_id>", tags=[TAG], responses={204: None})
@needs(Role.FACILITY)
@checked
def forget_check_in_rule(path: CheckInRulePath) -> Response:
    """Take a rule away; the next wider one holds again."""
    presence.forget_rule(db(), actor(), path.check_in_rule_id, now())
    return nothing()


@api.get("/floors/<uuid:floor_id>/codes", tags=[TAG], responses=_SHEET)
@needs(Role.FACILITY)
@checked
def codes(path: FloorPath, query: CodesQuery) -> Response:
    """Labels with the codes of a floor and its places, in the order of a walk through the plan."""
    floor = plans.exported(db(), actor(), path.floor_id, None)
    options = CodeOptions(
        query.label, query.start, kinds_of(filter(None, query.kinds.split(","))), query.marks
    )
    content = write(floor, options, addresses().base_url)
    response = Response(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = attachment(file_name(floor, options))
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _answer(found: CheckInRuleView) -> CheckInRuleAnswer:
    rule = found.rule
    return CheckInRuleAnswer(
        id=found.id,
        kind=rule.kind,
        zone_id=rule.zone_id,
        zone_name=found.zone_name,
        is_asked=rule.is_asked,
        opens_min=rule.opens_min,
        grace_min=rule.grace_min,
        frees_itself=rule.frees_itself,
    )
