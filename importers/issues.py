"""Findings about a file, as data: a stable code, a severity, a place, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding costs the reader of the map."""

    ERROR = "error"  # something the drawing holds is missing from the result
    WARNING = "warning"  # the result holds a guess or a repair that a person should confirm
    INFO = "info"  # told for completeness; nothing needs to be done


@dataclass(frozen=True, slots=True)
class ImportIssue:
    """One located finding about a drawing.

    ``code`` is stable and upper case (``ROOM_NOT_CLOSED``); nobody matches ``message``.
    ``x`` and ``y`` are metres in the drawing's own axes, None where the finding has no place.
    ``segment`` is the line (x, y, x, y) that would settle it: from one side of a gap to the other.
    ``choices`` are the words of which one holds, the one that was kept first.
    """

    code: str
    severity: Severity
    message: str
    advice: str
    handle: str | None = None
    layer: str | None = None
    x: float | None = None
    y: float | None = None
    segment: tuple[float, float, float, float] | None = None
    choices: tuple[str, ...] = ()


class ImportRefused(Exception):
    """A file that gives no floor plan at all, with the reason and the way out.

    ``advice`` says what the person can do next; neither text holds a path or a traceback.
    """

    def __init__(self, code: str, message: str, advice: str) -> None:
        super().__init__(code, message, advice)
        self.code = code
        self.message = message
        self.advice = advice
