"""What a process of the proof looks for to act on: bookings as they were a moment ago."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

import psycopg

from bench.proof.records import Ground

#: Also over, cancelled and released ones of the last hours: they must be refused.
LATELY = timedelta(hours=6)
_OF = """
SELECT id, space_id, person_id, lower(during), upper(during) FROM booking
WHERE organisation_id = %(organisation)s AND person_id = %(person)s
"""
_AHEAD = (
    _OF
    + " AND upper(during) > %(now)s AND state IN ('requested', 'held', 'confirmed', 'checked_in')"
)
_ANY = _OF + " AND upper(during) > %(lately)s"
_RUNNING = _OF + " AND upper(during) > %(now)s AND lower(during) < %(soon)s"
_TEAM = """
SELECT team_id FROM booking WHERE organisation_id = %(organisation)s AND team_id IS NOT NULL
  AND upper(during) > %(now)s ORDER BY team_id LIMIT 20
"""
_ASKED = """
SELECT id FROM booking WHERE organisation_id = %(organisation)s AND asked_at IS NOT NULL
  AND upper(during) > %(lately)s AND (state = 'requested' OR random() < 0.1)
"""
_CLOSURE = "SELECT id FROM closure WHERE upper(during) > %(now)s"
#: Mostly in the wanted state.
_WAIT = """
SELECT id::text, person_id::text FROM wait
WHERE state = %(state)s OR random() < 0.02 ORDER BY number DESC LIMIT 20
"""
_SERIES = "SELECT id FROM series ORDER BY id DESC LIMIT 20"


@dataclass(frozen=True, slots=True)
class Seen:
    booking: UUID
    space: UUID
    person: UUID
    from_at: datetime
    to_at: datetime


class Peek:
    """Looks by a connection of its own, beside the service."""

    def __init__(self, ground: Ground, random: Random) -> None:
        url = ground.engine_url.replace("postgresql+psycopg://", "postgresql://", 1)
        self._connection = psycopg.connect(url, autocommit=True)
        organisation = str(ground.organisation)
        self._connection.execute(
            "SELECT set_config('app.organisation_id', %s, false)", [organisation]
        )
        self._known = {"organisation": organisation}
        self._random = random

    def close(self) -> None:
        self._connection.close()

    def ahead(self, person: UUID, now: datetime) -> Seen | None:
        """One that runs or is to come."""
        return self._one(_AHEAD, {"person": person, "now": now})

    def any_of(self, person: UUID, now: datetime) -> Seen | None:
        """One in whatever state."""
        return self._one(_ANY, {"person": person, "lately": now - LATELY})

    def running(self, person: UUID, now: datetime) -> Seen | None:
        """One that runs or begins soon, in whatever state."""
        soon = now + timedelta(minutes=20)
        return self._one(_RUNNING, {"person": person, "now": now, "soon": soon})

    def team(self, now: datetime) -> UUID | None:
        return self._id(_TEAM, {"now": now})

    def asked(self, now: datetime) -> UUID | None:
        """A request, mostly one that is open."""
        return self._id(_ASKED, {"lately": now - LATELY})

    def closure(self, now: datetime) -> UUID | None:
        """One that is not over."""
        return self._id(_CLOSURE, {"now": now})

    def wait(self, state: str) -> dict[str, str] | None:
        """A wait and whose it is, as the words of a call."""
        question = self._connection.execute(_WAIT, {"state": state})
        found = [{"wait": own, "by": person} for own, person in question]
        return self._random.choice(found) if found else None

    def series(self) -> UUID | None:
        return self._id(_SERIES, {})

    def _one(self, question: str, values: dict[str, object]) -> Seen | None:
        found = self._connection.execute(question, {**self._known, **values}).fetchall()
        return Seen(*self._random.choice(found)) if found else None

    def _id(self, question: str, values: dict[str, object]) -> UUID | None:
        found = self._connection.execute(question, {**self._known, **values}).fetchall()
        return self._random.choice(found)[0] if found else None
