"""The demo comes in like anybody's building: drawn, uploaded, read, placed, published, booked."""

from __future__ import annotations

import json
import math
from datetime import timedelta

import ezdxf
import pytest

from app.demo.campus import PLOTS, SECOND_ORGANISATION
from app.demo.load import load_demo
from app.demo.own import BUILDING, SITE, Became, load_own
from app.demo.password import DemoPassword
from app.demo.settling import facility_of, settle_people
from floorplans.approvals import service as approvals
from floorplans.assigning import service as assigning
from floorplans.bookings import service as bookings
from floorplans.closing import service as closing
from floorplans.nearest.views import SpaceOrigin
from floorplans.people import service as people
from floorplans.places import service as places
from floorplans.plans import service as plans
from floorplans.policies import service as policies
from floorplans.screens import service as screens
from floorplans.series import service as series
from floorplans.teams import service as teams
from floorplans.usage import service as usage
from floorplans.walking import making
from floorplans.walking.facilities import FacilityRequest, nearest_facilities
from floorplans.walking.routing import way_to
from floorplans.walking.service import nearest_by_walking
from floorplans.walking.views import ExitRef, RouteRequest, WalkRequest

PASSWORD = DemoPassword("harbour lights at night", changed=True, made=True)
KNOWN = DemoPassword(PASSWORD.text, changed=False, made=False)
#: The small building of the second organisation, and a floor that carries no position.
SMALL = [plot for plot in PLOTS if plot.organisation == SECOND_ORGANISATION]
UNPLACED = [plot for plot in PLOTS if plot.file == "north-wing-01.dxf"]


def quiet(_: str) -> None:
    """Nobody watches a test's progress."""


def test_every_desk_the_architect_drew_can_be_booked(db, now):
    report = load_demo(db, PASSWORD, now, quiet, plots=SMALL)
    actor = people.person_by_email(db, "roos.vandijk@demo.test")
    (site,) = places.sites(db, actor)
    (floor,) = site.buildings[0].floors
    desks = [s for s in places.spaces(db, actor, floor.id) if s.kind == "desk" and s.bookable]
    assert {desk.name for desk in desks} == {f"K-{i:03d}" for i in range(1, 23)}
    assert report.floors == 1
    assert report.bookings > 50


def test_a_second_load_changes_nothing(db, now):
    load_demo(db, PASSWORD, now, quiet, plots=SMALL)
    again = load_demo(db, KNOWN, now + timedelta(minutes=5), quiet, plots=SMALL)
    assert (again.floors, again.bookings) == (0, 0)


def what_is_there(db, now):
    facility = people.person_by_email(db, "facility@demo.test")
    employee = people.person_by_email(db, "employee@demo.test")
    return {
        "rules": [each.rule.approval for each in policies.rules(db, facility)],
        "requests": [each.booking_id for each in approvals.open_requests(db, facility, now)],
        "closures": [each.id for each in closing.all_closures(db, facility, now)],
        "assigned": [each.assignment.id for each in assigning.mine(db, employee, now)],
        "screens": [each.id for each in screens.screens(db, facility)],
        "months": [month for site in usage.months(db, facility) for month in site.months],
        "colleagues": teams.colleagues(db, employee, "Ada"),
        "series": [each.id for each in series.my_series(db, employee, now)],
        "teams": [each.id for each in teams.my_teams(db, employee, now)],
    }


def test_a_newcomer_finds_something_of_everything_and_a_second_load_adds_nothing(db, now):
    plots = [
        plot for plot in PLOTS if plot.file in ("harbour-house-00.dxf", "harbour-house-01.dxf")
    ]
    load_demo(db, PASSWORD, now, quiet, plots=plots)
    actor = people.person_by_email(db, "employee@demo.test")
    (site,) = places.sites(db, actor)
    ground, first = sorted(site.buildings[0].floors, key=lambda floor: floor.ordinal)
    spaces = {space.name: space for space in places.spaces(db, actor, ground.id)}
    lockers = [space for space in spaces.values() if space.kind == "locker" and space.bookable]
    assert len(lockers) == 24
    day = (now + timedelta(days=(5 - now.weekday()) % 7)).replace(hour=9, minute=0)
    told = json.loads(
        bookings.availability(db, actor, ground.id, day, day + timedelta(hours=8), now).body
    )
    (bench,) = [e for e in told["spaces"] if e["id"] == str(spaces["Window bench"].id)]
    assert (bench["status"], bench["left"], bench["places"]) == ("free", 8, 8)
    assert any(space.kind == "booth" for space in places.spaces(db, actor, first.id))
    seen = what_is_there(db, now)
    assert set(seen) == {name for name, several in seen.items() if several}
    load_demo(db, KNOWN, now + timedelta(minutes=5), quiet, plots=plots)
    assert what_is_there(db, now) == seen


def test_a_drawing_without_a_position_lies_where_its_one_point_says(db, now):
    load_demo(db, PASSWORD, now, quiet, plots=UNPLACED)
    plot = UNPLACED[0]
    actor = people.person_by_email(db, "facility@demo.test")
    (site,) = places.sites(db, actor)
    (floor,) = site.buildings[0].floors
    desk = next(s for s in places.spaces(db, actor, floor.id) if s.name == "N1-001")
    drawn = next(p.labels[0] for p in plot.sketch().pieces if p.labels)
    lon, lat = plot.stand.to_lonlat(drawn[1], drawn[2])
    east_m = (desk.lon - lon) * 111_320 * math.cos(math.radians(lat))
    assert math.hypot(east_m, (desk.lat - lat) * 111_320) < 0.3


def test_a_visitors_drawing_becomes_a_floor_of_a_building_of_its_own(db, now, tmp_path):
    settle_people(db, PASSWORD, now)
    drawing = make_drawing(tmp_path / "attic.dxf")
    (attic,) = load_own(db, (drawing,), now, quiet)
    assert attic.published
    actor = people.person_by_email(db, "employee@demo.test")
    (site,) = places.sites(db, actor)
    assert (site.name, site.buildings[0].name) == (SITE, BUILDING)
    assert site.buildings[0].floors[0].name == "attic"
    assert site.buildings[0].floors[0].bookable_count == 6


def revisions_of(db, floor_id):
    return plans.revisions(db, people.person_by_email(db, "facility@demo.test"), floor_id)


def test_the_same_drawing_again_is_left_alone(db, now, tmp_path):
    settle_people(db, PASSWORD, now)
    drawing = make_drawing(tmp_path / "attic.dxf")
    (first,) = load_own(db, (drawing,), now, quiet)
    (again,) = load_own(db, (drawing,), now, quiet)
    assert (first.became, again.became) == (Became.NEW, Became.UNCHANGED)
    assert again.floor_id == first.floor_id
    assert "has not changed" in again.sentence
    assert len(revisions_of(db, first.floor_id)) == 1


def test_a_changed_drawing_is_the_new_plan_of_its_floor(db, now, tmp_path):
    settle_people(db, PASSWORD, now)
    drawing = make_drawing(tmp_path / "attic.dxf")
    (first,) = load_own(db, (drawing,), now, quiet)
    (changed,) = load_own(db, (make_drawing(drawing, desks=4),), now, quiet)
    assert (changed.became, changed.floor_id) == (Became.CHANGED, first.floor_id)
    assert len(revisions_of(db, first.floor_id)) == 2
    actor = people.person_by_email(db, "employee@demo.test")
    assert places.sites(db, actor)[0].buildings[0].floors[0].bookable_count == 4


def test_a_floor_keeps_its_plan_when_the_next_drawing_is_refused(db, now, tmp_path):
    settle_people(db, PASSWORD, now)
    drawing = make_drawing(tmp_path / "attic.dxf")
    (first,) = load_own(db, (drawing,), now, quiet)
    drawing.write_text("Dear colleague, the plan is attached.\n")
    (refused,) = load_own(db, (drawing,), now, quiet)
    assert (refused.became, refused.floor_id) == (Became.REFUSED, first.floor_id)
    assert "is left as it is" in refused.sentence
    actor = people.person_by_email(db, "employee@demo.test")
    assert places.sites(db, actor)[0].buildings[0].floors[0].bookable_count == 6


def test_drawings_of_one_name_from_two_folders_are_two_floors(db, now, tmp_path):
    settle_people(db, PASSWORD, now)
    files = []
    for house in ("north", "south"):
        (tmp_path / house).mkdir()
        files.append(make_drawing(tmp_path / house / "plan.dxf"))
    told = load_own(db, tuple(files), now, quiet)
    assert [floor.floor for floor in told] == ["north plan", "south plan"]
    assert len({floor.floor_id for floor in told}) == 2


@pytest.mark.parametrize("content", [b"", b"Dear colleague, the plan is attached.\n"])
def test_what_is_no_drawing_is_told_and_makes_no_floor(db, now, tmp_path, content):
    staffs = settle_people(db, PASSWORD, now)
    letter = tmp_path / "letter.dxf"
    letter.write_bytes(content)
    (told,) = load_own(db, (letter, ), now, quiet)  # fmt: skip
    assert not told.published
    assert told.notice
    actor = facility_of(next(iter(staffs.values())))
    assert told.became is Became.REFUSED
    assert places.sites(db, actor) == []


def make_drawing(path, desks=6):
    """A room with desks, in millimetres."""
    doc = ezdxf.new("R2013", units=4)
    doc.layers.add("A-AREA")
    desk = doc.blocks.new("DESK-160")
    desk.add_lwpolyline([(0, 0), (1600, 0), (1600, 800), (0, 800)], close=True)
    desk.add_circle((800, -300), 240)
    msp = doc.modelspace()
    corners = [(0, 0), (9000, 0), (9000, 6000), (0, 6000)]
    msp.add_lwpolyline(corners, close=True, dxfattribs={"layer": "A-AREA"})
    for i in range(desks):
        msp.add_blockref("DESK-160", (600 + i % 3 * 2800, 1200 + i // 3 * 2600))
    doc.saveas(path)
    return path


def test_a_newcomer_finds_the_nearest_of_each_kind(db, now):
    files = ("harbour-house-U1.dxf", "harbour-house-00.dxf", "harbour-house-01.dxf")
    load_demo(db, PASSWORD, now, quiet, plots=[plot for plot in PLOTS if plot.file in files])
    actor = people.person_by_email(db, "employee@demo.test")
    while making.make_due(db, now):
        pass
    (site,) = places.sites(db, actor)
    ground = next(floor for floor in site.buildings[0].floors if floor.ordinal == 0)
    desk = next(s for s in places.spaces(db, actor, ground.id) if s.kind == "desk")
    start = SpaceOrigin(desk.id)
    for what in ("toilet", "defibrillator", "exit", "first_aid"):
        asked = FacilityRequest(start, None, what)
        (nearest, *_) = nearest_facilities(db, actor, asked, now).found
        to = nearest.space_id or ExitRef(nearest.floor_id, nearest.door)
        assert way_to(db, actor, RouteRequest(start, None, to), now).directions
    # On a Saturday evening nobody of the demo books.
    at = (now + timedelta(days=(5 - now.weekday()) % 7)).replace(hour=20, minute=0)
    hours = (at, at + timedelta(hours=1))
    rooms = nearest_by_walking(db, actor, WalkRequest(start, None, *hours, quiet=True), now)
    assert [walk.space.name for walk in rooms.spaces] == ["1.31 Meeting Juist"]
    charging = WalkRequest(start, None, *hours, kind="parking", features=("charger",))
    found = nearest_by_walking(db, actor, charging, now).spaces
    assert [walk.measured for walk in found] == ["way"] * 3
    for walk in (*rooms.spaces, *found):
        request = RouteRequest(start, None, walk.space.space_id)
        assert way_to(db, actor, request, now).directions
