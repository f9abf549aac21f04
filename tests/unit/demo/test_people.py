"""Who lives in the demo."""

from __future__ import annotations

from collections import Counter

from app.demo.campus import PLOTS
from app.demo.people import PEOPLE
from floorplans.actor import Role


def test_each_role_can_be_tried_at_its_own_address():
    by_email = {person.email: person for person in PEOPLE}
    for role in Role:
        assert by_email[f"{role}@demo.test"].role is role


def test_twenty_colleagues_work_in_two_organisations():
    organisations = Counter(person.organisation for person in PEOPLE)
    assert sum(organisations.values()) == 23
    assert set(organisations) == {plot.organisation for plot in PLOTS}
    assert min(organisations.values()) >= 5


def test_every_address_is_given_once_and_some_people_hide_their_name():
    assert len({person.email for person in PEOPLE}) == len(PEOPLE)
    assert {person.shows_name for person in PEOPLE} == {True, False}
    for plot in PLOTS:
        mates = [person for person in PEOPLE if person.organisation == plot.organisation]
        assert any(person.leads for person in mates)
