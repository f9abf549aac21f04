"""The ids in the API's addresses; the router has checked them before a view is called."""

from __future__ import annotations

from uuid import UUID

from pydantic import Field

from app.api.fields import Asked


class SitePath(Asked):
    site_id: UUID


class BuildingPath(Asked):
    building_id: UUID


class FloorPath(Asked):
    floor_id: UUID


class BookingPath(Asked):
    booking_id: UUID


class SpacePath(Asked):
    space_id: UUID


class PlaceAtPath(Asked):
    place_id: UUID


class CheckInRulePath(Asked):
    check_in_rule_id: UUID


class PlanPath(Asked):
    plan_id: UUID


class ClosurePath(Asked):
    closure_id: UUID


class ProfilePath(Asked):
    profile_id: UUID


class BatchPath(Asked):
    batch_id: UUID


class RulePath(Asked):
    rule_id: UUID


class GroupPath(Asked):
    group_id: UUID


class MemberPath(GroupPath):
    person_id: UUID


class ZonePath(Asked):
    zone_id: UUID


class TeamPath(Asked):
    team_id: UUID


class WaitPath(Asked):
    wait_id: UUID


class AssignmentPath(Asked):
    assignment_id: UUID


class AbsencePath(Asked):
    absence_id: UUID


class FaultPath(Asked):
    fault_id: UUID


class ScreenPath(Asked):
    screen_id: UUID


class ConnectorPath(Asked):
    floor_id: UUID
    number: int = Field(ge=1, le=10_000)


class ConnectorWordPath(Asked):
    connector_word_id: UUID


class EntranceWordPath(Asked):
    entrance_word_id: UUID


class OutdoorWayPath(Asked):
    outdoor_way_id: UUID


class OutagePath(Asked):
    outage_id: UUID


class WebhookPath(Asked):
    webhook_id: UUID


class DeliveryPath(WebhookPath):
    event_id: UUID
