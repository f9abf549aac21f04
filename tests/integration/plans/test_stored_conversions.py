"""What a DWG was converted to is kept with its file, is its organisation's, and goes with it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import text

from floorplans.actor import Actor, Role
from floorplans.database import Database
from floorplans.plans import queries, service
from floorplans.plans.conversions import StoredConversions
from importers.dwg import finder
from importers.dwg.packing import Packed
from importers.kept import KeptReader
from tests.support.dwgfiles import make_converter, make_dwg, shared_folder
from tests.support.factories import make_floor, make_organisation, make_person


@pytest.fixture
def converter(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    with shared_folder() as folder:
        program = make_converter(folder)
        monkeypatch.setenv(finder.VARIABLE, str(program))
        yield program


def read(db: Database, actor: Actor, floor: UUID, now: datetime) -> UUID:
    """A DWG brought in and read."""
    plan = service.upload(db, actor, floor, "plan.dwg", make_dwg(), now)
    service.read(db, actor.organisation_id, plan, now)
    return plan


def kept(db: Database, actor: Actor) -> list[str]:
    """Whose converter made what the organisation keeps."""
    with db.transaction(actor.organisation_id) as tx:
        return list(tx.execute(text("SELECT converter FROM converted_file")).scalars())


@pytest.mark.usefixtures("converter")
def test_a_drawing_is_read_otherwise_without_being_converted_again(
    db: Database, staff: Actor, floor: UUID, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = read(db, staff, floor, now)
    monkeypatch.setenv(finder.VARIABLE, finder.OFF)
    service.redraw(db, staff, plan, {"layers": {"A-FURN": "ignore"}}, now)
    assert service.read(db, staff.organisation_id, plan, now) == "draft"
    assert service.revision(db, staff, plan).counts["rooms"] > 0
    assert len(kept(db, staff)) == 1


@pytest.mark.usefixtures("converter")
def test_what_one_organisation_converted_is_no_other_ones(
    db: Database, staff: Actor, floor: UUID, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    read(db, staff, floor, now)
    monkeypatch.setenv(finder.VARIABLE, finder.OFF)
    stranger = make_person(db, make_organisation(db), role=Role.FACILITY)
    plan = read(db, stranger, make_floor(db, stranger), now)
    refusal = service.revision(db, stranger, plan).refusal
    assert refusal is not None
    assert refusal["code"] == "DWG_NOT_READ"
    assert kept(db, stranger) == []


def test_a_newer_converter_takes_the_place_of_the_older(
    db: Database, staff: Actor, floor: UUID, now: datetime, converter: Path
) -> None:
    plan = read(db, staff, floor, now)
    (before,) = kept(db, staff)
    make_converter(converter.parent, converter.read_text().removeprefix("#!/bin/sh\n") + "true")
    service.redraw(db, staff, plan, {"layers": {"A-FURN": "ignore"}}, now)
    service.read(db, staff.organisation_id, plan, now)
    (after,) = kept(db, staff)
    assert after != before


@pytest.mark.usefixtures("converter")
def test_it_goes_with_the_last_plan_of_its_file(
    db: Database, staff: Actor, floor: UUID, now: datetime
) -> None:
    plan = read(db, staff, floor, now)
    with db.transaction(staff.organisation_id) as tx:
        row = queries.revision(tx, staff.organisation_id, plan)
        assert row is not None
        queries.forget_revision(tx, staff.organisation_id, plan, row["source_file_id"])
    assert kept(db, staff) == []


def test_nothing_is_kept_of_a_file_that_is_gone(db: Database, staff: Actor, floor: UUID) -> None:
    gone = StoredConversions(db, staff.organisation_id, floor)
    gone.keep(Packed("dwg2dxf 1", {}, b"x"))
    assert gone.find() is None


@pytest.mark.usefixtures("converter")
def test_two_organisations_with_one_drawing_have_readers_of_their_own(
    db: Database, staff: Actor, floor: UUID, now: datetime
) -> None:
    stranger = make_person(db, make_organisation(db), role=Role.FACILITY)
    elsewhere = make_floor(db, stranger)
    with KeptReader() as reader:
        for actor, place in ((staff, floor), (stranger, elsewhere)):
            plan = service.upload(db, actor, place, "plan.dwg", make_dwg(), now)
            service.read(db, actor.organisation_id, plan, now, reader=reader)
        assert reader.count == 2
