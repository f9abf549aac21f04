"""Who lives in the demo."""

from __future__ import annotations

from collections import Counter

from app.demo.campus import PLOTS
from app.demo.mates import MATES, PROJECT_TEAM
from app.demo.people import PEOPLE, Part
from app.demo.settling import DESKS_OF_A_MATE
from app.demo.story import DESK_SHARE
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
    everybody = PEOPLE + MATES
    assert len({person.email for person in everybody}) == len(everybody)
    assert len({person.name for person in everybody}) == len(everybody)
    assert {person.shows_name for person in PEOPLE} == {True, False}


def test_there_are_enough_people_for_every_desk_that_the_story_takes():
    for organisation in {plot.organisation for plot in PLOTS}:
        mates = [person for person in MATES if person.organisation == organisation]
        desks = sum(plot.sketch().desks for plot in PLOTS if plot.organisation == organisation)
        assert len([mate for mate in mates if mate.part is Part.TEAM]) >= int(
            desks / DESKS_OF_A_MATE
        )
        assert max(DESK_SHARE) < 1 / DESKS_OF_A_MATE


def test_who_is_booked_for_lets_others_do_it_and_has_no_other_desk():
    project = [mate for mate in MATES if mate.email in PROJECT_TEAM]
    assert len(project) == len(PROJECT_TEAM)
    assert all(mate.lets_book and mate.part is Part.ELSEWHERE for mate in project)
    assert {mate.lets_book for mate in MATES} == {True, False}
