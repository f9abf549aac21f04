"""The office of the bookings' tests, and dates of weeks to come."""

from __future__ import annotations

from tests.integration.bookings.conftest import Office, office

__all__ = ["Office", "office"]
