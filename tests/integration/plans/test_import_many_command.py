"""`floorplans import` with many files, and with a list of spaces."""

from __future__ import annotations

import json
from pathlib import Path
from uuid import UUID

import pytest
from click.testing import CliRunner, Result

from app.cli import main
from floorplans.actor import operator
from floorplans.database import Database
from floorplans.places import service as places
from floorplans.plans import service as plans
from tests.integration.api.test_batches import make_zip
from tests.support.databases import Clone
from tests.support.factories import make_organisation
from tests.support.files import make_dxf

PATTERN = "{building}_{floor}.dxf"


@pytest.fixture
def organisation(
    clone: Clone, cloned_db: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> UUID:
    """The only organisation of the installation that the command finds."""
    monkeypatch.setenv("DATABASE_URL", clone.owner_url)
    monkeypatch.setenv("DATABASE_APP_URL", clone.app_url)
    monkeypatch.setenv("FLOORPLANS_HOME", str(tmp_path / "home"))
    return make_organisation(cloned_db, "Acme")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "plans"
    place.mkdir()
    (place / "Main_1.dxf").write_bytes(make_dxf(desks=2))
    (place / "Main_2.dxf").write_bytes(make_dxf(desks=3, number="2.01"))
    return place


def run(*words: object) -> Result:
    given = [str(word) for word in words]
    return CliRunner().invoke(main, ["import", *given, "--site", "HQ", "--at", "4.9,52.37"])


def floors(db: Database, organisation: UUID) -> dict[str, UUID]:
    (site,) = places.sites(db, operator(organisation))
    return {f"{b.name} {f.name}": f.id for b in site.buildings for f in b.floors}


def test_names_with_stars_and_a_pattern_are_many_floors(
    organisation: UUID, cloned_db: Database, folder: Path
) -> None:
    done = run(folder / "*.dxf", "--pattern", PATTERN)
    assert done.exit_code == 0, done.output
    assert set(floors(cloned_db, organisation)) == {"Main 1", "Main 2"}
    lines = done.stdout.splitlines()
    assert lines[0].split() == ["File", "Building", "Floor", "State"]
    assert [line.split()[-3:] for line in lines[2:4]] == [
        ["Main", "1", "draft"], ["Main", "2", "draft"],
    ]  # fmt: skip


def test_one_refused_file_gives_status_2_and_the_others_are_read(
    organisation: UUID, cloned_db: Database, folder: Path
) -> None:
    (folder / "Main_3.dxf").write_bytes(b"no drawing")
    (folder / "notes.dxf").write_bytes(b"fits no pattern")
    done = run(folder / "*.dxf", "--pattern", PATTERN, "--json")
    assert done.exit_code == 2, done.output
    told = json.loads(done.stdout)
    assert [f["state"] for f in told["files"]] == ["draft", "draft", "refused"]
    assert told["files"][2]["code"] == "FORMAT_UNKNOWN"
    assert [Path(name).name for name in told["left_out"]] == ["notes.dxf"]


def test_an_archive_with_a_manifest_is_many_floors_and_can_be_published(
    organisation: UUID, cloned_db: Database, folder: Path
) -> None:
    archive = folder / "all.zip"
    archive.write_bytes(
        make_zip(
            {
                "manifest.csv": b"file,building,floor\na.dxf,Tower,Ground\n",
                "a.dxf": make_dxf(desks=4),
            }
        )
    )
    done = run(archive, "--publish")
    assert done.exit_code == 0, done.output
    (floor_id,) = floors(cloned_db, organisation).values()
    (plan,) = plans.revisions(cloned_db, operator(organisation), floor_id)
    assert (plan.state, plan.file_name) == ("published", "a.dxf")


def test_stars_that_find_nothing_are_told(organisation: UUID, folder: Path) -> None:
    done = run(folder / "*.ifc", "--pattern", "{building}_{floor}.ifc")
    assert done.exit_code == 1
    assert "[file_missing]" in done.output


def test_several_files_need_a_pattern(organisation: UUID, folder: Path) -> None:
    done = run(folder / "*.dxf")
    assert done.exit_code == 1
    assert "[batch_without_plan]" in done.output


def test_a_list_is_laid_over_the_drafts_it_is_about(
    organisation: UUID, cloned_db: Database, folder: Path
) -> None:
    run(folder / "*.dxf", "--pattern", PATTERN)
    listed = folder / "spaces.csv"
    listed.write_text("floor,number,capacity\n1,1.01,12\n2,2.01,14\n")
    trial = run(listed, "--dry-run")
    assert trial.exit_code == 0, trial.output
    assert "capacity 1 → 12" in trial.output
    assert "would change" in trial.output
    done = run(listed, "--json")
    told = json.loads(done.output)
    assert [(f["floor"], len(f["changes"])) for f in told["floors"]] == [("2", 1), ("1", 1)]
    for floor_id in floors(cloned_db, organisation).values():
        (plan,) = plans.revisions(cloned_db, operator(organisation), floor_id)
        (entry,) = plans.edits(cloned_db, operator(organisation), plan.id).edits
        assert "spaces.csv" in entry.what


def test_a_list_with_a_bad_line_changes_no_floor(
    organisation: UUID, cloned_db: Database, folder: Path
) -> None:
    run(folder / "*.dxf", "--pattern", PATTERN)
    listed = folder / "spaces.csv"
    listed.write_text("floor,number,capacity\n1,1.01,12\n2,2.01,lots\n7,1.01,3\n")
    done = run(listed)
    assert done.exit_code == 1
    assert "line 3:" in done.output
    assert "line 4:" in done.output
    assert "Nothing was changed." in done.output
    for floor_id in floors(cloned_db, organisation).values():
        (plan,) = plans.revisions(cloned_db, operator(organisation), floor_id)
        assert plans.edits(cloned_db, operator(organisation), plan.id).edits == ()
