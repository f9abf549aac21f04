"""Places are closed for some hours, and opened again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from bench.proof.ground import staff_of
from bench.proof.scene import Args, Doing, Scene, hours, plain
from floorplans.closing import service as closing
from floorplans.closing.views import ClosureRequest


def plan_close(scene: Scene, now: datetime) -> Args:
    start, end = scene.hours(now)
    desk = scene.random.choice(list(scene.ground.closes))
    return plain({"desk": desk, "from": start, "to": end})


def close(scene: Scene, args: Args, now: datetime) -> Any:
    wanted = ClosureRequest(
        scene.ground.floor, *hours(args), "Cleaning", space_id=UUID(args["desk"])
    )
    made = closing.close_place(scene.db, staff_of(scene.ground), wanted, now)
    return {"closure": str(made.id), "bookings": made.bookings}


def plan_reopen(scene: Scene, now: datetime) -> Args | None:
    found = scene.peek.closure(now)
    return None if found is None else plain({"closure": found})


def reopen(scene: Scene, args: Args, now: datetime) -> Any:
    staff = staff_of(scene.ground)
    done = closing.reopen(scene.db, staff, UUID(args["closure"]), now)
    return {"returned": done.returned, "told": done.told_back}


def plan_nothing(scene: Scene, now: datetime) -> Args:
    return {}


def open_over(scene: Scene, args: Args, now: datetime) -> Any:
    return closing.open_over(scene.db, now)


CLOSED: Mapping[str, Doing] = {
    "close": Doing(2, plan_close, close),
    "reopen": Doing(1, plan_reopen, reopen),
    "open over": Doing(1, plan_nothing, open_over),
}
