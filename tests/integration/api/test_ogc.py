"""Floors and spaces for GIS programs: the standard's addresses, and GDAL reading them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from flask import Flask
from shapely.geometry import shape
from werkzeug.serving import make_server

from floorplans.bookings import service as bookings
from floorplans.bookings.views import BookingRequest
from floorplans.database import Database
from floorplans.people import service as people
from tests.support.drafts import make_draft, make_draft_desk, publish_draft
from tests.support.web import Client, World

HOUR = timedelta(hours=1)
ITEMS = "/ogc/collections/{}/items"


def told(client: Client, collection: str, **query: str) -> dict[str, Any]:
    answer = client.get(ITEMS.format(collection), query_string=query)
    assert answer.status_code == 200, answer.json
    assert answer.content_type == "application/geo+json"
    document: dict[str, Any] = answer.json
    return document


def names(document: dict[str, Any]) -> list[str]:
    return [each["properties"]["name"] for each in document["features"]]


def followed(client: Client, document: dict[str, Any]) -> dict[str, Any] | None:
    """The page that the link “next” leads to."""
    onwards = [each["href"] for each in document["links"] if each["rel"] == "next"]
    if not onwards:
        return None
    address = urlsplit(onwards[0])
    return dict(client.get(f"{address.path.removeprefix('/api/v1')}?{address.query}").json)


def test_the_first_page_leads_to_everything(employee: Client) -> None:
    landing = employee.get("/ogc").json
    links = {each["rel"]: urlsplit(each["href"]).path for each in landing["links"]}
    assert set(links) == {"self", "service-desc", "conformance", "data"}
    for path in links.values():
        assert employee.get(path.removeprefix("/api/v1")).status_code == 200
    declared = employee.get("/ogc/conformance").json["conformsTo"]
    assert any(each.endswith("ogcapi-features-1/1.0/conf/core") for each in declared)


def test_collections_tell_what_they_are_and_where(employee: Client, world: World) -> None:
    found = employee.get("/ogc/collections").json["collections"]
    assert [each["id"] for each in found] == ["sites", "buildings", "floors", "spaces"]
    for each in found:
        alone = employee.get(f"/ogc/collections/{each['id']}").json
        assert alone == each
        west, south, east, north = each["extent"]["spatial"]["bbox"][0]
        assert west <= 4.9 <= east + 0.1
        assert south <= north


@pytest.mark.parametrize("collection", ["sites", "buildings", "floors", "spaces"])
def test_each_feature_is_found_alone_as_in_its_list(
    employee: Client, world: World, collection: str
) -> None:
    listed = told(employee, collection)["features"]
    assert listed
    for each in listed:
        alone = employee.get(f"{ITEMS.format(collection)}/{each['id']}").json
        assert {name: alone[name] for name in each} == each


def test_a_stranger_finds_nothing_of_it(stranger: Client, world: World) -> None:
    for collection in ("sites", "buildings", "floors", "spaces"):
        assert told(stranger, collection)["features"] == []
    foreign = stranger.get(f"{ITEMS.format('spaces')}/{world.desks[0]}")
    missing = stranger.get(f"{ITEMS.format('spaces')}/{uuid4()}")
    assert (foreign.status_code, foreign.json) == (404, missing.json)


def test_pages_give_every_space_once(employee: Client, world: World) -> None:
    page: dict[str, Any] | None = told(employee, "spaces", limit="1")
    found = []
    while page is not None:
        assert page["numberReturned"] == len(page["features"]) == 1
        found += [each["id"] for each in page["features"]]
        page = followed(employee, page)
    assert sorted(found) == sorted(map(str, world.desks))


def test_a_box_gives_what_meets_it(employee: Client, world: World) -> None:
    first, *others = told(employee, "spaces")["features"]
    west, south, east, north = shape(first["geometry"]).buffer(-1e-6).bounds
    inside = told(employee, "spaces", bbox=f"{west},{south},{east},{north}")
    assert [each["id"] for each in inside["features"]] == [first["id"]]
    assert len(others) == len(world.desks) - 1
    elsewhere = told(employee, "spaces", bbox="10,10,11,11")
    assert elsewhere["features"] == []


def test_a_box_over_the_antimeridian_is_two(employee: Client, world: World) -> None:
    assert told(employee, "spaces", bbox="179,-10,-179,10")["features"] == []
    everywhere = told(employee, "spaces", bbox="10,-90,9.99,90")
    assert len(everywhere["features"]) == len(world.desks)


def test_filters_leave_out_what_does_not_match(employee: Client, world: World) -> None:
    assert len(told(employee, "spaces", kind="desk")["features"]) == len(world.desks)
    assert told(employee, "spaces", kind="room")["features"] == []
    assert told(employee, "spaces", floor_id=str(uuid4()))["features"] == []
    assert told(employee, "floors", building_id=str(world.building_id))["features"] != []


def test_a_time_tells_what_is_free(
    db: Database, employee: Client, world: World, now: datetime
) -> None:
    begins, ends = now + HOUR, now + 3 * HOUR
    taken = world.desks[1]
    bookings.book(db, world.facility, BookingRequest(taken, begins, ends), now)
    when = f"{begins.isoformat()}/{ends.isoformat()}"
    states = {
        each["id"]: each["properties"]["status"]
        for each in told(employee, "spaces", datetime=when)["features"]
    }
    assert states == {str(own): "taken" if own == taken else "free" for own in world.desks}
    at_once = told(employee, "spaces", datetime=now.isoformat())
    free = {each["properties"]["status"] for each in at_once["features"]}
    assert free == {"free"}


def test_nobody_is_named(db: Database, employee: Client, world: World, now: datetime) -> None:
    bookings.book(
        db, world.facility, BookingRequest(world.desks[0], now + HOUR, now + 2 * HOUR), now
    )
    document = str(told(employee, "spaces", datetime=(now + HOUR).isoformat()))
    assert world.facility.name not in document
    assert str(world.facility.person_id) not in document


def test_the_plan_is_the_one_of_that_time(
    db: Database, employee: Client, world: World, now: datetime
) -> None:
    draft = make_draft(desks=[make_draft_desk(f"N-{n}", 3.0 * n, 0) for n in range(2)])
    publish_draft(db, world.facility, world.floor_id, draft, now)
    assert sorted(names(told(employee, "spaces"))) == ["N-0", "N-1"]
    before = told(employee, "spaces", datetime=f"../{(now - HOUR).isoformat()}")
    assert "N-0" not in names(before)
    later = told(employee, "spaces", datetime=f"{(now + HOUR).isoformat()}/..")
    assert sorted(names(later)) == ["N-0", "N-1"]


@pytest.mark.parametrize(
    "query",
    [
        {"bbox": "1,2,3"},
        {"bbox": "1,2,3,x"},
        {"bbox": "1,2,3,nan"},
        {"bbox": "0,10,1,9"},
        {"bbox": "0,0,200,1"},
        {"limit": "0"},
        {"limit": "many"},
        {"datetime": "yesterday"},
        {"datetime": "../.."},
        {"datetime": "2026-11-18T09:00:00Z/2026-11-18T08:00:00Z"},
        {"datetime": "2026-11-18T09:00:00"},
        {"datetime": "2026-01-01T00:00:00Z/2027-01-01T00:00:00Z"},
        {"after": "first"},
        {"kind": "desk\0"},
        {"unknown": "1"},
    ],
    ids=str,
)
def test_what_makes_no_sense_is_refused_as_the_standard_says(
    employee: Client, query: dict[str, str]
) -> None:
    answer = employee.get(ITEMS.format("spaces"), query_string=query)
    assert answer.status_code == 400
    assert answer.json["status"] == 400
    assert answer.json["code"]


def test_an_unknown_collection_is_named(employee: Client) -> None:
    for path in ("/ogc/collections/people", ITEMS.format("people")):
        answer = employee.get(path)
        assert (answer.status_code, answer.json["code"]) == (404, "collection_not_found")


def test_more_than_a_page_may_have_is_no_error(employee: Client, world: World) -> None:
    assert len(told(employee, "spaces", limit="1000000")["features"]) == len(world.desks)


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The application on loopback; yields the address of the landing page."""
    server = make_server("127.0.0.1", 0, app)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/api/v1/ogc"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


#: A program of its own: GDAL would keep this one from answering it.
READ = """
import json, sys, pyogrio
source, token = sys.argv[1:]
pyogrio.set_gdal_config_options(
    {"GDAL_HTTP_AUTH": "BEARER", "GDAL_HTTP_BEARER": token, "GDAL_HTTP_TIMEOUT": "20"})
found = {}
for name, _ in pyogrio.list_layers(source):
    about, _, shapes, _ = pyogrio.raw.read(source, layer=name)
    found[str(name)] = [len(shapes), sorted(about["fields"]), about["crs"]]
print(json.dumps(found))
"""


def test_ogrinfo_counts_what_is_there(
    web_app: Flask, db: Database, world: World, now: datetime
) -> None:
    token = people.create_token(db, world.employee.email, "gis", now)
    with served(web_app) as address:
        done = subprocess.run(
            ["ogrinfo", "-ro", "-so", f"OAPIF:{address}", "spaces"],
            env=os.environ | {"GDAL_HTTP_HEADERS": f"Authorization: Bearer {token}"},
            capture_output=True, text=True, timeout=90, check=False,
        )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert f"Feature Count: {len(world.desks)}" in done.stdout
    assert "floor_id: String" in done.stdout


def test_gdal_reads_every_collection(
    web_app: Flask, db: Database, world: World, now: datetime
) -> None:
    token = people.create_token(db, world.employee.email, "gis", now)
    with served(web_app) as address:
        command = [sys.executable, "-c", READ, f"OAPIF:{address}", token]
        done = subprocess.run(command, capture_output=True, text=True, timeout=90, check=False)
    assert done.returncode == 0, done.stderr
    read = json.loads(done.stdout)
    counts = {name: found[0] for name, found in read.items()}
    assert counts == {"sites": 1, "buildings": 1, "floors": 1, "spaces": len(world.desks)}
    _, fields, crs = read["spaces"]
    assert {"name", "kind", "floor_id", "capacity"} <= set(fields)
    assert "CRS84" in crs or "4326" in crs
