"""The parent's end of a reading child: starts it, hands it jobs, listens, and kills it."""

from __future__ import annotations

import json
import os
import selectors
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO

from importers import wire
from importers.base import Limits
from importers.issues import ImportRefused
from importers.refusals import crashed, out_of_time, too_large

#: All that the child sees of the environment. One thread: the workers share the processors.
ENVIRONMENT = {
    "LANG": "C.UTF-8",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "PATH": "/usr/bin:/bin",
}
#: Finds the modules where the parent found them, also from a source folder.
_START = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from importers.child_main import main; "
    "main(int(sys.argv[2]), sys.argv[3] == 'pictures', sys.argv[4:])"
)
_PIECE = 1 << 20
_PNG = b"\x89PNG\r\n\x1a\n"
#: Loading the libraries must end as well; the longest it took on a busy machine was 3 s.
START_S = 60.0
#: A child that waits for a question takes it at once; a pipe holds less than a large profile.
ASKING_S = 10.0


@dataclass(slots=True)
class Reading:
    """One drawing that is being read."""

    index: int
    job: dict[str, Any]
    limits: Limits
    pipe: int
    receiver: wire.Receiver
    started: float = field(default_factory=time.monotonic)
    begun: bool = False  # the worker has said its first word
    told: tuple[str, float] | None = None
    result: bytes | None = None
    refused: ImportRefused | None = None
    picture: bytes | None = None  # empty when it is known that there is none
    # Where it is asked to read the same drawing again; None where it ends with its reading.
    asking: int | None = None

    @property
    def finished(self) -> bool:
        if self.result is not None:
            return self.picture is not None or not self.job["picture"]
        return self.refused is not None

    def fail(self, refused: ImportRefused) -> None:
        """The worker gave up: what had been read stays read, and only the picture is missing."""
        if self.result is None:
            self.refused = refused
        else:
            self.picture = b""

    @property
    def ends(self) -> float:
        """When the drawing has had its time; loading the libraries is not the drawing's fault."""
        return self.started + self.limits.wall_s + (0.0 if self.begun else START_S)


class ChildProcess:
    """A child and the drawings it reads; leaving the ``with`` block ends it and all it started."""

    def __init__(self, pictures: bool = False, formats: Sequence[str] = ("dxf",)) -> None:
        self._pictures = pictures
        self._formats = formats
        self._child: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._selector = selectors.DefaultSelector()
        self._readings: dict[int, Reading] = {}

    def __enter__(self) -> ChildProcess:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end()
        for pipe in list(self._readings):
            self._forget(pipe)
        self._selector.close()

    @property
    def running(self) -> int:
        """How many drawings are being read."""
        return len(self._readings)

    def begin(
        self,
        index: int,
        path: Path,
        profile: dict[str, Any],
        limits: Limits,
        converted: dict[str, Any] | None = None,
        *,
        keep: bool = False,
    ) -> None:
        """Hand one drawing to the child, with what is known of it if it was made of another.

        One that is to be kept may be read with other profiles by ``ask_again``.
        """
        job = {
            "path": str(path),
            "profile": profile,
            "limits": asdict(limits),
            "picture": self._pictures,
            "converted": converted,
        }
        self._submit(index, job, limits, keep=keep)

    def ask_again(self, profile: dict[str, Any]) -> None:
        """Have the drawing that is kept read with another profile; then ``wait`` for it."""
        (reading,) = self._readings.values()
        reading.result = reading.told = None
        reading.started = time.monotonic()
        if reading.asking is not None:
            try:
                wire.send_within(reading.asking, wire.JOB, json.dumps(profile).encode(), ASKING_S)
            except OSError:
                # One that is gone, or takes nothing in, is told by its closed pipe.
                self._end()

    def redline(
        self, path: Path, profile: dict[str, Any], limits: Limits, redline: dict[str, Any]
    ) -> None:
        """Hand one DXF to the child, to be written again with redlines."""
        job = {"path": str(path), "profile": profile, "limits": asdict(limits)}
        self._submit(0, {**job, "picture": False, "redline": redline}, limits)

    def wait(self) -> list[Reading]:
        """Readings with news: something told, or finished. Blocks until there are some."""
        while True:
            now = time.monotonic()
            late = [reading for reading in self._readings.values() if reading.ends <= now]
            if late:
                return self._stop(late)
            first = min(reading.ends for reading in self._readings.values())
            news = [
                reading
                for key, _ in self._selector.select(first - now)
                if (reading := self._listen(self._readings[key.fd])) is not None
            ]
            if news:
                return news

    def _submit(
        self, index: int, job: dict[str, Any], limits: Limits, *, keep: bool = False
    ) -> None:
        control = self._control or self._start()
        listening, answering = os.pipe()
        try:
            again, asking = os.pipe() if keep else (None, None)
        except OSError:
            os.close(listening)
            os.close(answering)
            raise
        theirs = [answering] if again is None else [answering, again]
        try:
            with _kept(json.dumps(job).encode()) as asked:
                socket.send_fds(control, [wire.JOB], [asked.fileno(), *theirs])
        except OSError:
            # The child is gone; the closed pipe will tell so.
            pass
        finally:
            for fd in theirs:
                os.close(fd)
        os.set_blocking(listening, False)
        receiver = wire.Receiver(limits.result_bytes)
        self._readings[listening] = Reading(index, job, limits, listening, receiver, asking=asking)
        self._selector.register(listening, selectors.EVENT_READ)

    def _start(self) -> socket.socket:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._control = ours
        with theirs:
            paths = json.dumps([entry for entry in sys.path if entry] + [_root()])
            drawing = "pictures" if self._pictures else "none"
            program = (sys.executable, "-I", "-c", _START)
            self._child = subprocess.Popen(  # noqa: S603 - our own interpreter and program
                [*program, paths, str(theirs.fileno()), drawing, *self._formats],
                env=ENVIRONMENT,
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                start_new_session=True,
            )
        return ours

    def _listen(self, reading: Reading) -> Reading | None:
        """Take in what the pipe holds; the reading if that is news."""
        try:
            data = os.read(reading.pipe, _PIECE)
            for kind, payload in reading.receiver.feed(data):
                _take(reading, kind, payload)
        except BlockingIOError:
            return None
        except wire.FrameTooLarge:
            data = b""
            reading.fail(too_large())
        except (ValueError, KeyError, TypeError):
            data = b""
            reading.fail(crashed())
        if not data and not reading.finished:
            reading.fail(_silent_end(reading))
        if reading.finished and (reading.asking is None or reading.refused is not None):
            self._forget(reading.pipe)
        return reading if reading.finished or reading.told is not None else None

    def _stop(self, late: list[Reading]) -> list[Reading]:
        """End the whole child, and read again what was not late."""
        self._end()
        others = [reading for reading in self._readings.values() if reading not in late]
        for reading in [*late, *others]:
            self._forget(reading.pipe)
        for reading in others:
            self._submit(reading.index, reading.job, reading.limits)
        for reading in late:
            reading.fail(out_of_time())
        return late

    def _forget(self, pipe: int) -> None:
        self._selector.unregister(pipe)
        os.close(pipe)
        asking = self._readings.pop(pipe).asking
        if asking is not None:
            os.close(asking)

    def _end(self) -> None:
        if self._control is not None:
            self._control.close()
            self._control = None
        if self._child is not None:
            with suppress(ProcessLookupError):
                # The child leads a session of its own: its workers end with it.
                os.killpg(self._child.pid, signal.SIGKILL)
            self._child.wait()
            self._child = None


def _kept(job: bytes) -> BinaryIO:
    """A file in memory that holds the job: a profile may be larger than any message."""
    file = os.fdopen(os.memfd_create("job"), "w+b")
    file.write(job)
    file.seek(0)
    return file


def _take(reading: Reading, kind: bytes, payload: bytes) -> None:
    if not reading.begun:
        reading.begun = True
        reading.started = time.monotonic()
    if kind == wire.RESULT:
        reading.result = payload
    elif kind == wire.PICTURE:
        reading.picture = payload if payload.startswith(_PNG) else b""
    elif kind == wire.REFUSED:
        told = json.loads(payload)
        reading.fail(ImportRefused(told["code"], told["message"], told["advice"]))
    elif kind == wire.PROGRESS:
        stage, share = json.loads(payload)
        reading.told = (str(stage), float(share))


def _silent_end(reading: Reading) -> ImportRefused:
    """Why a worker ended without a word: the kernel ends it when its processor time is up."""
    used = time.monotonic() - reading.started
    return out_of_time() if used >= reading.limits.cpu_s else crashed()


def _root() -> str:
    return str(Path(__file__).resolve().parent.parent)
