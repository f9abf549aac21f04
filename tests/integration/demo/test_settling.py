"""The demo's people and places are made once, through the same services as anybody's."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from app.demo.campus import PLOTS
from app.demo.password import DemoPassword
from app.demo.people import PEOPLE
from app.demo.settling import facility_of, missing_plots, settle_floor, settle_people
from floorplans.actor import Role
from floorplans.errors import Unauthenticated
from floorplans.people import service as people
from floorplans.places import service as places
from floorplans.plans import service as plans
from tests.support.factories import make_published_revision

FIRST = DemoPassword("harbour lights at night", changed=True, made=True)
SECOND = DemoPassword("another word entirely", changed=True, made=False)


KEY = b"k" * 32


def test_everybody_of_the_demo_can_be_found_in_two_organisations(db, now):
    staffs = settle_people(db, FIRST, now)
    assert sum(len(staff) for staff in staffs.values()) == len(PEOPLE)
    assert len({a.organisation_id for staff in staffs.values() for a in staff.values()}) == 2


def test_settling_again_makes_nobody_twice(db, now):
    first = settle_people(db, FIRST, now)
    assert settle_people(db, DemoPassword(FIRST.text, changed=False, made=False), now) == first


def test_people_sign_in_with_the_password(db, now):
    settle_people(db, FIRST, now)
    signed_in = people.sign_in(db, "employee@demo.test", FIRST.text, "127.0.0.1", now, key=KEY)
    assert signed_in.actor.role is Role.EMPLOYEE


def test_a_new_password_replaces_the_old_one(db, now):
    settle_people(db, FIRST, now)
    settle_people(db, SECOND, now)
    assert people.sign_in(db, "admin@demo.test", SECOND.text, "127.0.0.1", now, key=KEY)
    with pytest.raises(Unauthenticated):
        people.sign_in(db, "admin@demo.test", FIRST.text, "127.0.0.1", now, key=KEY)


def test_floors_are_made_with_their_building_and_number(db, now):
    staff = settle_people(db, FIRST, now)[PLOTS[0].organisation]
    actor = facility_of(staff)
    plots = [plot for plot in PLOTS if plot.organisation == PLOTS[0].organisation]
    made = {settle_floor(db, actor, plot) for plot in plots}
    (site,) = places.sites(db, actor)
    ordinals = {b.name: [f.ordinal for f in b.floors] for b in site.buildings}
    assert ordinals == {"Harbour House": [2, 1, 0, -1], "North Wing": [1, 0]}
    assert {done for _, done in made} == {False}
    assert len(made) == 6


def test_a_floor_without_a_plan_still_waits_for_one(db, now):
    staff = settle_people(db, FIRST, now)[PLOTS[0].organisation]
    actor = facility_of(staff)
    settle_floor(db, actor, PLOTS[0])
    assert PLOTS[0] in missing_plots(db, PLOTS[0].organisation, actor)


def test_a_floor_that_people_renamed_is_settled_by_its_storey(db, now):
    staff = settle_people(db, FIRST, now)[PLOTS[0].organisation]
    actor = facility_of(staff)
    made, _ = settle_floor(db, actor, PLOTS[0])
    places.change_floor(db, actor, made, name="Garage")
    assert settle_floor(db, actor, PLOTS[0]) == (made, False)
    make_published_revision(db, actor, made)
    assert PLOTS[0] not in missing_plots(db, PLOTS[0].organisation, actor)


def test_a_drawing_whose_places_all_have_other_names_is_not_brought_in_again(db, now):
    staff = settle_people(db, FIRST, now)[PLOTS[0].organisation]
    actor = facility_of(staff)
    made, _ = settle_floor(db, actor, PLOTS[0])
    (site,) = places.sites(db, actor)
    places.rename_site(db, actor, site.id, name="Quay")
    plans.upload(db, actor, made, PLOTS[0].file, b"0\nEOF\n", now)
    assert PLOTS[0] in missing_plots(db, PLOTS[0].organisation, actor)
    with db.transaction(actor.organisation_id) as tx:
        tx.execute(
            text(
                "UPDATE plan_revision SET state = 'published', draft = '{}',"
                " map_digest = 'd', map_document = 'x'"
            )
        )
    assert PLOTS[0] not in missing_plots(db, PLOTS[0].organisation, actor)
