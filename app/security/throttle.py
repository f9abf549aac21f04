"""How often one person or network may ask: fixed windows in the memory of each process.

Memory is enough: the limits protect a process from one busy client, and every worker counts for
itself. What must be exact (attempts to sign in) is counted in the database instead.

The library reads and words the rates. Its memory storage starts a thread every hundredth of a
second to forget old windows, which costs a request more than all its other checks; so the windows
are counted here.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil
from threading import Lock

from limits import RateLimitItem, parse

from app.settings import RateLimits
from floorplans.errors import TooMany

#: About 200 bytes each. With more, those that are over are forgotten.
MOST_WINDOWS = 10_000


@dataclass(slots=True)
class _Window:
    ends_s: float
    count: int = 0


class Throttle:
    """Counts requests by kind (``api``, ``upload``, ``directory``) and by who asks."""

    def __init__(
        self, rates: RateLimits, *, monotonic_s: Callable[[], float] = time.monotonic
    ) -> None:
        self._monotonic_s = monotonic_s
        self._lock = Lock()
        self._windows: dict[tuple[str, str], _Window] = {}
        self._items: dict[str, RateLimitItem] = {
            "api": parse(rates.api),
            "upload": parse(rates.upload),
            "directory": parse(rates.directory),
        }

    def count(self, kind: str, who: str) -> None:
        """Count one request. Raises ``TooMany`` (``too_many_requests``) when it is one too many."""
        item, now_s = self._items[kind], self._monotonic_s()
        with self._lock:
            window = self._windows.get((kind, who))
            if window is None or window.ends_s <= now_s:
                self._forget(now_s)
                window = self._windows[kind, who] = _Window(now_s + item.get_expiry())
            if window.count < item.amount:
                window.count += 1
                return
        retry_after_s = max(1, ceil(window.ends_s - now_s))
        raise TooMany(
            "too_many_requests",
            "You asked more often than this service allows. Nothing was changed.",
            f"Try again in {retry_after_s} seconds.",
            retry_after_s=retry_after_s,
        )

    def _forget(self, now_s: float) -> None:
        if len(self._windows) >= MOST_WINDOWS:
            self._windows = {k: each for k, each in self._windows.items() if each.ends_s > now_s}
