"""Of all that rules say of a space to a person, the narrowest holds for each thing."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import text

from floorplans.database import Database
from floorplans.policies import service
from tests.integration.policies.conftest import Office, make_office
from tests.support.factories import make_space


def ahead(office: Office, space: UUID, person: bool = True) -> tuple[str, int] | None:
    found = office.rules_of(space, office.employee if person else None) or {}
    said = found.get("ahead_days")
    return None if said is None else (said["rule"], said["says"])


def test_without_rules_nothing_is_said(office: Office) -> None:
    assert office.rules_of(office.desk, office.employee) is None


def test_a_rule_about_something_else_says_nothing(office: Office) -> None:
    office.rule("Rooms", kind="room", ahead_days=9)
    office.rule("Upstairs", floor_id=office.other_floor_id, ahead_days=8)
    office.rule("Bosses", group_id=office.group("Bosses", office.facility), ahead_days=7)
    office.rule("Corner", zone_id=office.zone("Corner", x=50.0), ahead_days=6)
    assert office.rules_of(office.desk, office.employee) is None


def test_each_scope_wins_over_the_wider_one(office: Office) -> None:
    office.rule("All", ahead_days=1)
    assert ahead(office, office.desk) == ("All", 1)
    office.rule("Kind", kind="desk", ahead_days=2)
    assert ahead(office, office.desk) == ("Kind", 2)
    office.rule("Site", site_id=office.site_id, ahead_days=3)
    assert ahead(office, office.desk) == ("Site", 3)
    office.rule("Desks of the site", site_id=office.site_id, kind="desk", ahead_days=4)
    assert ahead(office, office.desk) == ("Desks of the site", 4)
    office.rule("Floor", floor_id=office.floor_id, ahead_days=5)
    assert ahead(office, office.desk) == ("Floor", 5)
    office.rule("Zone", zone_id=office.zone("Corner", x=0.0), ahead_days=6)
    assert ahead(office, office.desk) == ("Zone", 6)
    group = office.group("Night shift", office.employee)
    office.rule("Group", group_id=group, ahead_days=7)
    assert ahead(office, office.desk) == ("Group", 7)
    office.rule("Group's desks", group_id=group, kind="desk", ahead_days=8)
    assert ahead(office, office.desk) == ("Group's desks", 8)
    # The others are as they were for what is not in the zone, and for who is not in the group.
    assert ahead(office, office.desk, person=False) == ("Zone", 6)
    assert ahead(office, office.next_desk, person=False) == ("Floor", 5)
    assert ahead(office, office.desk_elsewhere, person=False) == ("Desks of the site", 4)


def test_each_thing_is_said_by_the_narrowest_rule_that_says_it(office: Office) -> None:
    office.rule("All", ahead_days=14, longest_min=600)
    office.rule("Desks", kind="desk", longest_min=300)
    found = office.rules_of(office.desk, office.employee)
    assert found is not None
    assert {term: (said["rule"], said["says"]) for term, said in found.items()} == {
        "ahead_days": ("All", 14),
        "longest_min": ("Desks", 300),
    }


def test_of_two_groups_of_one_person_the_rule_made_last_holds(office: Office, db: Database) -> None:
    first = office.rule("Early", group_id=office.group("A", office.employee), ahead_days=1)
    office.rule("Late", group_id=office.group("B", office.employee), ahead_days=2)
    with db.transaction(office.facility.organisation_id) as tx:
        earlier = (
            "UPDATE booking_rule SET created_at = created_at - interval '1 day' WHERE id = :id"
        )
        tx.execute(text(earlier), {"id": first})
    assert ahead(office, office.desk) == ("Late", 2)


def test_a_removed_rule_leaves_the_wider_one(office: Office, db: Database) -> None:
    office.rule("All", ahead_days=1)
    narrow = office.rule("Desks", kind="desk", ahead_days=2)
    service.remove_rule(db, office.facility, narrow)
    assert ahead(office, office.desk) == ("All", 1)


@pytest.mark.parametrize(("field", "value"), [("buffer_min", 15), ("distance_m", 2.5)])
def test_what_a_space_needs_is_told_in_one_look_and_is_nothing_without_rules(
    office: Office, db: Database, field: str, value: float
) -> None:
    def needs(space: UUID) -> tuple[float, float]:
        with db.transaction(office.facility.organisation_id) as tx:
            statement = (
                "SELECT extract(epoch FROM space_buffer(:space)) / 60, space_distance(:space)"
            )
            minutes, metres = tx.execute(text(statement), {"space": space}).one()
        return float(minutes), metres

    assert needs(office.room) == (0, 0)
    office.rule("Rooms", kind="room", **{field: value})
    assert needs(office.room) == ((value, 0) if field == "buffer_min" else (0, value))
    assert needs(office.desk) == (0, 0)


def test_the_distance_to_a_quiet_zone_is_the_one_on_the_plan(office: Office, db: Database) -> None:
    # The zone reaches from 8 to 12 m; a desk is 1.6 m wide, so desk 2 ends at 3.8 m.
    zones = (office.zone("Library", x=10.0), office.zone("Far", x=90.0))
    office.rule("Quiet", quiet_m=8, quiet_zones=zones)
    found = office.rules_of(office.next_desk, office.employee)
    assert found is not None
    assert found["quiet"]["says"] == {
        "m": 8,
        "zone": "Library",
        "near_m": pytest.approx(4.2, abs=1e-6),
    }
    inside = make_space(db, office.facility, office.floor_id, x=10.0, kind="booth")
    assert office.rules_of(inside)["quiet"]["says"]["near_m"] == 0  # type: ignore[index]
    # No zone of the rule is on that floor.
    assert office.rules_of(office.desk_elsewhere)["quiet"]["says"] == {"m": 8}  # type: ignore[index]


def test_another_organisation_has_its_own_rules(office: Office, db: Database) -> None:
    office.rule("All", ahead_days=1)
    theirs = make_office(db, office.now)
    assert theirs.rules_of(theirs.desk, theirs.employee) is None
    with db.transaction(theirs.facility.organisation_id) as tx:
        assert tx.execute(text("SELECT count(*) FROM booking_rule")).scalar_one() == 0
