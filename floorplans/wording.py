"""Words that sentences of several capabilities are made of."""

from __future__ import annotations

import re
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
#: A name with three letters in a row says what it is; “H2-098” or “12” does not.
_SAYS_WHAT = re.compile(r"[^\W\d_]{3}")


def place_title(kind: str, name: str) -> str:
    """What a place is called by itself: "Desk H2-098", "Helsinki"; as ``titleOf`` on the map.

    ``kind`` is a kind of space; of a ``floor`` the name alone says what it is.
    """
    word = kind.replace("_", " ").capitalize()
    if kind == "floor" or says_what(kind, name):
        return name
    return f"{word} {name}" if name else word


def place_in_words(kind: str, name: str) -> str:
    """The same within a sentence: "desk H2-098"."""
    title = place_title(kind, name)
    return title if title == name else f"{title[0].lower()}{title[1:]}"


def says_what(kind: str, name: str) -> bool:
    """Whether a name needs no word for what it is the name of."""
    return _SAYS_WHAT.search(name) is not None or name.lower().startswith(kind.lower())


class OfPlace:
    """What is about one place, and can be asked for its title."""

    __slots__ = ()
    kind: str
    space_name: str

    @property
    def place_title(self) -> str:
        return place_title(self.kind, self.space_name)


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
