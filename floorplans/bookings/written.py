"""A booking that this process has just written, told without reading it again."""

from __future__ import annotations

from uuid import UUID

from floorplans.actor import Actor
from floorplans.bookings.rules import Asked, SpaceFacts, phase_of
from floorplans.bookings.views import BookingView


def just_written(booking_id: UUID, actor: Actor, asked: Asked, space: SpaceFacts) -> BookingView:
    """What a booking is that was written by what ``space`` stands for, and needs no approval."""
    window = asked.window
    return BookingView(
        id=booking_id,
        space_id=space.id,
        space_name=space.name,
        kind=space.kind,
        floor_id=space.floor_id,
        floor_name=space.floor_name,
        building_name=space.building_name,
        time_zone=space.time_zone,
        from_at=window.from_at,
        to_at=window.to_at,
        state="confirmed",
        phase=phase_of("confirmed", window, asked.now),
        is_mine=True,
        person_name=actor.name,
        person_id=actor.person_id,
        is_private=asked.is_private,
        note=asked.note,
    )
