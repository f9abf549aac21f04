"""Kill an act at a random moment, look at what is left, do it again, and look once more."""

from __future__ import annotations

import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random

import psutil
from sqlalchemy.exc import NoResultFound

from bench.floor_state import FloorState, bookings_of, floor_state
from bench.kills.act import PATIENCE_S, PAUSE_S, Act
from bench.kills.acts import ACTS, ImportOfANewFloor
from bench.kills.drawings import NEW_NUMBERS, OLD_NUMBERS
from bench.kills.listening import Ear, listening
from bench.kills.scene import Scene
from floorplans.errors import Busy

#: A reader is ended by the kernel when its parent is.
READER_ENDS_S = 5.0
#: When a process died: while nobody saw what it did, while it had only to end, or it was over.
IN_THE_MIDDLE, COMMITTED, OVER = "in the middle", "committed", "over"
#: What a process has left to do after its commit takes up to this.
LONGEST_END_S = 0.1


@dataclass(frozen=True, slots=True)
class Kill:
    """``wait_s`` after an act began, or after it was ``committed``."""

    wait_s: float
    committed: bool = False


@dataclass(frozen=True, slots=True)
class Moment:
    """One kill, ``after_s`` from the beginning of the act, and what was not as it should be.

    ``when`` is one of the three above.
    """

    act: str
    when: str
    after_s: float
    shown: str
    flaws: tuple[str, ...]


def play(scene: Scene, moments: int, seed: int, measured: bool = True) -> Iterator[Moment]:
    """Kill each act in turn: at moments spread over the time it takes, every third time right after
    its commit.

    ``measured``: each act is done once undisturbed before, for the time until its commit.
    """
    chance = Random(seed)
    took = {act: act.usual_s for act in ACTS}
    ground = scene.ground
    with (
        _temporary_files_in(ground.scratch),
        listening(ground.app_url, scene.floor_id, scene.version()) as ear,
    ):
        for act in ACTS if measured else ():
            took[act] = _undisturbed(scene, act)
        for number in range(moments):
            act = ACTS[number % len(ACTS)]
            if number // len(ACTS) % 3 == 1:
                kill = Kill(chance.uniform(0, LONGEST_END_S), committed=True)
            else:
                kill = Kill(chance.uniform(0, took[act]))
            moment = _moment(scene, ear, act, f"moment {number}", kill)
            if kill.committed:
                took[act] = min(took[act], moment.after_s - kill.wait_s)
            yield moment


def summary(moments: Sequence[Moment]) -> dict[str, object]:
    """How many there were, what was shown after them, and all that was wrong."""
    return {
        "moments": len(moments),
        "acts": dict(Counter(moment.act for moment in moments)),
        "killed": dict(Counter(moment.when for moment in moments)),
        "shown": dict(Counter(moment.shown for moment in moments)),
        "flaws": [
            f"{moment.act}, killed {moment.when} after {moment.after_s:.3f} s: {flaw}"
            for moment in moments
            for flaw in moment.flaws
        ],
    }


def _undisturbed(scene: Scene, kind: type[Act]) -> float:
    act = kind(scene, scene.write(f"whole {kind.__name__}"))
    started = time.monotonic()
    act.go()
    act.wait_for_commit()
    took = time.monotonic() - started
    act.wait()
    act.finish()
    act.close()
    _put_back(scene, act)
    return took


def _moment(scene: Scene, ear: Ear, kind: type[Act], name: str, kill: Kill) -> Moment:
    act = kind(scene, scene.write(name))
    version = scene.version()
    started = time.monotonic()
    act.go()
    if kill.committed:
        act.wait_for_commit()
    time.sleep(kill.wait_s)
    after_s = time.monotonic() - started
    running, children = act.kill()
    flaws = [*_left_running(children), *_flaws_after_the_kill(scene, act)]
    flaws += _flaws_of_what_was_told(scene, ear)
    shown = "new" if _shows(scene, act, NEW_NUMBERS) else "old"
    if shown == "new" and act.floor_id == scene.floor_id and scene.version() == version:
        flaws.append("the floor has changed and its version has not")
    when = COMMITTED if act.is_done() else IN_THE_MIDDLE
    act.finish()
    act.close()
    scene.do_jobs()
    flaws += _flaws_at_the_end(scene, act)
    flaws += _put_back(scene, act)
    flaws += _flaws_of_what_was_told(scene, ear)
    return Moment(kind.__name__, when if running else OVER, after_s, shown, tuple(flaws))


def _left_running(children: Sequence[psutil.Process]) -> list[str]:
    _, alive = psutil.wait_procs(children, timeout=READER_ENDS_S)
    return [f"{len(alive)} processes go on"] if alive else []


def _flaws_of_what_was_told(scene: Scene, ear: Ear) -> list[str]:
    """Open maps must have heard of every change of the floor, and of none that was not."""
    heard, version = ear.latest(), scene.version()
    return [] if heard == version else [f"version {heard} was told, and the floor is at {version}"]


def _flaws_after_the_kill(scene: Scene, act: Act) -> list[str]:
    flaws = _flaws_of_the_floors(scene, act, (OLD_NUMBERS, act.leaves))
    lost = scene.plans_without_a_job()
    return [*flaws, f"{len(lost)} plans wait for ever"] if lost else flaws


def _flaws_at_the_end(scene: Scene, act: Act) -> list[str]:
    flaws = _flaws_of_the_floors(scene, act, (act.leaves,))
    made = scene.plans_named(act.drawing.name)
    if len(made) != act.becomes:
        flaws.append(f"the file became {len(made)} plans")
    if scene.files_of_no_plan():
        flaws.append("a file in the store belongs to no plan")
    if scene.jobs():
        flaws.append(f"jobs are left: {scene.jobs()}")
    left = [path.name for path in scene.ground.scratch.iterdir()]
    return [*flaws, f"temporary files are left: {left}"] if left else flaws


def _flaws_of_the_floors(scene: Scene, act: Act, allowed: tuple[frozenset[str], ...]) -> list[str]:
    """What is wrong with the floor of the act and the bookings on the floor of the scene."""
    if isinstance(act, ImportOfANewFloor):
        own = None if act.floor_id is None else _state(scene, act)
        if own is None and OLD_NUMBERS not in allowed:
            return ["the new floor shows nothing"]
        flaws = [] if own is None else _flaws_of(own, (NEW_NUMBERS,))
        main = floor_state(scene.db, scene.actor, scene.floor_id)
        flaws += [] if main == scene.state else ["another floor has changed"]
        is_new = False
    else:
        state = _state(scene, act)
        if state is None:
            return ["the floor shows nothing"]
        flaws = _flaws_of(state, allowed)
        is_new = state.numbers == NEW_NUMBERS
    flaws += act.flaws()
    present = bookings_of(scene.db, scene.actor, scene.floor_id)
    wanted = act.bookings(is_new)
    return flaws if present == wanted else [*flaws, "bookings are not as they should be"]


def _flaws_of(state: FloorState, allowed: tuple[frozenset[str], ...]) -> list[str]:
    flaws = [state.flaw] if state.flaw else []
    return flaws if state.numbers in allowed else [*flaws, "the places are of neither plan"]


def _state(scene: Scene, act: Act) -> FloorState | None:
    """The floor of the act as soon as the dead process's locks are gone; None without a plan."""
    until = time.monotonic() + PATIENCE_S
    while True:
        try:
            return floor_state(scene.db, scene.actor, act.floor_id or scene.floor_id)
        except NoResultFound:
            return None
        except Busy:
            if time.monotonic() > until:
                raise
            time.sleep(PAUSE_S)


def _shows(scene: Scene, act: Act, numbers: frozenset[str]) -> bool:
    state = None if act.floor_id is None else _state(scene, act)
    return state is not None and state.numbers == numbers


def _put_back(scene: Scene, act: Act) -> list[str]:
    """Bring the old plan back; everything must be as it was before the act."""
    scene.do_jobs()
    act.put_back()
    flaws = []
    if floor_state(scene.db, scene.actor, scene.floor_id) != scene.state:
        flaws.append("the old plan is not what it was when it comes back")
    if bookings_of(scene.db, scene.actor, scene.floor_id) != scene.bookings:
        flaws.append("bookings are not what they were when the old plan comes back")
    return flaws


@contextmanager
def _temporary_files_in(folder: Path) -> Iterator[None]:
    """This process, too, keeps its temporary files where the killed ones do."""
    before = tempfile.tempdir
    tempfile.tempdir = str(folder)
    try:
        yield
    finally:
        tempfile.tempdir = before
