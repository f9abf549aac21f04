"""What a caller sees of a list that was laid over a plan: values, never rows."""

from __future__ import annotations

from dataclasses import dataclass

from importers.space_list import RowProblem


@dataclass(frozen=True, slots=True)
class RowChange:
    """What one row changes; ``what`` are short texts such as "capacity 1 → 4"."""

    line: int
    kind: str
    name: str
    what: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListView:
    """``number`` is the plan's last edit; ``applied`` says whether the list is now one of them.

    ``problems`` are rows that cannot be used: with one of them nothing of the list is taken.
    ``without_place`` are rows whose space the plan does not have, ``elsewhere`` counts those of
    other floors, ``unchanged`` those that say what is so already.
    """

    number: int
    applied: bool
    changes: tuple[RowChange, ...]
    zones: tuple[str, ...]
    problems: tuple[RowProblem, ...]
    without_place: tuple[RowProblem, ...]
    elsewhere: int
    unchanged: int
    unknown_columns: tuple[str, ...]
