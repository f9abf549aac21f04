"""Which findings a person has settled or ignored, also after the drawing was read again."""

from __future__ import annotations

from floorplans.plans.editing.actions import At, Delete, Ignore, Reopen, Settle, Spot
from floorplans.plans.findings.states import spot_of, words
from floorplans.plans.findings.values import Finding, State, Word
from tests.unit.floorplans.plans.findings.make import NOW, make_entry, make_finding

CODE = "ROOM_WITHOUT_LABEL"
HERE = Spot(2.0, 2.0)


def ignored(*spots: Spot, code: str = CODE) -> Ignore:
    return Ignore(code, spots, "a store")


def numbers(findings: list[Finding], *actions: object) -> list[int]:
    entries = [make_entry(a, n) for n, a in enumerate(actions, 1)]  # type: ignore[arg-type]
    return sorted(words(findings, entries, 1.0, {}))


def test_an_ignored_finding_tells_who_and_why() -> None:
    said = words([make_finding()], [make_entry(ignored(HERE), 7)], 1.0, {})
    assert said == {1: Word(State.IGNORED, 7, "Ann", NOW, "a store")}


def test_read_again_it_may_be_told_a_little_aside() -> None:
    assert numbers([make_finding(at=(2.2, 2.0))], ignored(HERE)) == [1]
    assert numbers([make_finding(at=(2.5, 2.0))], ignored(HERE)) == []


def test_only_findings_of_its_code_are_meant() -> None:
    assert numbers([make_finding("ROOM_TINY")], ignored(HERE)) == []


def test_of_two_near_each_other_only_the_nearest_is_meant() -> None:
    two = [make_finding(at=(2.1, 2.0), number=1), make_finding(at=(1.95, 2.0), number=2)]
    assert numbers(two, ignored(HERE)) == [2]
    assert numbers(two, ignored(HERE, Spot(2.05, 2.0))) == [1, 2]


def test_a_finding_without_a_place_is_known_by_its_layer() -> None:
    two = [make_finding(at=None, number=1), make_finding(at=None, number=2, layer="OTHER")]
    assert numbers(two, ignored(spot_of(two[1]))) == [2]


def test_places_follow_the_unit() -> None:
    entry = make_entry(ignored(Spot(20.0, 20.0)), metres_per_unit=0.01)
    assert list(words([make_finding()], [entry], 0.001, {})) == [1]


def test_what_is_asked_again_is_open() -> None:
    assert numbers([make_finding()], ignored(HERE), Reopen(CODE, (HERE,))) == []
    assert numbers([make_finding()], ignored(HERE), Reopen(CODE, (HERE,)), ignored(HERE)) == [1]


def test_what_was_done_settles_it_as_long_as_it_finds_its_place() -> None:
    done = make_entry(Settle(CODE, HERE, Delete((At("room", 2.0, 2.0),))), 3)
    said = words([make_finding()], [done], 1.0, {})
    assert said[1].state is State.SETTLED
    assert said[1].why == f"Deleted 1 room, which settles a finding {CODE}."
    assert words([make_finding()], [done], 1.0, {3: "There is no room there."}) == {}
