"""Every operation under random and hostile input: no crash, no answer that is not documented.

The short form; ``EXAMPLES`` of the environment variable FLOORPLANS_API_EXAMPLES makes it longer.
"""

from __future__ import annotations

import os
from datetime import datetime

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import APIOperation, Case
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from floorplans.database import Database
from floorplans.people import service as people
from floorplans.policies import service as policies
from floorplans.policies.views import Rule
from tests.support.drafts import make_draft, make_draft_desk, stage_draft
from tests.support.factories import (
    make_absence,
    make_assignment,
    make_booking,
    make_equipment,
    make_profile,
    make_series,
    make_wait,
)
from tests.support.faults import make_fault
from tests.support.screens import lobby_screen
from tests.support.web import World
from tests.support.webhooks import make_webhook

EXAMPLES = int(os.environ.get("FLOORPLANS_API_EXAMPLES", "12"))
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
#: A stream never ends by itself; it has tests of its own.
ENDLESS = "/live"


def operations(app: Flask) -> list[APIOperation]:
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    found = [result.ok() for result in schema.get_all_operations()]
    return [each for each in found if not each.path.endswith(ENDLESS)]


def run(operation: APIOperation, headers: dict[str, str], known: dict[str, str]) -> None:
    strategies = [
        operation.as_strategy(generation_mode=mode) for mode in schemathesis.GenerationMode
    ]

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=st.one_of(*strategies), use_known=st.booleans())
    def one(case: Case, use_known: bool) -> None:
        if use_known:
            for name in case.path_parameters or {}:
                case.path_parameters[name] = known[name]
        response = case.call(headers=headers)
        case.validate_response(response, checks=CHECKS)

    one()


@pytest.mark.filterwarnings("ignore")
def test_no_operation_crashes_or_answers_what_it_does_not_document(
    web_app: Flask, db: Database, world: World, now: datetime
) -> None:
    token = people.create_token(db, world.facility.email, "fuzz", now)
    booking_id = make_booking(db, world.facility, world.desks[0], now)
    plan = make_draft(desks=[make_draft_desk("1", 2, 2)])
    known = {
        "site_id": str(world.site_id),
        "building_id": str(world.building_id),
        "floor_id": str(world.floor_id),
        "booking_id": str(booking_id),
        "plan_id": str(stage_draft(db, world.facility, world.floor_id, plan, now)),
        "closure_id": str(world.floor_id),
        "series_id": str(make_series(db, world.facility, world.desks[1], now)),
        "wait_id": str(make_wait(db, world.facility, world.desks[0], now)),
        "export_format": "geojson",
        "collection": "spaces",
        "matrix_set": "WebMercatorQuad",
        "level": "0",
        "row": "0",
        "column": "0",
        "feature_id": str(world.desks[0]),
        "batch_id": str(world.floor_id),
        "profile_id": str(make_profile(db, world.facility)),
        "rule_id": str(policies.make_rule(db, world.facility, Rule("Desks", ahead_days=9), now).id),
        "group_id": str(policies.make_group(db, world.facility, "Staff").id),
        "person_id": str(world.employee.person_id),
        "space_id": str(world.desks[1]),
        "place_id": str(world.desks[2]),
        "absence_id": str(make_absence(db, world.facility, now)),
        "assignment_id": str(make_assignment(db, world.facility, world.employee, world.desks[2])),
        "equipment_id": str(make_equipment(db, world.facility, world.floor_id)),
        "check_in_rule_id": str(world.floor_id),
        "zone_id": str(world.floor_id),
        "team_id": str(world.floor_id),
        "outage_id": str(world.floor_id),
        "connector_word_id": str(world.floor_id),
        "entrance_word_id": str(world.floor_id),
        "outdoor_way_id": str(world.floor_id),
        "number": 1,
        "fault_id": str(make_fault(db, world.facility, world.desks[1], now)),
        "screen_id": str(lobby_screen(db, world.facility, world.floor_id, now)),
        "webhook_id": str(make_webhook(db, world.admin, now)[0]),
        "event_id": str(world.floor_id),
    }
    found = operations(web_app)
    assert len(found) >= 25
    for operation in found:
        # Its client takes a compressed answer for a broken one.
        plain = {"Authorization": f"Bearer {token}", "Accept-Encoding": "identity"}
        run(operation, plain, known)
