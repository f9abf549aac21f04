"""Words that sentences of several capabilities are made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
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


def ago_text(passed: timedelta) -> str:
    """ "just now", "5 min ago", "2 h ago", "yesterday", "3 days ago"; as the map says it."""
    minutes = max(0, passed // timedelta(minutes=1))
    if minutes < 1:
        return "just now"
    if minutes < 60:
        return f"{minutes} min ago"
    hours = minutes // 60
    if hours < 24:
        return f"{hours} h ago"
    days = hours // 24
    return "yesterday" if days == 1 else f"{days} days ago"
