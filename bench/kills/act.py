"""What every act has in common: it begins in a process that can be killed, and is finished after it
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

from bench.floor_state import Booked, expected_after
from bench.kills.drawings import NEW_NUMBERS
from bench.kills.scene import Scene
from floorplans.errors import Busy, Conflict
from floorplans.plans import service as plans

TOP = Path(__file__).resolve().parents[2]
PATIENCE_S = 60.0
PAUSE_S = 0.1
#: So often is looked whether the act is committed.
LOOK_S = 0.005


class Act(ABC):
    """One act on the floor.

    ``usual_s`` is about how long it takes until its commit, ``leaves`` what the floor shows when it
    is done, and ``becomes`` how many plans the drawing then is.
    """

    usual_s: float
    leaves: frozenset[str] = NEW_NUMBERS
    becomes: int = 1
    #: The conflict that tells that the commit was on its way when the process died.
    already = "already_published"

    def __init__(self, scene: Scene, drawing: Path) -> None:
        self.scene = scene
        self.drawing = drawing
        self.process = self.start()

    @abstractmethod
    def start(self) -> subprocess.Popen[bytes]:
        """The process, loaded and waiting."""

    @abstractmethod
    def is_done(self) -> bool:
        """Whether what it does is committed; asked often while it goes on."""

    @abstractmethod
    def finish(self) -> None:
        """Do the same again; afterwards the floor is as if nothing had been killed."""

    @property
    def floor_id(self) -> UUID | None:
        """The floor it is about; None while that is not made."""
        return self.scene.floor_id

    def bookings(self, is_new: bool) -> dict[UUID, Booked]:
        """What the bookings of the scene's floor must be; ``is_new`` when it shows the new plan."""
        gone = self.scene.gone if is_new else frozenset()
        return expected_after(self.scene.bookings, gone, self.scene.now())

    def flaws(self) -> list[str]:
        """What else is wrong, at any moment at which nothing goes on."""
        return []

    def put_back(self) -> None:
        """Let the floor show the old plan, as before the act."""
        plans.bring_back(self.scene.db, self.scene.actor, self.scene.old_id, self.scene.now())

    def go(self) -> None:
        """Begin."""
        assert self.process.stdin is not None
        self.process.stdin.write(b"\n")
        self.process.stdin.flush()

    def wait(self) -> None:
        """Until it has ended by itself."""
        if self.process.wait(PATIENCE_S):
            raise RuntimeError(f"{type(self).__name__} failed without being killed")

    def wait_for_commit(self) -> None:
        """Until others see what it does."""
        until = time.monotonic() + PATIENCE_S
        while not self.is_done():
            if time.monotonic() > until:
                raise RuntimeError(f"{type(self).__name__} was never done")
            time.sleep(LOOK_S)

    def kill(self) -> tuple[bool, list[psutil.Process]]:
        """End it in the middle of a step: whether it still ran, and the processes it started."""
        try:
            children = psutil.Process(self.process.pid).children(recursive=True)
        except psutil.NoSuchProcess:
            children = []
        running = self.process.poll() is None
        self.process.kill()
        self.process.wait()
        return running, children

    def close(self) -> None:
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                pipe.close()

    def _state(self) -> str | None:
        """Of the one plan that the drawing became; None while there is none."""
        return next(iter(self.scene.plans_named(self.drawing.name).values()), None)

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
        self._patiently(lambda: plans.publish(scene.db, scene.actor, plan_id, scene.now()))

    def _patiently(self, act: Callable[[], object]) -> None:
        """Do it as soon as the dead process's locks are gone, unless it was done already."""
        until = time.monotonic() + PATIENCE_S
        while True:
            try:
                act()
            except Busy:
                if time.monotonic() > until:
                    raise
                time.sleep(PAUSE_S)
            except Conflict as late:
                if late.code != self.already:
                    raise
                return
            else:
                return
