"""A judge of one kind of call."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bench.proof import explaining
from bench.proof.explaining import Explains
from bench.proof.history import History
from bench.proof.records import Act
from bench.proof.shapes import Changes, Complaints
from bench.proof.telling import Tells

#: Giving up under load is no lie.
BUSY: Mapping[str, Explains] = {"busy": explaining.always}


@dataclass(frozen=True, slots=True)
class Judge:
    """``shape`` of what was written; ``codes`` explains refusals; ``told`` says who is told what.

    In which mail it is told, and whether with others, is no matter of the proof.
    """

    shape: Callable[[History, Act, Changes], Complaints]
    codes: Mapping[str, Explains]
    told: Tells
