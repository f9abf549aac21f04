"""Whatever is sent, by page, script or command: a code, a sentence and what to do, and what others
have staged is kept."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from click.testing import CliRunner
from shapely import box

from app.cli import main
from app.cluster import Connections
from app.security.access import UPLOAD_LIMIT_BYTES
from floorplans.actor import Actor, operator
from floorplans.database import Database
from floorplans.places import service as places
from floorplans.plans import service as plans
from floorplans.plans.editing.actions import At, Change
from importers.base import Limits
from tests.corpus.hostile import FILES as HOSTILE
from tests.support.databases import Clone, clone_of
from tests.support.drafts import make_draft, make_draft_desk, stage_draft
from tests.support.drawings import make_drawing, make_office, text_of
from tests.support.dwgfiles import make_dwg
from tests.support.factories import SRID, make_organisation, make_site
from tests.support.files import make_dxf
from tests.support.geofiles import feature, geojson_of, lonlat, make_imdf
from tests.support.pictures import make_pdf
from tests.support.web import Client, World


def locked_archive() -> bytes:
    """An IMDF archive whose members are marked as encrypted."""
    content = bytearray(make_imdf())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = content.find(mark)
        while place >= 0:
            content[place + offset] |= 1
            place = content.find(mark, place + 4)
    return bytes(content)


def locked_dwg() -> bytes:
    content = bytearray(make_dwg())
    content[0x18] = 1
    return bytes(content)


def outside_its_crs() -> bytes:
    crs = {"type": "name", "properties": {"name": "EPSG:25832"}}
    return geojson_of([feature(lonlat(box(0, 0, 6, 4)), {"type": "room"})], crs=crs)


def in_metres_of_nothing() -> bytes:
    square = box(500_000, 5_900_000, 500_010, 5_900_005)
    return geojson_of([feature(square, {"type": "room"})])


def only_a_tree() -> bytes:
    doc = make_drawing(layers=["TREES"])
    doc.modelspace().add_circle((5, 5), 2, dxfattribs={"layer": "TREES"})
    doc.modelspace().add_line((0, 0), (10, 10), dxfattribs={"layer": "TREES"})
    return text_of(doc).encode()


def floors_on_top_of_each_other() -> bytes:
    doc = make_office()
    for entity in list(doc.modelspace()):
        twin = entity.copy()
        doc.modelspace().add_entity(twin)
        twin.translate(0, 0, 3.2)
    return text_of(doc).encode()


@dataclass(frozen=True, slots=True)
class Bad:
    """A file and where it is found out: when it is sent, when it is read (``refused``), or with a
    finding; ``code`` is the one that people see."""

    name: str
    file: str
    content: Callable[[], bytes]
    code: str
    when: str = "refused"


BAD = (
    Bad("a picture", "holiday.dxf", HOSTILE["picture_renamed.dxf"], "PICTURE_DAMAGED"),
    Bad("a PDF", "plan.dxf", HOSTILE["pdf_renamed.dxf"], "PDF_DAMAGED"),
    Bad("a letter", "plan.dxf", HOSTILE["prose.dxf"], "FORMAT_UNKNOWN"),
    Bad("an archive of nothing", "plan.zip", HOSTILE["zip_renamed.dxf"], "FORMAT_UNKNOWN"),
    Bad("an empty file", "plan.dxf", bytes, "FILE_EMPTY", "sent"),
    Bad("a file of blanks", "plan.dxf", HOSTILE["white_space.dxf"], "FILE_EMPTY"),
    Bad("a drawing of nothing", "plan.dxf", HOSTILE["no_entities.dxf"], "DRAWING_EMPTY"),
    Bad("a drawing cut in half", "plan.dxf", HOSTILE["cut_at_40_percent.dxf"], "TRUNCATED"),
    Bad(
        "a file that is too large",
        "plan.dxf",
        lambda: b"0\n" * (26 << 20),
        "FILE_TOO_LARGE",
        "sent",
    ),
    Bad("a locked archive", "venue.zip", locked_archive, "ARCHIVE_LOCKED"),
    Bad("a locked PDF", "plan.pdf", lambda: make_pdf(password="secret"), "PDF_LOCKED"),
    Bad("a locked DWG", "plan.dwg", locked_dwg, "DWG_ENCRYPTED"),
    Bad(
        "GeoJSON that is cut off", "floor.geojson", lambda: outside_its_crs()[:200], "JSON_INVALID"
    ),
    Bad("coordinates outside their CRS", "floor.geojson", outside_its_crs, "CRS_NOT_USABLE"),
    Bad("coordinates of no CRS", "floor.geojson", in_metres_of_nothing, "CRS_NOT_USABLE"),
    Bad(
        "a missing reference",
        "plan.dxf",
        HOSTILE["missing_reference.dxf"],
        "XREF_NOT_BOUND",
        "found",
    ),
    Bad(
        "floors above each other",
        "plan.dxf",
        floors_on_top_of_each_other,
        "FLOORS_STACKED",
        "found",
    ),
)
every_bad_file = pytest.mark.parametrize("bad", BAD, ids=lambda bad: bad.name)


def assert_told(told: dict[str, Any], code: str) -> None:
    """A code, whole sentences of what happened, and what to do next."""
    message = told.get("message") or told["detail"]
    assert told["code"].upper() == code
    assert message[0].isupper() or not message[0].isalpha()
    assert message.endswith(".")
    assert told["advice"].endswith(".")
    assert "Traceback" not in message + told["advice"]


@dataclass(frozen=True, slots=True)
class Staged:
    """A draft with an edit of a colleague, which nothing may touch."""

    db: Database
    actor: Actor
    floor_id: UUID
    plan_id: UUID

    def look(self) -> object:
        return (
            plans.draft_document(self.db, self.actor, self.plan_id),
            plans.edits(self.db, self.actor, self.plan_id),
            plans.revision(self.db, self.actor, self.plan_id),
        )


def stage(db: Database, actor: Actor, floor_id: UUID, now: datetime) -> Staged:
    made = stage_draft(db, actor, floor_id, make_draft(desks=[make_draft_desk("1", 2, 2)]), now)
    plans.edit(db, actor, made, Change((At("desk", 2, 2),), name="Window seat"), 0, now)
    return Staged(db, actor, floor_id, made)


# Over the API.


@pytest.fixture
def staged(db: Database, world: World, now: datetime) -> Staged:
    return stage(db, world.facility, world.floor_id, now)


def send(client: Client, floor_id: UUID, bad: Bad) -> Any:
    content = bad.content()
    if len(content) > UPLOAD_LIMIT_BYTES:
        # The web server says no to the announcement alone.
        announced = {"CONTENT_LENGTH": str(len(content))}
        kind = "multipart/form-data; boundary=x"
        path = f"/floors/{floor_id}/plans"
        return client.post(path, content_type=kind, environ_overrides=announced)
    data = {"file": (io.BytesIO(content), bad.file)}
    return client.post(f"/floors/{floor_id}/plans", data=data)


@every_bad_file
def test_the_api_tells_what_is_wrong_with_a_file(
    facility: Client, staged: Staged, db: Database, now: datetime, bad: Bad
) -> None:
    before = staged.look()
    answer = send(facility, staged.floor_id, bad)
    if bad.when == "sent":
        # The web server does not even take in what is over the limit.
        too_large = answer.status_code == 413
        assert_told(answer.json, "TOO_LARGE" if too_large else bad.code)
        assert len(plans.revisions(db, staged.actor, staged.floor_id)) == 2
    else:
        plan = answer.json["id"]
        plans.read(db, staged.actor.organisation_id, UUID(plan), now)
        seen = facility.get(f"/plans/{plan}").json
        if bad.when == "refused":
            assert seen["state"] == "refused"
            assert_told(seen["refusal"], bad.code)
        else:
            assert seen["state"] == "draft"
            (found,) = (issue for issue in seen["issues"] if issue["code"] == bad.code)
            assert_told(found, bad.code)
    assert staged.look() == before


def test_the_api_publishes_no_plan_without_a_room(
    facility: Client, staged: Staged, db: Database, now: datetime
) -> None:
    before = staged.look()
    plan = send(facility, staged.floor_id, Bad("", "tree.dxf", only_a_tree, "")).json["id"]
    plans.read(db, staged.actor.organisation_id, UUID(plan), now)
    facility.patch(f"/plans/{plan}", json={"units": "m"})
    plans.read(db, staged.actor.organisation_id, UUID(plan), now)
    answer = facility.post(f"/plans/{plan}/publish")
    assert answer.status_code == 422
    assert_told(answer.json, "NO_SPACES")
    assert facility.get(f"/plans/{plan}").json["state"] == "draft"
    assert staged.look() == before


def test_the_api_takes_no_position_outside_its_crs(facility: Client, staged: Staged) -> None:
    before = staged.look()
    points = [
        {"name": f"P{n}", "x": x, "y": 0.0, "east": 9e6 + x, "north": -9e6, "epsg": SRID}
        for n, x in enumerate((0.0, 10.0, 20.0))
    ]
    body = {"method": "control_points", "points": points}
    answer = facility.ask("PUT", f"/plans/{staged.plan_id}/position", json=body)
    assert answer.status_code == 422
    assert_told(answer.json, answer.json["code"].upper())
    assert answer.json["point"] == "P0"
    assert staged.look() == before


def test_the_api_makes_no_second_floor_of_one_number(
    facility: Client, staged: Staged, world: World
) -> None:
    before = staged.look()
    body = {"building_id": str(world.building_id), "name": "Another", "ordinal": 0}
    answer = facility.post("/floors", json=body)
    assert answer.status_code == 409
    assert_told(answer.json, "FLOOR_ORDINAL_TAKEN")
    assert staged.look() == before


# By the command line.


@pytest.fixture(scope="module")
def installation(cluster: Connections) -> Iterator[Clone]:
    with clone_of(cluster) as clone:
        yield clone


@pytest.fixture
def kept(
    installation: Clone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, now: datetime
) -> Iterator[Staged]:
    """The draft of a floor that the command knows: "Main, Floor 2" of an organisation's site."""
    monkeypatch.setenv("DATABASE_URL", installation.owner_url)
    monkeypatch.setenv("DATABASE_APP_URL", installation.app_url)
    monkeypatch.setenv("FLOORPLANS_HOME", str(tmp_path / "home"))
    with closing(Database(installation.engine_url)) as db:
        organisation = make_organisation(db, f"Org of {tmp_path.name}")
        actor = operator(organisation)
        site = make_site(db, actor, name=f"Site of {tmp_path.name}")
        building = places.create_building(db, actor, site_id=site, name="Main")
        floor = places.create_floor(db, actor, building_id=building, name="Floor 2", ordinal=2)
        yield stage(db, actor, floor, now)


def run(
    kept: Staged, file: Path, *words: str, floor: str = "Floor 2"
) -> tuple[int, dict[str, Any]]:
    site = places.floor(kept.db, kept.actor, kept.floor_id).site_name
    names = ("--site", site, "--building", "Main", "--floor", floor, "--json")
    done = CliRunner().invoke(main, ["import", str(file), *names, *words])
    return done.exit_code, json.loads(done.output)


@every_bad_file
def test_the_command_tells_what_is_wrong_with_a_file(
    kept: Staged, tmp_path: Path, bad: Bad
) -> None:
    before = kept.look()
    file = tmp_path / bad.file
    file.write_bytes(bad.content())
    status, told = run(kept, file)
    if bad.when == "found":
        assert status == 0
        (found,) = (issue for issue in told["issues"] if issue["code"] == bad.code)
        assert_told(found, bad.code)
    else:
        assert status == 2
        assert_told(told["refused"], bad.code)
    assert kept.look() == before


def test_the_command_publishes_no_plan_without_a_room(kept: Staged, tmp_path: Path) -> None:
    before = kept.look()
    (tmp_path / "tree.dxf").write_bytes(only_a_tree())
    status, told = run(kept, tmp_path / "tree.dxf", "--units", "m", "--publish")
    assert status == 1
    assert_told(told["error"], "NO_SPACES")
    assert kept.look() == before


def test_the_command_makes_no_second_floor_of_one_number(kept: Staged, tmp_path: Path) -> None:
    before = kept.look()
    (tmp_path / "plan.dxf").write_bytes(make_dxf())
    status, told = run(kept, tmp_path / "plan.dxf", "--ordinal", "2", floor="Another")
    assert status == 1
    assert_told(told["error"], "FLOOR_ORDINAL_TAKEN")
    assert kept.look() == before


def test_the_limit_is_what_the_pages_say() -> None:
    (large,) = (bad for bad in BAD if bad.code == "FILE_TOO_LARGE")
    assert Limits().file_bytes < len(large.content())
