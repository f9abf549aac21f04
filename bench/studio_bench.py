"""``studio``: what bringing in, comparing, publishing and redrawing a floor of 2,000 spaces costs.

Each as a ratio to reading the drawing, which is measured beside it; and how long a person waits
for the picture after changing a role, over HTTP with the worker that reads in the background.
"""

from __future__ import annotations

import json
import tempfile
import time
import urllib.request
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any
from uuid import UUID

from app.demo.write import write_floor
from bench.big_floor import plot_of
from bench.seeding import Office, make_office
from bench.serving import Installation, installation, real_server
from floorplans.database import Database
from floorplans.places import service as places
from floorplans.plans import service as plans
from importers.child import read_in_child

HALLS = 10
TRIES = 3
REDRAWS = 5
POLL_S = 0.1
GIVE_UP_S = 120.0
REDRAW_TARGET_S = 2.0
STAGING_TARGET, PUBLISHING_TARGET, DIFFERENCE_TARGET = 1.5, 1.0, 1.0
#: Of the layer of furniture, what a person may say of it in turn.
ROLES = ("ignore", "furniture")


def run() -> dict[str, Any]:
    with installation() as place, tempfile.TemporaryDirectory() as folder:
        office = make_office(place, datetime.now(UTC))
        first, second = _draw(Path(folder))
        reading_s = median(_timed(lambda: read_in_child(first)) for _ in range(TRIES))
        told = _staged(place, office, first, second)
        redraw_s = _redrawn(place, office, told.pop("draft"))
    parts = ("staging", "publishing", "difference")
    ratios = {name: round(told[f"{name}_s"] / reading_s, 2) for name in parts}
    return {
        **told,
        "reading_s": round(reading_s, 2),
        "ratios_to_reading": {**ratios, "redraw": round(redraw_s / reading_s, 2)},
        "redraw_s": round(redraw_s, 2),
        "targets": {
            f"redraw after a role change under {REDRAW_TARGET_S} s": redraw_s < REDRAW_TARGET_S,
            f"staging at most {STAGING_TARGET}": ratios["staging"] <= STAGING_TARGET,
            f"publishing at most {PUBLISHING_TARGET}": ratios["publishing"] <= PUBLISHING_TARGET,
            f"difference at most {DIFFERENCE_TARGET}": ratios["difference"] <= DIFFERENCE_TARGET,
        },
    }


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _draw(folder: Path) -> tuple[Path, Path]:
    """The floor, and its next plan, on which some meeting rooms and benches are gone."""
    first = write_floor(plot_of(HALLS, "tower-a.dxf"), folder).path
    second = write_floor(plot_of(HALLS, "tower-b.dxf", left_out=7), folder).path
    return first, second


def _staged(place: Installation, office: Office, first: Path, second: Path) -> dict[str, Any]:
    """Seconds of staging, publishing and comparing, and the draft that stays."""
    with closing(Database(place.engine_url)) as db:
        actor = office.actor
        building = places.create_building(db, actor, site_id=office.site_id, name="Tower")
        floors = [
            places.create_floor(db, actor, building_id=building, name=f"Storey {n}", ordinal=n)
            for n in range(TRIES)
        ]
        staging, publishing, difference = [], [], []
        for floor in floors:
            staging.append(_timed(partial(_stage, db, office, floor, first)))
            draft = _stage(db, office, floor, first)
            counts = plans.revision(db, actor, draft).counts
            now = datetime.now(UTC)
            publishing.append(_timed(partial(plans.publish, db, actor, draft, now)))
            later = _stage(db, office, floor, second)
            difference.append(_timed(partial(plans.preview, db, actor, later, now)))
    return {
        "spaces": counts["rooms"] + counts["desks"],
        "staging_s": round(median(staging), 2),
        "publishing_s": round(median(publishing), 2),
        "difference_s": round(median(difference), 2),
        "draft": later,
    }


def _stage(db: Database, office: Office, floor: UUID, file: Path) -> UUID:
    """Upload and read a drawing; one that is there already is not read again."""
    now = datetime.now(UTC)
    made: UUID = plans.upload(db, office.actor, floor, file.name, file.read_bytes(), now)
    plans.read(db, office.actor.organisation_id, made, now)
    return made


def _redrawn(place: Installation, office: Office, draft: UUID) -> float:
    """Seconds from saying what a layer is until all that the page shows has come, at the median.

    The first change opens the drawing, as the first look at it does.
    """
    with real_server(place) as port:
        ask = _Asker(port, office, draft)
        layer = _fullest(ask.get("draft"))
        took = []
        for turn in range(REDRAWS + 1):
            profile = ask.get("draft")["profile"]
            layers = {**profile.get("layers", {}), layer: ROLES[turn % len(ROLES)]}
            began = time.perf_counter()
            ask.change({**profile, "layers": layers})
            took.append(time.perf_counter() - began)
    return median(took[1:])


def _fullest(draft: dict[str, Any]) -> str:
    """The layer with most on it that is furniture."""
    found = [layer for layer in draft["layers"] if layer["role"] in ("desk", "furniture")]
    name: str = max(found, key=lambda layer: layer["count"])["name"]
    return name


class _Asker:
    """Asks the API as the studio does."""

    def __init__(self, port: int, office: Office, draft: UUID) -> None:
        self._base = f"http://127.0.0.1:{port}/api/v1/plans/{draft}"
        self._headers = office.headers

    def get(self, part: str = "") -> Any:
        return self._send("GET", part)

    def change(self, profile: dict[str, Any]) -> None:
        """Read it otherwise, and get all that is shown."""
        self._send("PATCH", "", profile)
        until = time.monotonic() + GIVE_UP_S
        while self.get()["state"] == "reading":
            if time.monotonic() > until:
                raise RuntimeError("the drawing was not read again")
            time.sleep(POLL_S)
        # As the page does: both at once, and what publishing would do is weighed after that.
        with ThreadPoolExecutor(2) as asking:
            list(asking.map(self.get, ("draft", "issues")))

    def _send(self, method: str, part: str, body: object = None) -> Any:
        address = f"{self._base}/{part}" if part else self._base
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(address, data, self._headers, method=method)
        with urllib.request.urlopen(request, timeout=GIVE_UP_S) as answer:
            return json.load(answer)
