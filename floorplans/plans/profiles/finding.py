"""Finding the profile of a drawing among those that are saved: values in, decision out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from importers.drift import Drift, drifted
from importers.fingerprint import Fingerprint, from_plain
from importers.likeness import OFFERED, Likeness, likeness, only_clear
from importers.profile import Profile

#: More than these are no offer but a list.
MOST_OFFERED = 5


@dataclass(frozen=True, slots=True)
class Saved:
    """A profile as it is stored."""

    id: UUID
    name: str
    profile: Profile
    fingerprint: Fingerprint


@dataclass(frozen=True, slots=True)
class Fit:
    """How a saved profile fits a drawing."""

    saved: Saved
    likeness: Likeness
    clear: bool


def saved_of(row: Mapping[Any, Any]) -> Saved:
    return Saved(
        row["id"],
        row["name"],
        Profile.from_mapping(row["profile"]),
        from_plain(row["fingerprint"]),
    )


def fits(saved: Sequence[Saved], present: Fingerprint, used: UUID | None = None) -> list[Fit]:
    """All saved profiles that may be this drawing's, the best first; one is clear at most.

    The one that is ``used`` comes before all others, however little it is alike.
    """
    alike = [likeness(one.fingerprint, present) for one in saved]
    clear = _clear(saved, alike)
    found = [
        Fit(one, how, index == clear)
        for index, (one, how) in enumerate(zip(saved, alike, strict=True))
        if how.score >= OFFERED or one.id == used
    ]
    found.sort(key=lambda f: (f.saved.id != used, -f.likeness.score, f.saved.name, f.saved.id))
    return found[:MOST_OFFERED]


def _clear(saved: Sequence[Saved], alike: Sequence[Likeness]) -> int | None:
    """Profiles that say the same are no rivals: the best of them stands for all."""
    best: dict[str, int] = {}
    for index, how in enumerate(alike):
        says = repr(saved[index].profile.to_mapping())
        if says not in best or how.score > alike[best[says]].score:
            best[says] = index
    places = list(best.values())
    found = only_clear([alike[place] for place in places])
    return None if found is None else places[found]


def suited(saved: Saved, present: Fingerprint) -> tuple[Profile, tuple[Drift, ...]]:
    """What of a saved profile holds for another drawing, and what is called otherwise there.

    A view is that of one sheet. The unit is left to the evidence where the file names another one
    than the drawing it was said of.
    """
    profile = saved.profile.with_view(None)
    if present.fact("unit") != saved.fingerprint.fact("unit"):
        profile = replace(profile, units=None)
    return profile, drifted(profile, saved.fingerprint, present)
