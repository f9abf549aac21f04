"""One process of the proof.

It writes down what it is about to call before it calls it, and what was answered after it. Begun
again after a kill, it goes on where its log ends; what was under way then stays unknown.
"""

from __future__ import annotations

import json
import os
import time
import traceback
from pathlib import Path
from random import Random
from typing import Any

from bench.proof.doing import DOINGS
from bench.proof.peeking import Peek
from bench.proof.records import Ground
from bench.proof.scene import Args, Scene
from floorplans.bookings.known import KnownSpaces
from floorplans.database import Database
from floorplans.errors import DomainError

GROUND, CLOCK = "ground.json", "clock"


class Ticks:
    """Numbers every call of all processes, each once: the length of a file that all append to."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    def next(self) -> int:
        os.write(self._file, b".")
        return os.lseek(self._file, 0, os.SEEK_CUR)


class Log:
    """A line for each beginning and each end, written at once so that a kill loses none."""

    def __init__(self, path: Path) -> None:
        #: What was called before, by the same process.
        self.before = _begun(path)
        self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        # A line that a kill cut off ends here.
        os.write(self._file, b"\n")

    def close(self) -> None:
        os.close(self._file)

    def write(self, **said: Any) -> None:
        os.write(self._file, json.dumps(said).encode() + b"\n")


def _begun(path: Path) -> list[tuple[str, Args]]:
    if not path.exists():
        return []
    found = []
    for line in path.read_text().splitlines():
        try:
            said = json.loads(line)
        except json.JSONDecodeError:
            continue
        if "name" in said:
            found.append((said["name"], said["args"]))
    return found


def microseconds() -> int:
    return time.time_ns() // 1_000


def main(folder: Path, process: int, calls: int, seed: int) -> None:
    """Make ``calls`` calls, those counted that were made before a kill."""
    ground = Ground.load(folder / GROUND)
    log, ticks = Log(folder / f"{process}.log"), Ticks(folder / CLOCK)
    random = Random(f"{seed} {process} {len(log.before)}")
    sent = [args for name, args in log.before if name == "book" and args["key"]]
    scene = Scene(
        ground, Database(ground.engine_url, pool_size=2), Peek(ground, random), random,
        KnownSpaces(), sent,
    )  # fmt: skip
    left = calls - len(log.before)
    # What a killed process sent last is sent again first: people do.
    if sent and log.before[-1][0] == "book" and left > 0:
        left -= call(scene, log, ticks.next(), process, "book again", sent[-1])
    names, weights = list(DOINGS), [doing.weight for doing in DOINGS.values()]
    while left > 0:
        name, number = random.choices(names, weights)[0], ticks.next()
        args = DOINGS[name].plan(scene, ground.now(number))
        if args is not None:
            left -= call(scene, log, number, process, name, args)


def call(scene: Scene, log: Log, number: int, process: int, name: str, args: Args) -> int:
    """Do one thing and write down what came of it; returns one, for the one that was done."""
    if name == "book" and args["key"]:
        scene.sent.append(args)
    log.write(number=number, process=process, name=name, args=args, began_us=microseconds())
    outcome, said = _outcome(scene, name, args, number)
    # To the end of the microsecond, so that nothing that happened within lies after it.
    log.write(number=number, ended_us=microseconds() + 1, outcome=outcome, **said)
    return 1


def _outcome(scene: Scene, name: str, args: Args, number: int) -> tuple[str, dict[str, Any]]:
    try:
        return "ok", {"result": DOINGS[name].do(scene, args, scene.ground.now(number))}
    except DomainError as error:
        return "refused", {"code": error.code}
    except Exception:  # noqa: BLE001 - whatever it is, the checker is told of it
        return "crash", {"code": "crash", "result": traceback.format_exc()}
