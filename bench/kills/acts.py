"""What is interrupted: everything that changes which plan a floor shows, or leads there."""

from __future__ import annotations

import subprocess
import sys
import time
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from bench.floor_state import Booked, expected_after
from bench.kills.act import PATIENCE_S, PAUSE_S, TOP, Act
from bench.kills.drawings import OLD_NUMBERS
from bench.kills.scene import BUILDING, FLOOR, SITE, Scene
from floorplans.errors import NotFound
from floorplans.plans import service as plans

#: A date that is far enough for bookings before it and near enough for bookings after it.
UNTIL_THE_DATE = timedelta(hours=12)
#: A date that has come as soon as the process stands ready.
SOON = timedelta(seconds=0.3)


class Upload(Act):
    """A drawing is sent."""

    usual_s = 0.15

    def start(self) -> subprocess.Popen[bytes]:
        return self._by_url("upload", self.scene.floor_id, self.drawing)

    def is_done(self) -> bool:
        return bool(self.scene.plans_named(self.drawing.name))

    def finish(self) -> None:
        made = self._upload(self.scene.floor_id)
        self.scene.do_jobs()
        self._publish(made)


class Discard(Act):
    """A drawing that nobody has read is put away, and its file goes with it."""

    usual_s = 0.1
    leaves = OLD_NUMBERS
    becomes = 0

    def start(self) -> subprocess.Popen[bytes]:
        self.made = self._upload(self.scene.floor_id)
        return self._by_url("discard", self.made)

    def is_done(self) -> bool:
        return not self.scene.plans_named(self.drawing.name)

    def finish(self) -> None:
        with suppress(NotFound):
            plans.discard(self.scene.db, self.scene.actor, self.made)

    def put_back(self) -> None:
        """The old plan was shown all the time."""


class Reading(Act):
    """A worker reads a drawing."""

    usual_s = 2.5

    def start(self) -> subprocess.Popen[bytes]:
        before = self.scene.latest_worker()
        process = subprocess.Popen(
            [sys.executable, "-m", "app.jobs.worker"],
            cwd=TOP,
            env=self.scene.ground.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        until = time.monotonic() + PATIENCE_S
        while self.scene.latest_worker() == before and time.monotonic() < until:
            time.sleep(PAUSE_S)
        return process

    def go(self) -> None:
        self.made = self._upload(self.scene.floor_id)

    def is_done(self) -> bool:
        return self._state() != "reading"

    def wait(self) -> None:
        self.wait_for_commit()
        self.kill()

    def finish(self) -> None:
        self.scene.do_jobs()
        self._publish(self.made)


class Publish(Act):
    """A draft becomes the floor's map."""

    usual_s = 0.4

    def start(self) -> subprocess.Popen[bytes]:
        self.made = self._draft()
        return self._by_url("publish", self.made)

    def is_done(self) -> bool:
        return self._state() == "published"

    def finish(self) -> None:
        self._publish(self.made)


class BringBack(Act):
    """The plan before comes back. It is the new one here that is brought back, so that the old one
    is shown before this act as before every other."""

    usual_s = 0.3

    def start(self) -> subprocess.Popen[bytes]:
        scene = self.scene
        self.made = self._draft()
        self._publish(self.made)
        plans.bring_back(scene.db, scene.actor, scene.old_id, scene.now())
        return self._by_url("bring_back", self.made)

    def is_done(self) -> bool:
        return self._state() == "published"

    def finish(self) -> None:
        scene = self.scene
        self._patiently(lambda: plans.bring_back(scene.db, scene.actor, self.made, scene.now()))


class Schedule(Act):
    """A draft is published for a date: it waits beside the floor's plan, with a job for the day."""

    usual_s = 0.4
    leaves = OLD_NUMBERS
    already = "plan_scheduled"

    def start(self) -> subprocess.Popen[bytes]:
        self.made = self._draft()
        self.at = self.scene.now() + UNTIL_THE_DATE
        return self._by_url("publish", self.made, self.at.isoformat())

    def is_done(self) -> bool:
        return self._state() == "scheduled"

    def bookings(self, is_new: bool) -> dict[UUID, Booked]:
        gone = self.scene.gone if self.is_done() else frozenset()
        return expected_after(self.scene.bookings, gone, self.at)

    def flaws(self) -> list[str]:
        jobs, wanted = self.scene.jobs_for_the(self.at), int(self.is_done())
        return [] if jobs == wanted else [f"{jobs} jobs for a date that {wanted} plans have"]

    def finish(self) -> None:
        scene = self.scene
        self._patiently(
            lambda: plans.publish(
                scene.db, scene.actor, self.made, scene.now(), effective_from=self.at
            )
        )

    def put_back(self) -> None:
        plans.unschedule(self.scene.db, self.scene.actor, self.made, self.scene.now())


class TakeOver(Act):
    """The date of a plan has come, and it is noted that it is the floor's."""

    usual_s = 0.3

    def start(self) -> subprocess.Popen[bytes]:
        scene = self.scene
        self.made = self._draft()
        self.at = scene.now() + SOON
        plans.publish(scene.db, scene.actor, self.made, scene.now(), effective_from=self.at)
        process = self._by_url("take_over", scene.floor_id)
        time.sleep(max(0.0, (self.at - scene.now()).total_seconds()))
        return process

    def is_done(self) -> bool:
        return self._state() == "published"

    def bookings(self, is_new: bool) -> dict[UUID, Booked]:
        """It was the floor's plan since its date, noted or not."""
        return super().bookings(is_new=True)

    def finish(self) -> None:
        scene, organisation = self.scene, self.scene.actor.organisation_id
        self._patiently(
            lambda: plans.take_over(scene.db, organisation, scene.floor_id, scene.now())
        )


class Import(Act):
    """`floorplans import --publish` onto the floor."""

    usual_s = 3.0
    floor_name = FLOOR

    def start(self) -> subprocess.Popen[bytes]:
        return self._victim("command_line", *self._words())

    def is_done(self) -> bool:
        return "published" in self.scene.plans_named(self.drawing.name).values()

    def finish(self) -> None:
        self.close()
        self.process = self.start()
        self.go()
        self.wait()

    def _words(self) -> list[str]:
        names = ["--site", SITE, "--building", BUILDING, "--floor", self.floor_name]
        return ["import", str(self.drawing), *names, "--publish", "--json"]


class ImportOfANewFloor(Import):
    """`floorplans import --publish` onto a floor that is made on the way."""

    def __init__(self, scene: Scene, drawing: Path) -> None:
        self.floor_name = drawing.stem
        super().__init__(scene, drawing)

    @property
    def floor_id(self) -> UUID | None:
        return self.scene.floors().get(self.floor_name)

    def put_back(self) -> None:
        """The scene's floor was not touched."""

    def _words(self) -> list[str]:
        return [*super()._words(), "--ordinal", str(2 + len(self.scene.floors()))]


ACTS: tuple[type[Act], ...] = (
    *(Publish, Reading, Import, BringBack, Upload, ImportOfANewFloor),
    *(Schedule, TakeOver, Discard),
)
