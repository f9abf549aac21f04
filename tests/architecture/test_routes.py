"""Who gets what from every route. A new route without a row here fails."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from floorplans.database import Database
from floorplans.people import service as people
from tests.architecture.known_ids import known_ids
from tests.support.web import Clock, World, make_world, running_app

WINDOW = "?from=2026-11-18T09:00:00Z&to=2026-11-18T17:00:00Z"
WHO = ("anonymous", "employee", "facility", "admin", "stranger")

#: Statuses in the order of WHO. Writes carry an empty JSON object, so that 422 means "let in".
#: The ids in an address belong to the organisation of all but the stranger, who must get 404.
MATRIX: dict[tuple[str, str], tuple[int, int, int, int, int]] = {
    # Pages send who is not signed in to the form.
    ("/", "GET"): (302, 302, 302, 302, 302),
    ("/api/v1/at/<uuid:place_id>", "GET"): (401, 200, 200, 200, 404),
    ("/api/v1/bookings/<uuid:booking_id>/check-in", "POST"): (401, 422, 422, 422, 404),
    ("/api/v1/bookings/<uuid:booking_id>/check-out", "POST"): (401, 409, 409, 409, 404),
    ("/api/v1/bookings/<uuid:booking_id>/presence", "GET"): (401, 200, 200, 200, 404),
    ("/api/v1/check-in-rules", "GET"): (401, 403, 200, 200, 200),
    ("/api/v1/check-in-rules", "PUT"): (401, 403, 200, 200, 200),
    ("/api/v1/check-in-rules/<uuid:check_in_rule_id>", "DELETE"): (401, 403, 204, 204, 404),
    ("/api/v1/floors/<uuid:floor_id>/beacons", "GET"): (401, 403, 200, 200, 404),
    ("/api/v1/floors/<uuid:floor_id>/beacons", "PUT"): (401, 403, 422, 422, 422),
    ("/api/v1/floors/<uuid:floor_id>/beacons/list", "POST"): (401, 403, 415, 415, 415),
    ("/api/v1/indoor-position", "POST"): (401, 422, 422, 422, 422),
    # No plan of theirs has ways here.
    ("/api/v1/floors/<uuid:floor_id>/phone-ways", "GET"): (401, 409, 409, 409, 404),
    ("/api/v1/floors/<uuid:floor_id>/codes", "GET"): (401, 403, 200, 200, 404),
    ("/api/v1/scanned-places", "POST"): (401, 422, 422, 422, 422),
    ("/api/v1/spaces/<uuid:space_id>/take", "POST"): (401, 201, 201, 201, 404),
    ("/at/<uuid:place_id>", "GET"): (302, 200, 200, 200, 404),
    ("/at/<uuid:place_id>", "POST"): (302, 422, 422, 422, 404),
    ("/api/v1/faults", "GET"): (401, 403, 200, 200, 200),
    ("/api/v1/faults/<uuid:fault_id>/done", "POST"): (401, 403, 200, 200, 404),
    # Where one was let in, it is done by then.
    ("/api/v1/faults/<uuid:fault_id>/same", "POST"): (401, 200, 409, 409, 404),
    ("/api/v1/spaces/<uuid:space_id>/faults", "GET"): (401, 200, 200, 200, 404),
    ("/api/v1/spaces/<uuid:space_id>/faults", "POST"): (401, 422, 422, 422, 422),
    ("/api/v1/screens", "GET"): (401, 403, 200, 200, 200),
    ("/api/v1/screens", "POST"): (401, 403, 422, 422, 422),
    ("/api/v1/screens/<uuid:screen_id>", "DELETE"): (401, 403, 204, 204, 404),
    ("/api/v1/webhooks", "GET"): (401, 403, 403, 200, 200),
    ("/api/v1/webhooks", "POST"): (401, 403, 403, 422, 422),
    ("/api/v1/webhooks/<uuid:webhook_id>", "DELETE"): (401, 403, 403, 204, 404),
    ("/api/v1/webhooks/<uuid:webhook_id>", "GET"): (401, 403, 403, 200, 404),
    ("/api/v1/webhooks/<uuid:webhook_id>", "PUT"): (401, 403, 403, 422, 422),
    ("/api/v1/webhooks/<uuid:webhook_id>/deliveries", "GET"): (401, 403, 403, 200, 404),
    ("/api/v1/webhooks/<uuid:webhook_id>/deliveries/<uuid:event_id>/again", "POST"): (
        *(401, 403, 403, 404, 404),
    ),
    ("/api/v1/webhooks/<uuid:webhook_id>/pause", "POST"): (401, 403, 403, 200, 404),
    ("/api/v1/webhooks/<uuid:webhook_id>/resume", "POST"): (401, 403, 403, 200, 404),
    ("/api/v1/webhooks/<uuid:webhook_id>/secret", "POST"): (401, 403, 403, 200, 404),
    ("/api/v1/webhooks/<uuid:webhook_id>/test", "POST"): (401, 403, 403, 202, 404),
    ("/places/webhooks", "GET"): (302, 403, 403, 200, 200),
    ("/places/webhooks", "POST"): (302, 403, 403, 422, 422),
    ("/places/webhooks/<uuid:webhook_id>", "GET"): (302, 403, 403, 200, 404),
    ("/places/webhooks/<uuid:webhook_id>", "POST"): (302, 403, 403, 422, 404),
    ("/places/faults", "GET"): (302, 403, 200, 200, 200),
    ("/places/faults", "POST"): (302, 403, 422, 422, 422),
    ("/places/screens", "GET"): (302, 403, 200, 200, 200),
    ("/places/screens", "POST"): (302, 403, 422, 422, 422),
    # The address itself is the secret, and this one is none.
    ("/screens/<token>", "GET"): (404, 404, 404, 404, 404),
    ("/screens/<token>/live", "GET"): (404, 404, 404, 404, 404),
    ("/screens/<token>/map/<digest>.json", "GET"): (404, 404, 404, 404, 404),
    ("/screens/<token>/now", "GET"): (404, 404, 404, 404, 404),
    ("/buildings/<uuid:building_id>/ways", "GET"): (302, 403, 200, 200, 404),
    ("/buildings/<uuid:building_id>/ways", "POST"): (302, 403, 422, 422, 404),
    ("/closures", "GET"): (302, 403, 200, 200, 200),
    ("/closures/<uuid:closure_id>", "GET"): (302, 403, 200, 200, 404),
    ("/closures/<uuid:closure_id>", "POST"): (302, 403, 422, 422, 404),
    ("/closures/new", "GET"): (302, 403, 200, 200, 200),
    ("/closures/new", "POST"): (302, 403, 303, 303, 303),
    ("/places/check-in", "GET"): (302, 403, 200, 200, 200),
    ("/places/check-in", "POST"): (302, 403, 422, 422, 422),
    ("/places/codes.pdf", "GET"): (302, 403, 422, 422, 422),
    ("/api/v1/absences", "GET"): (401, 200, 200, 200, 200),
    ("/api/v1/absences", "POST"): (401, 422, 422, 422, 422),
    ("/api/v1/absences/<uuid:absence_id>", "DELETE"): (401, 200, 200, 200, 404),
    ("/api/v1/absences/calendar", "POST"): (401, 415, 415, 415, 415),
    ("/api/v1/assignments", "GET"): (401, 403, 200, 200, 200),
    ("/api/v1/assignments", "POST"): (401, 403, 422, 422, 422),
    ("/api/v1/assignments/<uuid:assignment_id>", "DELETE"): (401, 403, 204, 204, 404),
    ("/api/v1/assignments/<uuid:assignment_id>", "PUT"): (401, 403, 422, 422, 422),
    ("/api/v1/assignments/<uuid:assignment_id>/release", "POST"): (401, 422, 422, 422, 422),
    ("/api/v1/assignments/<uuid:assignment_id>/take-back", "POST"): (401, 422, 422, 422, 422),
    ("/api/v1/assignments/list", "POST"): (401, 403, 415, 415, 415),
    ("/api/v1/me/assignments", "GET"): (401, 200, 200, 200, 200),
    ("/assigned", "GET"): (302, 403, 200, 200, 200),
    ("/assigned", "POST"): (302, 403, 422, 422, 422),
    ("/my/desk", "GET"): (302, 200, 200, 200, 200),
    ("/my/desk", "POST"): (302, 422, 422, 422, 422),
    ("/api/v1/batches", "GET"): (401, 403, 200, 200, 200),
    ("/api/v1/batches/<uuid:batch_id>", "GET"): (401, 403, 200, 200, 404),
    ("/api/v1/batches/<uuid:batch_id>/cancel", "POST"): (401, 403, 200, 200, 404),
    ("/api/v1/bookings", "GET"): (401, 200, 200, 200, 200),
    ("/api/v1/bookings", "POST"): (401, 422, 422, 422, 422),
    ("/api/v1/bookings/<uuid:booking_id>", "DELETE"): (401, 200, 200, 200, 404),
    ("/api/v1/bookings/<uuid:booking_id>", "GET"): (401, 200, 200, 200, 404),
    ("/api/v1/bookings/<uuid:booking_id>", "PATCH"): (401, 200, 200, 200, 404),
    ("/api/v1/bookings/<uuid:booking_id>/offers", "GET"): (401, 409, 409, 409, 404),
    ("/api/v1/buildings", "GET"): (401, 200, 200, 200, 200),
    ("/api/v1/buildings", "POST"): (401, 403, 422, 422, 422),
    ("/api/v1/buildings/<uuid:building_id>", "DELETE"): (401, 403, 422, 422, 404),
    ("/api/v1/buildings/<uuid:building_id>", "PATCH"): (401, 403, 200, 200, 404),
    ("/api/v1/buildings/<uuid:building_id>/heading", "PUT"): (401, 403, 422, 422, 422),
    ("/api/v1/buildings/<uuid:building_id>/connectors", "GET"): (401, 403, 200, 200, 404),
    ("/api/v1/connector-outages/<uuid:outage_id>", "DELETE"): (401, 403, 404, 404, 404),
    ("/api/v1/connector-words", "POST"): (401, 403, 422, 422, 422),
    ("/api/v1/connector-words/<uuid:connector_word_id>", "DELETE"): (401, 403, 404, 404, 404),
    ("/api/v1/floors/<uuid:floor_id>/connectors/<int:number>", "PUT"): (401, 403, 422, 422, 422),
    ("/api/v1/floors/<uuid:floor_id>/connectors/<int:number>/outages", "POST"): (
        401,
        403,
        422,
        422,
        422,
    ),
    ("/api/v1/closures", "GET"): (401, 403, 200, 200, 200),
    ("/api/v1/closures", "POST"): (401, 403, 422, 422, 422),
    ("/api/v1/closures/preview", "POST"): (401, 403, 422, 422, 422),
    ("/api/v1/closures/<uuid:closure_id>", "DELETE"): (401, 403, 200, 200, 404),
    ("/api/v1/closures/<uuid:closure_id>", "PATCH"): (401, 403, 200, 200, 404),
    ("/api/v1/closures/<uuid:closure_id>/affected", "GET"): (401, 403, 200, 200, 404),
    ("/api/v1/colleagues", "GET"): (401, 200, 200, 200, 200),
    ("/api/v1/bookings/for-others", "GET"): (401, 200, 200, 200, 200),
    ("/teams", "GET"): (302, 200, 200, 200, 200),
    ("/api/v1/team-bookings", "GET"): (401, 200, 200, 200, 200),
    ("/api/v1/team-bookings", "POST"): (401, 422, 422, 422, 422),
    ("/api/v1/team-bookings/<uuid:team_id>", "PATCH"): (401, 404, 404, 404, 404),
    ("/api/v1/team-bookings/proposals", "POST"): (401, 422, 422, 422, 422),
    ("/api/v1/team-bookings/<uuid:team_id>", "DELETE"): (401, 404, 404, 404, 404),
    ("/api/v1/bookings/<uuid:booking_id>/equipment", "PUT"): (401, 422, 422, 422, 422),
    ("/api/v1/equipment", "GET"): (401, 403, 200, 200, 200),
    ("/api/v1/equipment", "POST"): (401, 403, 422, 422, 422),
    ("/api/v1/equipment/<uuid:equipment_id>", "DELETE"): (401, 403, 200, 200, 404),
    ("/api/v1/equipment/<uuid:equipment_id>", "GET"): (401, 403, 200, 200, 404),
    ("/api/v1/equipment/<uuid:equipment_id>", "PUT"): (401, 403, 422, 422, 422),
    ("/api/v1/equipment/<uuid:equipment_id>/kits/<uuid:space_id>", "PUT"): (
        *(401, 403, 422, 422, 422),
    ),
    ("/api/v1/floors/<uuid:floor_id>/equipment", "GET"): (401, 422, 422, 422, 422),
    ("/places/directory", "GET"): (302, 403, 403, 200, 200),
    ("/places/directory", "POST"): (302, 403, 403, 422, 422),
    ("/equipment", "GET"): (302, 403, 200, 200, 200),
    ("/equipment/<uuid:equipment_id>", "GET"): (302, 403, 200, 200, 404),
    ("/equipment/<uuid:equipment_id>", "POST"): (302, 403, 422, 422, 404),
    ("/equipment/new", "GET"): (302, 403, 200, 200, 200),
    ("/equipment/new", "POST"): (302, 403, 422, 422, 422),
    ("/api/v1/floors", "POST"): (401, 403, 422, 422, 422),
    ("/api/v1/floors/<uuid:floor_id>", "DELETE"): (401, 403, 422, 422, 404),
    ("/api/v1/floors/<uuid:floor_id>", "GET"): (401, 200, 200, 200, 404),
    ("/api/v1/floors/<uuid:floor_id>", "PATCH"): (401, 403, 200, 200, 404),
    ("/api/v1/floors/<uuid:floor_id>/asks-approval", "GET"): (401, 422, 422, 422, 422),
    ("/api/v1/floors/<uuid:floor_id>/availability", "GET"): (401, 200, 200, 200, 404),
    ("/api/v1/floors/<uuid:floor_id>/closures", "GET"): (401, 200, 200, 200, 404),
    ("/api/v1/floors/<uuid:floor_id>/exports/<export_format>", "GET"): (401, 200, 200, 200, 404),
    ("/api/v1/floors/<uuid:floor_id>/history", "GET"): (401, 403, 200, 200, 404),
    ("/api/v1/floors/<uuid:floor_id>/facts", "GET"): (401, 200, 200, 200, 404),
    ("/api/v1/floors/<uuid:floor_id>/joined-spaces", "GET"): (401, 200, 200, 200, 404),
    ("/api/v1/floors/<uuid:floor_id>/joined-spaces", "POST"): (401, 403, 422, 422, 422),
    ("/api/v1/joined-spaces/<uuid:space_id>", "DELETE"): (401, 403, 404, 404, 404),
    ("/api/v1/spaces/<uuid:space_id>/places", "PUT"): (401, 403, 422, 422, 422),
    ("/api/v1/zones/<uuid:zone_id>/bookable", "PUT"): (401, 403, 404, 404, 404),
    ("/api/v1/floors/<uuid:floor_id>/live", "GET"): (401, 200, 200, 200, 404),
    ("/api/v1/floors/<uuid:floor_id>/not-for-you", "GET"): (401, 422, 422, 422, 422),
    ("/api/v1/floors/<uuid:floor_id>/plans", "GET"): (401, 403, 200, 200, 404),
    ("/api/v1/floors/<uuid:floor_id>/plans", "POST"): (401, 403, 415, 415, 415),
    ("/api/v1/floors/<uuid:floor_id>/spaces.geojson", "GET"): (401, 200, 200, 200, 404),
    ("/api/v1/groups", "GET"): (401, 403, 200, 200, 200),
    ("/api/v1/groups", "POST"): (401, 403, 422, 422, 422),
    ("/api/v1/groups/<uuid:group_id>", "DELETE"): (401, 403, 204, 204, 404),
    ("/api/v1/groups/<uuid:group_id>", "PATCH"): (401, 403, 422, 422, 422),
    ("/api/v1/groups/<uuid:group_id>/members", "GET"): (401, 403, 200, 200, 404),
    ("/api/v1/groups/<uuid:group_id>/members", "POST"): (401, 403, 422, 422, 422),
    # By then the group itself is gone.
    ("/api/v1/groups/<uuid:group_id>/members/<uuid:person_id>", "DELETE"): (
        *(401, 403, 404, 404, 404),
    ),
    ("/api/v1/me/csrf-token", "GET"): (401, 200, 200, 200, 200),
    ("/api/v1/me", "GET"): (401, 200, 200, 200, 200),
    ("/api/v1/me", "PATCH"): (401, 200, 200, 200, 200),
    ("/api/v1/me/calendar", "DELETE"): (401, 204, 204, 204, 204),
    ("/api/v1/me/calendar", "GET"): (401, 200, 200, 200, 200),
    ("/api/v1/me/calendar", "POST"): (401, 201, 201, 201, 201),
    ("/api/v1/me/mail", "GET"): (401, 200, 200, 200, 200),
    ("/api/v1/me/mail", "PUT"): (401, 422, 422, 422, 422),
    ("/api/v1/me/password", "PUT"): (401, 422, 422, 422, 422),
    ("/api/v1/find", "POST"): (401, 422, 422, 422, 422),
    ("/api/v1/find/colleagues", "GET"): (401, 422, 422, 422, 422),
    ("/api/v1/me/favourites", "GET"): (401, 200, 200, 200, 200),
    ("/api/v1/me/favourites/<uuid:space_id>", "DELETE"): (401, 204, 204, 204, 204),
    ("/api/v1/me/favourites/<uuid:space_id>", "PUT"): (401, 204, 204, 204, 404),
    ("/api/v1/me/usual", "GET"): (401, 200, 200, 200, 200),
    ("/api/v1/me/usual", "PUT"): (401, 200, 200, 200, 200),
    ("/api/v1/nearest", "POST"): (401, 422, 422, 422, 422),
    ("/api/v1/ogc", "GET"): (401, 200, 200, 200, 200),
    ("/api/v1/ogc/collections", "GET"): (401, 200, 200, 200, 200),
    ("/api/v1/ogc/collections/<collection>", "GET"): (401, 200, 200, 200, 200),
    ("/api/v1/ogc/collections/<collection>/items", "GET"): (401, 200, 200, 200, 200),
    ("/api/v1/ogc/collections/<collection>/items/<uuid:feature_id>", "GET"): (
        *(401, 200, 200, 200, 404),
    ),
    ("/api/v1/ogc/collections/<collection>/tiles", "GET"): (401, 200, 200, 200, 200),
    ("/api/v1/ogc/collections/<collection>/tiles/<matrix_set>", "GET"): (401, 200, 200, 200, 200),
    (
        "/api/v1/ogc/collections/<collection>/tiles/<matrix_set>/<int:level>/<int:row>/<int:column>",
        "GET",
    ): (401, 204, 204, 204, 204),
    ("/api/v1/ogc/conformance", "GET"): (401, 200, 200, 200, 200),
    ("/api/v1/nearby", "POST"): (401, 422, 422, 422, 422),
    ("/api/v1/nearest-facilities", "POST"): (401, 422, 422, 422, 422),
    ("/api/v1/nearest-by-walking", "POST"): (401, 422, 422, 422, 422),
    ("/api/v1/routes", "POST"): (401, 422, 422, 422, 422),
    ("/api/v1/openapi.json", "GET"): (200, 200, 200, 200, 200),
    ("/api/v1/plans", "GET"): (401, 403, 200, 200, 200),
    ("/api/v1/plans/<uuid:plan_id>", "DELETE"): (401, 403, 204, 204, 404),
    ("/api/v1/plans/<uuid:plan_id>", "GET"): (401, 403, 200, 200, 404),
    ("/api/v1/plans/<uuid:plan_id>", "PATCH"): (401, 403, 200, 200, 404),
    ("/api/v1/plans/<uuid:plan_id>/affected", "GET"): (401, 403, 200, 200, 404),
    ("/api/v1/plans/<uuid:plan_id>/affected.csv", "GET"): (401, 403, 200, 200, 404),
    ("/api/v1/plans/<uuid:plan_id>/alignments", "GET"): (401, 403, 409, 409, 404),
    ("/api/v1/plans/<uuid:plan_id>/bring-back", "POST"): (401, 403, 409, 409, 404),
    ("/api/v1/plans/<uuid:plan_id>/difference", "GET"): (401, 403, 422, 422, 422),
    ("/api/v1/plans/<uuid:plan_id>/draft", "GET"): (401, 403, 404, 404, 404),
    ("/api/v1/plans/<uuid:plan_id>/edits", "GET"): (401, 403, 200, 200, 404),
    ("/api/v1/plans/<uuid:plan_id>/edits", "POST"): (401, 403, 422, 422, 422),
    ("/api/v1/plans/<uuid:plan_id>/edits/copy", "POST"): (401, 403, 422, 422, 422),
    ("/api/v1/plans/<uuid:plan_id>/edits/redo", "POST"): (401, 403, 422, 422, 422),
    ("/api/v1/plans/<uuid:plan_id>/edits/undo", "POST"): (401, 403, 422, 422, 422),
    ("/api/v1/plans/<uuid:plan_id>/file", "GET"): (401, 403, 200, 200, 404),
    ("/api/v1/plans/<uuid:plan_id>/ground", "GET"): (401, 403, 200, 200, 404),
    ("/api/v1/plans/<uuid:plan_id>/issues", "GET"): (401, 403, 404, 404, 404),
    ("/api/v1/plans/<uuid:plan_id>/redline.dxf", "GET"): (401, 403, 404, 404, 404),
    ("/api/v1/plans/<uuid:plan_id>/position", "PUT"): (401, 403, 422, 422, 422),
    ("/api/v1/plans/<uuid:plan_id>/position/check", "POST"): (401, 403, 422, 422, 422),
    ("/api/v1/plans/<uuid:plan_id>/preview", "GET"): (401, 403, 409, 409, 404),
    ("/api/v1/plans/<uuid:plan_id>/publish", "POST"): (401, 403, 409, 409, 404),
    ("/api/v1/plans/<uuid:plan_id>/unschedule", "POST"): (401, 403, 409, 409, 404),
    ("/api/v1/plans/<uuid:plan_id>/facts", "GET"): (401, 403, 409, 409, 404),
    ("/api/v1/plans/<uuid:plan_id>/profile", "PUT"): (401, 403, 422, 422, 422),
    ("/api/v1/plans/<uuid:plan_id>/profiles", "GET"): (401, 403, 200, 200, 404),
    ("/api/v1/plans/<uuid:plan_id>/reopen", "POST"): (401, 403, 409, 409, 404),
    ("/api/v1/plans/<uuid:plan_id>/spaces-list", "POST"): (401, 403, 415, 415, 415),
    ("/api/v1/plans/<uuid:plan_id>/underlay", "GET"): (401, 403, 404, 404, 404),
    ("/api/v1/profiles", "GET"): (401, 403, 200, 200, 200),
    ("/api/v1/profiles", "POST"): (401, 403, 422, 422, 422),
    ("/api/v1/profiles/<uuid:profile_id>", "DELETE"): (401, 403, 204, 204, 404),
    ("/api/v1/profiles/<uuid:profile_id>", "PATCH"): (401, 403, 422, 422, 422),
    ("/api/v1/profiles/<uuid:profile_id>", "PUT"): (401, 403, 422, 422, 422),
    ("/api/v1/waits", "GET"): (401, 200, 200, 200, 200),
    ("/api/v1/waits", "POST"): (401, 422, 422, 422, 422),
    ("/api/v1/waits/<uuid:wait_id>", "DELETE"): (401, 200, 404, 404, 404),
    ("/api/v1/waits/<uuid:wait_id>", "GET"): (401, 200, 404, 404, 404),
    ("/api/v1/waits/<uuid:wait_id>", "PATCH"): (401, 422, 422, 422, 422),
    ("/api/v1/waits/<uuid:wait_id>/take", "POST"): (401, 409, 404, 404, 404),
    ("/api/v1/series", "GET"): (401, 200, 200, 200, 200),
    ("/api/v1/series", "POST"): (401, 422, 422, 422, 422),
    ("/api/v1/series/preview", "POST"): (401, 422, 422, 422, 422),
    ("/api/v1/series/<uuid:series_id>", "DELETE"): (401, 200, 200, 200, 404),
    ("/api/v1/series/<uuid:series_id>", "GET"): (401, 200, 200, 200, 404),
    ("/api/v1/series/<uuid:series_id>", "PATCH"): (401, 422, 422, 422, 422),
    ("/api/v1/series/<uuid:series_id>/retry", "POST"): (401, 200, 200, 200, 404),
    ("/api/v1/rules", "GET"): (401, 403, 200, 200, 200),
    ("/api/v1/rules", "POST"): (401, 403, 422, 422, 422),
    ("/api/v1/rules/<uuid:rule_id>", "DELETE"): (401, 403, 204, 204, 404),
    ("/api/v1/rules/<uuid:rule_id>", "GET"): (401, 403, 200, 200, 404),
    ("/api/v1/rules/<uuid:rule_id>", "PUT"): (401, 403, 422, 422, 422),
    # A booking that is no request.
    ("/api/v1/bookings/<uuid:booking_id>/approve", "POST"): (401, 404, 404, 404, 404),
    ("/api/v1/bookings/<uuid:booking_id>/decline", "POST"): (401, 404, 404, 404, 404),
    ("/api/v1/requests", "GET"): (401, 200, 200, 200, 200),
    ("/api/v1/spaces/<uuid:space_id>/approval", "GET"): (401, 422, 422, 422, 422),
    ("/api/v1/rules/preview", "POST"): (401, 403, 422, 422, 422),
    ("/api/v1/sites", "GET"): (401, 200, 200, 200, 200),
    ("/api/v1/sites", "POST"): (401, 403, 422, 422, 422),
    ("/api/v1/sites/<uuid:site_id>", "DELETE"): (401, 403, 422, 422, 404),
    ("/api/v1/sites/<uuid:site_id>", "PATCH"): (401, 403, 200, 200, 404),
    ("/api/v1/sites/<uuid:site_id>/batches", "POST"): (401, 403, 415, 415, 415),
    # The address itself is the secret, and this one is none.
    ("/calendar/<token>.ics", "GET"): (404, 404, 404, 404, 404),
    ("/floors/<uuid:floor_id>", "GET"): (302, 200, 200, 200, 404),
    ("/floors/<uuid:floor_id>/map/<digest>.json", "GET"): (302, 404, 404, 404, 404),
    ("/healthz", "GET"): (200, 200, 200, 200, 200),
    ("/links/<token>", "GET"): (404, 404, 404, 404, 404),
    ("/links/<token>", "POST"): (400, 400, 400, 400, 400),
    ("/my/bookings", "GET"): (302, 200, 200, 200, 200),
    ("/requests", "GET"): (302, 200, 200, 200, 200),
    ("/requests/<uuid:booking_id>", "POST"): (302, 422, 422, 422, 422),
    ("/my/calendar", "GET"): (302, 303, 303, 303, 303),
    ("/my/calendar", "POST"): (302, 422, 422, 422, 422),
    ("/my/mail", "GET"): (302, 303, 303, 303, 303),
    ("/my/mail", "POST"): (302, 303, 303, 303, 303),
    ("/my/password", "GET"): (302, 303, 303, 303, 303),
    ("/my/password", "POST"): (302, 422, 422, 422, 422),
    ("/my/profile", "GET"): (302, 200, 200, 200, 200),
    ("/my/profile", "POST"): (302, 303, 303, 303, 303),
    ("/find", "GET"): (302, 200, 200, 200, 200),
    ("/my/favourites", "GET"): (302, 303, 303, 303, 303),
    ("/my/favourites", "POST"): (302, 422, 422, 422, 422),
    ("/my/usual", "GET"): (302, 303, 303, 303, 303),
    ("/my/usual", "POST"): (302, 303, 303, 303, 303),
    ("/near", "GET"): (302, 200, 200, 200, 200),
    # No month is counted yet.
    ("/api/v1/sites/<uuid:site_id>/use", "GET"): (401, 403, 404, 404, 404),
    ("/api/v1/use", "GET"): (401, 403, 200, 200, 200),
    ("/api/v1/use/choice", "GET"): (401, 403, 403, 200, 200),
    ("/api/v1/use/choice", "PUT"): (401, 403, 403, 422, 422),
    ("/ways", "GET"): (302, 403, 303, 303, 200),
    ("/use", "GET"): (302, 403, 200, 200, 200),
    ("/use.csv", "GET"): (302, 403, 404, 404, 404),
    ("/use/choice", "GET"): (302, 403, 403, 200, 200),
    ("/use/choice", "POST"): (302, 403, 403, 422, 422),
    ("/places", "GET"): (302, 200, 200, 200, 200),
    ("/places/edit", "GET"): (302, 403, 200, 200, 200),
    ("/places/edit", "POST"): (302, 403, 422, 422, 422),
    ("/plans", "GET"): (302, 403, 200, 200, 200),
    ("/plans/<uuid:plan_id>", "GET"): (302, 403, 200, 200, 404),
    ("/rules", "GET"): (302, 403, 200, 200, 200),
    ("/rules/<uuid:rule_id>", "GET"): (302, 403, 200, 200, 404),
    ("/rules/<uuid:rule_id>", "POST"): (302, 403, 422, 422, 422),
    ("/rules/groups", "GET"): (302, 403, 200, 200, 200),
    ("/rules/groups", "POST"): (302, 403, 422, 422, 422),
    ("/rules/new", "GET"): (302, 403, 200, 200, 200),
    ("/rules/new", "POST"): (302, 403, 422, 422, 422),
    # A directory's token is needed, which nobody is.
    ("/scim/v2/.search", "POST"): (401, 401, 401, 401, 401),
    ("/scim/v2/Groups", "GET"): (401, 401, 401, 401, 401),
    ("/scim/v2/Groups", "POST"): (401, 401, 401, 401, 401),
    ("/scim/v2/Groups/<uuid:group_id>", "DELETE"): (401, 401, 401, 401, 401),
    ("/scim/v2/Groups/<uuid:group_id>", "GET"): (401, 401, 401, 401, 401),
    ("/scim/v2/Groups/<uuid:group_id>", "PATCH"): (401, 401, 401, 401, 401),
    ("/scim/v2/Groups/<uuid:group_id>", "PUT"): (401, 401, 401, 401, 401),
    ("/scim/v2/ResourceTypes", "GET"): (401, 401, 401, 401, 401),
    ("/scim/v2/ResourceTypes/<kind>", "GET"): (401, 401, 401, 401, 401),
    ("/scim/v2/Schemas", "GET"): (401, 401, 401, 401, 401),
    ("/scim/v2/Schemas/<urn>", "GET"): (401, 401, 401, 401, 401),
    ("/scim/v2/ServiceProviderConfig", "GET"): (401, 401, 401, 401, 401),
    ("/scim/v2/Users", "GET"): (401, 401, 401, 401, 401),
    ("/scim/v2/Users", "POST"): (401, 401, 401, 401, 401),
    ("/scim/v2/Users/<uuid:user_id>", "DELETE"): (401, 401, 401, 401, 401),
    ("/scim/v2/Users/<uuid:user_id>", "GET"): (401, 401, 401, 401, 401),
    ("/scim/v2/Users/<uuid:user_id>", "PATCH"): (401, 401, 401, 401, 401),
    ("/scim/v2/Users/<uuid:user_id>", "PUT"): (401, 401, 401, 401, 401),
    ("/sign-in", "GET"): (200, 200, 200, 200, 200),
    ("/sign-in", "POST"): (400, 400, 400, 400, 400),
    ("/places/accounts", "GET"): (302, 403, 403, 200, 200),
    ("/places/accounts", "POST"): (302, 403, 403, 422, 422),
    # A provider that is not finished cannot be signed in with.
    ("/sign-in/back/<uuid:provider_id>", "GET"): (404, 404, 404, 404, 404),
    ("/sign-in/with/<uuid:provider_id>", "GET"): (404, 404, 404, 404, 404),
    ("/sign-out", "POST"): (400, 400, 400, 400, 400),
    # The same for everybody.
    ("/manifest.webmanifest", "GET"): (200, 200, 200, 200, 200),
    ("/sw.js", "GET"): (200, 200, 200, 200, 200),
    ("/static/<path:name>", "GET"): (404, 404, 404, 404, 404),
}


def routes(app: Flask) -> Iterator[tuple[str, str]]:
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield rule.rule, method


@pytest.fixture
def world(cloned_db: Database) -> World:
    return make_world(cloned_db)


@pytest.fixture
def web_app(cloned_db: Database, tmp_path: Path, now: datetime) -> Iterator[Flask]:
    with running_app(cloned_db, tmp_path, Clock(now)) as app:
        yield app


def test_every_route_has_a_row_and_every_row_a_route(web_app: Flask) -> None:
    assert set(routes(web_app)) == set(MATRIX)


@pytest.mark.parametrize("who", WHO)
def test_everybody_gets_what_the_matrix_says(
    web_app: Flask, cloned_db: Database, world: World, now: datetime, who: str
) -> None:
    ids = known_ids(cloned_db, world, now)
    headers = {}
    if who != "anonymous":
        token = people.create_token(cloned_db, getattr(world, who).email, "matrix", now)
        headers = {"Authorization": f"Bearer {token}"}
    client = web_app.test_client(use_cookies=False)
    found = {}
    for rule, method in sorted(set(routes(web_app)) & set(MATRIX), key=_deletes_last):
        path = _path(rule, ids)
        body: dict[str, Any] = {} if method == "GET" else {"json": {}}
        answer = client.open(path, method=method, headers=headers, buffered=False, **body)
        found[rule, method] = answer.status_code
        answer.close()
    expected = {row: statuses[WHO.index(who)] for row, statuses in MATRIX.items()}
    assert found == expected


def test_no_get_changes_a_row(
    web_app: Flask, cloned_db: Database, world: World, now: datetime
) -> None:
    ids = known_ids(cloned_db, world, now)
    token = people.create_token(cloned_db, world.admin.email, "matrix", now)
    client = web_app.test_client(use_cookies=False)
    before = rows(cloned_db, world)
    for rule, method in routes(web_app):
        if method == "GET":
            client.get(
                _path(rule, ids), headers={"Authorization": f"Bearer {token}"}, buffered=False
            ).close()
    assert rows(cloned_db, world) == before


def _path(rule: str, ids: dict[str, Any]) -> str:
    path = re.sub(r"<(?:\w+:)?(\w+)>", lambda match: str(ids[match[1]]), rule)
    return path + WINDOW if path.endswith("/availability") else path


def _deletes_last(route: tuple[str, str]) -> tuple[bool, str, str]:
    rule, method = route
    return method == "DELETE", rule, method


def rows(db: Database, world: World) -> dict[str, tuple[int, int]]:
    """How many rows each table of the domain holds, and a sum that moves with any of them."""
    from floorplans.models import metadata  # noqa: PLC0415

    counted = {}
    with db.transaction(world.admin.organisation_id) as tx:
        for table in metadata.sorted_tables:
            statement = (
                f"SELECT count(*), COALESCE(sum(hashtext(t::text)::bigint), 0) FROM {table.name} t"
            )
            counted[table.name] = tuple(tx.exec_driver_sql(statement).one())
    return counted
