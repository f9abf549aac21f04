"""A position goes through every path of the nearest search; afterwards it is nowhere."""

from __future__ import annotations

import logging
import math
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
import shapely
from pyproj import Transformer
from sqlalchemy import text

from app.cluster import Address, Connections, throwaway
from app.context import EXTENSION
from app.logging import QuietFormatter
from floorplans.beacons import service as beacons
from floorplans.beacons.views import Beacon
from floorplans.database import Database
from floorplans.nearest import around_queries
from floorplans.walking import making
from geo.ways.ground import Ground
from tests.drills.canary.scanner import Canary, Hit, scan
from tests.support.databases import sqlalchemy_url
from tests.support.factories import (
    EAST,
    NORTH,
    SRID,
    make_booking,
    make_published_revision,
    make_space,
)
from tests.support.migrating import migrate
from tests.support.web import Client, Clock, World, client_of, make_app, make_world

NOW = datetime(2026, 11, 18, 8, 0, tzinfo=UTC)
HOURS = {"from": "2026-11-18T09:00:00Z", "to": "2026-11-18T17:00:00Z"}

#: On the site of the factories, and in no other number of the test.
HERE = (4.897316482905317, 52.368915730264918)
#: So far away that the site's CRS could not hold it.
FAR = (-157.858093571264803, 21.315603482917365)

_MISBEHAVING = """
CREATE OR REPLACE FUNCTION nearest_origin(
  on_floor uuid, lon double precision, lat double precision, near_space uuid,
  near_entrance integer, reach_of_site_m double precision)
RETURNS TABLE (floor_id uuid, site_id uuid, building_id uuid, ordinal integer, point geometry)
LANGUAGE plpgsql AS $$ BEGIN
  RAISE WARNING 'looking at % %', lon, lat;
  RAISE EXCEPTION 'no way from % %', lon, lat USING ERRCODE = '{code}', DETAIL = lon || ' ' || lat;
END $$
"""

# PostgreSQL's error repeats the text that it could not read.
_COMPLAINS = "SELECT CAST('at ' || %(lon)s::text || ' ' || %(lat)s::text AS integer)"

# What a careless administrator might set; positions then land in PostgreSQL's log.
_TALKATIVE = {
    "log_statement": "all",
    "log_parameter_max_length": "-1",
    "log_parameter_max_length_on_error": "-1",
    "log_min_error_statement": "error",
    "log_min_messages": "warning",
    "log_error_verbosity": "default",
}


@dataclass(frozen=True, slots=True)
class Stage:
    """A cluster and an application of the drill's own, and every place they could write to."""

    folder: Path
    connections: Connections
    client: Client
    world: World
    db: Database

    @property
    def owner_url(self) -> str:
        return self.connections.owner_url

    @property
    def admin_url(self) -> str:
        assert self.connections.admin_url is not None
        return Address.parse(self.connections.admin_url).in_database("floorplans").url()


def canary_at(place: tuple[float, float]) -> Canary:
    to_site = Transformer.from_crs(4326, SRID, always_xy=True)
    return Canary(*place, *to_site.transform(*place))


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    folder = Path(tempfile.mkdtemp(prefix="floorplans-canary-"))
    folder.chmod(0o711)
    home = folder / "home"
    home.mkdir(mode=0o711)
    try:
        with throwaway(home) as connections, _listening(folder):
            migrate(connections.owner_url, "head")
            db = Database(sqlalchemy_url(connections.app_url))
            yield _open(folder, home, connections, db)
            db.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _open(folder: Path, home: Path, connections: Connections, db: Database) -> Stage:
    app = make_app(db, home, Clock(NOW))
    world = make_world(db)
    _let_walk(db, world)
    client = client_of(app, db, world.employee, NOW)
    app.extensions[EXTENSION].hub.close()
    return Stage(folder, connections, client, world, db)


def _let_walk(db: Database, world: World) -> None:
    """A hall round the position, with ways through it; its middle lies elsewhere."""
    canary = canary_at(HERE)
    hall = {"x": canary.east - EAST + 7.3, "y": canary.north - NORTH - 4.6}
    make_space(
        db,
        world.facility,
        world.floor_id,
        kind="room",
        bookable=False,
        width_m=40,
        depth_m=40,
        **hall,
    )
    make_space(db, world.facility, world.floor_id, x=hall["x"] + 17, y=hall["y"] - 17)
    with db.transaction(world.facility.organisation_id) as tx:
        # A room, or the desk in it, that is found by its use.
        tx.execute(text("UPDATE space SET features = '{defibrillator}' WHERE NOT bookable"))
    revision = make_published_revision(db, world.facility, world.floor_id)
    assert making.make(db, world.facility.organisation_id, revision, NOW)


@contextmanager
def _listening(folder: Path) -> Iterator[None]:
    """Everything that any part of the application logs, at any level, and its temporary files."""
    temporary = folder / "temporary"
    temporary.mkdir()
    root = logging.getLogger()
    handler = logging.FileHandler(folder / "application.log")
    handler.setFormatter(QuietFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    before = root.level, os.environ.get("TMPDIR")
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    os.environ["TMPDIR"] = tempfile.tempdir = str(temporary)
    try:
        yield
    finally:
        root.setLevel(before[0])
        root.removeHandler(handler)
        handler.close()
        tempfile.tempdir = None
        os.environ.pop("TMPDIR")
        if before[1] is not None:
            os.environ["TMPDIR"] = before[1]


def play(stage: Stage) -> dict[str, int]:
    """Send the position through every path; the statuses, by the name of the path."""
    asked = {"floor_id": str(stage.world.floor_id), **HOURS}
    here: dict[str, Any] = {**asked, "lon": HERE[0], "lat": HERE[1], "accuracy_m": 7.5}
    far = {**asked, "lon": FAR[0], "lat": FAR[1]}
    nobody = {**here, "floor_id": str(stage.world.site_id)}
    statuses = {
        "found": _post(stage, here),
        "vague": _post(stage, {**here, "accuracy_m": 900}),
        "far away": _post(stage, far),
        "no floor": _post(stage, {key: here[key] for key in here if key != "floor_id"}),
        "no floor, far away": _post(stage, {key: far[key] for key in far if key != "floor_id"}),
        "unknown floor": _post(stage, nobody),
        "unknown kind": _post(stage, {**here, "kind": "throne"}),
        "too many": _post(stage, {**here, "limit": 5000}),
        "off the earth": _post(stage, {**here, "lat": HERE[1] + 90}),
        "as text": _post(stage, {**here, "lon": str(HERE[0])}),
        "one half": _post(stage, {key: here[key] for key in here if key != "lat"}),
        "unknown field": _post(stage, {**here, "speed": HERE[0]}),
        "over": _post(stage, {**here, "from": "2026-11-01T09:00Z", "to": "2026-11-01T10:00Z"}),
        "broken": _send(stage, f'{{"lon": {HERE[0]}, "lat": {HERE[1]}'.encode()),
        "not signed in": Client(stage.client._client.application, None)
        .post("/nearest", here)
        .status_code,
        "nothing free": _post_when_full(stage, here),
    }
    statuses |= _post_to_a_bad_database(stage, here)
    statuses |= around(stage, here, far)
    statuses |= hear(stage)
    return statuses | walk(stage)


def around(stage: Stage, here: dict[str, Any], far: dict[str, Any]) -> dict[str, int]:
    """The same through the question of what is around, which is answered from far away too."""
    bodies: dict[str, dict[str, Any]] = {
        "around": here,
        "around, far away": far,
        "around, off the earth": {**here, "lat": HERE[1] + 90},
        "around, as text": {**here, "lon": str(HERE[0])},
        "around, unknown kind": {**here, "kind": f"{HERE[0]}"},
        "around, over": {**here, "from": "2026-11-01T09:00Z", "to": "2026-11-01T10:00Z"},
    }
    statuses = {name: _post(stage, body, "/nearby") for name, body in bodies.items()}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(around_queries, "_AROUND", _COMPLAINS)
        statuses["around, database error"] = _post(stage, here, "/nearby")
    return statuses


def hear(stage: Stage) -> dict[str, int]:
    """The position as what beacons around it are heard with: it is worked out, told, and gone."""
    canary = canary_at(HERE)
    away = {f"b{n}": (13.7 * (n % 2) - 5.1, 17.3 * (n // 2) - 8.9) for n in range(4)}
    to_earth = Transformer.from_crs(SRID, 4326, always_xy=True)
    hung = [
        Beacon(name, *to_earth.transform(canary.east + dx, canary.north + dy))
        for name, (dx, dy) in away.items()
    ]
    beacons.set_beacons(stage.db, stage.world.facility, stage.world.floor_id, hung)
    near = [
        {"beacon": name, "distance_m": math.hypot(*gap), "error_m": 0.1}
        for name, gap in away.items()
    ]
    found = stage.client.post("/indoor-position", {"readings": near})
    statuses = {"heard": found.status_code}
    assert math.dist((found.json["lon"], found.json["lat"]), HERE) < 1e-6
    bodies: dict[str, Any] = {
        "too few": near[:2],
        "unknown": [{"beacon": f"{HERE[0]}", "rssi_dbm": -50.0}],
        "no measure": [{"beacon": "b1", "rssi": HERE[0]}],
    }
    for name, readings in bodies.items():
        statuses[f"heard, {name}"] = _post(stage, {"readings": readings}, "/indoor-position")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(beacons, "to_lonlat", _fails)
        statuses["heard, broken"] = _post(stage, {"readings": near}, "/indoor-position")
    return statuses


def walk(stage: Stage) -> dict[str, int]:
    """The same through the searches that know the ways."""
    start = {"floor_id": str(stage.world.floor_id), "lon": HERE[0], "lat": HERE[1]}
    away = {**start, "lon": FAR[0], "lat": FAR[1]}
    statuses: dict[str, int] = {}
    for path, asked in (
        ("/nearest-by-walking", HOURS),
        ("/routes", {"to_space_id": str(_walkable_desk(stage))}),
        ("/nearest-facilities", {"what": "first_aid"}),
    ):
        here = {**start, **asked, "accuracy_m": 7.5}
        bodies: dict[str, dict[str, Any]] = {
            "walked": here,
            "wheelchair": {**here, "profile": "wheelchair"},
            "vague": {**here, "accuracy_m": 900},
            "far away": {**away, **asked},
            "no floor": {key: here[key] for key in here if key != "floor_id"},
            "unknown floor": {**here, "floor_id": str(stage.world.site_id)},
            "unknown space": {**here, "to_space_id": str(stage.world.site_id)},
            "off the earth": {**here, "lat": HERE[1] + 90},
            "as text": {**here, "lon": str(HERE[0])},
            "one half": {key: here[key] for key in here if key != "lat"},
            "unknown profile": {**here, "profile": f"{HERE[0]}"},
        }
        statuses |= {f"{path} {name}": _post(stage, each, path) for name, each in bodies.items()}
        bad = _post_to_a_bad_database(stage, here, path)
        statuses |= {f"{path} {name}": status for name, status in bad.items()}
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Ground, "stand", _fails)
            statuses[f"{path} broken"] = _post(stage, here, path)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Ground, "seen", _fails)
            statuses[f"{path} broken later"] = _post(stage, here, path)
    return statuses


def _fails(*_: object) -> None:
    """As the geometry library complains: with coordinates."""
    canary = canary_at(HERE)
    raise shapely.GEOSException(f"side location conflict at {canary.east} {canary.north}")


def _walkable_desk(stage: Stage) -> UUID:
    with psycopg.connect(stage.admin_url) as connection:
        row = connection.execute(
            "SELECT id FROM space WHERE kind = 'desk' ORDER BY id DESC LIMIT 1"
        ).fetchone()
    assert row is not None
    return UUID(str(row[0]))


def _post(stage: Stage, body: dict[str, Any], path: str = "/nearest") -> int:
    answer = stage.client.post(path, body)
    told = f"{answer.text} {answer.headers}"
    assert not any(f"{number:.5f}"[:-1] in told for number in (*HERE, *FAR)), "repeated"
    return answer.status_code


def _send(stage: Stage, body: bytes) -> int:
    headers = {"Content-Type": "application/json"}
    return stage.client.ask("POST", "/nearest", data=body, headers=headers).status_code


def _post_when_full(stage: Stage, here: dict[str, Any]) -> int:
    for desk in stage.world.desks:
        make_booking(stage.db, stage.world.facility, desk, NOW, NOW + timedelta(hours=5))
    status = _post(stage, here)
    with psycopg.connect(stage.admin_url, autocommit=True) as connection:
        connection.execute("DELETE FROM booking")
    return status


def _post_to_a_bad_database(
    stage: Stage, here: dict[str, Any], path: str = "/nearest"
) -> dict[str, int]:
    """A server that complains with coordinates, as PostGIS does, with several kinds of error."""
    statuses: dict[str, int] = {}
    with psycopg.connect(stage.admin_url, autocommit=True) as connection:
        row = connection.execute(
            "SELECT pg_get_functiondef(oid) FROM pg_proc WHERE proname = 'nearest_origin'"
        ).fetchone()
        assert row is not None
        for code in ("XX000", "57014", "40P01", "22023"):
            connection.execute(_MISBEHAVING.format(code=code))  # type: ignore[arg-type]
            statuses[f"database error {code}"] = _post(stage, here, path)
        connection.execute(row[0])
    return statuses


def hits(stage: Stage) -> list[Hit]:
    """Look everywhere: dump, WAL, data files, the server's log, our log, temporary files."""
    with psycopg.connect(stage.admin_url, autocommit=True) as connection:
        connection.execute("CHECKPOINT")
    dump = stage.folder / "dump.sql"
    # The server's own account may not write to our folder, so the dump comes through a pipe.
    with dump.open("wb") as out:
        subprocess.run(["pg_dump", "--no-owner", stage.admin_url], check=True, stdout=out)
    assert dump.stat().st_size > 10_000
    # Where the server's account may not enter our folder, a link leads to the cluster's own.
    cluster = (stage.folder / "home" / "cluster").resolve()
    assert list((cluster / "data" / "pg_wal").glob("0*"))
    places = {stage.folder, cluster}
    return [hit for place in (HERE, FAR) for hit in scan(canary_at(place), places)]


def test_a_position_that_was_asked_about_is_nowhere_afterwards(stage: Stage) -> None:
    statuses = play(stage)
    assert {statuses[path] for path in ("found", "no floor", "nothing free")} == {200}
    assert statuses["not signed in"] == 401
    # Every other path was an error of the kind it was meant to be, so all paths were walked.
    expected = {"far away": 422, "no floor, far away": 422, "over": 422, "unknown floor": 404}
    assert {path: statuses[path] for path in expected} == expected
    assert all(statuses[f"database error {code}"] >= 500 for code in ("XX000", "57014", "40P01"))
    assert {statuses["around"], statuses["around, far away"]} == {200}
    assert statuses["around, database error"] >= 500
    assert (statuses["heard"], statuses["heard, too few"]) == (200, 422)
    assert statuses["heard, broken"] >= 500
    ways = {name: status for name, status in statuses.items() if name.startswith("/")}
    walked = ("/nearest-by-walking", "/routes", "/nearest-facilities")
    assert {ways[f"{path} walked"] for path in walked} == {200}
    assert all(status == 422 for name, status in ways.items() if "far away" in name)
    assert all(status >= 500 for name, status in ways.items() if "XX000" in name)
    assert hits(stage) == []


def test_the_same_scanner_finds_it_where_the_server_logs_parameters(stage: Stage) -> None:
    """The control: without a hit here, the silence above means nothing."""
    _set(stage, _TALKATIVE)
    try:
        play(stage)
        found = hits(stage)
        assert {"lon as digits", "lat as digits"} <= {hit.form for hit in found}
        assert all("/log/" in hit.file for hit in found)
    finally:
        _set(stage, dict.fromkeys(_TALKATIVE))
        for file in (stage.folder / "home").resolve().rglob("log/*.log"):
            file.write_bytes(b"")


@pytest.mark.parametrize("form", sorted(canary_at(HERE).forms()))
def test_the_scanner_finds_every_form_at_any_place(tmp_path: Path, form: str) -> None:
    canary = canary_at(HERE)
    for before in (0, 5, (1 << 20) - 3):
        (tmp_path / "file").write_bytes(b"x" * before + canary.forms()[form] + b"yz")
        assert Hit(str(tmp_path / "file"), form) in scan(canary, [tmp_path])


def test_the_scanner_finds_a_stored_geometry(stage: Stage) -> None:
    with psycopg.connect(stage.admin_url) as connection:
        for srid, form in ((4326, "lon in WKB, upper case"), (SRID, "east in WKB, upper case")):
            row = connection.execute(
                "SELECT ST_Transform(ST_SetSRID(ST_MakePoint(4.5, 52.1), 4326), %s)::text", (srid,)
            ).fetchone()
            assert row is not None
            file = stage.folder.parent / f"{stage.folder.name}-{srid}"
            file.write_text(row[0])
            try:
                assert form in {hit.form for hit in scan(canary_at((4.5, 52.1)), [file])}
            finally:
                file.unlink()


def _set(stage: Stage, settings: dict[str, Any]) -> None:
    with psycopg.connect(stage.admin_url, autocommit=True) as connection:
        for name, value in settings.items():
            change = f"SET {name} = '{value}'" if value is not None else f"RESET {name}"
            connection.execute(f"ALTER SYSTEM {change}")  # type: ignore[arg-type]
        connection.execute("SELECT pg_reload_conf()")
        connection.execute("SELECT pg_sleep(0.5)")
