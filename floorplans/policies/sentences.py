"""A rule as a sentence in two halves: “Desks on Floor 2”, “at most 2 at once”."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from uuid import UUID

from floorplans.policies import hours, words
from floorplans.policies.making import spans_of
from floorplans.policies.terms import HALF_AT_MIN, Mode
from floorplans.policies.views import Rule
from floorplans.wording import KIND_WORDS

#: The names of sites, floors, zones and groups by id, each as it stands in a sentence.
Names = Mapping[UUID, str]
_GONE = "(removed)"


def about(rule: Rule, names: Names) -> str:
    """What the rule is about, for whom."""
    kind = "all places" if rule.kind is None else KIND_WORDS[rule.kind][1]
    words_of = [kind.capitalize()]
    if rule.site_id is not None:
        words_of.append(f"at {names.get(rule.site_id, _GONE)}")
    if rule.floor_id is not None:
        words_of.append(f"on {names.get(rule.floor_id, _GONE)}")
    if rule.zone_id is not None:
        words_of.append(f"in the zone {names.get(rule.zone_id, _GONE)}")
    if rule.group_id is not None:
        words_of.append(f"for the group “{names.get(rule.group_id, _GONE)}”")
    return " ".join(words_of)


def says(rule: Rule, names: Names) -> tuple[str, ...]:
    """What it says of that, one thing after the other."""
    return tuple(_said(rule, names))


def _said(rule: Rule, names: Names) -> Iterator[str]:
    if rule.only_groups:
        groups = [names.get(group, _GONE) for group in rule.only_groups]
        yield f"only for {words.of_groups(sorted(groups))}"
    if rule.opening:
        yield f"open {hours.text_of(spans_of(rule.opening))}"
    if rule.mode is not None:
        yield _mode(rule)
    yield from _limits(rule)
    yield from _needs(rule, names)
    if rule.approval is not None:
        yield _approval(rule, names)


def _approval(rule: Rule, names: Names) -> str:
    if rule.approval != "needed":
        return "needs no approval"
    who = sorted(names.get(person, _GONE) for person in rule.approvers)
    if rule.approvers_group_id is not None:
        who.append(f"the group “{names.get(rule.approvers_group_id, _GONE)}”")
    return f"needs approval by {' or '.join(who) if who else 'facility staff'}"


def _mode(rule: Rule) -> str:
    if rule.mode is Mode.WHOLE_DAYS:
        return "booked by whole days"
    if rule.mode is Mode.HALF_DAYS:
        half_at_min = HALF_AT_MIN if rule.half_at_min is None else rule.half_at_min
        return f"booked by half days, halved at {hours.clock_text(half_at_min)}"
    step = "" if rule.step_min is None else f" in steps of {words.length(rule.step_min)}"
    return f"booked by the hour{step}"


def _limits(rule: Rule) -> Iterator[str]:
    if rule.most_at_once is not None:
        yield f"at most {rule.most_at_once} at once"
    if rule.most_a_week is not None:
        yield f"at most {rule.most_a_week} a week"
    if rule.ahead_days is not None:
        yield f"up to {words.days(rule.ahead_days)} ahead"
    if rule.shortest_min is not None:
        yield f"at least {words.length(rule.shortest_min)}"
    if rule.longest_min is not None:
        yield f"at most {words.length(rule.longest_min)} long"
    if rule.change_by_min is not None:
        yield f"changed until {words.length(rule.change_by_min)} before"
    if rule.cancel_by_min is not None:
        yield f"cancelled until {words.length(rule.cancel_by_min)} before"


def _needs(rule: Rule, names: Names) -> Iterator[str]:
    if rule.buffer_min is not None:
        yield f"{words.length(rule.buffer_min)} free after each booking"
    if rule.distance_m is not None:
        yield f"not within {words.metres(rule.distance_m)} of another booked place"
    if rule.quiet_m is not None:
        zones = sorted(names.get(zone, _GONE) for zone in rule.quiet_zones)
        yield f"not within {words.metres(rule.quiet_m)} of {' or '.join(zones)}"
