"""How often one person or network may ask: fixed windows in the memory of each process.

Memory is enough: the limits protect a process from one busy client, and every worker counts for
itself. What must be exact (attempts to sign in) is counted in the database instead.
"""

from __future__ import annotations

import time
from math import ceil

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from app.settings import RateLimits
from floorplans.errors import TooMany


class Throttle:
    """Counts requests by kind (``api``, ``upload``) and by who asks."""

    def __init__(self, rates: RateLimits) -> None:
        self._limiter = FixedWindowRateLimiter(MemoryStorage())
        self._items: dict[str, RateLimitItem] = {
            "api": parse(rates.api),
            "upload": parse(rates.upload),
        }

    def count(self, kind: str, who: str) -> None:
        """Count one request. Raises ``TooMany`` (``too_many_requests``) when it is one too many."""
        item = self._items[kind]
        if self._limiter.hit(item, kind, who):
            return
        resets_at = self._limiter.get_window_stats(item, kind, who).reset_time
        retry_after_s = max(1, ceil(resets_at - time.time()))
        raise TooMany(
            "too_many_requests",
            "You asked more often than this service allows. Nothing was changed.",
            f"Try again in {retry_after_s} seconds.",
            retry_after_s=retry_after_s,
        )
