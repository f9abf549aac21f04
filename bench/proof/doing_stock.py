"""Bringing something along, from a stock that is soon used up."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from bench.proof.scene import Args, Doing, Scene, hours, plain, told
from floorplans.bookings import service as bookings
from floorplans.bookings.views import BookingRequest
from floorplans.equipment.views import Bring


def _some(scene: Scene) -> list[Any]:
    """Some of the things there are, at least one."""
    found = scene.random.sample(list(scene.ground.stock.items()), scene.random.randint(1, 2))
    return [[own, scene.random.randint(1, owned)] for own, owned in found]


def _bring(args: Args) -> tuple[Bring, ...]:
    return tuple(Bring(UUID(own), count) for own, count in args["bring"])


def plan_book(scene: Scene, now: datetime) -> Args:
    start, end = scene.hours(now)
    args = {"by": scene.somebody(), "space": scene.somewhere(), "from": start, "to": end}
    return plain({**args, "key": None, "bring": _some(scene)})


def book(scene: Scene, args: Args, now: datetime) -> Any:
    wanted = BookingRequest(UUID(args["space"]), *hours(args), bring=_bring(args))
    return told(bookings.book(scene.db, scene.actor(args["by"]), wanted, now, known=scene.known))


def plan_bring(scene: Scene, now: datetime) -> Args | None:
    seen = scene.peek.ahead(scene.somebody(), now)
    if seen is None:
        return None
    bring = _some(scene) if scene.random.random() < 0.8 else []
    return plain({"by": scene.by(seen), "booking": seen.booking, "bring": bring})


def bring(scene: Scene, args: Args, now: datetime) -> Any:
    actor, own = scene.actor(args["by"]), UUID(args["booking"])
    return told(bookings.bring(scene.db, actor, own, _bring(args), now))


STOCK: Mapping[str, Doing] = {
    "book with things": Doing(6, plan_book, book),
    "bring along": Doing(3, plan_bring, bring),
}
