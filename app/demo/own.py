"""A visitor's own drawings: floors of a building of their own beside the demo."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from uuid import UUID

from app.demo.campus import FIRST_ORGANISATION, HARBOUR
from app.demo.load import Say, confirm_unit, read_plan
from app.demo.people import PEOPLE
from app.demo.settling import facility_of
from floorplans.actor import Actor
from floorplans.database import Database
from floorplans.errors import DomainError
from floorplans.people import service as people
from floorplans.places import service as places
from floorplans.places.views import FloorSummary, NewSite
from floorplans.plans import service as plans
from importers.child import read_in_child
from importers.draft import FloorPlanDraft
from importers.issues import ImportRefused
from importers.refusals import not_readable

SITE, BUILDING = "Your drawings", "My building"
#: Free ground a little north of the campus, in metres of its axes.
BESIDE_M = (0.0, 400.0)
LONGEST_NAME = 60


class Became(StrEnum):
    """What a drawing is now."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    DRAFT = "draft"
    REFUSED = "refused"


_SAID = {
    Became.NEW: "is the floor “{floor}” of “{building}” now.",
    Became.CHANGED: "has changed: it is the new plan of the floor “{floor}”.",
    Became.UNCHANGED: "has not changed: the floor “{floor}” is left as it is.",
    Became.DRAFT: "is not published and waits under Plans.",
    Became.REFUSED: "was refused.",
}


@dataclass(frozen=True, slots=True)
class OwnFloor:
    """What became of one drawing. ``notice`` tells a person what to look at, None if nothing."""

    file: str
    floor: str
    floor_id: UUID | None
    became: Became
    notice: str | None = None

    @property
    def published(self) -> bool:
        """Whether the floor shows this drawing."""
        return self.became in (Became.NEW, Became.CHANGED, Became.UNCHANGED)

    @property
    def sentence(self) -> str:
        said = f"{self.file} {_SAID[self.became].format(floor=self.floor, building=BUILDING)}"
        if self.became is Became.REFUSED and self.floor_id is not None:
            said += f" The floor “{self.floor}” is left as it is."
        return f"{said} {self.notice}" if self.notice else said

    def fields(self) -> dict[str, object]:
        return {
            "file": self.file,
            "floor": self.floor,
            "became": str(self.became),
            "published": self.published,
            "notice": self.notice,
        }


@dataclass(frozen=True, slots=True)
class _Visit:
    db: Database
    actor: Actor
    now: datetime
    say: Say


def require_readable(files: Sequence[Path]) -> None:
    """Raise ``ImportRefused`` that names the first file that cannot be opened."""
    for file in files:
        try:
            if not file.is_file():
                raise OSError
            file.open("rb").close()
        except OSError:
            told = not_readable()
            message = f"The file {file} cannot be opened. Nothing was loaded."
            raise ImportRefused(told.code, message, told.advice) from None


def load_own(db: Database, files: tuple[Path, ...], now: datetime, say: Say) -> list[OwnFloor]:
    """Import each drawing as a floor named after its file, and publish it if nothing hinders.

    One that cannot be published stays as a draft to look at; of one that is refused nothing is
    made. The others are not held up. The same file again on its floor is left alone, a changed
    one is its new plan.
    """
    visit = _Visit(db, _actor(db), now, say)
    return [_load(visit, file, name) for file, name in zip(files, _names(files), strict=True)]


def _names(files: Sequence[Path]) -> list[str]:
    """The files' stems; those of several folders get the folder's name before them."""
    stems = Counter(path.stem.casefold() for path in {file.absolute() for file in files})
    names = (
        f"{file.absolute().parent.name} {file.stem}"
        if stems[file.stem.casefold()] > 1
        else file.stem
        for file in files
    )
    return [name[:LONGEST_NAME].strip() for name in names]


def _load(visit: _Visit, file: Path, name: str) -> OwnFloor:
    present = _floor(visit, name)
    floor_id = present.id if present else None
    try:
        visit.say(f"Looking at {file.name}")
        # A floor is made only for a drawing that can be read.
        draft = None if present else read_in_child(file)
        floor_id = floor_id or places.find_floor(
            visit.db, visit.actor, SITE, BUILDING, name, new_site=_beside()
        )
        was_shown = present is not None and present.revision_id is not None
        became, notice = _publish(visit, floor_id, file, draft, was_shown=was_shown)
    except DomainError as error:
        became, notice = Became.DRAFT, f"{error.message} {error.advice}"
    except ImportRefused as refused:
        became, notice = Became.REFUSED, f"{refused.message} {refused.advice}"
    return OwnFloor(file.name, name, floor_id, became, notice)


def _publish(
    visit: _Visit, floor_id: UUID, file: Path, draft: FloorPlanDraft | None, *, was_shown: bool
) -> tuple[Became, str | None]:
    """Publish with the likeliest unit: a visitor wants to see the floor before being asked."""
    seen = read_plan(visit.db, visit.actor, floor_id, file, visit.now, draft=draft)
    if seen.state == "published":
        return Became.UNCHANGED, None
    notice = None
    if not seen.units.get("certain"):
        unit = str(seen.units["name"])
        confirm_unit(visit.db, visit.actor, seen, unit, visit.now)
        notice = f"Its unit is probably {unit}. If sizes look wrong, choose another under Plans."
    plans.publish(visit.db, visit.actor, seen.id, visit.now)
    return (Became.CHANGED if was_shown else Became.NEW), notice


def _floor(visit: _Visit, name: str) -> FloorSummary | None:
    return next(
        (
            floor
            for site in places.sites(visit.db, visit.actor)
            for house in site.buildings
            for floor in house.floors
            if (site.name, house.name) == (SITE, BUILDING)
            and floor.name.casefold() == " ".join(name.split()).casefold()
        ),
        None,
    )


def _actor(db: Database) -> Actor:
    staff = {
        person.email: people.require_person(db, person.email)
        for person in PEOPLE
        if person.organisation == FIRST_ORGANISATION
    }
    return facility_of(staff)


def _beside() -> NewSite:
    return NewSite(SITE, "Europe/Berlin", *HARBOUR.to_lonlat(*BESIDE_M))
