"""What people said of matches between two plans: which space is which, which is new or gone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final, Literal
from uuid import UUID

NEW: Final = "new"


@dataclass(frozen=True, slots=True)
class Said:
    """``spaces`` tells by the key of a new space which known one it is, or that it is "new".

    A known space is said of once: the later word holds, whoever said it.
    """

    spaces: Mapping[str, UUID | Literal["new"]] = field(default_factory=dict)
    ended: frozenset[UUID] = frozenset()

    def same(self, key: str, known: UUID) -> Said:
        others = {k: v for k, v in self.spaces.items() if v != known}
        return Said({**others, key: known}, self.ended - {known})

    def new(self, key: str) -> Said:
        return replace(self, spaces={**self.spaces, key: NEW})

    def gone(self, known: UUID) -> Said:
        others = {k: v for k, v in self.spaces.items() if v != known}
        return Said(others, self.ended | {known})

    def forget(self, key: str | None, known: UUID | None) -> Said:
        """Without what was said of the one and of the other; None is nobody."""
        kept = {k: v for k, v in self.spaces.items() if k != key and (known is None or v != known)}
        return Said(kept, self.ended - {known} if known is not None else self.ended)
