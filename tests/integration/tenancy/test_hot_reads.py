"""Attacks on the functions that run past the row-level policies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from floorplans.actor import Actor, Role
from floorplans.database import Database
from floorplans.plans import service as plans
from tests.support.drafts import make_draft, make_draft_desk, publish_draft, stage_draft
from tests.support.factories import (
    LAT,
    LON,
    make_booking,
    make_floor,
    make_organisation,
    make_person,
    make_space,
)

#: Functions that run past the policies, apart from those that came with an extension.
_OURS = (
    "SELECT p.oid::regprocedure::text FROM pg_proc p"
    " WHERE pronamespace = 'public'::regnamespace AND prosecdef"
    " AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')"
)

#: Each hot read, asked about the victim's ids; ``answers`` counts what came back.
ATTACKS = {
    "floor_schedule": "SELECT count(*) FROM floor_schedule(:floor, :from_at, :to_at)",
    "closed_spaces": "SELECT count(*) FROM closed_spaces(:floor, tstzrange(:from_at, :to_at))",
    "space_facts": (
        "SELECT count(*) FROM space_facts(:space, tstzrange(:from_at, :to_at), :person, 'k', NULL)"
    ),
    "is_space_taken": ("SELECT is_space_taken(:busy, tstzrange(:from_at, :to_at), NULL)::integer"),
    "locked_space_facts": (
        "SELECT count(*) FROM locked_space_facts("
        ":space, tstzrange(:from_at, :to_at), :person, 'k', NULL, NULL)"
    ),
    "nearest_origin by position": (
        "SELECT count(*) FROM nearest_origin(:floor, :lon, :lat, NULL, NULL, 1e5)"
    ),
    "nearest_origin by position alone": (
        "SELECT count(*) FROM nearest_origin(NULL, :lon, :lat, NULL, NULL, 1e5)"
    ),
    "nearest_origin by space": (
        "SELECT count(*) FROM nearest_origin(:floor, NULL, NULL, :space, NULL, 1e5)"
    ),
    "free_of_floor": (
        "SELECT cardinality(free_of_floor(:floor, tstzrange(:from_at, :to_at), NULL, '{}', 9))"
    ),
    "nearest_of_floor": (
        "SELECT count(*) FROM nearest_of_floor(:floor,"
        " ST_SetSRID(ST_MakePoint(629300, 5804000), 25831), tstzrange(:from_at, :to_at), NULL,"
        " '{}', NULL, '{}', 1e6, 100, 9)"
    ),
    "nearest_of_floor by ids": (
        "SELECT count(*) FROM nearest_of_floor(:floor,"
        " ST_SetSRID(ST_MakePoint(629300, 5804000), 25831), tstzrange(:from_at, :to_at), NULL,"
        " '{}', ARRAY[CAST(:space AS uuid)], '{}', 1e6, 100, 9)"
    ),
    "nearest_free": (
        "SELECT count(*) FROM nearest_free(:floor, :lon, :lat, NULL, NULL, 1e5, :from_at, :to_at,"
        " NULL, '{}', 5, false, 1.3, 20, 60, 600, 60, 2000, '9 s')"
    ),
    "floor_plans": "SELECT count(plan_id) FROM floor_plans(:dated)",
    "plan_at": "SELECT count(plan_at(:dated, :to_at))",
    "bookable_spaces": (
        "SELECT count(*) FROM bookable_spaces(:floor, tstzrange(:from_at, :to_at))"
    ),
    "bookable_spaces of a plan to come": (
        "SELECT count(*) FROM bookable_spaces(:dated, tstzrange(:from_at, :to_at))"
    ),
    "space_in_plans": (
        "SELECT count(*) FROM space_in_plans(:space, :floor, tstzrange(:from_at, :to_at))"
    ),
    "next_free_at": "SELECT count(next_free_at(:floor, :from_at, :to_at, NULL, '{}'))",
    "ruled_classes": "SELECT count(*) FROM ruled_classes(:site, :from_at, 'desk')",
    "places_found": (
        "SELECT count(*) FROM places_found(:person, :site, :from_at, :to_at, 'desk', '{}',"
        " :space, NULL, NULL, NULL, '{}', '{}', 0, 9)"
    ),
    "free_stretches": (
        "SELECT count(*) FROM free_stretches(:person, :site, :from_at, :to_at, 'desk', '{}',"
        " :space, NULL, NULL, NULL, '{}', '{}', :from_at, :to_at, '1 minute')"
    ),
}


@dataclass(frozen=True, slots=True)
class Victim:
    """A floor with a free desk, one that becomes free within the window, and a closure.

    Another floor (``dated``) gets a plan within the window.
    """

    actor: Actor
    values: dict[str, Any]

    def answers(self, connection: Connection, attack: str) -> int:
        found: int = connection.execute(text(ATTACKS[attack]), self.values).scalar_one()
        return found


@pytest.fixture
def victim(db: Database, now: datetime) -> Victim:
    actor = make_person(db, make_organisation(db), role=Role.FACILITY, shows_name=True)
    floor_id = make_floor(db, actor)
    desk = make_space(db, actor, floor_id)
    busy = make_space(db, actor, floor_id, x=3)
    closed = make_space(db, actor, floor_id, x=6)
    make_booking(db, actor, busy, now, now + timedelta(hours=1))
    with db.transaction(actor.organisation_id) as tx:
        tx.execute(
            text(
                "INSERT INTO closure (organisation_id, id, floor_id, srid, space_id, during,"
                " reason, created_by, created_at) VALUES (:organisation, :space, :floor, 25831,"
                " :space, tstzrange(:now, :later), 'x', :person, :now)"
            ),
            {
                "organisation": actor.organisation_id,
                "space": closed,
                "floor": floor_id,
                "now": now,
                "later": now + timedelta(hours=9),
                "person": actor.person_id,
            },
        )
    dated = make_floor(db, actor)
    plan = stage_draft(db, actor, dated, make_draft(desks=[make_draft_desk("1", 2, 2)]), now)
    plans.publish(db, actor, plan, now, effective_from=now + timedelta(hours=1))
    with db.transaction(actor.organisation_id) as tx:
        site = tx.execute(
            text("SELECT site_id FROM floor WHERE id = :floor"), {"floor": floor_id}
        ).scalar_one()
    values = {
        "site": site,
        "dated": dated,
        "floor": floor_id,
        "space": desk,
        "busy": busy,
        "person": actor.person_id,
        "from_at": now,
        "to_at": now + timedelta(hours=8),
        "lon": LON,
        "lat": LAT,
    }
    return Victim(actor, values)


@pytest.fixture
def attacker(db: Database) -> Actor:
    return make_person(db, make_organisation(db), role=Role.ADMIN)


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_owner_gets_an_answer(db: Database, victim: Victim, attack: str) -> None:
    """Without this the tests below would pass on functions that answer nobody."""
    with db.transaction(victim.actor.organisation_id) as tx:
        assert victim.answers(tx, attack) > 0


@pytest.mark.parametrize("attack", ATTACKS)
def test_another_organisation_gets_nothing_for_known_ids(
    db: Database, victim: Victim, attacker: Actor, attack: str
) -> None:
    with db.transaction(attacker.organisation_id) as tx:
        assert not victim.answers(tx, attack)


@pytest.mark.parametrize("attack", ATTACKS)
def test_without_an_organisation_there_is_no_answer(
    db: Database, victim: Victim, attack: str
) -> None:
    with db.transaction(None) as tx:
        assert not victim.answers(tx, attack)


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_answer_follows_the_setting_and_not_a_plan_made_before(
    db: Database, victim: Victim, attacker: Actor, attack: str
) -> None:
    with db.transaction(victim.actor.organisation_id) as tx:
        for _ in range(7):  # After the sixth call a generic plan may be kept.
            assert victim.answers(tx, attack)
        _become(tx, attacker.organisation_id)
        assert not victim.answers(tx, attack)
        _become(tx, victim.actor.organisation_id)
        assert victim.answers(tx, attack)


@pytest.mark.parametrize("setting", ["", "nobody", "' OR true --"])
def test_a_broken_setting_gives_nothing_or_an_error(
    db: Database, victim: Victim, setting: str
) -> None:
    found: int | None = 0
    try:
        with db.transaction(None) as tx:
            tx.execute(text("SELECT set_config('app.organisation_id', :it, true)"), {"it": setting})
            found = victim.answers(tx, "floor_schedule")
    except DBAPIError:
        found = 0
    assert not found


def test_a_setting_ends_with_its_transaction(db: Database, victim: Victim) -> None:
    with db.transaction(victim.actor.organisation_id) as tx:
        assert victim.answers(tx, "floor_schedule")
    with db.transaction(None) as tx:
        assert not victim.answers(tx, "floor_schedule")


def test_a_table_of_ones_own_cannot_stand_in_for_theirs(
    db: Database, victim: Victim, attacker: Actor
) -> None:
    """The search path of these functions is set, so a temporary table is not found first."""
    with db.transaction(victim.actor.organisation_id) as tx:
        tx.execute(text("CREATE TEMP TABLE space ON COMMIT DROP AS SELECT * FROM public.space"))
        tx.execute(text("DELETE FROM pg_temp.space"))
        assert victim.answers(tx, "space_facts") == 1


def test_nobody_clears_a_plan_of_others_or_one_that_is_shown(
    db: Database, victim: Victim, attacker: Actor, now: datetime
) -> None:
    desks = make_draft(desks=[make_draft_desk("1", 2, 2)])
    shown = publish_draft(db, victim.actor, make_floor(db, victim.actor), desks, now)
    cleared = make_floor(db, victim.actor)
    draft = stage_draft(db, victim.actor, cleared, desks, now)
    plans.publish(db, victim.actor, draft, now, effective_from=now + timedelta(hours=1))
    waiting = _shapes(db, victim.actor, draft)
    _clear(db, victim.actor, shown)
    _clear(db, victim.actor, draft)
    plans.unschedule(db, victim.actor, draft, now)
    _clear(db, attacker, draft)
    assert (_shapes(db, victim.actor, shown), _shapes(db, victim.actor, draft)) == (1, waiting)
    _clear(db, victim.actor, draft)
    assert _shapes(db, victim.actor, draft) == 0


def _clear(db: Database, actor: Actor, revision: UUID) -> None:
    with db.transaction(actor.organisation_id) as tx:
        tx.execute(text("SELECT clear_draft(:id)"), {"id": revision})


def _shapes(db: Database, actor: Actor, revision: UUID) -> int:
    with db.transaction(actor.organisation_id) as tx:
        found = text("SELECT count(*) FROM space_shape WHERE plan_revision_id = :id")
        return int(tx.execute(found, {"id": revision}).scalar_one())


def test_only_the_app_may_call_them(db: Database) -> None:
    with db.transaction(None) as tx:
        open_to_all = tx.execute(
            text(
                _OURS + " AND prorettype <> 'trigger'::regtype"
                " AND has_function_privilege('public', p.oid, 'execute')"
            )
        ).all()
    assert open_to_all == []


def test_none_of_them_looks_among_temporary_tables_first(db: Database) -> None:
    with db.transaction(None) as tx:
        unsafe = tx.execute(
            text(_OURS + " AND NOT 'search_path=pg_catalog, public, pg_temp' = ANY (proconfig)")
        ).all()
    assert unsafe == []


def _become(connection: Connection, organisation_id: UUID) -> None:
    connection.execute(
        text("SELECT set_config('app.organisation_id', :it, true)"), {"it": str(organisation_id)}
    )
