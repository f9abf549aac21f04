"""The process that people start: it keeps the web server and the jobs running."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

STOP_LIMIT_S = 15.0
LOOK_EVERY_S = 0.2
# A child that dies at once again and again must not take the machine's whole time.
RESTART_AFTER_S = (1.0, 2.0, 5.0, 15.0, 60.0)
# After running this long a child's earlier deaths no longer count.
HEALTHY_AFTER_S = 300.0


@dataclass(slots=True)
class Child:
    """One program to keep running; a `vital` one ends the service when it ends."""

    name: str
    module: str
    vital: bool
    process: subprocess.Popen[bytes] | None = None
    deaths: int = 0
    started_s: float = 0.0
    start_again_s: float = 0.0

    def start(self, environment: Mapping[str, str], now_s: float) -> None:
        """Start it in a session of its own, so that Ctrl-C reaches the supervisor alone."""
        command = [sys.executable, "-m", self.module, str(os.getpid())]
        self.process = subprocess.Popen(  # noqa: S603 - our own module
            command, env=dict(environment), start_new_session=True, stdin=subprocess.DEVNULL
        )
        self.started_s = now_s

    def is_alive(self) -> bool:
        """Tell whether its process runs."""
        return self.process is not None and self.process.poll() is None


@dataclass(slots=True)
class Supervisor:
    """Starts children, watches them, and stops them all; `say` prints one line for a person."""

    children: list[Child]
    environment: Mapping[str, str]
    say: Callable[[str], None]
    stopping: threading.Event = field(default_factory=threading.Event)

    def run(self, is_answering: Callable[[], bool], address: str) -> bool:
        """Run until a signal comes; return False when a vital child ended by itself."""
        for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(each, lambda *_: self.stopping.set())
        try:
            for child in self.children:
                child.start(self.environment, time.monotonic())
            return self._watch(is_answering, address)
        finally:
            self._stop()

    def _watch(self, is_answering: Callable[[], bool], address: str) -> bool:
        told = False
        while not self.stopping.wait(LOOK_EVERY_S):
            for child in self.children:
                if not child.is_alive() and not self._revive(child, time.monotonic()):
                    return False
            if not told and is_answering():
                self.say(address)
                told = True
        return True

    def _revive(self, child: Child, now_s: float) -> bool:
        """Start a dead child again after a growing pause; False for a vital one."""
        if child.vital:
            return False
        if child.process is not None:
            if now_s - child.started_s > HEALTHY_AFTER_S:
                child.deaths = 0
            pause_s = RESTART_AFTER_S[min(child.deaths, len(RESTART_AFTER_S) - 1)]
            self.say(f"The {child.name} ended by itself; it is started again in {pause_s:.0f} s.")
            child.deaths += 1
            child.process, child.start_again_s = None, now_s + pause_s
        elif now_s >= child.start_again_s:
            child.start(self.environment, now_s)
        return True

    def _stop(self) -> None:
        running = [c.process for c in self.children if c.process is not None and c.is_alive()]
        for process in running:
            process.terminate()
        until_s = time.monotonic() + STOP_LIMIT_S
        for process in running:
            try:
                process.wait(max(0.1, until_s - time.monotonic()))
            except subprocess.TimeoutExpired:
                # Its whole session, so that no worker stays behind without its master.
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
