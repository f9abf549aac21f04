"""The floor that the drill is played on: an old plan, people, and bookings of every kind."""

from __future__ import annotations

import asyncio
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from sqlalchemy import text

from app.jobs.tasks import build
from app.jobs.worker import work
from bench.floor_state import Booked, FloorState, book_all_kinds, bookings_of, floor_state
from bench.kills.drawings import NEW, OLD, ROOM, draw
from floorplans.actor import Actor, Role
from floorplans.database import Database
from floorplans.people import service as people
from floorplans.places import service as places
from floorplans.places.views import NewSite
from floorplans.plans import service as plans

SITE, BUILDING, FLOOR = "Quay", "Main house", "First floor"
LON, LAT = 4.9, 52.37
COLLEAGUES = 5

_FILES = text("""
SELECT count(*) FROM source_file f WHERE f.organisation_id = :organisation AND NOT EXISTS (
  SELECT FROM plan_revision r WHERE r.organisation_id = f.organisation_id
    AND r.source_file_id = f.id)
""")
_NAMED = text("""
SELECT r.id, r.state FROM plan_revision r
JOIN source_file f ON f.organisation_id = r.organisation_id AND f.id = r.source_file_id
WHERE r.organisation_id = :organisation AND f.name = :file
""")
_READING = text("""
SELECT id::text FROM plan_revision WHERE organisation_id = :organisation AND state = 'reading'
""")
_JOBS = text("SELECT args->>'revision_id', status::text FROM procrastinate_jobs"
             " WHERE task_name = 'read_plan'")  # fmt: skip
_DATED_JOBS = text("""
SELECT count(*) FROM procrastinate_jobs
WHERE task_name = 'plan_due' AND status = 'todo' AND scheduled_at = :at
""")
_VERSION = text("""
SELECT coalesce(max(version), 0) FROM floor_version
WHERE organisation_id = :organisation AND floor_id = :floor
""")
_SILENT = text("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'")
_WORKER = text("SELECT coalesce(max(id), 0) FROM procrastinate_workers")


@dataclass(frozen=True, slots=True)
class Ground:
    """A migrated database and a folder for everything else; others may pass through it."""

    engine_url: str
    app_url: str
    owner_url: str
    home: Path

    @property
    def scratch(self) -> Path:
        """Where processes of the drill put their temporary files."""
        return self.home / "tmp"

    @property
    def environment(self) -> dict[str, str]:
        """For a process over this database."""
        return {
            **{k: v for k, v in os.environ.items() if not k.startswith(("DATABASE_", "FLOORPLA"))},
            "DATABASE_URL": self.owner_url,
            "DATABASE_APP_URL": self.app_url,
            "FLOORPLANS_HOME": str(self.home),
            "TMPDIR": str(self.scratch),
        }


@dataclass(frozen=True, slots=True)
class Scene:
    """What there is before each moment; ``known`` are the floors there are, by name."""

    ground: Ground
    db: Database
    actor: Actor
    floor_id: UUID
    old_id: UUID
    state: FloorState
    bookings: dict[UUID, Booked]
    gone: frozenset[UUID]

    def now(self) -> datetime:
        return datetime.now(UTC)

    def write(self, name: str, numbers: tuple[str, ...] = NEW) -> Path:
        """A drawing of that name, unlike every other as a file."""
        path = self.ground.home / f"{name}.dxf"
        path.write_bytes(draw(numbers, name))
        return path

    def plans_named(self, file_name: str) -> dict[UUID, str]:
        """The revisions that were made from a file, wherever, with their states."""
        values = {"organisation": self.actor.organisation_id, "file": file_name}
        with self.db.transaction(self.actor.organisation_id) as tx:
            return {row[0]: row[1] for row in tx.execute(_NAMED, values)}

    def floors(self) -> dict[str, UUID]:
        return {
            floor.name: floor.id
            for site in places.sites(self.db, self.actor)
            for house in site.buildings
            for floor in house.floors
        }

    def do_jobs(self) -> None:
        """Let a worker do all there is, as if the last one had been silent for long."""
        with self.db.transaction(None) as tx:
            tx.execute(_SILENT)
        asyncio.run(work(build(self.ground.app_url, self.db), until_idle=True))

    def latest_worker(self) -> int:
        """The number of the last worker that has begun; they count up."""
        with self.db.transaction(None) as tx:
            return int(tx.execute(_WORKER).scalar_one())

    def files_of_no_plan(self) -> int:
        with self.db.transaction(self.actor.organisation_id) as tx:
            found = {"organisation": self.actor.organisation_id}
            return int(tx.execute(_FILES, found).scalar_one())

    def jobs(self) -> list[tuple[str, str]]:
        """(revision, status) of every job that reads a plan."""
        with self.db.transaction(None) as tx:
            return [(row[0], row[1]) for row in tx.execute(_JOBS)]

    def jobs_for_the(self, at: datetime) -> int:
        """How many jobs wait for a date on which a plan takes over."""
        with self.db.transaction(None) as tx:
            return int(tx.execute(_DATED_JOBS, {"at": at}).scalar_one())

    def version(self) -> int:
        """What the floor's changes have counted up to."""
        values = {"organisation": self.actor.organisation_id, "floor": self.floor_id}
        with self.db.transaction(self.actor.organisation_id) as tx:
            return int(tx.execute(_VERSION, values).scalar_one())

    def plans_without_a_job(self) -> set[str]:
        """Plans that wait to be read, and nobody will."""
        with self.db.transaction(self.actor.organisation_id) as tx:
            found = {"organisation": self.actor.organisation_id}
            waiting = set(tx.execute(_READING, found).scalars())
        return waiting - {plan for plan, status in self.jobs() if status in ("todo", "doing")}


def make_scene(ground: Ground, db: Database) -> Scene:
    """An organisation whose only floor shows the old plan, with bookings on every third desk."""
    ground.scratch.mkdir(mode=0o711, exist_ok=True)
    now = datetime.now(UTC)
    organisation = people.create_organisation(db, "Drill")
    actor, *colleagues = (
        people.create_person(
            db, organisation, email=f"p{n}@example.test", name=f"P {n}", role=role, password=None
        )
        for n, role in enumerate((Role.ADMIN, *[Role.EMPLOYEE] * COLLEAGUES))
    )
    site = NewSite(SITE, "Europe/Amsterdam", LON, LAT)
    floor = places.find_floor(db, actor, SITE, BUILDING, FLOOR, ordinal=1, new_site=site)
    old = plans.upload(db, actor, floor, "old.dxf", draw(OLD, "old"), now)
    plans.read(db, organisation, old, now)
    plans.publish(db, actor, old, now)
    shown = {s.number: s.id for s in places.spaces(db, actor, floor) if s.number}
    booked = [shown[number] for number in OLD[::3]]
    book_all_kinds(db, actor, floor, [c.person_id for c in colleagues], booked, now)
    leaving = frozenset(shown[number] for number in set(OLD) - set(NEW))
    scene = Scene(ground, db, actor, floor, old, floor_state(db, actor, floor),
                  bookings_of(db, actor, floor), leaving)  # fmt: skip
    assert scene.state.numbers == {*OLD, ROOM}
    scene.do_jobs()
    return scene
