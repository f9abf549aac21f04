"""The process that reads strangers' files: started with an empty environment, killed at will.

It loads the libraries once, gives up its rights, and then forks one worker for each file, so that
no file can touch another and none pays for loading the libraries again. Jobs arrive on a socket,
each as a file in memory with the pipe for its answer.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import signal
import socket
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

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
            word, fds, _, _ = socket.recv_fds(control, len(wire.JOB), 2)
            if not word:
                return
            asked, answering = fds
            _start(asked, answering, control)


def _start(job: int, pipe: int, control: socket.socket) -> None:
    _reap()
    if os.fork() != 0:
        os.close(job)
        os.close(pipe)
        return
    control.close()
    try:
        with os.fdopen(job, "rb") as asked:
            told = json.load(asked)
        _work(told, pipe)
    finally:
        os._exit(0)


def _reap() -> None:
    """Forget workers that have ended."""
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        return


def _work(job: dict[str, Any], pipe: int) -> None:
    limits = Limits(**job["limits"])
    die_with_parent()
    limit_this_process(limits)
    signal.signal(signal.SIGXCPU, signal.SIG_DFL)
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)

    def progress(stage: str, share: float) -> None:
        wire.send(pipe, wire.PROGRESS, json.dumps([stage, share]).encode())

    progress("Starting", 0.0)
    try:
        profile = Profile.from_mapping(job["profile"])
        path = Path(job["path"])
        open_only(path)
        draft, show = _read(path, profile, limits, progress)
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


def _read(
    path: Path, profile: Profile, limits: Limits, progress: Progress
) -> tuple[FloorPlanDraft, Callable[[], Underlay] | None]:
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


def _refuse(pipe: int, refused: ImportRefused) -> None:
    wire.send(pipe, wire.REFUSED, json.dumps(refusal_to_plain(refused)["refused"]).encode())


if __name__ == "__main__":
    main(int(sys.argv[1]))
