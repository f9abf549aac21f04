"""A mark in memory that all workers of a machine share: who wrote last, by topic.

A notification takes a moment to reach the other workers. Somebody who books and looks at once, and
is answered by another worker, must see the booking; so a worker leaves its mark before it answers.
"""

from __future__ import annotations

import mmap
import secrets
from enum import Enum, auto

_BYTES_EACH = 8


class Topic(Enum):
    """What can change: who may do what, and what the floors show."""

    PEOPLE = auto()
    FLOORS = auto()


_SLOTS = {topic: slot for slot, topic in enumerate(Topic)}


class Stamps:
    """One mark for each topic. Made before the workers are forked, it is theirs together."""

    def __init__(self) -> None:
        # Anonymous and shared: no file, and gone with the last worker.
        self._shared = mmap.mmap(-1, _BYTES_EACH * len(Topic))
        self._marks = memoryview(self._shared).cast("Q")

    def read(self, topic: Topic) -> int:
        return self._marks[_SLOTS[topic]]

    def leave(self, topic: Topic) -> None:
        """Mark a change. A mark by chance cannot repeat, whoever else writes in this instant."""
        self._marks[_SLOTS[topic]] = secrets.randbits(8 * _BYTES_EACH)
