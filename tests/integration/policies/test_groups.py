"""Groups of people, for rules to speak of."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import text

from floorplans.database import Database
from floorplans.errors import Forbidden
from floorplans.ids import new_id
from floorplans.policies import service
from floorplans.policies.views import GroupView, MemberView
from tests.integration.policies.conftest import Office, make_office


def test_a_group_counts_its_members_and_the_rules_that_speak_of_it(office: Office) -> None:
    team = office.group("Team", office.employee, office.colleague)
    other = office.group("Other")
    office.rule("Team", group_id=team, ahead_days=9)
    office.rule("Room", kind="room", only_groups=(team, other))
    assert service.groups(office.db, office.facility) == [
        GroupView(other, "Other", 0, 1),
        GroupView(team, "Team", 2, 2),
    ]


def test_all_groups_are_told_with_who_is_in_them(office: Office) -> None:
    office.group("Team", office.employee, office.colleague)
    office.group("Nobody's")
    found = service.groups_with_members(office.db, office.facility)
    told = [(group.name, [member.name for member in members]) for group, members in found]
    assert told == [("Nobody's", []), ("Team", ["Noor de Vries", "Sam Bakker"])]


def test_people_are_put_in_by_their_address_and_taken_out_again(office: Office) -> None:
    team = office.group("Team")
    person = office.colleague
    for _ in range(2):  # Again changes nothing.
        added = service.add_member(office.db, office.facility, team, f" {person.email.upper()} ")
        assert added == MemberView(person.person_id, person.name, person.email)
    assert service.members(office.db, office.facility, team) == [added]
    for _ in range(2):
        service.remove_member(office.db, office.facility, team, person.person_id)
        assert service.members(office.db, office.facility, team) == []


def test_nobody_is_put_in_who_is_not_of_the_organisation_or_has_left(
    office: Office, db: Database, now: datetime
) -> None:
    team = office.group("Team")
    theirs = make_office(db, now)
    with db.transaction(office.facility.organisation_id) as tx:
        leaving = "UPDATE person SET left_at = now() WHERE id = :person"
        tx.execute(text(leaving), {"person": office.colleague.person_id})
    for email in ("nobody@example.test", theirs.employee.email, office.colleague.email):
        refusal = office.refusal(
            lambda: service.add_member(db, office.facility, team, email)  # noqa: B023
        )
        assert refusal.code == "person_not_found"


def test_a_group_is_renamed_and_no_two_have_one_name(office: Office) -> None:
    team = office.group("Team")
    office.group("Other")
    assert service.rename_group(office.db, office.facility, team, "Crew").name == "Crew"
    for act in (
        lambda: service.rename_group(office.db, office.facility, team, "OTHER"),
        lambda: service.make_group(office.db, office.facility, "other"),
    ):
        assert office.refusal(act).code == "group_name_taken"


def test_a_group_of_which_rules_speak_stays(office: Office) -> None:
    team, other = office.group("Team", office.employee), office.group("Other")
    rule = office.rule("Team", group_id=team, ahead_days=9)
    office.rule("Room", kind="room", only_groups=(other,))
    for group in (team, other):
        refusal = office.refusal(
            lambda: service.remove_group(office.db, office.facility, group)  # noqa: B023
        )
        assert refusal.code == "group_in_use"
    service.remove_rule(office.db, office.facility, rule)
    service.remove_group(office.db, office.facility, team)
    assert [group.name for group in service.groups(office.db, office.facility)] == ["Other"]


def test_what_is_not_there_is_said_so(office: Office, db: Database, now: datetime) -> None:
    theirs = make_office(db, now).group("Theirs")
    for group in (new_id(), theirs):
        for act in (
            lambda: service.members(db, office.facility, group),  # noqa: B023
            lambda: service.rename_group(db, office.facility, group, "X"),  # noqa: B023
            lambda: service.remove_group(db, office.facility, group),  # noqa: B023
            lambda: service.add_member(db, office.facility, group, "a@b.test"),  # noqa: B023
            lambda: service.remove_member(db, office.facility, group, new_id()),  # noqa: B023
        ):
            assert office.refusal(act).code == "group_not_found"


def test_employees_have_nothing_to_do_with_groups(office: Office) -> None:
    for act in (
        lambda: service.groups(office.db, office.employee),
        lambda: service.groups_with_members(office.db, office.employee),
        lambda: service.make_group(office.db, office.employee, "Mine"),
        lambda: service.rename_group(office.db, office.employee, new_id(), "Mine"),
        lambda: service.remove_group(office.db, office.employee, new_id()),
        lambda: service.members(office.db, office.employee, new_id()),
        lambda: service.add_member(office.db, office.employee, new_id(), "a@b.test"),
        lambda: service.remove_member(office.db, office.employee, new_id(), new_id()),
    ):
        with pytest.raises(Forbidden):
            act()
