"""Which level of a file is read: the one a person chose, else the ground floor."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from importers.dxf.findings import Findings
from importers.dxf.sheets.titles import floor_of
from importers.geographic.things import Level, Thing
from importers.issues import ImportRefused, Severity
from importers.roles import LayerRole

_RANGE = re.compile(r"(-?\d{1,3})\s*-\s*(-?\d{1,3})")
#: No house has more; a longer range is a slip.
MOST_LEVELS = 300
_NUMBER = re.compile(r"[-+]?\d{1,3}(?:\.0+)?")


def level_keys(written: str) -> tuple[str, ...]:
    """The levels of "0", "-1;0", "0-3" or "-2--1", in their order; any other text is one level."""
    found: list[str] = []
    for part in (p.strip() for p in written.split(";")):
        span = _RANGE.fullmatch(part)
        if span is not None:
            low, high = sorted((int(span[1]), int(span[2])))
            found += [str(n) for n in range(low, min(high, low + MOST_LEVELS) + 1)]
        elif part:
            found.append(level_key(part))
    return tuple(dict.fromkeys(found))


def level_key(written: str) -> str:
    """One level as all things on it name it: "+1" and "1.0" are "1"."""
    text = " ".join(written.split())[:60]
    return str(int(float(text))) if _NUMBER.fullmatch(text) else text


def level_named(key: str, name: str | None = None) -> Level:
    """The level behind a key; its storey is told by the number or the words of it."""
    shown = name or key
    if re.fullmatch(r"-?\d+", key):
        return Level(key, shown, int(key), key)
    title = floor_of(shown) or floor_of(key)
    return Level(key, shown, title.ordinal if title else None, key)


def with_levels(things: Sequence[Thing]) -> tuple[tuple[Thing, ...], tuple[Level, ...]]:
    """The things and the levels that they name.

    Where they name a level by the id of its own feature, that tells the name and the storey.
    """
    keys = dict.fromkeys(key for thing in things for key in thing.levels)
    own = {
        thing.handle: thing
        for thing in things
        if thing.kind.role is LayerRole.OUTLINE and thing.handle in keys
    }
    settled = tuple(
        replace(t, levels=(t.handle,)) if t.handle is not None and own.get(t.handle) is t else t
        for t in things
    )
    keys = dict.fromkeys(key for thing in settled for key in thing.levels)
    return settled, tuple(_level_of(key, own.get(key)) for key in keys)


def _level_of(key: str, feature: Thing | None) -> Level:
    if feature is None:
        return level_named(key)
    told = {name.casefold(): value for name, value in feature.attributes}
    height = told.get("ordinal") or told.get("vertical_order") or told.get("level_number") or ""
    known = level_named(level_key(height), feature.name or feature.number)
    return Level(key, known.name or key, known.ordinal, told.get("short_name"))


def in_order(levels: Sequence[Level]) -> list[Level]:
    """Levels from the lowest up, those of unknown height behind, each with a name of its own."""
    ordered = sorted(levels, key=lambda v: (_height(v), v.name, v.key))
    seen: dict[str, int] = {}
    told = []
    for level in ordered:
        count = seen[level.name.casefold()] = seen.get(level.name.casefold(), 0) + 1
        name = level.name if count == 1 else f"{level.name} ({count})"
        told.append(Level(level.key, name, level.ordinal, level.short))
    return told


def _height(level: Level) -> tuple[bool, float]:
    if level.ordinal is not None:
        return False, float(level.ordinal)
    try:
        return False, float(level.key)
    except ValueError:
        return True, 0.0


def chosen_level(
    levels: Sequence[Level], rooms_on: Mapping[str, int], choice: str | None, findings: Findings
) -> Level:
    """The level to read of at least one; raises ``ImportRefused`` (VIEW_NOT_FOUND).

    ``rooms_on`` counts what makes a floor on each level: an empty ground floor is not read.
    """
    listed = ", ".join(f"{number} ({level.name})" for number, level in enumerate(levels, 1))
    if choice is not None:
        meant = _meant(levels, choice)
        if meant is not None:
            return meant
        raise ImportRefused(
            "VIEW_NOT_FOUND",
            f"No level of this file is called {choice!r}. It holds {listed}.",
            "Choose one of these by its name or number; levels lie above each other, so that "
            "they are never read as one floor.",
        )
    filled = [level for level in levels if rooms_on.get(level.key)] or list(levels)
    above = [v for v in filled if v.ordinal is not None and v.ordinal >= 0]
    below = [v for v in filled if v.ordinal is not None]
    first = above[0] if above else (below[-1] if below else filled[0])
    if len(levels) > 1:
        findings.add(
            "SEVERAL_FLOORS",
            Severity.WARNING,
            f"The file holds {len(levels)} levels: {listed}. Only “{first.name}” was read.",
            "Import the file once for each floor. Choose the level by its name or number: on the "
            'plan\'s page, with --view, or with view = "..." in the profile.',
        )
    return first


def _meant(levels: Sequence[Level], choice: str) -> Level | None:
    wanted = choice.strip().casefold()
    for level in levels:
        if wanted == level.name.casefold():
            return level
    for level in levels:
        if wanted in {level.key.casefold(), (level.short or level.key).casefold()}:
            return level
    if wanted.isdecimal() and 1 <= int(wanted) <= len(levels):
        return levels[int(wanted) - 1]
    title = floor_of(choice)
    if title is None or title.ordinal is None:
        return None
    same = [level for level in levels if level.ordinal == title.ordinal]
    return same[0] if len(same) == 1 else None
