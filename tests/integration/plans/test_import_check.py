"""`floorplans import --check`: the difference for a pipeline, and nothing stored."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from app.cli import main
from floorplans.actor import Actor, operator
from floorplans.database import Database
from floorplans.places import service as places
from tests.support.databases import Clone
from tests.support.factories import make_booking, make_organisation, make_person
from tests.support.files import make_dxf

NOTHING, REFUSED, CHANGES, HOLDS = 0, 2, 4, 5


@pytest.fixture
def organisation(
    clone: Clone, cloned_db: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[UUID]:
    """The only organisation of the installation that the command finds."""
    monkeypatch.setenv("DATABASE_URL", clone.owner_url)
    monkeypatch.setenv("DATABASE_APP_URL", clone.app_url)
    monkeypatch.setenv("FLOORPLANS_HOME", str(tmp_path / "home"))
    return make_organisation(cloned_db, "Acme")


def run(file: Path, *words: str) -> tuple[int, dict[str, Any]]:
    names = ("--site", "HQ", "--building", "Main", "--floor", "Floor 2", "--json")
    done = CliRunner().invoke(main, ["import", str(file), *names, *words])
    return done.exit_code, json.loads(done.output)


def make_file(folder: Path, desks: int) -> Path:
    file = folder / f"{desks} desks.dxf"
    file.write_bytes(make_dxf(desks=desks))
    return file


def counts(db: Database, organisation: UUID) -> list[int]:
    with db.transaction(organisation) as tx:
        return [
            tx.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()
            for table in ("site", "floor", "source_file", "plan_revision", "space", "space_shape")
        ]


@pytest.fixture
def published(organisation: UUID, tmp_path: Path) -> Path:
    """A drawing with three desks that its floor shows."""
    file = make_file(tmp_path, 3)
    status, _ = run(file, "--at", "4.9,52.37", "--publish")
    assert status == 0
    return file


def test_a_floor_that_is_not_there_yet_would_be_all_new_and_is_not_made(
    organisation: UUID, cloned_db: Database, tmp_path: Path
) -> None:
    status, told = run(make_file(tmp_path, 3), "--check")
    assert (status, told["counts"], told["floor_id"]) == (CHANGES, {"new": 4}, None)
    assert places.sites(cloned_db, operator(organisation)) == []


def test_the_same_drawing_would_change_nothing(
    organisation: UUID, cloned_db: Database, published: Path
) -> None:
    before = counts(cloned_db, organisation)
    status, told = run(published, "--check")
    assert (status, told["sentence"], told["changes"]) == (NOTHING, "Nothing differs.", [])
    assert counts(cloned_db, organisation) == before


def test_another_drawing_is_told_as_a_difference_and_not_stored(
    organisation: UUID, cloned_db: Database, published: Path, tmp_path: Path
) -> None:
    before = counts(cloned_db, organisation)
    status, told = run(make_file(tmp_path, 4), "--check")
    assert status == CHANGES
    assert told["counts"]["new"] == 1
    assert told["held_bookings"] == 0
    assert {change["change"] for change in told["changes"]} >= {"new"}
    assert counts(cloned_db, organisation) == before


def test_bookings_that_would_be_held_are_told_with_their_people(
    organisation: UUID, cloned_db: Database, published: Path, tmp_path: Path
) -> None:
    noor: Actor = make_person(cloned_db, organisation)
    floor = next(
        floor.id
        for site in places.sites(cloned_db, operator(organisation))
        for house in site.buildings
        for floor in house.floors
    )
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    for space in places.spaces(cloned_db, noor, floor):
        if space.kind == "desk":
            make_booking(cloned_db, noor, space.id, tomorrow)
    status, told = run(make_file(tmp_path, 2), "--check")
    assert (status, told["held_bookings"]) == (HOLDS, 1)
    assert [each["person_email"] for each in told["affected"]] == [noor.email]


def test_a_file_that_is_no_drawing_is_refused(organisation: UUID, tmp_path: Path) -> None:
    bad = tmp_path / "plan.dxf"
    bad.write_bytes(b"%PDF-1.7")
    status, told = run(bad, "--check")
    assert status == REFUSED
    assert set(told["refused"]) == {"code", "message", "advice"}
