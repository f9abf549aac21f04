"""What is in the tables in the end, with no question that the service asks."""

from __future__ import annotations

from datetime import datetime
from typing import Any, LiteralString
from uuid import UUID

import psycopg

from bench.proof.records import (
    Act,
    Change,
    Evidence,
    Ground,
    Note,
    SeriesDate,
    Taking,
    Told,
    Version,
)
from floorplans.bookings.views import Window


def gather(ground: Ground, acts: tuple[Act, ...]) -> Evidence:
    """All of a run: the calls, what the witness wrote down, and what is there now."""
    with psycopg.connect(ground.owner_url) as connection:
        connection.execute(
            "SELECT set_config('app.organisation_id', %s, false)", [str(ground.organisation)]
        )

        def rows(question: LiteralString) -> list[tuple[Any, ...]]:
            return connection.execute(question).fetchall()

        witness = rows(
            "SELECT number, (extract(epoch FROM at) * 1000000)::bigint, transaction, kind, before,"
            " after FROM witness ORDER BY number"
        )
        bookings = rows(
            "SELECT to_jsonb(b) || jsonb_build_object('from', lower(during), 'to', upper(during))"
            " FROM booking b"
        )
        takings = rows("SELECT booking_id, space_id, lower(during), upper(during) FROM taking")
        messages = rows(
            "SELECT booking_id, person_id, kind, space_id, lower(during), upper(during),"
            " created_at FROM message WHERE gathers IS NULL AND booking_id IS NOT NULL UNION ALL"
            " SELECT p.booking_id, m.person_id, p.kind, p.space_id, lower(p.during),"
            " upper(p.during), m.created_at"
            " FROM message_part p JOIN message m ON m.id = p.message_id"
        )
        dates = rows("SELECT series_id, on_date::text, state, booking_id FROM series_date")
    return Evidence(
        ground,
        acts,
        tuple(
            Change(n, at, tx, _version(was), _version(now))
            for n, at, tx, kind, was, now in witness
            if kind == "booking"
        ),
        tuple(Note(*row) for row in witness if row[3] != "booking"),
        tuple(version for (row,) in bookings if (version := _version(row)) is not None),
        tuple(Taking(booking, space, Window(a, b)) for booking, space, a, b in takings),
        tuple(Told(b, p, kind, s, Window(f, t), at) for b, p, kind, s, f, t, at in messages),
        tuple(SeriesDate(*row) for row in dates),
    )


def _version(row: dict[str, str] | None) -> Version | None:
    if row is None:
        return None
    return Version(
        UUID(row["id"]),
        UUID(row["space_id"]),
        UUID(row["person_id"]),
        Window(datetime.fromisoformat(row["from"]), datetime.fromisoformat(row["to"])),
        row["state"],
        row["idempotency_key"],
        UUID(row["team_id"]) if row["team_id"] else None,
        UUID(row["booked_by"]) if row["booked_by"] else None,
        datetime.fromisoformat(row["changed_at"]),
    )
