"""Patterns of file names: literal words, ``{building}``, ``{floor}``, ``{view}``, and ``*``.

No regular expression, whose time grows without end for some patterns and names.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from floorplans.errors import Invalid

LONGEST_PATTERN, MOST_PARTS = 200, 30
PLACES = ("building", "floor", "view")
_PARTS = re.compile(r"\{([a-z]+)\}|(\*)")


@dataclass(frozen=True, slots=True)
class _Part:
    """A literal, or a gap; one with a key is told and has a letter at least."""

    text: str | None = None
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Pattern:
    """What names of files look like; with a slash in it, whole paths."""

    parts: tuple[_Part, ...]
    is_path: bool

    def match(self, name: str) -> Mapping[str, str] | None:
        """What stands in the places of the pattern, the first as long as can be; None else."""
        return _match(self.parts, name, 0, 0, set())


def pattern_of(written: str) -> Pattern:
    """The pattern; raises ``Invalid`` (``batch_pattern_unusable``)."""
    names = [found[1] for found in _PARTS.finditer(written) if found[1]]
    if len(set(names)) < len(names) or not set(names) <= set(PLACES):
        raise _unusable("It may hold {building}, {floor} and {view}, each once.")
    if "floor" not in names and "view" not in names:
        raise _unusable("It does not say where the floor stands in the name.")
    parts, end = [], 0
    for found in _PARTS.finditer(written):
        parts += [_Part(text=written[end : found.start()])] if found.start() > end else []
        parts.append(_Part(key=found[1]))
        end = found.end()
    parts += [_Part(text=written[end:])] if end < len(written) else []
    if len(written) > LONGEST_PATTERN or len(parts) > MOST_PARTS:
        raise _unusable("It is too long.")
    return Pattern(tuple(parts), "/" in written)


def _match(
    parts: tuple[_Part, ...], name: str, k: int, at: int, failed: set[tuple[int, int]]
) -> dict[str, str] | None:
    """The parts from ``k`` on against the name from ``at`` on; each pair is tried once."""
    if k == len(parts):
        return {} if at == len(name) else None
    if (k, at) in failed:
        return None
    part = parts[k]
    if part.text is not None:
        end = at + len(part.text)
        if name[at:end].lower() == part.text.lower():
            found = _match(parts, name, k + 1, end, failed)
            if found is not None:
                return found
    else:
        slash = name.find("/", at)
        longest = slash if slash >= 0 else len(name)
        shortest = at + (1 if part.key else 0)
        for end in range(longest, shortest - 1, -1):
            found = _match(parts, name, k + 1, end, failed)
            if found is not None:
                return {part.key: name[at:end], **found} if part.key else found
    failed.add((k, at))
    return None


def _unusable(why: str) -> Invalid:
    return Invalid(
        "batch_pattern_unusable",
        f"The pattern of file names cannot be used. {why} Nothing was stored.",
        "Write it like {building}_{floor}.dxf.",
    )
