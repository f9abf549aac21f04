"""`floorplans import`: the same engine from the command line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

import ezdxf
import pytest
from click.testing import CliRunner, Result

from app.cli import main
from floorplans.actor import operator
from floorplans.database import Database
from floorplans.places import service as places
from floorplans.plans import service as plans
from tests.support.databases import Clone
from tests.support.factories import make_organisation
from tests.support.files import make_dxf


@pytest.fixture
def organisation(
    clone: Clone, cloned_db: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[UUID]:
    """The only organisation of the installation that the command finds."""
    monkeypatch.setenv("DATABASE_URL", clone.owner_url)
    monkeypatch.setenv("DATABASE_APP_URL", clone.app_url)
    monkeypatch.setenv("FLOORPLANS_HOME", str(tmp_path / "home"))
    return make_organisation(cloned_db, "Acme")


@pytest.fixture
def drawing(tmp_path: Path) -> Path:
    file = tmp_path / "Second floor.dxf"
    file.write_bytes(make_dxf(desks=3))
    return file


def run(file: Path, *words: str, site: str = "HQ", floor: str = "Floor 2") -> Result:
    names = ("--site", site, "--building", "Main", "--floor", floor)
    return CliRunner().invoke(main, ["import", str(file), *names, *words])


def test_a_drawing_is_published_on_a_floor_that_is_made(
    organisation: UUID, cloned_db: Database, drawing: Path
) -> None:
    done = run(drawing, "--at", "4.9,52.37", "--publish", "--json")
    assert done.exit_code == 0, done.output
    told = json.loads(done.output)
    assert (told["state"], told["counts"]["desks"], told["changes"]["new"]) == ("published", 3, 4)
    view = places.floor(cloned_db, operator(organisation), UUID(told["floor_id"]))
    assert (view.site_name, view.building_name, view.name, view.ordinal) == (
        "HQ",
        "Main",
        "Floor 2",
        2,
    )


def test_the_same_drawing_again_changes_nothing(organisation: UUID, drawing: Path) -> None:
    first = json.loads(run(drawing, "--at", "4.9,52.37", "--publish", "--json").output)
    second = run(drawing, "--publish", "--json")
    assert second.exit_code == 0
    assert json.loads(second.output)["revision_id"] == first["revision_id"]


def test_without_publish_the_drawing_waits_as_a_draft(organisation: UUID, drawing: Path) -> None:
    done = run(drawing, "--at", "4.9,52.37")
    assert done.exit_code == 0
    assert "Second floor.dxf is a draft of Main, Floor 2: 1 rooms, 3 desks" in done.output


def test_a_refused_file_ends_with_status_2_and_the_reason(
    organisation: UUID, drawing: Path, tmp_path: Path
) -> None:
    run(drawing, "--at", "4.9,52.37")
    bad = tmp_path / "plan.dxf"
    bad.write_bytes(b"%PDF-1.7")
    done = run(bad, "--json", floor="Floor 3")
    assert done.exit_code == 2
    assert set(json.loads(done.output)["refused"]) == {"code", "message", "advice"}


@pytest.mark.parametrize("content", [b"", b"Dear colleague\n", b"%PDF-1.7", None])
def test_a_refused_file_leaves_no_place_behind(
    organisation: UUID, cloned_db: Database, tmp_path: Path, content: bytes | None
) -> None:
    bad = tmp_path / "plan.dxf"
    if content is None:
        bad.mkdir()
    else:
        bad.write_bytes(content)
    assert run(bad, "--at", "4.9,52.37", "--publish").exit_code == 2
    assert places.sites(cloned_db, operator(organisation)) == []


@pytest.mark.parametrize(
    "words", [("--ordinal", "9000"), ("--time-zone", "Mars/Base"), ("--at", "200,100")]
)
def test_a_place_that_cannot_be_made_leaves_nothing_behind(
    organisation: UUID, cloned_db: Database, drawing: Path, words: tuple[str, str]
) -> None:
    done = run(drawing, "--at", "4.9,52.37", *words, "--json")
    assert done.exit_code == 1, done.output
    assert set(json.loads(done.output)["error"]) == {"code", "message", "advice"}
    assert places.sites(cloned_db, operator(organisation)) == []


def test_a_missing_file_is_one_json_object_and_starts_no_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FLOORPLANS_HOME", str(tmp_path / "home"))
    done = run(tmp_path / "none.dxf", "--json")
    assert done.exit_code == 2
    assert json.loads(done.output)["refused"]["code"] == "FILE_NOT_READABLE"
    assert not (tmp_path / "home").exists()


def test_an_unknown_site_without_a_position_is_explained(organisation: UUID, drawing: Path) -> None:
    done = run(drawing, "--json")
    assert done.exit_code == 1
    error = json.loads(done.output)["error"]
    assert error["code"] == "no_such_site"
    assert "--at" in error["advice"]


def test_a_new_site_belongs_to_the_first_organisation_unless_told_otherwise(
    organisation: UUID, cloned_db: Database, drawing: Path
) -> None:
    make_organisation(cloned_db, "Other")
    where = ("--at", "4.9,52.37")
    assert "is a new site of" in run(drawing, *where).output
    assert "new site" not in run(drawing).output


def test_a_site_of_several_organisations_must_be_told_apart(
    organisation: UUID, cloned_db: Database, drawing: Path
) -> None:
    make_organisation(cloned_db, "Other")
    where = ("--at", "4.9,52.37", "--json")
    for name in ("acme", "other"):
        assert run(drawing, *where, "--organisation", name).exit_code == 0
    asked = run(drawing, *where)
    assert json.loads(asked.output)["error"]["code"] == "organisation_needed"


def test_a_wrong_profile_is_refused_before_anything_is_made(
    organisation: UUID, cloned_db: Database, drawing: Path
) -> None:
    done = run(drawing, "--at", "4.9,52.37", "--units", "parsec", "--json")
    assert done.exit_code == 2
    assert json.loads(done.output)["refused"]["code"] == "PROFILE_INVALID"
    assert places.sites(cloned_db, operator(organisation)) == []


@pytest.fixture
def unsure(tmp_path: Path) -> Path:
    """A bare square: nothing in it tells how large its unit is."""
    file = tmp_path / "Square.dxf"
    document = ezdxf.new("R2010", units=0)
    corners = [(0, 0), (300, 0), (300, 300), (0, 300)]
    document.modelspace().add_lwpolyline(corners, close=True, dxfattribs={"layer": "A-AREA"})
    document.saveas(file)
    return file


def test_a_drawing_of_an_uncertain_unit_is_published_once_its_unit_is_given(
    organisation: UUID, cloned_db: Database, unsure: Path
) -> None:
    asked = run(unsure, "--at", "4.9,52.37", "--publish", "--json")
    assert asked.exit_code == 1
    error = json.loads(asked.output)["error"]
    assert error["code"] == "units_unconfirmed"
    assert "waits as a draft" in error["message"]
    unit = re.search(r"--units (\w+) if that is right", error["advice"])
    assert unit is not None
    done = run(unsure, "--publish", "--units", unit[1], "--json")
    assert done.exit_code == 0, done.output
    told = json.loads(done.output)
    assert told["state"] == "published"
    # No draft is left behind that somebody would have to put away.
    actor = operator(organisation)
    assert len(plans.revisions(cloned_db, actor, UUID(told["floor_id"]))) == 1


def test_another_unit_for_a_published_drawing_is_a_new_revision(
    organisation: UUID, drawing: Path
) -> None:
    first = json.loads(run(drawing, "--at", "4.9,52.37", "--publish", "--json").output)
    second = json.loads(run(drawing, "--publish", "--units", "cm", "--json").output)
    again = json.loads(run(drawing, "--publish", "--units", "cm", "--json").output)
    assert (second["state"], second["units"]["name"]) == ("published", "cm")
    assert first["revision_id"] != second["revision_id"] == again["revision_id"]


def test_a_drawing_is_published_for_a_day(
    organisation: UUID, cloned_db: Database, drawing: Path
) -> None:
    day = (datetime.now(UTC) + timedelta(days=30)).date()
    done = run(drawing, "--at", "4.9,52.37", "--time-zone", "Europe/Amsterdam", "--publish",
               "--from", str(day), "--json")  # fmt: skip
    assert done.exit_code == 0, done.output
    told = json.loads(done.output)
    midnight = datetime.combine(day, time(), ZoneInfo("Europe/Amsterdam"))
    assert told["state"] == "scheduled"
    assert datetime.fromisoformat(told["effective_from"]) == midnight
    view = places.floor(cloned_db, operator(organisation), UUID(told["floor_id"]))
    assert (view.map_digest, len(view.plans)) == (None, 1)


def test_a_day_without_publishing_makes_no_sense(organisation: UUID, drawing: Path) -> None:
    done = run(drawing, "--at", "4.9,52.37", "--from", "2027-01-04")
    assert done.exit_code == 2
    assert "--from says when to publish, so it needs --publish." in done.output


def test_a_day_that_is_over_is_refused(organisation: UUID, drawing: Path) -> None:
    done = run(drawing, "--at", "4.9,52.37", "--publish", "--from", "2020-01-01")
    assert done.exit_code == 1
    assert "is over. Nothing was published." in done.output
