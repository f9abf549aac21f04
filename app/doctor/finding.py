"""What a look-over finds."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum


class Level(StrEnum):
    FINE = "fine"
    #: Works, and is not as it should be.
    WARNING = "warning"
    #: A promise of the product is not kept.
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; ``advice`` is empty where nothing is to be done."""

    code: str
    level: Level
    message: str
    advice: str = ""

    def fields(self) -> dict[str, str]:
        return {name: str(value) for name, value in asdict(self).items()}


def fine(code: str, message: str) -> Finding:
    return Finding(code, Level.FINE, message)


def warning(code: str, message: str, advice: str) -> Finding:
    return Finding(code, Level.WARNING, message, advice)


def problem(code: str, message: str, advice: str) -> Finding:
    return Finding(code, Level.PROBLEM, message, advice)
