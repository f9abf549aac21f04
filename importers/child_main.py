"""The process that reads strangers' files: started with an empty environment, killed at will.

It loads the libraries once, gives up its rights, and then forks one worker for each file, so that
no file can touch another and none pays for loading the libraries again. Jobs arrive on a socket,
each as a file in memory with the pipe for its answer.
"""

from __future__ import annotations

import gc
import importlib
import json
import math
import os
import resource
import signal
import socket
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from importers import codec, wire
from importers.alarm import TimeUp, at_most
from importers.base import Limits, Progress, ShowingImporter
from importers.draft import FloorPlanDraft
from importers.issues import ImportRefused
from importers.landlock import open_only
from importers.profile import Profile
from importers.refusals import crashed, out_of_memory, refusal_to_plain, too_large
from importers.registry import importer_for, load
from importers.sandbox import close_the_doors, die_with_parent, limit_this_process, load_code_pages

if TYPE_CHECKING:
    from importers.picture import Underlay

#: Needed only where pictures are wanted.
_PICTURE_MODULES = (
    "importers.dxf.underlay",
    "importers.picture",
    "PIL.PngImagePlugin",
    "ezdxf.addons.drawing.mtext_complex",
)
#: A picture that takes longer is not drawn.
PICTURE_S = 30.0
#: A drawing that is kept open waits so long to be read otherwise, and is read so often at most.
KEPT_S = 300
KEPT_READINGS = 40
IDLE_LOOK_S = 5.0
PROFILE_LIMIT_BYTES = 8 * 1024 * 1024


def main(control_fd: int, pictures: bool = False, formats: Sequence[str] = ("dxf",)) -> None:
    """Serve jobs from the socket until it is closed.

    ``pictures`` loads what draws them, ``formats`` are those of the files that will come.
    """
    # Loaded here on purpose: later, a process without rights may not find them any more.
    for importer in filter(None, map(load, formats)):
        importer.warm()
    for name in _PICTURE_MODULES if pictures else ():
        importlib.import_module(name)
    load_code_pages()
    close_the_doors()
    # A worker forks with a clean heap and ends with its file: collecting garbage is wasted on it.
    gc.disable()
    gc.freeze()
    with socket.socket(fileno=control_fd) as control:
        while True:
            try:
                word, fds, _, _ = socket.recv_fds(control, len(wire.JOB), 3)
            except TimeoutError:
                if _reap():
                    continue
                return
            if not word:
                return
            asked, answering, *again = fds
            if again:
                # When nobody asks any more, the worker ends by itself; then this one does.
                control.settimeout(IDLE_LOOK_S)
            _start(asked, answering, again[0] if again else None, control)


def _start(job: int, pipe: int, again: int | None, control: socket.socket) -> None:
    _reap()
    if os.fork() != 0:
        for fd in (job, pipe, again):
            if fd is not None:
                os.close(fd)
        return
    control.close()
    try:
        with os.fdopen(job, "rb") as asked:
            told = json.load(asked)
        _work(told, pipe, again)
    finally:
        os._exit(0)


def _reap() -> bool:
    """Forget workers that have ended; whether any is left."""
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        return False
    return True


def _work(job: dict[str, Any], pipe: int, again: int | None = None) -> None:
    limits = Limits(**job["limits"])
    die_with_parent()
    _limit(limits, 1 if again is None else KEPT_READINGS)
    signal.signal(signal.SIGXCPU, signal.SIG_DFL)
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)

    def progress(stage: str, share: float) -> None:
        wire.send(pipe, wire.PROGRESS, json.dumps([stage, share]).encode())

    progress("Starting", 0.0)
    try:
        profile = Profile.from_mapping(job["profile"])
        path = Path(job["path"])
        open_only(path)
        if again is not None:
            opening = _opening(path, job.get("converted"))
            if opening is not None:
                _keep(partial(opening, path, profile, limits), profile, limits, pipe, again)
                return
        if "redline" in job:
            wire.send(pipe, wire.RESULT, _redlined(path, job["redline"], profile, limits))
            return
        draft, show = _read(path, profile, limits, progress, job.get("converted"))
        result = codec.dumps(draft).encode("utf-8", "replace")
        if len(result) > limits.result_bytes:
            raise too_large()
        wire.send(pipe, wire.RESULT, result)
        if job["picture"]:
            # The result is out: whatever drawing may run into, the reading is not lost.
            wire.send(pipe, wire.PICTURE, _picture(draft, show))
    except ImportRefused as refused:
        _refuse(pipe, refused)
    except MemoryError:
        _refuse(pipe, out_of_memory())
    except Exception:  # noqa: BLE001 - whatever a hostile file sets off, a person gets a sentence
        _refuse(pipe, crashed())


@runtime_checkable
class _Opened(Protocol):
    """A drawing at hand, to be read with one profile after another."""

    def read(self, profile: Profile, progress: Progress) -> FloorPlanDraft: ...


@runtime_checkable
class _OpeningImporter(Protocol):
    def open(self, path: Path, profile: Profile, limits: Limits, progress: Progress) -> _Opened: ...


def _limit(limits: Limits, readings: int) -> None:
    """Bound this process; its processor time for the first of several readings."""
    whole = limits.cpu_s * readings
    limit_this_process(replace(limits, cpu_s=whole))
    if readings > 1:
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_s, whole + 1))


def _opening(
    path: Path, converted: dict[str, Any] | None
) -> Callable[[Path, Profile, Limits, Progress], _Opened] | None:
    """What opens a drawing that is to be kept; None where its importer cannot."""
    if converted is not None:
        # As in the reading of one file.
        from importers.dwg.importer import DwgImporter, told_from  # noqa: PLC0415

        return partial(DwgImporter().open_converted, told_from(converted))
    importer = importer_for(path)
    return importer.open if isinstance(importer, _OpeningImporter) else None


def _keep(
    opening: Callable[[Progress], _Opened], profile: Profile, limits: Limits, pipe: int, again: int
) -> None:
    """Read a drawing, and read it with other profiles until nobody asks.

    Each of the readings has the processor time of one. Whatever goes wrong ends this process, and
    who asked reads the file afresh.
    """

    def progress(stage: str, share: float) -> None:
        wire.send(pipe, wire.PROGRESS, json.dumps([stage, share]).encode())

    opened = opening(progress)
    gc.freeze()
    asked: Profile | None = profile
    receiver = wire.Receiver(PROFILE_LIMIT_BYTES)
    while asked is not None:
        result = codec.dumps(opened.read(asked, progress)).encode("utf-8", "replace")
        if len(result) > limits.result_bytes:
            raise too_large()
        wire.send(pipe, wire.RESULT, result)
        del result
        # What a reading leaves behind would be there at the next one; nobody waits for it now.
        gc.collect()
        asked = _asked_again(again, receiver)
        used = math.ceil(time.process_time())
        with suppress(ValueError, OSError):
            hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
            resource.setrlimit(resource.RLIMIT_CPU, (min(hard, used + limits.cpu_s), hard))


def _asked_again(again: int, receiver: wire.Receiver) -> Profile | None:
    """The next profile; None when nobody will ask any more. Ends the process after a while."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(KEPT_S)
    while data := os.read(again, 1 << 16):
        for _, payload in receiver.feed(data):
            signal.alarm(0)
            return Profile.from_mapping(json.loads(payload))
    return None


def _read(
    path: Path,
    profile: Profile,
    limits: Limits,
    progress: Progress,
    converted: dict[str, Any] | None,
) -> tuple[FloorPlanDraft, Callable[[], Underlay] | None]:
    if converted is not None:
        # Only with a DWG among the files has this been loaded already.
        from importers.dwg.importer import DwgImporter, told_from  # noqa: PLC0415

        told = told_from(converted)
        return DwgImporter().read_converted(path, told, profile, limits, progress)
    importer = importer_for(path)
    if isinstance(importer, ShowingImporter):
        return importer.read_and_show(path, profile, limits, progress)
    return importer.read(path, profile, limits, progress), None


def _picture(draft: FloorPlanDraft, show: Callable[[], Underlay] | None) -> bytes:
    """The picture as PNG; empty where it takes too long or too much."""
    from importers.picture import draw_picture  # noqa: PLC0415 - was loaded if it is asked for
    from importers.picture.underlay import walls_of  # noqa: PLC0415

    try:
        with at_most(PICTURE_S):
            return draw_picture(draft, walls_of(draft) if show is None else show())
    except (TimeUp, Exception):  # noqa: BLE001 - a picture never costs the reading
        return b""


def _redlined(path: Path, asked: dict[str, Any], profile: Profile, limits: Limits) -> bytes:
    from importers.dxf import redline as drawing  # noqa: PLC0415 - loaded with the DXF importer
    from importers.redline import from_plain, packed  # noqa: PLC0415

    result = packed(drawing.redlined(path, from_plain(asked), profile, limits))
    if len(result) > limits.result_bytes:
        raise too_large()
    return result


def _refuse(pipe: int, refused: ImportRefused) -> None:
    wire.send(pipe, wire.REFUSED, json.dumps(refusal_to_plain(refused)["refused"]).encode())


if __name__ == "__main__":
    main(int(sys.argv[1]))
