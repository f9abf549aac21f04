"""Words that sentences of several capabilities are made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

#: One and several of each kind of space.
KIND_WORDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "desk": ("desk", "desks"),
        "room": ("room", "rooms"),
        "booth": ("booth", "booths"),
        "parking": ("parking place", "parking places"),
        "locker": ("locker", "lockers"),
        "area": ("area", "areas"),
    }
)


def one_of(kind: str) -> str:
    """ "a desk", "an area"."""
    return f"{'an' if kind == 'area' else 'a'} {KIND_WORDS[kind][0]}"


def listed(words: Sequence[str]) -> str:
    """ "a", "a and b", "a, b and c"; there is at least one."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
