"""What is interrupted: each act begins in a process that can be killed, and is finished after it
as people would, by doing the same again."""

from __future__ import annotations

import subprocess
import sys
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import psutil

from bench.kills.scene import BUILDING, FLOOR, SITE, Scene
from floorplans.errors import Busy, Conflict
from floorplans.plans import service as plans

TOP = Path(__file__).resolve().parents[2]
PATIENCE_S = 60.0
PAUSE_S = 0.1


class Act(ABC):
    """One act on the floor. ``usual_s`` is about how long it takes."""

    usual_s: float

    def __init__(self, scene: Scene, drawing: Path) -> None:
        self.scene = scene
        self.drawing = drawing
        self.process = self.start()

    @abstractmethod
    def start(self) -> subprocess.Popen[bytes]:
        """The process, loaded and waiting."""

    @abstractmethod
    def finish(self) -> None:
        """Do the same again; afterwards the floor shows the new plan."""

    @property
    def floor_id(self) -> UUID | None:
        """The floor it is about; None while that is not made."""
        return self.scene.floor_id

    def go(self) -> None:
        """Begin."""
        assert self.process.stdin is not None
        self.process.stdin.write(b"\n")
        self.process.stdin.flush()

    def wait(self) -> None:
        """Until it has ended by itself."""
        if self.process.wait(PATIENCE_S):
            raise RuntimeError(f"{type(self).__name__} failed without being killed")

    def kill(self) -> list[psutil.Process]:
        """End it in the middle of a step; returns the processes that it had started."""
        try:
            children = psutil.Process(self.process.pid).children(recursive=True)
        except psutil.NoSuchProcess:
            children = []
        self.process.kill()
        self.process.wait()
        return children

    def close(self) -> None:
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                pipe.close()

    def _victim(self, act: str, *words: object) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [sys.executable, "-m", "bench.kills.victims", act, *(str(word) for word in words)],
            cwd=TOP,
            env=self.scene.ground.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        assert process.stdout is not None
        if process.stdout.readline() != b"ready\n":
            raise RuntimeError(f"{act} did not start")
        return process

    def _by_url(self, act: str, *words: object) -> subprocess.Popen[bytes]:
        organisation = self.scene.actor.organisation_id
        return self._victim(act, self.scene.ground.engine_url, organisation, *words)

    def _upload(self, floor_id: UUID) -> UUID:
        content = self.drawing.read_bytes()
        name, scene = self.drawing.name, self.scene
        return plans.upload(scene.db, scene.actor, floor_id, name, content, scene.now())

    def _draft(self) -> UUID:
        """The drawing, sent and read."""
        made = self._upload(self.scene.floor_id)
        plans.read(self.scene.db, self.scene.actor.organisation_id, made, self.scene.now())
        return made

    def _publish(self, plan_id: UUID) -> None:
        scene = self.scene
        patiently(lambda: plans.publish(scene.db, scene.actor, plan_id, scene.now()))


class Upload(Act):
    """A drawing is sent."""

    usual_s = 0.15

    def start(self) -> subprocess.Popen[bytes]:
        return self._by_url("upload", self.scene.floor_id, self.drawing)

    def finish(self) -> None:
        made = self._upload(self.scene.floor_id)
        self.scene.do_jobs()
        self._publish(made)


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
        self._upload(self.scene.floor_id)

    def wait(self) -> None:
        (made,) = self.scene.plans_named(self.drawing.name)
        until = time.monotonic() + PATIENCE_S
        while plans.revision(self.scene.db, self.scene.actor, made).state == "reading":
            if time.monotonic() > until:
                raise RuntimeError("the worker did not read the drawing")
            time.sleep(PAUSE_S)
        self.kill()

    def finish(self) -> None:
        (made,) = self.scene.plans_named(self.drawing.name)
        self.scene.do_jobs()
        self._publish(made)


class Publish(Act):
    """A draft becomes the floor's map."""

    usual_s = 0.4

    def start(self) -> subprocess.Popen[bytes]:
        self.made = self._draft()
        return self._by_url("publish", self.made)

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

    def finish(self) -> None:
        scene = self.scene
        patiently(lambda: plans.bring_back(scene.db, scene.actor, self.made, scene.now()))


class Import(Act):
    """`floorplans import --publish` onto the floor."""

    usual_s = 3.0
    floor_name = FLOOR

    def start(self) -> subprocess.Popen[bytes]:
        return self._victim("command_line", *self._words())

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

    def _words(self) -> list[str]:
        return [*super()._words(), "--ordinal", str(2 + len(self.scene.floors()))]


ACTS: tuple[type[Act], ...] = (Publish, Reading, Import, BringBack, Upload, ImportOfANewFloor)


def patiently(act: Callable[[], object]) -> None:
    """Do it as soon as the dead process's locks are gone, unless its commit was on the way."""
    until = time.monotonic() + PATIENCE_S
    while True:
        try:
            act()
        except Busy:
            if time.monotonic() > until:
                raise
            time.sleep(PAUSE_S)
        except Conflict as late:
            if late.code != "already_published":
                raise
            return
        else:
            return
