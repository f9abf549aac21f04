"""Faults on the pages and over the API: who says what, and who reads it."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID

import pytest

from floorplans.mending import service as mending
from tests.support.faults import make_fault

HOUR = timedelta(hours=1)


@pytest.fixture
def fault_id(db, world, clock):
    return make_fault(db, world.employee, world.desks[0], clock.now)


def key_of(page: str) -> str:
    found = re.search(r'name="key" value="([^"]+)"', page)
    assert found
    return found[1]


def test_the_page_of_a_code_reports_a_fault_and_tells_it_without_a_name(browser, world, clock):
    browser.sign_in(world.employee.email)
    at = f"/at/{world.desks[0]}"
    form = {"act": "report", "what": "broken", "note": "the left screen"}
    form["key"] = key_of(browser.get(at).text)
    for _ in range(2):  # A form that is sent twice is one report.
        assert browser.post(at, data=form).status_code == 303
    assert "Reported. Facility staff see it now" in browser.get(at).text
    browser.sign_out()
    clock.pass_by(hours=2)
    browser.sign_in(world.admin.email)
    page = browser.get(at).text
    assert page.count("Equipment broken: the left screen, 2 h ago") == 1
    assert world.employee.email not in page
    assert "by you" not in page


def test_a_refused_report_keeps_what_was_typed(signed_in, world):
    at = f"/at/{world.desks[0]}"
    form = {"act": "report", "what": "other", "note": "", "key": "typed-key"}
    page = signed_in.post(at, data=form)
    assert page.status_code == 422
    assert "needs a word on what it is" in page.text
    assert key_of(page.text) == "typed-key"
    assert signed_in.post(at, data={**form, "what": "haunted"}).status_code == 422


def test_the_same_here_is_one_press(browser, db, world, fault_id):
    browser.sign_in(world.admin.email)
    at = f"/at/{world.desks[0]}"
    form = {"act": "same", "fault": str(fault_id)}
    assert browser.post(at, data=form).status_code == 303
    assert "by you, 2 people found it" in browser.get(at).text


def test_a_floor_s_code_tells_of_no_faults(signed_in, world):
    assert "Something is wrong here" not in signed_in.get(f"/at/{world.floor_id}").text


def test_staff_see_who_reported_it_and_say_that_it_is_done(browser, db, world, fault_id):
    browser.sign_in(world.facility.email)
    assert "Faults (1)" in browser.get("/places").text
    page = browser.get("/places/faults").text
    assert f"reported by {world.employee.name}" in page
    assert f'href="/floors/{world.floor_id}?space={world.desks[0]}"' in page
    form = {"fault": str(fault_id), "word": "x" * 201}
    refused = browser.post("/places/faults", data=form)
    assert (refused.status_code, refused.text.count("x" * 201)) == (422, 1)
    done = browser.post("/places/faults", data={**form, "word": "A new one"})
    assert done.status_code == 303
    assert "Nothing is reported" in browser.get("/places/faults").text
    page = browser.get("/places/faults?state=done").text
    assert "A new one" in page
    assert "reported by" not in page
    assert "Faults</a>" in browser.get("/places").text


def test_from_a_fault_its_place_is_chosen_to_be_closed(browser, world, fault_id):
    browser.sign_in(world.facility.email)
    page = browser.get("/places/faults").text
    found = re.search(r'href="(/closures/new[^"]+)"', page)
    assert found
    form = browser.get(found[1].replace("&amp;", "&")).text
    assert f'value="{world.desks[0]}" checked' in form
    assert 'value="Equipment broken"' in form
    assert form.count(" checked>") == 2  # the place, and that places are chosen


def test_over_the_api_it_is_reported_added_to_and_done(employee, facility, world):
    path = f"/spaces/{world.desks[1]}/faults"
    asked = {"what": "missing", "note": "a chair"}
    made = employee.post(path, asked, headers={"Idempotency-Key": "k"})
    assert made.status_code == 201
    assert employee.post(path, asked, headers={"Idempotency-Key": "k"}).json == made.json
    reused = employee.post(path, {"what": "dirty"}, headers={"Idempotency-Key": "k"})
    assert (reused.status_code, reused.json["code"]) == (409, "idempotency_key_reused")
    fault = made.json["id"]
    assert facility.post(f"/faults/{fault}/same").json["reports"] == 2
    assert [each["id"] for each in employee.get(path).json] == [fault]
    (listed,) = facility.get("/faults").json
    assert world.employee.name in listed["reporters"]
    assert employee.get("/faults").status_code == 403
    assert employee.post(f"/faults/{fault}/done", {}).status_code == 403
    done = facility.post(f"/faults/{fault}/done", {"word": "It is back"}).json
    assert (done["word"], done["reporters"]) == ("It is back", [])
    assert facility.get("/faults").json == []
    assert [each["id"] for each in facility.get("/faults?state=done").json] == [fault]
    assert employee.post(f"/faults/{fault}/same").json["code"] == "fault_done"


@pytest.mark.parametrize(
    "asked",
    [
        {"what": "haunted"},
        {"what": "other"},
        {"what": "dirty", "note": "x" * 201},
        {"what": "dirty", "note": "a\x00b"},
        {"what": "dirty", "position": [4.9, 52.37]},
        {},
    ],
)
def test_what_makes_no_sense_reports_nothing(employee, db, world, asked):
    assert employee.post(f"/spaces/{world.desks[0]}/faults", asked).status_code == 422
    assert mending.at_space(db, world.employee, world.desks[0]) == []


def test_another_organisation_s_places_and_faults_do_not_exist(stranger, facility, world, fault_id):
    missing = stranger.get(f"/spaces/{UUID(int=7)}/faults").json
    assert stranger.get(f"/spaces/{world.desks[0]}/faults").json == missing
    asked = {"what": "dirty"}
    assert stranger.post(f"/spaces/{world.desks[0]}/faults", asked).status_code == 404
    for act in ("same", "done"):
        answer = stranger.post(f"/faults/{fault_id}/{act}", {})
        assert (answer.status_code, answer.json["code"]) == (404, "no_such_fault")
    assert stranger.get("/faults").json == []
    assert len(facility.get("/faults").json) == 1


def test_people_choose_whether_they_are_told(signed_in, world):
    assert "When what you reported is done." in signed_in.get("/my/profile").text
    signed_in.sign_out()
    signed_in.sign_in(world.facility.email)
    assert "when somebody reports one." in signed_in.get("/my/profile").text
