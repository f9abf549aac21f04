"""One of everything that an address can name, in the organisation of all but the stranger."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from floorplans.closing.service import close_place
from floorplans.closing.views import ClosureRequest
from floorplans.database import Database
from floorplans.plans import service as plans
from floorplans.policies import service as policies
from floorplans.policies.views import Rule
from floorplans.presence import service as presence
from floorplans.presence.views import CheckInRule
from tests.support.factories import (
    make_absence,
    make_assignment,
    make_batch,
    make_booking,
    make_equipment,
    make_profile,
    make_provider,
    make_series,
    make_wait,
)
from tests.support.faults import make_fault
from tests.support.screens import lobby_screen
from tests.support.web import World
from tests.support.webhooks import make_webhook

_NOT_ASKED = CheckInRule(
    kind="locker", zone_id=None, is_asked=False, opens_min=15, grace_min=15, frees_itself=True
)


def known_ids(db: Database, world: World, now: datetime) -> dict[str, Any]:
    """What to put for each word of a route's rule."""
    start = now + timedelta(hours=1)
    closure = close_place(
        db,
        world.facility,
        ClosureRequest(world.floor_id, start, start + timedelta(hours=1), "Painting"),
        now,
    )
    return {
        "site_id": world.site_id,
        "building_id": world.building_id,
        "floor_id": world.floor_id,
        "booking_id": make_booking(db, world.employee, world.desks[0], start),
        "plan_id": plans.upload(db, world.facility, world.floor_id, "a.dxf", b"0\nEOF\n", now),
        "closure_id": closure.id,
        "place_id": world.desks[2],
        "space_id": world.desks[1],
        "check_in_rule_id": presence.set_rule(db, world.facility, _NOT_ASKED, now).id,
        "zone_id": UUID(int=1),
        "team_id": UUID(int=2),
        "outage_id": UUID(int=3),
        "connector_word_id": UUID(int=4),
        "entrance_word_id": UUID(int=5),
        "outdoor_way_id": UUID(int=6),
        "number": 1,
        "collection": "spaces",
        "matrix_set": "WebMercatorQuad",
        "level": 0,
        "row": 0,
        "column": 0,
        "feature_id": world.desks[0],
        "series_id": make_series(db, world.employee, world.desks[2], now),
        "wait_id": make_wait(db, world.employee, world.desks[0], start),
        "batch_id": make_batch(db, world.facility, world.site_id),
        "profile_id": make_profile(db, world.facility),
        "rule_id": policies.make_rule(db, world.facility, Rule("Desks", ahead_days=9), now).id,
        "group_id": policies.make_group(db, world.facility, "Staff").id,
        "person_id": world.employee.person_id,
        "user_id": world.employee.person_id,
        "kind": "User",
        "urn": "urn:ietf:params:scim:schemas:core:2.0:User",
        "absence_id": make_absence(db, world.employee, now),
        "assignment_id": make_assignment(db, world.facility, world.employee, world.desks[2]),
        "equipment_id": make_equipment(db, world.facility, world.floor_id),
        "fault_id": make_fault(db, world.employee, world.desks[1], now),
        "provider_id": make_provider(db, world.admin),
        "webhook_id": make_webhook(db, world.admin, now)[0],
        "event_id": UUID(int=3),
        "screen_id": lobby_screen(db, world.facility, world.floor_id, now),
        "digest": "f" * 16,
        "token": "nobodys",
        "name": "nothing.js",
        "export_format": "csv",
    }
