"""A group that is filled while somebody removes it: a member in a group, or no such group."""

from __future__ import annotations

from functools import partial

from floorplans.actor import Role
from floorplans.database import Database
from floorplans.policies import service as policies
from tests.concurrency.bookings.test_races import together
from tests.support.factories import make_organisation, make_person

MEMBERS, ROUNDS = 7, 6


def test_a_group_is_removed_while_people_are_put_into_it(cloned_db: Database) -> None:
    db, organisation = cloned_db, make_organisation(cloned_db)
    staff = make_person(db, organisation, role=Role.FACILITY)
    people = [make_person(db, organisation) for _ in range(MEMBERS)]
    for number in range(ROUNDS):
        group = policies.make_group(db, staff, f"Team {number}").id
        adding = [partial(policies.add_member, db, staff, group, each.email) for each in people]
        came = together([*adding, partial(policies.remove_group, db, staff, group)])
        assert set(came) <= {"ok", "group_not_found"}
        assert came.total() == MEMBERS + 1
    assert not policies.groups(db, staff)
