"""Groups of the directory: who keeps them, what rules hold on to, and whatever is done to them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from floorplans.database import Database
from floorplans.directory import service
from floorplans.errors import Refused
from floorplans.policies import service as policies
from floorplans.policies.views import Rule
from tests.support.directory import Speaker, failures


def refusal(entra: Speaker, path: str, *operations: Any, gives: int = 400) -> str:
    document = entra.patch(path, *operations, gives=gives)
    assert list(failures(document)) == []
    return str(document.get("scimType", ""))


def test_a_group_of_the_directory_is_changed_by_nobody_by_hand(
    entra: Speaker, db: Database
) -> None:
    group_id = UUID(entra.make_group("Staff")["id"])
    with pytest.raises(Refused) as refused:
        policies.add_member(db, entra.admin, group_id, entra.admin.email)
    assert refused.value.code == "group_kept_elsewhere"
    with pytest.raises(Refused):
        policies.rename_group(db, entra.admin, group_id, "Other")
    with pytest.raises(Refused):
        policies.remove_group(db, entra.admin, group_id)


def test_a_group_by_hand_is_not_the_directorys_until_it_is_handed_over(
    entra: Speaker, db: Database
) -> None:
    by_hand = policies.make_group(db, entra.admin, "Staff")
    policies.add_member(db, entra.admin, by_hand.id, entra.admin.email)
    assert entra.find("Groups", 'displayName eq "staff"') == []
    assert entra.send("GET", f"/Groups/{by_hand.id}").status_code == 404
    body = {"displayName": "STAFF"}
    refused = entra.ask("POST", "/Groups", body, gives=409)
    assert refused["scimType"] == "uniqueness"
    assert "page Directory" in refused["detail"]
    service.hand_over(db, entra.admin, by_hand.id)
    (found,) = entra.find("Groups", 'displayName eq "staff"')
    assert found["id"] == str(by_hand.id)
    assert entra.members(found["id"]) == {str(entra.admin.person_id)}
    entra.ask("POST", "/Groups", body, gives=409)
    service.take_back(db, entra.admin, by_hand.id)
    assert entra.send("GET", f"/Groups/{by_hand.id}").status_code == 404
    policies.remove_group(db, entra.admin, by_hand.id)


def test_a_group_that_rules_speak_of_stays_with_its_members(
    entra: Speaker, db: Database, now: datetime
) -> None:
    person = entra.make_user()["id"]
    group = entra.make_group("Staff", person)
    rule = Rule("For staff", ahead_days=9, group_id=UUID(group["id"]))
    kept = policies.make_rule(db, entra.admin, rule, now)
    refused = entra.ask("DELETE", f"/Groups/{group['id']}", gives=409)
    assert list(failures(refused)) == []
    assert entra.members(group["id"]) == {person}
    policies.remove_rule(db, entra.admin, kept.id)
    entra.ask("DELETE", f"/Groups/{group['id']}", gives=204)
    assert entra.send("GET", f"/Groups/{group['id']}").status_code == 404


def test_names_and_external_ids_of_groups_are_each_ones_own(entra: Speaker) -> None:
    staff, guests = entra.make_group("Staff"), entra.make_group("Guests")
    path = f"/Groups/{guests['id']}"
    rename = {"op": "replace", "path": "displayName", "value": "staff"}
    assert refusal(entra, path, rename, gives=409) == "uniqueness"
    said = {"op": "add", "path": "externalId", "value": "1"}
    entra.patch(f"/Groups/{staff['id']}", said, gives=204)
    assert refusal(entra, path, said, gives=409) == "uniqueness"
    entra.patch(f"/Groups/{staff['id']}", {"op": "remove", "path": "externalId"}, gives=204)
    entra.patch(path, said, gives=204)
    assert [each["id"] for each in entra.find("Groups", 'externalId eq "1"')] == [guests["id"]]


def test_one_member_that_is_nobody_refuses_all_of_the_patch(entra: Speaker) -> None:
    ada = entra.make_user()["id"]
    group = entra.make_group("Staff")
    path = f"/Groups/{group['id']}"
    for strange in (str(uuid4()), "nobody", group["id"]):
        add = {"op": "add", "path": "members", "value": [{"value": ada}, {"value": strange}]}
        rename = {"op": "replace", "path": "displayName", "value": "Other"}
        assert refusal(entra, path, rename, add) == "invalidValue"
        body = {"displayName": "New", "members": add["value"]}
        entra.ask("POST", "/Groups", body, gives=400)
        # Whoever is nobody is not in it either, so that a directory can tidy up.
        gone = {"op": "remove", "path": "members", "value": [{"value": strange}]}
        entra.patch(path, gone, gives=204)
    assert entra.ask("GET", path, gives=200)["displayName"] == "Staff"
    assert entra.members(group["id"]) == set()
    assert len(entra.find("Groups", 'displayName eq "New"')) == 0


@pytest.mark.parametrize(
    ("operation", "kind"),
    [
        ({"op": "replace", "path": "members[value eq", "value": "x"}, "invalidPath"),
        ({"op": "move", "path": "members", "value": "x"}, "invalidValue"),
        ({"op": "remove"}, "noTarget"),
        ({"op": "remove", "path": "displayName"}, "mutability"),
        ({"op": "replace", "path": "members.value", "value": "x"}, "invalidPath"),
        ({"op": "add", "path": "members", "value": [{"value": 5}]}, "invalidValue"),
        ({"op": "add", "path": "members", "value": [None]}, "invalidValue"),
        ({"op": "add", "value": ["x"]}, "invalidValue"),
        ({"op": "replace", "path": "displayName", "value": ""}, "invalidValue"),
        ({"op": "replace", "path": "displayName", "value": "x\0y" * 300}, "invalidValue"),
        ({"op": "replace", "path": "id", "value": "x"}, "mutability"),
        ({"op": "add", "path": "members[" + "not (" * 350 + 'value eq "x"'}, "invalidPath"),
        ({"op": "add", "path": "(" * 1_000_000, "value": "x"}, "invalidPath"),
    ],
)
def test_what_makes_no_sense_is_refused_in_scims_own_word(
    entra: Speaker, operation: Any, kind: str
) -> None:
    group = entra.make_group("Staff")
    assert refusal(entra, f"/Groups/{group['id']}", operation) == kind


class Model:
    """A directory with a group, and what the group's members must be."""

    def __init__(self, entra: Speaker) -> None:
        self.entra = entra
        self.people = [entra.make_user()["id"] for _ in range(5)]
        self.group = entra.make_group("Staff")["id"]

    def patch(self, operations: list[tuple[str, frozenset[int]]]) -> None:
        said = [each for deed, who in operations for each in self.said(deed, who)]
        self.entra.patch(f"/Groups/{self.group}", *said, gives=204)

    def said(self, deed: str, who: frozenset[int]) -> Iterator[dict[str, Any]]:
        ids = [self.people[each] for each in sorted(who)]
        values = [{"value": each} for each in ids]
        if deed == "remove each":
            for each in ids:
                yield {"op": "Remove", "path": f'members[value eq "{each}"]'}
        elif deed == "remove all":
            yield {"op": "remove", "path": "members"}
        elif deed == "replace whole":
            yield {"op": "replace", "value": {"members": values}}
        elif values or deed == "replace":
            yield {"op": deed, "path": "members", "value": values}


def after(before: frozenset[int], deed: str, who: frozenset[int]) -> frozenset[int]:
    if deed == "add":
        return before | who
    if deed.startswith("replace"):
        return who
    return frozenset() if deed == "remove all" else before - who


DEEDS = st.sampled_from(["add", "remove", "remove each", "remove all", "replace", "replace whole"])
OPERATION = st.tuples(DEEDS, st.frozensets(st.integers(0, 4)))


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(patches=st.lists(st.lists(OPERATION, min_size=1, max_size=4), min_size=1, max_size=4))
def test_any_patches_leave_the_members_that_a_plain_model_says(
    model: Model, patches: list[list[tuple[str, frozenset[int]]]]
) -> None:
    expected: frozenset[int] = frozenset()
    model.patch([("replace", expected)])
    for operations in patches:
        for deed, who in operations:
            expected = after(expected, deed, who)
        # One that says nothing at all is no PATCH.
        if any(True for deed, who in operations for _ in model.said(deed, who)):
            model.patch(operations)
        assert model.entra.members(model.group) == {model.people[each] for each in expected}


@pytest.fixture
def model(entra: Speaker) -> Model:
    return Model(entra)
