"""Asking for what must be approved, and answering."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from bench.proof.ground import staff_of
from bench.proof.scene import Args, Doing, Scene, hours, plain, told
from floorplans.approvals import service as approvals
from floorplans.bookings import service as bookings
from floorplans.bookings.views import BookingRequest


def plan_ask(scene: Scene, now: datetime) -> Args:
    start, end = scene.hours(now)
    space = scene.random.choice(sorted(scene.ground.asks))
    return plain({"by": scene.somebody(), "space": space, "from": start, "to": end, "key": None})


def ask(scene: Scene, args: Args, now: datetime) -> Any:
    wanted = BookingRequest(UUID(args["space"]), *hours(args))
    return told(bookings.book(scene.db, scene.actor(args["by"]), wanted, now, known=scene.known))


def plan_answer(scene: Scene, now: datetime) -> Args | None:
    found = scene.peek.asked(now)
    return None if found is None else plain({"booking": found})


def approve(scene: Scene, args: Args, now: datetime) -> Any:
    staff = staff_of(scene.ground)
    view, lost = approvals.approve(scene.db, staff, UUID(args["booking"]), now)
    return {**told(view), "lost": [str(rival.booking_id) for rival in lost]}


def decline(scene: Scene, args: Args, now: datetime) -> Any:
    staff = staff_of(scene.ground)
    return told(approvals.decline(scene.db, staff, UUID(args["booking"]), now))


def plan_nothing(scene: Scene, now: datetime) -> Args:
    return {}


def expire(scene: Scene, args: Args, now: datetime) -> Any:
    return approvals.expire_due(scene.db, now)


REQUESTS: Mapping[str, Doing] = {
    "ask": Doing(8, plan_ask, ask),
    "approve": Doing(5, plan_answer, approve),
    "decline": Doing(2, plan_answer, decline),
    "expire": Doing(2, plan_nothing, expire),
}
