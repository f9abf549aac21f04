"""The processes of a proof: begun, killed at random moments (SIGKILL) and begun again."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from random import Random

import psycopg

from bench.proof.caller import CLOCK, GROUND, Log, Ticks, call, main
from bench.proof.gathering import gather
from bench.proof.peeking import Peek
from bench.proof.records import Act, Evidence, Ground, read_acts
from bench.proof.scene import Args, Scene
from floorplans.bookings.known import KnownSpaces
from floorplans.database import Database

#: After how many calls since it was begun a process is struck; in calls, so that a machine that is
#: slow to begin one lets it come to something all the same.
STRIKE_AFTER = (300, 900)
LOOK_EVERY_S = 0.02
#: What a call writes into a log, about.
BYTES_A_CALL = 550
STOPPED_S = 0.25
STOP_SHARE = 0.3
PATIENCE_S = 30.0
#: What clocks do; done once more in the end.
LAST = ("open over", "release", "expire", "series due", "serve")
#: A process that has loaded everything begins others, which costs them nothing.
_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["bench.proof.caller"])
_OTHERS = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND usename = 'floorplans_app' AND state <> 'idle'
"""


@dataclass(slots=True)
class Campaign:
    """``processes`` each make ``calls`` calls; ``kills`` and ``stops`` count what was done."""

    ground: Ground
    folder: Path
    processes: int
    calls: int
    seed: int
    strike_after: tuple[int, int] = STRIKE_AFTER
    kills: int = 0
    stops: int = 0
    seconds: float = 0.0
    _running: dict[int, ForkServerProcess] = field(default_factory=dict)
    #: How many bytes of log each process may write before it is struck.
    _until: dict[int, int] = field(default_factory=dict)

    def run(self) -> Evidence:
        """Let all of it happen, let the jobs do what is left, and gather what there is."""
        self.ground.save(self.folder / GROUND)
        began, random = time.monotonic(), Random(self.seed)
        try:
            for process in range(self.processes):
                self._begin(process, random)
            self._disturb(random)
        finally:
            for process in self._running.values():
                process.kill()
                process.join()
        self.seconds = time.monotonic() - began
        self._wait_for_the_database()
        self._finish()
        return gather(self.ground, read_acts(self.folder.glob("*.log")))

    def _begin(self, process: int, random: Random) -> None:
        words = (self.folder, process, self.calls, self.seed)
        begun = _FORKS.Process(target=main, args=words)
        begun.start()
        self._running[process] = begun
        calls = random.randint(*self.strike_after)
        self._until[process] = self._written(process) + calls * BYTES_A_CALL

    def _written(self, process: int) -> int:
        log = self.folder / f"{process}.log"
        return log.stat().st_size if log.exists() else 0

    def _disturb(self, random: Random) -> None:
        """Kill and stop processes until each has made its calls."""
        while self._running:
            time.sleep(LOOK_EVERY_S)
            for process, running in list(self._running.items()):
                if running.is_alive():
                    if self._written(process) > self._until[process]:
                        self._strike(process, random)
                elif running.exitcode:
                    raise RuntimeError(f"process {process} ended with {running.exitcode}")
                else:
                    del self._running[process]

    def _strike(self, process: int, random: Random) -> None:
        victim = self._running[process]
        own = victim.pid
        assert own is not None
        if random.random() < STOP_SHARE:
            # It may have made its last call in this very moment.
            with suppress(ProcessLookupError):
                os.kill(own, signal.SIGSTOP)
                time.sleep(STOPPED_S)
                os.kill(own, signal.SIGCONT)
                self.stops += 1
            self._until[process] += random.randint(*self.strike_after) * BYTES_A_CALL
        else:
            time.sleep(random.random() * LOOK_EVERY_S)
            victim.kill()
            victim.join()
            self.kills += 1
            self._begin(process, random)

    def _wait_for_the_database(self) -> None:
        """What killed processes asked for may still be done; nothing is judged before."""
        until = time.monotonic() + PATIENCE_S
        with psycopg.connect(self.ground.owner_url, autocommit=True) as connection:
            while _count(connection) and time.monotonic() < until:
                time.sleep(0.1)

    def _finish(self) -> None:
        """The jobs that would run next anyway, on a clock after all others."""
        with by_hand(self.ground, self.folder, "last", self.processes) as do:
            for name in LAST:
                do(name, {})


@contextmanager
def by_hand(
    ground: Ground, folder: Path, log_name: str, process: int
) -> Iterator[Callable[[str, Args], Act]]:
    """Calls that chance has no part in, written down like those of a process of this number.

    What is yielded does one thing by its name and its words, and returns the call with its answer.
    """
    path, random = folder / f"{log_name}.log", Random(process)
    ticks, log = Ticks(folder / CLOCK), Log(path)
    with (
        closing(log),
        closing(Database(ground.engine_url, pool_size=2)) as db,
        closing(Peek(ground, random)) as peek,
    ):
        scene = Scene(ground, db, peek, random, KnownSpaces(), [])

        def do(name: str, args: Args) -> Act:
            call(scene, log, ticks.next(), process, name, args)
            return read_acts(iter([path]))[-1]

        yield do


def _count(connection: psycopg.Connection) -> int:
    row = connection.execute(_OTHERS).fetchone()
    assert row is not None
    return int(row[0])
