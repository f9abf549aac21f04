"""People wait for what is taken, and are served in turn."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from bench.proof.scene import Args, Doing, Scene, hours, plain
from floorplans.waiting import service as waiting
from floorplans.waiting.views import Mode, WaitRequest


def plan_wait(scene: Scene, now: datetime) -> Args | None:
    """For what somebody else has, mostly the very hours."""
    seen = scene.peek.ahead(scene.somebody(), now)
    if seen is None:
        return None
    mode = scene.random.choice(list(Mode)).value
    args = {"by": scene.somebody(), "space": seen.space, "mode": mode}
    return plain({**args, "from": seen.from_at, "to": seen.to_at})


def wait(scene: Scene, args: Args, now: datetime) -> Any:
    wanted = WaitRequest(*hours(args), Mode(args["mode"]), space_id=UUID(args["space"]))
    made = waiting.join(scene.db, scene.actor(args["by"]), wanted, now)
    return {"wait": str(made.id), "state": made.state.value}


def plan_open(scene: Scene, now: datetime) -> Args | None:
    return scene.peek.wait("waiting")


def plan_offered(scene: Scene, now: datetime) -> Args | None:
    return scene.peek.wait("offered")


def leave(scene: Scene, args: Args, now: datetime) -> Any:
    found = waiting.leave(scene.db, scene.actor(args["by"]), UUID(args["wait"]), now)
    return {"state": found.state.value}


def take(scene: Scene, args: Args, now: datetime) -> Any:
    found = waiting.take(scene.db, scene.actor(args["by"]), UUID(args["wait"]), now)
    return {"state": found.state.value, "booking": str(found.booking_id)}


def plan_nothing(scene: Scene, now: datetime) -> Args:
    return {}


def serve(scene: Scene, args: Args, now: datetime) -> Any:
    return waiting.serve_due(scene.db, now)


WAITS: Mapping[str, Doing] = {
    "wait": Doing(6, plan_wait, wait),
    "leave a list": Doing(1, plan_open, leave),
    "take an offer": Doing(2, plan_offered, take),
    "serve": Doing(3, plan_nothing, serve),
}
