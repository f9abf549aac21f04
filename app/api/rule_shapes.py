"""What requests and answers about rules of booking look like."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, Field, RootModel, StringConstraints

from app.api.fields import Asked, Line, Told
from floorplans.policies.hours import clock_text
from floorplans.policies.making import BOUNDS, MOST_APPROVERS
from floorplans.policies.terms import Mode
from floorplans.policies.views import OpenHours, Preview, Rule, RuleView

Kind = Literal["desk", "room", "booth", "parking", "locker", "area"]
ModeName = Literal["hours", "half_days", "whole_days"]


def _minutes(clock: str) -> str:
    hours, minutes = clock.split(":")
    if int(hours) * 60 + int(minutes) > 24 * 60:
        raise ValueError("must be a time of day, as 07:30, at most 24:00")
    return clock


ClockTime = Annotated[
    str,
    StringConstraints(pattern=r"^[0-2][0-9]:[0-5][0-9]$"),
    AfterValidator(_minutes),
    Field(description="On the clock of the site, 00:00 to 24:00", examples=["07:30"]),
]


def _number(field: str) -> Any:
    least, most = BOUNDS[field]
    return Field(default=None, ge=least, le=most)


class OpenPart(Asked):
    """Open on these days (1 is Monday), from and to on the clock of the site."""

    days: Annotated[list[Annotated[int, Field(ge=1, le=7)]], Field(min_length=1, max_length=7)]
    opens: ClockTime
    closes: ClockTime


class RuleAsked(Asked):
    """What a rule is about, left out: everywhere, everything, everybody; and what it says.

    Of the places at most one. A rule for a group says nothing of who may book, of time between
    bookings, and of distances: those hold for everybody.
    """

    name: Line
    site_id: UUID | None = None
    floor_id: UUID | None = None
    zone_id: UUID | None = None
    kind: Kind | None = None
    group_id: UUID | None = None
    opening: list[OpenPart] = Field(default_factory=list, max_length=28)
    ahead_days: int | None = _number("ahead_days")
    shortest_minutes: int | None = _number("shortest_min")
    longest_minutes: int | None = _number("longest_min")
    most_at_once: int | None = _number("most_at_once")
    most_a_week: int | None = _number("most_a_week")
    mode: ModeName | None = None
    step_minutes: int | None = _number("step_min")
    half_at: ClockTime | None = None
    only_groups: list[UUID] = Field(default_factory=list, max_length=50)
    buffer_minutes: int | None = _number("buffer_min")
    distance_m: float | None = _number("distance_m")
    quiet_m: float | None = _number("quiet_m")
    quiet_zones: list[UUID] = Field(default_factory=list, max_length=50)
    change_by_minutes: int | None = _number("change_by_min")
    cancel_by_minutes: int | None = _number("cancel_by_min")
    approval: Literal["needed", "not_needed"] | None = None
    approvers: list[UUID] = Field(default_factory=list, max_length=MOST_APPROVERS)
    approvers_group_id: UUID | None = None


class RuleTried(RuleAsked):
    """A rule that is not saved; ``rule_id`` is the one that it would take the place of."""

    rule_id: UUID | None = None


class OpenTold(Told):
    days: list[int]
    opens: str
    closes: str


class RuleAnswer(Told):
    """A rule; ``about`` and ``says`` are what it says in words, ``sentence`` is both together."""

    id: UUID
    name: str
    site_id: UUID | None
    floor_id: UUID | None
    zone_id: UUID | None
    kind: str | None
    group_id: UUID | None
    opening: list[OpenTold]
    ahead_days: int | None
    shortest_minutes: int | None
    longest_minutes: int | None
    most_at_once: int | None
    most_a_week: int | None
    mode: str | None
    step_minutes: int | None
    half_at: str | None
    only_groups: list[UUID]
    buffer_minutes: int | None
    distance_m: float | None
    quiet_m: float | None
    quiet_zones: list[UUID]
    change_by_minutes: int | None
    cancel_by_minutes: int | None
    approval: str | None
    approvers: list[UUID]
    approvers_group_id: UUID | None
    about: str
    says: list[str]
    sentence: str


class RuleList(RootModel[list[RuleAnswer]]):
    pass


class BrokenAnswer(Told):
    """A booking to come that the rule would not allow, and what it says to it."""

    booking_id: UUID
    person_name: str
    space_name: str
    floor_name: str
    time_zone: str
    from_at: datetime = Field(serialization_alias="from")
    to_at: datetime = Field(serialization_alias="to")
    code: str
    says: str


class RulePreview(Told):
    """``looked_at`` is how many bookings were looked at, all of them if ``is_complete``."""

    rule: RuleAnswer
    looked_at: int
    is_complete: bool
    broken: list[BrokenAnswer]


def wanted(body: RuleAsked) -> Rule:
    """The rule that a request asks for."""
    return Rule(
        name=body.name,
        site_id=body.site_id,
        floor_id=body.floor_id,
        zone_id=body.zone_id,
        kind=body.kind,
        group_id=body.group_id,
        opening=tuple(
            OpenHours(tuple(part.days), minutes_of(part.opens), minutes_of(part.closes))
            for part in body.opening
        ),
        ahead_days=body.ahead_days,
        shortest_min=body.shortest_minutes,
        longest_min=body.longest_minutes,
        most_at_once=body.most_at_once,
        most_a_week=body.most_a_week,
        mode=None if body.mode is None else Mode(body.mode),
        step_min=body.step_minutes,
        half_at_min=None if body.half_at is None else minutes_of(body.half_at),
        only_groups=tuple(body.only_groups),
        buffer_min=body.buffer_minutes,
        distance_m=body.distance_m,
        quiet_m=body.quiet_m,
        quiet_zones=tuple(body.quiet_zones),
        change_by_min=body.change_by_minutes,
        cancel_by_min=body.cancel_by_minutes,
        approval=body.approval,
        approvers=tuple(body.approvers),
        approvers_group_id=body.approvers_group_id,
    )


def minutes_of(clock: str) -> int:
    """“07:30” as minutes after midnight."""
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


def rule_answer(view: RuleView) -> RuleAnswer:
    rule = view.rule
    return RuleAnswer(
        id=view.id,
        name=rule.name,
        site_id=rule.site_id,
        floor_id=rule.floor_id,
        zone_id=rule.zone_id,
        kind=rule.kind,
        group_id=rule.group_id,
        opening=[
            OpenTold(
                days=list(part.days),
                opens=clock_text(part.opens_min),
                closes=clock_text(part.closes_min),
            )
            for part in rule.opening
        ],
        ahead_days=rule.ahead_days,
        shortest_minutes=rule.shortest_min,
        longest_minutes=rule.longest_min,
        most_at_once=rule.most_at_once,
        most_a_week=rule.most_a_week,
        mode=None if rule.mode is None else str(rule.mode),
        step_minutes=rule.step_min,
        half_at=None if rule.half_at_min is None else clock_text(rule.half_at_min),
        only_groups=list(rule.only_groups),
        buffer_minutes=rule.buffer_min,
        distance_m=rule.distance_m,
        quiet_m=rule.quiet_m,
        quiet_zones=list(rule.quiet_zones),
        change_by_minutes=rule.change_by_min,
        cancel_by_minutes=rule.cancel_by_min,
        approval=rule.approval,
        approvers=list(rule.approvers),
        approvers_group_id=rule.approvers_group_id,
        about=view.about,
        says=list(view.says),
        sentence=view.sentence,
    )


def preview_answer(preview: Preview) -> RulePreview:
    return RulePreview(
        rule=rule_answer(preview.rule),
        looked_at=preview.looked_at,
        is_complete=preview.is_complete,
        broken=[BrokenAnswer.model_validate(each) for each in preview.broken],
    )
