"""The ids of a floor's spaces as the database sends them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import overload
from uuid import UUID

#: ``array_send``: 20 bytes of head, then each id behind the 4 bytes of its length.
_HEAD, _LENGTH, _ID = 20, 4, 16
_EACH = _LENGTH + _ID


class SpaceIds(Sequence[UUID]):
    """Ids in their order, kept as bytes: 4,000 objects more for each building would take five times
    the memory, and have all of the process looked through for garbage."""

    def __init__(self, sent: bytes) -> None:
        """``sent``: what ``array_send`` makes of a ``uuid[]`` without NULL."""
        self._sent = sent

    def __len__(self) -> int:
        return max(0, len(self._sent) - _HEAD) // _EACH

    @overload
    def __getitem__(self, number: int) -> UUID: ...

    @overload
    def __getitem__(self, number: slice) -> Sequence[UUID]: ...

    def __getitem__(self, number: int | slice) -> UUID | Sequence[UUID]:
        if isinstance(number, slice):
            return [self[n] for n in range(*number.indices(len(self)))]
        return UUID(bytes=self._bytes(range(len(self))[number]))

    def number(self, space_id: UUID) -> int | None:
        """Which one an id is; None where it is not among them."""
        return self._numbers.get(space_id.bytes)

    @cached_property
    def _numbers(self) -> Mapping[bytes, int]:
        return {self._bytes(n): n for n in range(len(self))}

    def _bytes(self, number: int) -> bytes:
        begin = _HEAD + number * _EACH + _LENGTH
        return self._sent[begin : begin + _ID]
