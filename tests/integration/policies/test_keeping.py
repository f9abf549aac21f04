"""Who keeps a group: by hand, or the sign-in with the organisation's own accounts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from floorplans.actor import Actor, Role
from floorplans.errors import DomainError
from floorplans.policies import exchange, keeping, service
from tests.integration.policies.conftest import Office


def admin_of(office: Office) -> Actor:
    return replace(office.facility, role=Role.ADMIN)


def names(office: Office, person: Actor) -> set[str]:
    return {
        group.name
        for group, members in service.groups_with_members(office.db, office.facility)
        if person.person_id in {member.person_id for member in members}
    }


def settle(office: Office, person: Actor, *values: str) -> None:
    with office.db.transaction(person.organisation_id) as tx:
        keeping.settle(tx, person.organisation_id, person.person_id, values)


def test_a_sign_in_puts_a_person_into_exactly_what_its_claim_says(office: Office) -> None:
    admin = admin_of(office)
    office.group("By hand", office.employee)
    for name, value in (("Crew", "g-1"), ("Board", "g-2"), ("Also crew", "g-1")):
        keeping.keep_by_sign_in(office.db, admin, office.group(name, office.colleague), value)
    settle(office, office.employee, "g-1", "unknown", "G-2")
    assert names(office, office.employee) == {"By hand", "Crew", "Also crew"}
    settle(office, office.employee, "g-2")
    assert names(office, office.employee) == {"By hand", "Board"}
    settle(office, office.employee)
    assert names(office, office.employee) == {"By hand"}
    assert names(office, office.colleague) == {"Crew", "Board", "Also crew"}


def test_a_group_kept_by_sign_in_is_not_changed_by_hand_until_it_is_given_back(
    office: Office,
) -> None:
    group = office.group("Crew", office.employee)
    keeping.keep_by_sign_in(office.db, admin_of(office), group, " g-1 ")
    staff, person = office.facility, office.colleague
    for act in (
        lambda: service.rename_group(office.db, staff, group, "Team"),
        lambda: service.remove_group(office.db, staff, group),
        lambda: service.add_member(office.db, staff, group, person.email),
        lambda: service.remove_member(office.db, staff, group, office.employee.person_id),
    ):
        refusal = office.refusal(act)
        assert refusal.code == "group_kept_elsewhere"
        assert "at your provider" in refusal.advice
    assert service.groups(office.db, staff)[0].claim_value == "g-1"
    keeping.keep_by_hand(office.db, admin_of(office), group)
    service.add_member(office.db, staff, group, person.email)
    assert names(office, office.employee) == names(office, person) == {"Crew"}


def test_a_file_of_rules_leaves_a_kept_group_as_it_is(office: Office) -> None:
    group = office.group("Crew", office.employee)
    keeping.keep_by_sign_in(office.db, admin_of(office), group, "g-1")
    same = exchange.book(office.db, office.facility)
    exchange.bring_in(office.db, office.facility, same, office.now)
    more = exchange.RuleBook((exchange.NamedGroup("Crew", (office.colleague.email,)),), ())
    refusal = office.refusal(
        lambda: exchange.bring_in(office.db, office.facility, more, office.now)
    )
    assert refusal.code == "group_kept_elsewhere"


@pytest.mark.parametrize("value", ["", " ", "x" * 201, "a\nb"])
def test_a_value_is_one_line(office: Office, value: str) -> None:
    group = office.group("Crew")
    refusal = office.refusal(
        lambda: keeping.keep_by_sign_in(office.db, admin_of(office), group, value)
    )
    assert refusal.code == "claim_value_invalid"


def test_only_administrators_say_who_keeps_a_group(office: Office) -> None:
    group = office.group("Crew")
    with pytest.raises(DomainError, match="role_needed"):
        keeping.keep_by_sign_in(office.db, office.facility, group, "g-1")
