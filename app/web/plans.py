"""From a drawing to a floor, for facility staff: bring one in, look at it, publish it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from operator import itemgetter
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Blueprint, render_template, request

from app.context import actor, db
from app.maps import paper_shell
from app.security.access import UPLOAD_LIMIT_BYTES, needs
from floorplans.actor import Role
from floorplans.bookings.windows import moment_text
from floorplans.places import service as places
from floorplans.places.views import SiteView
from floorplans.plans import service as plans
from floorplans.plans.categories import KINDS, PLACES, ROOM_CATEGORIES
from floorplans.plans.views import RevisionSummary
from geo.units import UNITS
from importers.dxf.alphabets import PAGES, RARE_PAGES
from importers.dxf.codepages import UTF_8
from importers.registry import suffixes
from importers.roles import BlockRole, LayerRole
from importers.tolerances import TOLERANCES

blueprint = Blueprint("plans", __name__, url_prefix="/plans")

PUBLISHED = "published"
SCHEDULED = "scheduled"
REFUSED = "refused"


@blueprint.get("")
@needs(Role.FACILITY)
def show() -> str:
    """All floors with their plans, and the place where drawings are dropped."""
    sites = places.sites(db(), actor())
    present = plans.present_revisions(db(), actor())
    published = {plan.floor_id: plan for plan in present if plan.state == PUBLISHED}
    return render_template(
        "plans/overview.html",
        sites=sites,
        published=published,
        to_come=_to_come(sites, present),
        empty=_empty(sites, present),
        settings={
            "floors": _floors(sites),
            "sites": [{"id": str(site.id), "name": site.name} for site in sites],
            "buildings": _buildings(sites),
            "waiting": [
                _waiting(plan) for plan in present if plan.state not in (PUBLISHED, SCHEDULED)
            ],
            "me": actor().name,
            "chosen": request.args.get("floor"),
            "largestBytes": UPLOAD_LIMIT_BYTES,
            "suffixes": suffixes(),
        },
        suffixes=suffixes(),
    )


@blueprint.get("/<uuid:plan_id>")
@needs(Role.FACILITY)
def studio(plan_id: UUID) -> str:
    """One plan: what was understood of it, and everything up to its publishing."""
    plan = plans.revision(db(), actor(), plan_id)
    floor = places.floor(db(), actor(), plan.floor_id)
    settings = {
        "me": actor().name,
        "planId": str(plan.id),
        "floorId": str(floor.id),
        "floorName": floor.name,
        "buildingName": floor.building_name,
        "timeZone": floor.time_zone,
        "srid": floor.srid,
        "buildingId": str(floor.building_id),
        "northDeg": plans.north_of(db(), actor(), plan_id),
        "heading": floor.heading_deg,
        "units": list(UNITS),
        "encodings": [UTF_8, *PAGES, *RARE_PAGES],
        "layerRoles": [str(role) for role in LayerRole],
        "blockRoles": [str(role) for role in BlockRole],
        "tolerances": [asdict(tolerance) for tolerance in TOLERANCES],
        "categories": {
            kind: [kind] if kind in PLACES else sorted(ROOM_CATEGORIES) for kind in KINDS
        },
        "otherPlans": _other_plans(plan.floor_id),
    }
    label = f"Map of what was understood of {plan.file_name}. Arrow keys move it."
    shell = paper_shell("studio", settings, label=label)
    return render_template("plans/studio.html", plan=plan, floor=floor, shell=shell)


def _other_plans(floor_id: UUID) -> list[dict[str, str]]:
    """What other floors show, by the names of the floors: spaces can be copied from there."""
    published = {
        plan.floor_id: str(plan.id)
        for plan in plans.present_revisions(db(), actor())
        if plan.state == PUBLISHED and plan.floor_id != floor_id
    }
    return [
        {"id": published[floor.id], "name": f"{floor.name}, {building.name}"}
        for site in places.sites(db(), actor())
        for building in site.buildings
        for floor in building.floors
        if floor.id in published
    ]


def _to_come(
    sites: Sequence[SiteView], present: Sequence[RevisionSummary]
) -> dict[UUID, list[tuple[RevisionSummary, str]]]:
    """By floor the plans that take over on a date, in that order, with the date in words."""
    zones = {
        floor.id: ZoneInfo(site.time_zone)
        for site in sites
        for building in site.buildings
        for floor in building.floors
    }
    found: dict[UUID, list[tuple[RevisionSummary, str]]] = {}
    dated = [(plan.effective_from, plan) for plan in present if plan.state == SCHEDULED]
    for at, plan in sorted(((at, plan) for at, plan in dated if at is not None), key=itemgetter(0)):
        found.setdefault(plan.floor_id, []).append((plan, moment_text(at, zones[plan.floor_id])))
    return found


def _empty(sites: Sequence[SiteView], present: Sequence[RevisionSummary]) -> set[UUID]:
    """Floors without places for which no drawing is shown, looked at or being read."""
    in_use = {plan.floor_id for plan in present if plan.state != REFUSED}
    return {
        floor.id
        for site in sites
        for building in site.buildings
        for floor in building.floors
        if floor.space_count == 0 and floor.id not in in_use
    }


def _floors(sites: Sequence[SiteView]) -> list[dict[str, object]]:
    return [
        {"id": str(floor.id), "name": floor.name, "building": building.name, "site": site.name}
        for site in sites
        for building in site.buildings
        for floor in building.floors
    ]


def _buildings(sites: Sequence[SiteView]) -> list[dict[str, object]]:
    """Each building with the storeys it has, so that the next one can be offered."""
    return [
        {
            "id": str(building.id),
            "name": building.name,
            "site": site.name,
            "ordinals": [floor.ordinal for floor in building.floors],
        }
        for site in sites
        for building in site.buildings
    ]


def _waiting(plan: RevisionSummary) -> dict[str, object]:
    return {
        "id": str(plan.id),
        "floorId": str(plan.floor_id),
        "state": plan.state,
        "fileName": plan.file_name,
    }
