"""Owners of desks leave days to others, and want them back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from bench.proof.scene import ZONE, Args, Doing, Scene, plain
from floorplans.assigning import service as assigning
from floorplans.assigning.views import Span

#: Days are left to others from today on, for so many days.
AHEAD_DAYS = 1


def plan_day(scene: Scene, now: datetime) -> Args:
    desk, owner = scene.random.choice(list(scene.ground.owners.items()))
    day = now.astimezone(ZONE).date() + timedelta(days=scene.random.randint(0, AHEAD_DAYS))
    return plain({"by": owner, "desk": desk, "day": day})


def leave(scene: Scene, args: Args, now: datetime) -> Any:
    found = assigning.release(scene.db, scene.actor(args["by"]), *_what(scene, args), now)
    return [each.isoformat() for each in found]


def back(scene: Scene, args: Args, now: datetime) -> Any:
    found = assigning.take_back(scene.db, scene.actor(args["by"]), *_what(scene, args), now)
    return {"days": [str(each) for each in found.returned], "taken": [str(d) for d in found.taken]}


def _what(scene: Scene, args: Args) -> tuple[UUID, Span]:
    day = date.fromisoformat(args["day"])
    return scene.ground.assignments[UUID(args["desk"])], Span(day, day)


DAYS: Mapping[str, Doing] = {
    "leave a day": Doing(3, plan_day, leave),
    "take a day back": Doing(2, plan_day, back),
}
