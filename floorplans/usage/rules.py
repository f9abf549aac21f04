"""Which numbers may be told, so that nobody is in them alone, and no subtraction finds anybody.

Cells form a tree: the site, its kinds of places, and below each kind two ways to divide it: by
floor and zone (``at``), and by weekday and hour (``on``). A cell is told only if its number rests
on enough different people. What is hidden below one parent is the parent less what is told, so the
hidden cells together must rest on enough people as well: where they do not, the smallest told cell
is hidden with them. Then every number that is told is a sum over groups of enough people, and so is
all that can be made of them by adding and subtracting.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from floorplans.errors import Invalid

#: An organisation may ask for more people behind each number, never for fewer.
LEAST_PEOPLE = 3
USUAL_PEOPLE = 5
MOST_PEOPLE = 1000

#: Below a kind: its floors, and its weekdays.
AT = "at"
ON = "on"

Path = tuple[str, ...]
SITE: Path = ()


class Measure(StrEnum):
    """What is added up; hours in seconds."""

    BOOKED = "booked"
    USED = "used"
    NO_SHOWS = "no_shows"
    RELEASED_EARLY = "released_early"


@dataclass(frozen=True, slots=True)
class Crowd:
    """Different people: those whom a number is about, and all who had a place there then."""

    people: int
    anyone: int

    def is_enough(self, least: int) -> bool:
        """Whether enough people are behind it; behind a zero are all of whom it says nothing."""
        return (self.people or self.anyone) >= least


@dataclass(frozen=True, slots=True)
class Cell:
    """A number and the people behind it."""

    crowd: Crowd
    amount: float


@dataclass(frozen=True, slots=True)
class Told:
    """The cells of one measure that are told, and by parent what its hidden ones come to."""

    shown: Mapping[Path, float]
    rests: Mapping[Path, float]

    def of(self, path: Path, cells: Mapping[Path, Cell]) -> float | None:
        """The number of a cell; zero where nobody was, if that may be known; else None."""
        if path in cells:
            return self.shown.get(path)
        return 0.0 if whole(path[:-1]) in self.shown else None


def whole(parent: Path) -> Path:
    """The cell that a division divides."""
    return parent[:-1] if parent and parent[-1] in (AT, ON) else parent


def tell(cells: Mapping[Path, Cell], small: Mapping[Path, Crowd], least: int) -> Told:
    """Choose what is told of one measure.

    ``cells`` are all in which anybody had a place. ``small`` are, by parent, the different people
    of its cells that rest on fewer than ``least``.
    """
    below: dict[Path, list[Path]] = defaultdict(list)
    for path in cells:
        if path:
            below[path[:-1]].append(path)
    shown: dict[Path, float] = {}
    rests: dict[Path, float] = {}
    site = cells.get(SITE)
    if site is None or not site.crowd.is_enough(least):
        return Told(shown, rests)
    shown[SITE] = site.amount
    parents = [SITE]
    while parents:
        parent = parents.pop()
        own = {path: cells[path] for path in below[parent]}
        hidden = _hidden(own, small.get(parent), least)
        if hidden:
            rests[parent] = sum(own[path].amount for path in hidden)
        for path in own.keys() - hidden:
            shown[path] = own[path].amount
            parents.extend(_divisions(path))
    return Told(shown, rests)


def _divisions(path: Path) -> Iterable[Path]:
    return ((*path, AT), (*path, ON)) if len(path) == 1 else (path,)


def _hidden(own: Mapping[Path, Cell], small: Crowd | None, least: int) -> set[Path]:
    """The cells below one parent that are not told: the small ones, and one that covers them."""
    hidden = {path for path, cell in own.items() if not cell.crowd.is_enough(least)}
    if not hidden or (small is not None and small.is_enough(least)):
        return hidden
    # A zero covers only zeros: added to somebody's hours it leaves them as they are.
    needs_people = small is None or small.people > 0
    covers = [
        (cell.crowd.people or cell.crowd.anyone, path)
        for path, cell in own.items()
        if path not in hidden and (cell.crowd.people >= least or not needs_people)
    ]
    return hidden | {min(covers)[1]} if covers else set(own)


def check_choice(least_people: int) -> None:
    """Raises Invalid ``too_few_people`` beyond what an organisation may choose."""
    if not LEAST_PEOPLE <= least_people <= MOST_PEOPLE:
        raise Invalid(
            "too_few_people",
            f"A number must rest on {LEAST_PEOPLE} to {MOST_PEOPLE} different people. Nothing was"
            " changed.",
            f"Choose {USUAL_PEOPLE}, or more.",
            field="least_people",
        )
