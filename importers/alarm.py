"""A limit of time around work that does not look at the clock itself."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

#: A limit that ran out meanwhile rings after this; zero would be no limit at all.
LEAST_S = 0.001


class TimeUp(BaseException):
    """The work took too long. No ``Exception``, so that nothing on the way takes it for one."""


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Raise ``TimeUp`` inside the block when its time is over.

    Python can be interrupted so in its main thread only; elsewhere the block has no limit.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def ring(_: int, __: FrameType | None) -> None:
        raise TimeUp

    begun = time.monotonic()
    before = signal.signal(signal.SIGALRM, ring)
    outer, _ = signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        # A limit around this one goes on running.
        left = max(LEAST_S, outer - (time.monotonic() - begun)) if outer else 0.0
        signal.signal(signal.SIGALRM, before)
        signal.setitimer(signal.ITIMER_REAL, left)
