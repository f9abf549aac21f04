"""A finding with what people said of it and what can be done about it: values, never rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class State(StrEnum):
    """Whether a finding still asks for something."""

    OPEN = "open"
    IGNORED = "ignored"  # a person said that nothing needs to be done
    SETTLED = "settled"  # a person did something about it in the studio


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding of the last reading; places are metres in the drawing's own axes.

    ``segment`` (x, y, x, y) is the line that would settle it, ``choices`` the words of which one
    holds.
    """

    number: int
    code: str
    severity: str
    message: str
    advice: str
    handle: str | None
    layer: str | None
    x: float | None
    y: float | None
    segment: tuple[float, float, float, float] | None = None
    choices: tuple[str, ...] = ()

    @property
    def place(self) -> tuple[float, float] | None:
        return None if self.x is None or self.y is None else (self.x, self.y)


@dataclass(frozen=True, slots=True)
class Word:
    """What a person said or did: entry ``number`` of the log. ``by`` is None for the operator.

    ``why`` is the reason of who ignores it, else the sentence of what was done.
    """

    state: State
    number: int
    by: str | None
    at: datetime
    why: str


@dataclass(frozen=True, slots=True)
class Ask:
    """A word that a person fills in: the field ``name`` of the innermost action."""

    name: str
    label: str


@dataclass(frozen=True, slots=True)
class Lead:
    """Where the studio mends it: a tab, and in it the role of a layer where that is meant."""

    tab: str
    layer: str | None = None


@dataclass(frozen=True, slots=True)
class Fix:
    """One thing to do about a finding.

    ``action`` is an edit as the log keeps it, once ``asks`` are filled in; ``shows`` is a GeoJSON
    geometry of what would come of it. ``reading`` tells that the drawing is read again with it.
    Without an action it leads to where the finding is mended.
    """

    name: str
    label: str
    action: Mapping[str, Any] | None = None
    asks: tuple[Ask, ...] = ()
    shows: Mapping[str, Any] | None = None
    reading: bool = False
    lead: Lead | None = None


@dataclass(frozen=True, slots=True)
class FindingView:
    """``word`` is None while it is open; a finding that is not open has no fixes."""

    finding: Finding
    state: State
    word: Word | None
    fixes: tuple[Fix, ...]


@dataclass(frozen=True, slots=True)
class CodeView:
    """A code among the findings: what it means in general, and how many there are by state."""

    code: str
    severity: str
    meaning: str
    remedy: str
    open: int
    ignored: int
    settled: int


@dataclass(frozen=True, slots=True)
class FindingsView:
    """All findings of a plan; ``number`` is the log's, to edit after."""

    number: int
    editable: bool
    codes: tuple[CodeView, ...]
    findings: tuple[FindingView, ...]
