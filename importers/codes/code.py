"""One code: what it means to a person, and what that person can do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from importers.issues import Severity

#: How a code comes to a person: as the refusal of the file, or as a finding of some severity.
Told = Literal["refused", "error", "warning", "info"]
REFUSED: Told = "refused"


@dataclass(frozen=True, slots=True)
class Code:
    """A stable name with its meaning and its remedy, both whole sentences for facility staff.

    ``told`` lists every way the code can come: a damaged end refuses one file and is a mere
    finding about another.
    """

    name: str
    told: tuple[Told, ...]
    meaning: str
    remedy: str


def refusal(name: str, meaning: str, remedy: str) -> Code:
    """A code that only ever refuses a file."""
    return Code(name, (REFUSED,), meaning, remedy)


def error(name: str, meaning: str, remedy: str) -> Code:
    """A finding: something the drawing holds is missing from the result."""
    return Code(name, (Severity.ERROR.value,), meaning, remedy)


def warning(name: str, meaning: str, remedy: str) -> Code:
    """A finding: the result holds a guess or a repair that a person should confirm."""
    return Code(name, (Severity.WARNING.value,), meaning, remedy)


def info(name: str, meaning: str, remedy: str) -> Code:
    """A finding that is told for completeness."""
    return Code(name, (Severity.INFO.value,), meaning, remedy)
