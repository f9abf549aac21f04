"""The form of a rule of booking: from its fields to a rule, and from a rule to its fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from flask import request

from app.context import actor, db
from app.web.forms import counted, minute_of_day, number, whole, word
from floorplans.errors import Invalid
from floorplans.policies import approvers
from floorplans.policies.hours import clock_text
from floorplans.policies.terms import MINUTES_A_DAY, Mode
from floorplans.policies.views import OpenHours, Rule

#: What a length can be written in, in minutes.
UNITS = {"minutes": 1, "hours": 60, "days": MINUTES_A_DAY}
#: How many lines of opening hours the form has at least, and at most.
FEWEST_LINES, MOST_LINES = 2, 14
_PLACES = ("site", "floor", "zone")

#: The values of a form's fields by name, as text; several for what can be ticked.
Fields = Mapping[str, list[str]]


def rule_of_form() -> Rule:
    """The rule that the fields describe; Invalid for what is no number or no time.

    Raises NotFound ``approver_not_found`` for an address that nobody has.
    """
    mode = Mode(word("mode")) if word("mode") in set(Mode) else None
    return Rule(
        name=word("name"),
        kind=word("kind") or None,
        **_place(),
        **_approval(),
        group_id=_id(word("group")) if word("group") else None,
        opening=_opening(),
        ahead_days=_whole("ahead_days"),
        shortest_min=_length("shortest"),
        longest_min=_length("longest"),
        most_at_once=_whole("most_at_once"),
        most_a_week=_whole("most_a_week"),
        mode=mode,
        step_min=_whole("step") if mode is Mode.HOURS else None,
        half_at_min=_clock("half_at") if mode is Mode.HALF_DAYS and word("half_at") else None,
        only_groups=tuple(_id(each) for each in request.form.getlist("only")),
        buffer_min=_whole("buffer_min"),
        distance_m=number("distance_m") if word("distance_m") else None,
        quiet_m=number("quiet_m") if word("quiet_m") else None,
        quiet_zones=tuple(_id(each) for each in request.form.getlist("quiet")),
        change_by_min=_length("change_by"),
        cancel_by_min=_length("cancel_by"),
    )


def fields_of_form() -> dict[str, list[str]]:
    """What was typed, to be shown again."""
    return {name: request.form.getlist(name) for name in request.form}


def fields_of(rule: Rule, approvers: Sequence[str] = ()) -> dict[str, list[str]]:
    """A rule as the form would carry it; ``approvers`` are the addresses of those it names."""
    plain = {
        "name": rule.name,
        "kind": rule.kind or "",
        "group": str(rule.group_id or ""),
        "mode": str(rule.mode or ""),
        "approval": rule.approval or "",
        "approvers": ", ".join(approvers),
        "approvers_group": str(rule.approvers_group_id or ""),
        "step": str(rule.step_min or ""),
        "half_at": "" if rule.half_at_min is None else clock_text(rule.half_at_min),
        "distance_m": "" if rule.distance_m is None else f"{rule.distance_m:g}",
        "quiet_m": "" if rule.quiet_m is None else f"{rule.quiet_m:g}",
    }
    for field in ("ahead_days", "most_at_once", "most_a_week", "buffer_min"):
        value = getattr(rule, field)
        plain[field] = "" if value is None else str(value)
    for what in _PLACES:
        place = getattr(rule, f"{what}_id")
        if place is not None:
            plain["place"] = f"{what}:{place}"
    fields = {name: [value] for name, value in plain.items()}
    fields |= _length_fields("shortest", rule.shortest_min)
    fields |= _length_fields("longest", rule.longest_min)
    fields |= _length_fields("change_by", rule.change_by_min)
    fields |= _length_fields("cancel_by", rule.cancel_by_min)
    fields |= {
        "only": [str(group) for group in rule.only_groups],
        "quiet": [str(zone) for zone in rule.quiet_zones],
        "lines": [str(len(rule.opening))],
    }
    for line, part in enumerate(rule.opening):
        fields[f"days{line}"] = [str(day) for day in part.days]
        fields[f"opens{line}"] = [clock_text(part.opens_min)]
        # A clock on a form knows no 24:00.
        fields[f"closes{line}"] = [clock_text(part.closes_min % MINUTES_A_DAY)]
    return fields


def lines_of(fields: Fields, more: int = 0) -> int:
    """How many lines of opening hours to show: those there are, and one to write in."""
    count = counted(fields.get("lines", ["0"])[0]) or 0
    return max(FEWEST_LINES, min(count + more, MOST_LINES))


def _opening() -> tuple[OpenHours, ...]:
    parts = []
    for line in range(MOST_LINES):
        days = [day for day in request.form.getlist(f"days{line}") if day in "1234567"]
        opens, closes = word(f"opens{line}"), word(f"closes{line}")
        if not days and not opens and not closes:
            continue
        if not days or not opens or not closes:
            raise Invalid(
                "opening_hours_unfinished",
                "A line of the opening hours has no days, or no time. Nothing was saved.",
                "Tick the days and fill in both times, or empty the line.",
            )
        closes_min = _clock(f"closes{line}") or MINUTES_A_DAY
        parts.append(OpenHours(tuple(sorted(map(int, days))), _clock(f"opens{line}"), closes_min))
    return tuple(parts)


def _approval() -> dict[str, Any]:
    """Whether approval is wanted and of whom; who approves is typed only where it is."""
    approval = word("approval")
    found: dict[str, Any] = {"approval": approval or None}
    if approval == "needed":
        emails = word("approvers").replace(",", " ").replace(";", " ").split()
        found["approvers"] = approvers.people_of(db(), actor(), emails)
        if word("approvers_group"):
            found["approvers_group_id"] = _id(word("approvers_group"))
    return found


def _place() -> dict[str, Any]:
    what, _, place = word("place").partition(":")
    return {f"{what}_id": _id(place)} if what in _PLACES else {}


def _length(name: str) -> int | None:
    """A length in minutes, from a number and what it is written in."""
    if not word(name):
        return None
    minutes = number(name) * UNITS.get(word(f"{name}_unit"), 1)
    if not minutes.is_integer():
        raise Invalid(
            "number_invalid",
            "A length is not a whole number of minutes. Nothing was saved.",
            "Write it in minutes.",
            field=name,
        )
    return int(minutes)


def _length_fields(name: str, minutes: int | None) -> dict[str, list[str]]:
    if minutes is None:
        return {name: [""], f"{name}_unit": ["hours"]}
    unit = next(unit for unit in ("days", "hours", "minutes") if minutes % UNITS[unit] == 0)
    return {name: [str(minutes // UNITS[unit])], f"{name}_unit": [unit]}


def _whole(name: str) -> int | None:
    return whole(name) if word(name) else None


def _clock(name: str) -> int:
    """A time of day in minutes after midnight; Invalid for what is none."""
    minute = minute_of_day(name)
    if minute is None:
        raise Invalid(
            "time_invalid",
            "One of the fields needs a time of day. Nothing was saved.",
            "Write it like 07:30.",
            field=name,
        )
    return minute


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Invalid(
            "choice_missing",
            "An entry of one of the lists is not there. Nothing was saved.",
            "Choose it again.",
        ) from None
