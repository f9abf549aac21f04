"""A position goes through every path of the API that takes one."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest
import shapely
from pyproj import Transformer
from sqlalchemy import text

from app.context import EXTENSION
from floorplans.beacons import service as beacons
from floorplans.beacons.views import Beacon
from floorplans.database import Database
from floorplans.nearest import around_queries
from floorplans.walking import making
from geo.beacons import LOSS, USUAL_AT_1_M_DBM
from geo.ways.ground import Ground
from tests.drills.canary.stage import FAR, HERE, Stage, canary_at
from tests.support.factories import (
    EAST,
    NORTH,
    SRID,
    make_booking,
    make_published_revision,
    make_space,
)
from tests.support.web import Client, Clock, World, client_of, make_app, make_world

NOW = datetime(2026, 11, 18, 8, 0, tzinfo=UTC)
HOURS = {"from": "2026-11-18T09:00:00Z", "to": "2026-11-18T17:00:00Z"}

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


@dataclass(frozen=True, slots=True)
class Play:
    """A stage with an application on it, and somebody who uses that."""

    stage: Stage
    client: Client
    world: World

    @property
    def db(self) -> Database:
        return self.stage.db


def begin(stage: Stage) -> Play:
    app = make_app(stage.db, stage.home, Clock(NOW))
    world = make_world(stage.db)
    _let_walk(stage.db, world)
    client = client_of(app, stage.db, world.employee, NOW)
    app.extensions[EXTENSION].hub.close()
    return Play(stage, client, world)


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


def play(on: Play) -> dict[str, int]:
    """Send the position through every path; the statuses, by the name of the path."""
    asked = {"floor_id": str(on.world.floor_id), **HOURS}
    here: dict[str, Any] = {**asked, "lon": HERE[0], "lat": HERE[1], "accuracy_m": 7.5}
    far = {**asked, "lon": FAR[0], "lat": FAR[1]}
    nobody = {**here, "floor_id": str(on.world.site_id)}
    statuses = {
        "found": _post(on, here),
        "vague": _post(on, {**here, "accuracy_m": 900}),
        "far away": _post(on, far),
        "no floor": _post(on, {key: here[key] for key in here if key != "floor_id"}),
        "no floor, far away": _post(on, {key: far[key] for key in far if key != "floor_id"}),
        "unknown floor": _post(on, nobody),
        "unknown kind": _post(on, {**here, "kind": "throne"}),
        "too many": _post(on, {**here, "limit": 5000}),
        "off the earth": _post(on, {**here, "lat": HERE[1] + 90}),
        "as text": _post(on, {**here, "lon": str(HERE[0])}),
        "one half": _post(on, {key: here[key] for key in here if key != "lat"}),
        "unknown field": _post(on, {**here, "speed": HERE[0]}),
        "over": _post(on, {**here, "from": "2026-11-01T09:00Z", "to": "2026-11-01T10:00Z"}),
        "broken": _send(on, f'{{"lon": {HERE[0]}, "lat": {HERE[1]}'.encode()),
        "not signed in": Client(on.client._client.application, None)
        .post("/nearest", here)
        .status_code,
        "nothing free": _post_when_full(on, here),
    }
    statuses |= _post_to_a_bad_database(on, here)
    statuses |= around(on, here, far)
    statuses |= hear(on)
    return statuses | walk(on)


def around(on: Play, here: dict[str, Any], far: dict[str, Any]) -> dict[str, int]:
    """The same through the question of what is around, which is answered from far away too."""
    bodies: dict[str, dict[str, Any]] = {
        "around": here,
        "around, far away": far,
        "around, off the earth": {**here, "lat": HERE[1] + 90},
        "around, as text": {**here, "lon": str(HERE[0])},
        "around, unknown kind": {**here, "kind": f"{HERE[0]}"},
        "around, over": {**here, "from": "2026-11-01T09:00Z", "to": "2026-11-01T10:00Z"},
    }
    statuses = {name: _post(on, body, "/nearby") for name, body in bodies.items()}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(around_queries, "_AROUND", _COMPLAINS)
        statuses["around, database error"] = _post(on, here, "/nearby")
    return statuses


def hear(on: Play) -> dict[str, int]:
    """The position as what beacons around it are heard with: it is worked out, told, and gone."""
    canary = canary_at(HERE)
    away = {f"b{n}": (13.7 * (n % 2) - 5.1, 17.3 * (n // 2) - 8.9) for n in range(4)}
    to_earth = Transformer.from_crs(SRID, 4326, always_xy=True)
    hung = [
        Beacon(name, *to_earth.transform(canary.east + dx, canary.north + dy))
        for name, (dx, dy) in away.items()
    ]
    beacons.set_beacons(on.db, on.world.facility, on.world.floor_id, hung)
    near = [
        {"beacon": name, "distance_m": math.hypot(*gap), "error_m": 0.1}
        for name, gap in away.items()
    ]
    found = on.client.post("/indoor-position", {"readings": near})
    statuses = {"heard": found.status_code}
    assert math.dist((found.json["lon"], found.json["lat"]), HERE) < 1e-6
    bodies: dict[str, Any] = {
        "too few": near[:2],
        "unknown": [{"beacon": f"{HERE[0]}", "rssi_dbm": -50.0}],
        "no measure": [{"beacon": "b1", "rssi": HERE[0]}],
    }
    for name, readings in bodies.items():
        statuses[f"heard, {name}"] = _post(on, {"readings": readings}, "/indoor-position")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(beacons, "to_lonlat", _fails)
        statuses["heard, broken"] = _post(on, {"readings": near}, "/indoor-position")
    return statuses | try_out(on, away)


def try_out(on: Play, away: dict[str, tuple[float, float]]) -> dict[str, int]:
    """The same as staff try it on the page of a floor's beacons: as signals, and as nonsense."""
    staff = client_of(on.client._client.application, on.db, on.world.facility, NOW)
    strengths = {
        name: USUAL_AT_1_M_DBM - 10 * LOSS * math.log10(math.hypot(*gap))
        for name, gap in away.items()
    }
    heard = [{"beacon": name, "rssi_dbm": strength} for name, strength in strengths.items()]
    found = staff.post("/indoor-position", {"readings": heard})
    assert math.dist((found.json["lon"], found.json["lat"]), HERE) < 1e-6
    pasted = {"readings": [{"beacon": f"{HERE[1]} {HERE[0]}", "rssi_dbm": -60.0}]}
    statuses = {
        "tried": found.status_code,
        "tried, a position": staff.post("/indoor-position", pasted).status_code,
        "tried, as a name": staff.post(
            "/indoor-position", {"readings": [{"beacon": "b1", "rssi_dbm": f"{HERE[0]}"}]}
        ).status_code,
    }
    floor = f"/floors/{on.world.floor_id}/beacons"
    told = staff.get(floor).text
    # The beacons hang some metres away, which is told.
    assert not any(f"{number:.6f}" in told for number in HERE), "kept"
    return statuses


def walk(on: Play) -> dict[str, int]:
    """The same through the searches that know the ways."""
    start = {"floor_id": str(on.world.floor_id), "lon": HERE[0], "lat": HERE[1]}
    away = {**start, "lon": FAR[0], "lat": FAR[1]}
    statuses: dict[str, int] = {}
    for path, asked in (
        ("/nearest-by-walking", HOURS),
        ("/routes", {"to_space_id": str(_walkable_desk(on))}),
        ("/nearest-facilities", {"what": "first_aid"}),
    ):
        here = {**start, **asked, "accuracy_m": 7.5}
        bodies: dict[str, dict[str, Any]] = {
            "walked": here,
            "wheelchair": {**here, "profile": "wheelchair"},
            "vague": {**here, "accuracy_m": 900},
            "far away": {**away, **asked},
            "no floor": {key: here[key] for key in here if key != "floor_id"},
            "unknown floor": {**here, "floor_id": str(on.world.site_id)},
            "unknown space": {**here, "to_space_id": str(on.world.site_id)},
            "off the earth": {**here, "lat": HERE[1] + 90},
            "as text": {**here, "lon": str(HERE[0])},
            "one half": {key: here[key] for key in here if key != "lat"},
            "unknown profile": {**here, "profile": f"{HERE[0]}"},
        }
        statuses |= {f"{path} {name}": _post(on, each, path) for name, each in bodies.items()}
        bad = _post_to_a_bad_database(on, here, path)
        statuses |= {f"{path} {name}": status for name, status in bad.items()}
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Ground, "stand", _fails)
            statuses[f"{path} broken"] = _post(on, here, path)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Ground, "seen", _fails)
            statuses[f"{path} broken later"] = _post(on, here, path)
    return statuses


def _fails(*_: object) -> None:
    """As the geometry library complains: with coordinates."""
    canary = canary_at(HERE)
    raise shapely.GEOSException(f"side location conflict at {canary.east} {canary.north}")


def _walkable_desk(on: Play) -> UUID:
    with psycopg.connect(on.stage.admin_url) as connection:
        row = connection.execute(
            "SELECT id FROM space WHERE kind = 'desk' ORDER BY id DESC LIMIT 1"
        ).fetchone()
    assert row is not None
    return UUID(str(row[0]))


def _post(on: Play, body: dict[str, Any], path: str = "/nearest") -> int:
    answer = on.client.post(path, body)
    told = f"{answer.text} {answer.headers}"
    assert not any(f"{number:.5f}"[:-1] in told for number in (*HERE, *FAR)), "repeated"
    return answer.status_code


def _send(on: Play, body: bytes) -> int:
    headers = {"Content-Type": "application/json"}
    return on.client.ask("POST", "/nearest", data=body, headers=headers).status_code


def _post_when_full(on: Play, here: dict[str, Any]) -> int:
    for desk in on.world.desks:
        make_booking(on.db, on.world.facility, desk, NOW, NOW + timedelta(hours=5))
    status = _post(on, here)
    with psycopg.connect(on.stage.admin_url, autocommit=True) as connection:
        connection.execute("DELETE FROM booking")
    return status


def _post_to_a_bad_database(
    on: Play, here: dict[str, Any], path: str = "/nearest"
) -> dict[str, int]:
    """A server that complains with coordinates, as PostGIS does, with several kinds of error."""
    statuses: dict[str, int] = {}
    with psycopg.connect(on.stage.admin_url, autocommit=True) as connection:
        row = connection.execute(
            "SELECT pg_get_functiondef(oid) FROM pg_proc WHERE proname = 'nearest_origin'"
        ).fetchone()
        assert row is not None
        for code in ("XX000", "57014", "40P01", "22023"):
            connection.execute(_MISBEHAVING.format(code=code))  # type: ignore[arg-type]
            statuses[f"database error {code}"] = _post(on, here, path)
        connection.execute(row[0])
    return statuses
