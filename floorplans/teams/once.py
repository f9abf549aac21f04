"""A team asked for twice under one key is booked once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, RowMapping, text

from floorplans.actor import Actor
from floorplans.bookings.rules import key_reused
from floorplans.teams import queries
from floorplans.teams.views import Seat, TeamBooking, TeamRequest

_CLAIM = text("""
INSERT INTO team_asked (organisation_id, person_id, idempotency_key, idempotency_digest, team_id,
  created_at)
VALUES (:organisation, :person, :key, :digest, :team, :now)
ON CONFLICT DO NOTHING
RETURNING team_id
""")
_EARLIER = text("""
SELECT idempotency_digest, team_id, seats FROM team_asked
WHERE organisation_id = :organisation AND person_id = :person AND idempotency_key = :key
""")
_KEEP = text("""
UPDATE team_asked SET seats = CAST(:seats AS jsonb)
WHERE organisation_id = :organisation AND person_id = :person AND idempotency_key = :key
""")


def claim(
    tx: Connection, actor: Actor, request: TeamRequest, team_id: UUID, now: datetime
) -> TeamBooking | None:
    """Note that this request is ``team_id``, or tell what it was booked as before.

    While another transaction books the same request, this one waits for it. Of what was booked
    before it tells what still stands. Raises Conflict ``idempotency_key_reused``.
    """
    if request.idempotency_key is None:
        return None
    key = _key(actor, request.idempotency_key)
    digest = _digest(request)
    values = {**key, "digest": digest, "team": team_id, "now": now}
    if tx.execute(_CLAIM, values).scalar_one_or_none() is not None:
        return None
    earlier = tx.execute(_EARLIER, key).one()
    if earlier.idempotency_digest != digest:
        raise key_reused()
    rows = queries.ahead(tx, actor.organisation_id, now, team_id=earlier.team_id)
    return _as_it_stands(request, earlier.team_id, dict(earlier.seats), rows)


def keep(tx: Connection, actor: Actor, request: TeamRequest, seats: Sequence[Seat]) -> None:
    """Note what was booked for a request, so that it can be told again."""
    if request.idempotency_key is None:
        return
    pairs = [(str(seat.booking_id), seat.away_m) for seat in seats]
    tx.execute(_KEEP, {**_key(actor, request.idempotency_key), "seats": json.dumps(pairs)})


def _as_it_stands(
    request: TeamRequest, team_id: UUID, away_m: dict[str, float], rows: Sequence[RowMapping]
) -> TeamBooking:
    standing = {str(row["booking_id"]): row for row in rows}
    named = ("booking_id", "person_id", "person_name", "space_id", "space_name", "floor_id")
    seats = tuple(
        Seat(**{name: standing[booking][name] for name in named}, away_m=metres)
        for booking, metres in away_m.items()
        if booking in standing
    )
    from_at = min((row["from_at"] for row in rows), default=request.from_at)
    to_at = max((row["to_at"] for row in rows), default=request.to_at)
    return TeamBooking(team_id, request.floor_id, from_at, to_at, seats)


def _key(actor: Actor, key: str) -> dict[str, object]:
    return {
        "organisation": actor.organisation_id,
        "person": actor.person_id,
        "key": key,
    }


def _digest(request: TeamRequest) -> bytes:
    """What makes two requests under one key the same request."""
    parts = (
        *(
            request.floor_id,
            request.other_floor_id,
            request.from_at.timestamp(),
            request.to_at.timestamp(),
        ),
        *(request.kind, *sorted(request.features), request.near),
        *("people", *request.people, "places", *request.places),
    )
    return hashlib.sha256("\n".join(map(str, parts)).encode()).digest()
