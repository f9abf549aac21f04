"""A limit of time around work that does not look at the clock itself."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


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

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
