"""`floorplans export`: the same files from the command line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from uuid import UUID

import pytest
from click.testing import CliRunner, Result

from app.api.exports import ExportPath
from app.cli import main
from app.cli.export import _FORMATS
from app.exports.formats import FORMATS
from floorplans.actor import operator
from floorplans.database import Database
from floorplans.places import service as places
from tests.support.databases import Clone
from tests.support.drafts import make_draft, make_draft_desk, publish_draft
from tests.support.factories import make_building, make_organisation, make_site


@pytest.fixture
def floor(
    clone: Clone,
    cloned_db: Database,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    now: datetime,
) -> Iterator[UUID]:
    """A published floor “Main/Ground floor” of the installation that the command finds."""
    monkeypatch.setenv("DATABASE_URL", clone.owner_url)
    monkeypatch.setenv("DATABASE_APP_URL", clone.app_url)
    monkeypatch.setenv("FLOORPLANS_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    who = operator(make_organisation(cloned_db, "Acme"))
    building = make_building(cloned_db, who, make_site(cloned_db, who, name="HQ"), name="Main")
    made = places.create_floor(cloned_db, who, building_id=building, name="Ground floor", ordinal=0)
    publish_draft(cloned_db, who, made, make_draft(desks=[make_draft_desk("D-1", 2, 2)]), now)
    return made


def run(*words: str) -> Result:
    return CliRunner().invoke(main, ["export", *words])


def test_a_floor_is_written_to_the_file_that_is_named(floor: UUID, tmp_path: Path) -> None:
    done = run("Main/Ground floor", "--format", "dxf", "-o", "out.dxf", "--json")
    assert done.exit_code == 0, done.output
    told = json.loads(done.output)
    assert (told["floor_id"], told["revision"], told["file"]) == (str(floor), 1, "out.dxf")
    assert b"FLOORPLANS" in (tmp_path / "out.dxf").read_bytes()


def test_a_floor_can_be_named_by_its_id_and_names_its_file(floor: UUID, tmp_path: Path) -> None:
    done = run(str(floor), "--format", "pdf", "--paper", "a3")
    assert done.exit_code == 0, done.output
    assert (tmp_path / "Main-Ground-floor-plan-1.pdf").read_bytes().startswith(b"%PDF")


def test_the_file_can_go_to_standard_output(floor: UUID) -> None:
    done = run("hq/main/ground floor", "--format", "csv", "--revision", "1", "-o", "-")
    assert done.exit_code == 0, done.output
    assert done.stdout_bytes.startswith(b"\xef\xbb\xbfbuilding,floor")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("Main/Attic", "--format", "csv"), "no_such_floor"),
        (("Main/Ground floor", "--format", "csv", "--revision", "9"), "no_such_plan"),
        (("Main/Ground floor", "--format", "svg", "--scale", "10"), "scale_too_large"),
    ],
)
def test_what_cannot_be_written_is_told_with_a_code(
    floor: UUID, tmp_path: Path, words: tuple[str, ...], code: str
) -> None:
    failed = run(*words, "--json")
    assert failed.exit_code == 1
    assert json.loads(failed.output)["error"]["code"] == code
    assert not list(tmp_path.glob("*.*sv*"))


def test_command_and_api_know_every_format() -> None:
    told = ExportPath.model_json_schema()["properties"]["export_format"]["enum"]
    assert list(_FORMATS) == told == list(FORMATS)
