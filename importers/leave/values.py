"""What a leave calendar says; what it says of reasons is passed over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Away:
    """Whole days, both included; ``email`` is None in a calendar of one person."""

    from_on: date
    to_on: date
    email: str | None = None


@dataclass(frozen=True, slots=True)
class Leave:
    """``partly`` counts entries that cover no whole day, or say that somebody is not away."""

    entries: tuple[Away, ...]
    partly: int = 0
