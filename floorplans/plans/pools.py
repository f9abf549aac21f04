"""What a plan states of places that are booked at once, and what is told of those that stay."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from floorplans.bookings.pooling import KeptPlaces
from floorplans.plans.spaces import PlannedSpace
from floorplans.plans.views import Notice


def stated(ids: Sequence[UUID | None], spaces: Sequence[PlannedSpace]) -> Mapping[UUID, int]:
    """How many may book each space of a plan at once, of those where it says so."""
    return {
        own: space.places
        for own, space in zip(ids, spaces, strict=True)
        if own is not None and space.places is not None and space.bookable
    }


def notices(kept: Sequence[KeptPlaces]) -> tuple[Notice, ...]:
    """One warning for all spaces that do not get the number that the plan states."""
    if not kept:
        return ()
    return (
        Notice(
            "PLACES_KEPT",
            f"Not every space gets the places that the plan states. {' '.join(map(_told, kept))}",
            "Set them on the floor's panel when these bookings are over, or the assignment ended.",
        ),
    )


def _told(kept: KeptPlaces) -> str:
    why = (
        "it is assigned to somebody"
        if kept.booked is None
        else f"{kept.booked} bookings of it run at once"
    )
    return f"{kept.name} keeps {kept.present}, because {why}."
