"""A file of a batch, and the floor it is meant for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BatchFile:
    """A file by the path that it has in its archive; ``read`` gives its content."""

    path: str
    size_bytes: int
    read: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Target:
    """Where one file goes; ``view`` chooses among several floors in it. None is not told."""

    path: str
    building: str | None
    floor: str
    ordinal: int | None = None
    view: str | None = None
