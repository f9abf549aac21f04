"""What `floorplans import` does with a list of spaces (CSV): it is laid over their drafts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from app import cluster
from app.cli._importing import open_drawing
from app.cli._target import Target, acting_in, organisations
from app.settings import Settings
from floorplans.actor import Actor
from floorplans.database import Database
from floorplans.errors import Invalid
from floorplans.places import service as places
from floorplans.places.views import SiteView
from floorplans.plans import service as plans
from floorplans.plans.categories import CATEGORIES
from floorplans.plans.lists import service as lists
from floorplans.plans.lists.place import Place, folded
from floorplans.plans.lists.views import ListView
from importers.space_list import Listed, RowProblem, SpaceList, read_list


@dataclass(frozen=True, slots=True)
class FloorList:
    """What the list comes to on one floor."""

    building: str
    floor: str
    view: ListView


@dataclass(frozen=True, slots=True)
class ListAnswer:
    """``problems`` are rows that cannot be used: then nothing was changed on any floor."""

    floors: tuple[FloorList, ...]
    problems: tuple[RowProblem, ...]
    applied: bool

    @property
    def fields(self) -> Mapping[str, object]:
        return {
            "applied": self.applied,
            "floors": [
                {"building": each.building, "floor": each.floor, **asdict(each.view)}
                for each in self.floors
            ],
            "problems": [asdict(each) for each in self.problems],
        }

    @property
    def sentence(self) -> str:
        return "\n".join(_lines(self))


def import_list(path: Path, target: Target, *, dry_run: bool) -> ListAnswer:
    """Lay the list over the drafts of the site, and take it over unless a row is wrong.

    Raises ``DomainError``, ``ImportRefused``.
    """
    content = open_drawing(path).content
    listed = read_list(content, CATEGORIES)
    now = datetime.now(UTC)
    urls = cluster.ensure_cluster(Settings.from_environment())
    with closing(Database(urls.app_url, pool_size=2)) as db:
        actor = acting_in(db, organisations(urls.owner_url), target).actor
        drafts, problems = _drafts(db, actor, target, listed)
        name = path.name
        seen = [
            FloorList(
                place.building,
                place.floor,
                lists.take_over(db, actor, plan, name, content, now, dry_run=True),
            )
            for plan, place in drafts
        ]
        # What is wrong with a row by itself, every floor tells again.
        found = {*problems, *(bad for each in seen for bad in each.view.problems)}
        wrong = tuple(sorted(found, key=lambda each: (each.line, each.code)))
        if wrong or dry_run:
            return ListAnswer(tuple(seen), wrong, applied=False)
        for (plan, _), each in zip(drafts, seen, strict=True):
            if each.view.changes or each.view.zones:
                after = each.view.number
                lists.take_over(db, actor, plan, name, content, now, after=after)
    return ListAnswer(tuple(seen), (), applied=True)


def _drafts(
    db: Database, actor: Actor, target: Target, listed: SpaceList
) -> tuple[list[tuple[UUID, Place]], list[RowProblem]]:
    """The latest draft of each floor that a row is about, and rows whose floor has none."""
    site = _site(places.sites(db, actor), target.site)
    drafts, taken, without = [], set(), set()
    for building in site.buildings:
        for floor in building.floors:
            place = Place(building.name, floor.name, floor.short_name)
            rows = [row for row in listed.rows if _is_meant(target, place) and place.holds(row)]
            if not rows:
                continue
            found = [p for p in plans.revisions(db, actor, floor.id) if p.state == "draft"]
            if found:
                drafts.append((found[0].id, place))
                taken |= {row.line for row in rows}
            else:
                without |= {row.line for row in rows}
    missing = [_missing(row, row.line in without) for row in listed.rows if row.line not in taken]
    return drafts, missing


def _is_meant(target: Target, place: Place) -> bool:
    """Whether the options leave this floor in."""
    building = not target.building or folded(target.building) == folded(place.building)
    names = (folded(place.floor), folded(place.short_name))
    return building and (not target.floor or folded(target.floor) in names)


def _missing(row: Listed, is_known: bool) -> RowProblem:
    where = ", ".join(filter(None, (row.building, row.floor))) or "this site"
    if is_known:
        return RowProblem(
            row.line,
            "LIST_FLOOR_WITHOUT_DRAFT",
            f"{where} has no draft that could be changed.",
            "Bring in its drawing, or open its plan in the studio and choose “Edit as a draft”; "
            "then import the list.",
        )
    return RowProblem(
        row.line,
        "LIST_FLOOR_NOT_FOUND",
        f"There is no floor {where} at the site.",
        "Correct the names of building and floor in the list.",
    )


def _site(known: Sequence[SiteView], name: str) -> SiteView:
    found = next((site for site in known if folded(site.name) == folded(name)), None)
    if found is None:
        names = ", ".join(site.name for site in known)
        raise Invalid("no_such_site", f"There is no site “{name}”.", f"Use one of: {names}.")
    return found


def _lines(answer: ListAnswer) -> Iterator[str]:
    for problem in answer.problems:
        yield f"line {problem.line}: {problem.message} {problem.advice} [{problem.code}]"
    if answer.problems:
        yield "Nothing was changed."
        return
    for each in answer.floors:
        view = each.view
        done = "changed" if answer.applied else "would change"
        yield f"{each.building}, {each.floor}: {len(view.changes)} spaces {done}."
        for change in view.changes:
            yield f"  line {change.line}: {change.name}: {'; '.join(change.what)}"
        for note in view.without_place:
            yield f"  line {note.line}: {note.message} {note.advice}"
