"""What makes a rule one that can be kept: values in, a coded refusal or nothing out."""

from __future__ import annotations

from dataclasses import replace

from floorplans.errors import Invalid
from floorplans.places.rules import clean_name
from floorplans.policies.terms import MINUTES_A_DAY, Mode, Span
from floorplans.policies.views import OpenHours, Rule
from floorplans.wording import KIND_WORDS

NAME_LENGTH = 80
#: The least and the most of each number, as the table has them.
BOUNDS: dict[str, tuple[float, float]] = {
    "ahead_days": (0, 730),
    "shortest_min": (1, 31 * MINUTES_A_DAY),
    "longest_min": (1, 31 * MINUTES_A_DAY),
    "most_at_once": (1, 1_000),
    "most_a_week": (1, 1_000),
    "step_min": (1, MINUTES_A_DAY // 2),
    "half_at_min": (1, MINUTES_A_DAY - 1),
    "buffer_min": (1, MINUTES_A_DAY),
    "distance_m": (0.01, 100),
    "quiet_m": (0.01, 100),
    "change_by_min": (1, 31 * MINUTES_A_DAY),
    "cancel_by_min": (1, 31 * MINUTES_A_DAY),
}
#: Each of them gets a mail about each request.
MOST_APPROVERS = 20
NOTHING_SAVED = "Nothing was saved."


def checked(rule: Rule) -> Rule:
    """The rule with its name cleaned; Invalid with a code for what does not fit together."""
    rule = replace(rule, name=clean_name(rule.name, "rule", NAME_LENGTH))
    _check_about(rule)
    _check_numbers(rule)
    _check_mode(rule)
    _check_approval(rule)
    spans_of(rule.opening)
    _check_says_something(rule)
    return rule


def spans_of(opening: tuple[OpenHours, ...]) -> tuple[Span, ...]:
    """Opening hours in minutes of the week, by time; what touches is one.

    Raises Invalid ``rule_hours_crossed`` for hours that do not end after they begin.
    """
    spans: list[Span] = []
    for hours in opening:
        whole = 0 <= hours.opens_min < hours.closes_min <= MINUTES_A_DAY
        if not whole or not hours.days or not all(1 <= day <= 7 for day in hours.days):
            raise Invalid(
                "rule_hours_crossed",
                f"Opening hours end after they begin, on the same day. {NOTHING_SAVED}",
                "For a night, give the evening of one day and the morning of the next.",
            )
        begins = [(day - 1) * MINUTES_A_DAY for day in hours.days]
        spans += [(begin + hours.opens_min, begin + hours.closes_min) for begin in begins]
    return _merged(spans)


def opening_of(spans: tuple[Span, ...]) -> tuple[OpenHours, ...]:
    """The same in days, those with the same hours together."""
    days: dict[Span, list[int]] = {}
    for start, end in spans:
        for day in range(start // MINUTES_A_DAY, -(-end // MINUTES_A_DAY)):
            begin = day * MINUTES_A_DAY
            part = (max(start - begin, 0), min(end - begin, MINUTES_A_DAY))
            days.setdefault(part, []).append(day + 1)
    return tuple(OpenHours(tuple(found), *part) for part, found in days.items())


def _merged(spans: list[Span]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return tuple(merged)


def _check_about(rule: Rule) -> None:
    if sum(place is not None for place in (rule.site_id, rule.floor_id, rule.zone_id)) > 1:
        raise Invalid(
            "rule_place_unclear",
            f"A rule is about one site, one floor, one zone, or everywhere. {NOTHING_SAVED}",
            "Choose one place, and make another rule for the other.",
        )
    if rule.kind is not None and rule.kind not in KIND_WORDS:
        raise Invalid(
            "rule_kind_unknown",
            f"There is no such kind of space. {NOTHING_SAVED}",
            f"Choose one of: {', '.join(KIND_WORDS)}.",
        )
    of_space = (rule.buffer_min, rule.distance_m, rule.quiet_m, rule.only_groups or None)
    if rule.group_id is not None and any(said is not None for said in of_space):
        raise Invalid(
            "rule_not_of_group",
            "Time between bookings, distances and who may book hold for everybody, not for one"
            f" group. {NOTHING_SAVED}",
            "Make a rule for everybody that says these.",
        )


def _check_numbers(rule: Rule) -> None:
    for field, (least, most) in BOUNDS.items():
        value = getattr(rule, field)
        # Written so that NaN is refused as well.
        if value is not None and not least <= value <= most:
            raise Invalid(
                "rule_number_out_of_range",
                f"A number of this rule is out of range. {NOTHING_SAVED}",
                f"Choose one from {least:g} to {most:g}.",
                field=field,
                least=least,
                most=most,
            )
    if rule.shortest_min and rule.longest_min and rule.shortest_min > rule.longest_min:
        raise Invalid(
            "rule_lengths_crossed",
            f"The shortest booking is longer than the longest. {NOTHING_SAVED}",
            "Make the longest at least as long as the shortest.",
        )
    if (rule.quiet_m is None) != (not rule.quiet_zones):
        raise Invalid(
            "rule_quiet_unclear",
            f"A quiet rule needs both the zones and how far from them. {NOTHING_SAVED}",
            "Choose at least one zone and a distance in metres.",
        )


def _check_mode(rule: Rule) -> None:
    unclear = (rule.step_min is not None and rule.mode is not Mode.HOURS) or (
        rule.half_at_min is not None and rule.mode is not Mode.HALF_DAYS
    )
    if unclear:
        raise Invalid(
            "rule_mode_unclear",
            "Steps are for booking by hours, and the middle of the day for booking by half days."
            f" {NOTHING_SAVED}",
            "Choose how the space is booked first.",
        )
    if rule.step_min is not None and MINUTES_A_DAY % rule.step_min:
        raise Invalid(
            "rule_step_odd",
            f"A day is no whole number of such steps. {NOTHING_SAVED}",
            "Choose 5, 10, 15, 20, 30, 60, 90 or 120 minutes.",
            step_minutes=rule.step_min,
        )


def _check_approval(rule: Rule) -> None:
    if rule.approval not in (None, "needed", "not_needed"):
        raise Invalid(
            "rule_approval_unknown",
            f"A rule says that approval is needed, or that it is not. {NOTHING_SAVED}",
            "Choose one of both, or leave it to a wider rule.",
        )
    if (rule.approvers or rule.approvers_group_id) and rule.approval != "needed":
        raise Invalid(
            "rule_approvers_unclear",
            f"This rule names who approves, but wants no approval. {NOTHING_SAVED}",
            "Let bookings need approval, or name nobody.",
        )
    if len(rule.approvers) > MOST_APPROVERS:
        raise Invalid(
            "rule_approvers_too_many",
            f"A rule names at most {MOST_APPROVERS} people who approve. {NOTHING_SAVED}",
            "Make a group of them, and name the group.",
        )


def _check_says_something(rule: Rule) -> None:
    numbers = (getattr(rule, field) for field in BOUNDS)
    said = (rule.opening, rule.only_groups, rule.mode, rule.approval)
    if not (any(said) or any(n is not None for n in numbers)):
        raise Invalid(
            "rule_says_nothing",
            f"This rule says nothing yet. {NOTHING_SAVED}",
            "Fill in at least one thing that it should say.",
        )
