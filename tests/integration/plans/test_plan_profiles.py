"""Profiles of offices: saved, found again, told when they drift, kept in order."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from ezdxf.document import Drawing

from floorplans.actor import Actor, Role
from floorplans.database import Database
from floorplans.errors import Conflict, Forbidden, Invalid, NotFound, Refused
from floorplans.plans import service as plans
from floorplans.plans.profiles import service as profiles
from importers.kept import KeptReader
from tests.support.drafts import make_draft, make_draft_room, stage_draft
from tests.support.drawings import make_drawing, make_office, text_of
from tests.support.factories import make_floor, make_organisation, make_person, make_profile

DECIDED = {"layers": {"A-FURN": "furniture"}, "blocks": {"DESK-160": "ignore"}}


def bring_in(
    db: Database,
    staff: Actor,
    drawing: Drawing,
    now: datetime,
    profile: dict[str, Any] | None = None,
    floor: UUID | None = None,
) -> UUID:
    """Upload and read a drawing, on a floor of its own unless one is named."""
    floor = floor or make_floor(db, staff)
    content = text_of(drawing).encode()
    made = plans.upload(db, staff, floor, "office.dxf", content, now, profile=profile)
    assert plans.read(db, staff.organisation_id, made, now) == "draft"
    return made


def make_next_office(layer: str = "A-FURN") -> Drawing:
    """The same office one line further, with its furniture on a layer that may be renamed."""
    drawing = make_office()
    for entity in drawing.modelspace():
        if entity.dxf.layer == "A-FURN":
            entity.dxf.layer = layer
    drawing.modelspace().add_line((0, 9), (1, 9), dxfattribs={"layer": "A-DOOR"})
    return drawing


def make_other_office() -> Drawing:
    """Another hand: other layers, other blocks."""
    drawing = make_drawing()
    block = drawing.blocks.new("TISCH")
    block.add_circle((0, 0), 0.6)
    block.add_line((0, 0), (0.7, 0.1))
    for column in range(4):
        drawing.modelspace().add_blockref("TISCH", (column, 1), dxfattribs={"layer": "MOEBEL"})
    for x in range(6):
        drawing.modelspace().add_line((x, 0), (x, 5), dxfattribs={"layer": "WAND"})
        drawing.modelspace().add_text("Raum", height=0.2, dxfattribs={"layer": "TEXTE"})
    return drawing


def desks(db: Database, staff: Actor, plan: UUID) -> int:
    return plans.revision(db, staff, plan).counts["desks"]


def test_the_next_drawing_of_an_office_is_read_with_its_profile(
    db: Database, staff: Actor, now: datetime
) -> None:
    first = bring_in(db, staff, make_office(), now, DECIDED)
    saved = profiles.save(db, staff, first, "Maier", now)
    second = bring_in(db, staff, make_next_office(), now)
    assert plans.revision(db, staff, second).profile == DECIDED
    assert desks(db, staff, second) == 0
    (offer,) = profiles.offers(db, staff, second)
    assert (offer.id, offer.used, offer.by_itself, offer.clear) == (saved.id, True, True, True)
    assert profiles.profiles(db, staff)[0].plans == 2


def test_the_drawing_of_another_office_is_read_without(
    db: Database, staff: Actor, now: datetime
) -> None:
    first = bring_in(db, staff, make_office(), now, DECIDED)
    profiles.save(db, staff, first, "Maier", now)
    other = bring_in(db, staff, make_other_office(), now)
    assert plans.revision(db, staff, other).profile == {}
    assert not any(offer.clear or offer.used for offer in profiles.offers(db, staff, other))


def test_a_drawing_that_comes_with_a_profile_keeps_it(
    db: Database, staff: Actor, now: datetime
) -> None:
    profiles.save(db, staff, bring_in(db, staff, make_office(), now, DECIDED), "Maier", now)
    own = {"layers": {"A-DOOR": "ignore"}}
    second = bring_in(db, staff, make_next_office(), now, own)
    assert plans.revision(db, staff, second).profile == own
    (offer,) = profiles.offers(db, staff, second)
    assert (offer.used, offer.clear) == (False, True)


def test_a_renamed_layer_is_told_and_keeps_its_role(
    db: Database, staff: Actor, now: datetime
) -> None:
    first = bring_in(db, staff, make_office(), now, {"layers": {"A-FURN": "ignore"}})
    profiles.save(db, staff, first, "Maier", now)
    second = bring_in(db, staff, make_next_office("INV-MOB"), now)
    (offer,) = profiles.offers(db, staff, second)
    (drift,) = offer.drift
    assert drift.sentence == "“A-FURN” is now “INV-MOB”: 8 of 8 blocks match."
    # Read with it, by itself or by a click, the role goes over to the new name.
    profiles.read_with(db, staff, second, offer.id)
    assert plans.read(db, staff.organisation_id, second, now) == "draft"
    assert plans.revision(db, staff, second).profile["layers"]["INV-MOB"] == "ignore"
    assert desks(db, staff, second) == 0


def test_a_plan_can_be_read_without_its_profile_again(
    db: Database, staff: Actor, now: datetime
) -> None:
    profiles.save(db, staff, bring_in(db, staff, make_office(), now, DECIDED), "Maier", now)
    second = bring_in(db, staff, make_next_office(), now)
    profiles.read_with(db, staff, second, None)
    assert plans.read(db, staff.organisation_id, second, now) == "draft"
    assert plans.revision(db, staff, second).profile == {}
    assert desks(db, staff, second) == 4
    assert not profiles.offers(db, staff, second)[0].used


def test_what_belongs_to_one_sheet_is_not_saved(db: Database, staff: Actor, now: datetime) -> None:
    decided = {**DECIDED, "view": "all"}
    saved = profiles.save(db, staff, bring_in(db, staff, make_office(), now, decided), "M", now)
    assert saved.profile == DECIDED


def test_everything_that_was_found_can_be_saved_as_well(
    db: Database, staff: Actor, now: datetime
) -> None:
    plan = bring_in(db, staff, make_office(), now, {"layers": {"A-FURN": "ignore"}})
    saved = profiles.save(db, staff, plan, "Maier", now, everything=True).profile["layers"]
    assert saved["A-AREA"] == "room"
    assert saved["A-FURN"] == "ignore"


def test_saving_over_a_profile_keeps_the_rules_for_other_names(
    db: Database, staff: Actor, now: datetime
) -> None:
    saved = profiles.save(db, staff, bring_in(db, staff, make_office(), now, DECIDED), "M", now)
    plan = bring_in(db, staff, make_next_office(), now, {"layers": {"A-DOOR": "ignore"}})
    over = profiles.save_over(db, staff, saved.id, plan, now)
    assert over.profile["layers"] == {"A-FURN": "furniture", "A-DOOR": "ignore"}
    assert over.id == saved.id


def test_two_profiles_cannot_have_one_name(db: Database, staff: Actor, now: datetime) -> None:
    plan = bring_in(db, staff, make_office(), now, DECIDED)
    profiles.save(db, staff, plan, "Maier", now)
    with pytest.raises(Conflict) as taken:
        profiles.save(db, staff, plan, " maier ", now)
    assert taken.value.code == "profile_name_taken"
    with pytest.raises(Invalid):
        profiles.save(db, staff, plan, "  ", now)


def test_a_plan_whose_hand_is_not_known_cannot_be_saved_as_a_profile(
    db: Database, staff: Actor, floor: UUID, now: datetime
) -> None:
    plan = stage_draft(db, staff, floor, make_draft(rooms=[make_draft_room("1", None)]), now)
    with pytest.raises(Refused) as refused:
        profiles.save(db, staff, plan, "Maier", now)
    assert refused.value.code == "no_fingerprint"
    assert profiles.offers(db, staff, plan) == []


def test_profiles_are_renamed_and_removed_and_plans_stay_as_they_were_read(
    db: Database, staff: Actor, now: datetime
) -> None:
    plan = bring_in(db, staff, make_office(), now, DECIDED)
    saved = profiles.save(db, staff, plan, "Maier", now)
    assert profiles.rename(db, staff, saved.id, "Maier & Partner", now).name == "Maier & Partner"
    profiles.remove(db, staff, saved.id)
    assert profiles.profiles(db, staff) == []
    assert plans.revision(db, staff, plan).profile == DECIDED
    with pytest.raises(NotFound):
        profiles.remove(db, staff, saved.id)
    with pytest.raises(NotFound):
        profiles.rename(db, staff, saved.id, "Again", now)


def test_the_profiles_of_another_organisation_are_not_seen_nor_used(
    db: Database, staff: Actor, now: datetime
) -> None:
    saved = profiles.save(db, staff, bring_in(db, staff, make_office(), now, DECIDED), "M", now)
    stranger = make_person(db, make_organisation(db), role=Role.FACILITY)
    assert profiles.profiles(db, stranger) == []
    plan = bring_in(db, stranger, make_next_office(), now)
    assert plans.revision(db, stranger, plan).profile == {}
    with pytest.raises(NotFound):
        profiles.read_with(db, stranger, plan, saved.id)
    with pytest.raises(NotFound):
        profiles.save_over(db, stranger, saved.id, plan, now)


def test_employees_have_no_business_with_profiles(
    db: Database, staff: Actor, now: datetime
) -> None:
    made = make_profile(db, staff)
    employee = make_person(db, staff.organisation_id)
    with pytest.raises(Forbidden):
        profiles.profiles(db, employee)
    with pytest.raises(Forbidden):
        profiles.remove(db, employee, made)


def test_a_reader_that_keeps_drawings_reads_the_same_as_one_that_does_not(
    db: Database, staff: Actor, floor: UUID, now: datetime
) -> None:
    content = text_of(make_office()).encode()
    made = plans.upload(db, staff, floor, "office.dxf", content, now)
    found = []
    with KeptReader() as reader:
        for profile in ({}, DECIDED, {"tolerances": {"wall_gap_m": 0.3}}, {}):
            plans.redraw(db, staff, made, profile, now)
            plans.read(db, staff.organisation_id, made, now, reader=reader)
            kept = plans.draft_document(db, staff, made)
            plans.redraw(db, staff, made, profile, now)
            plans.read(db, staff.organisation_id, made, now)
            found.append(plans.draft_document(db, staff, made) == kept)
    assert found == [True] * 4
