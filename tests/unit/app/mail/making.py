"""A letter with believable defaults."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from app.mail.letters import Frame
from app.mail.links import Addresses
from floorplans.actor import Actor, Role
from floorplans.bookings.views import Window
from floorplans.messages.kinds import Kind
from floorplans.messages.views import Before, By, Entry, Letter

KEY = b"0123456789abcdef"
NOW = datetime(2026, 11, 17, 8, 0, tzinfo=UTC)
FRAME = Frame("Floors <floors@office.test>", Addresses("https://floors.office.test", KEY))
NOOR = Actor(UUID(int=1), UUID(int=2), Role.EMPLOYEE, "Noor de Vries", "noor@office.test")
HOURS = Window(NOW + timedelta(days=1, hours=1), NOW + timedelta(days=1, hours=3))


def make_entry(**different: Any) -> Entry:
    values: dict[str, Any] = {
        "booking_id": UUID(int=3),
        "space_id": UUID(int=4),
        "space_name": "Desk 12",
        "kind": "desk",
        "floor_id": UUID(int=5),
        "floor_name": "Second floor",
        "building_name": "Canal House",
        "time_zone": "Europe/Amsterdam",
        "window": HOURS,
        "state": "confirmed",
        "sequence": 0,
        "changed_at": NOW,
    }
    return Entry(**{**values, **different})


def make_letter(
    kind: Kind = Kind.BOOKED,
    *,
    to: Actor = NOOR,
    by: By = By.THEMSELVES,
    before: Before | None = None,
    check_in_by: datetime | None = None,
    space_kind: str = "desk",
    **entry: Any,
) -> Letter:
    made = make_entry(kind=space_kind, **entry)
    return Letter(
        id=UUID(int=9),
        kind=kind,
        to=to,
        entry=made,
        state_now=made.state,
        by=by,
        before=before,
        check_in_by=check_in_by,
        details={"back": str(made.space_id)} if kind is Kind.FREE_AGAIN else {},
        created_at=NOW,
        due_at=NOW,
        attempts=1,
    )
