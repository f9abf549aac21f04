"""The real server and the bare one, each as a process of its own on a port of its own."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from app import cluster
from app.migrating import migrate
from app.serving.port import answers
from app.settings import Settings

START_LIMIT_S = 60.0
WORKERS = 2
THREADS = 64
#: The measurements ask more often than any person may.
NO_LIMITS = {"FLOORPLANS_LIMIT_API": "100000000 per minute"}


@dataclass(frozen=True, slots=True)
class Installation:
    """A migrated private cluster, with the safety of a real one, in a folder of its own."""

    home: Path
    owner_url: str
    app_url: str

    @property
    def engine_url(self) -> str:
        return self.app_url.replace("postgresql://", "postgresql+psycopg://", 1)


@contextmanager
def installation() -> Iterator[Installation]:
    home = Path(tempfile.mkdtemp(prefix="floorplans-bench-"))
    home.chmod(0o711)
    settings = Settings.from_environment({"FLOORPLANS_HOME": str(home)})
    try:
        connections = cluster.ensure_cluster(settings)
        migrate(connections.owner_url)
        yield Installation(home, connections.owner_url, connections.app_url)
    finally:
        cluster.stop(settings)
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def real_server(place: Installation, **settings: str) -> Iterator[int]:
    """`floorplans serve` over an installation, with more settings where given; yields its port."""
    port = _free_port()
    program = Path(sys.executable).with_name("floorplans")
    environment = {
        **_clean(),
        **NO_LIMITS,
        "FLOORPLANS_HOME": str(place.home),
        "FLOORPLANS_WORKERS": str(WORKERS),
        "PORT": str(port),
        **settings,
    }
    with _running([str(program), "serve"], environment, port):
        yield port


@contextmanager
def bare_server(place: Installation, document: Path | None = None) -> Iterator[int]:
    """The reference endpoints under the same web server with the same workers and threads."""
    port = _free_port()
    command = [
        sys.executable,
        *("-m", "gunicorn", "bench.bare:create_app()"),
        *("--worker-class", "gthread", "--workers", str(WORKERS), "--threads", str(THREADS)),
        *("--bind", f"127.0.0.1:{port}", "--log-level", "warning", "--keep-alive", "15"),
        *("--worker-connections", str(THREADS * 4)),
    ]
    environment = {**_clean(), "BENCH_DATABASE": place.app_url}
    if document is not None:
        environment["BENCH_DOCUMENT"] = str(document)
    with _running(command, environment, port):
        yield port


def _clean() -> dict[str, str]:
    return {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "DATABASE_APP_URL")}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def _running(command: list[str], environment: dict[str, str], port: int) -> Iterator[None]:
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, start_new_session=True
    )
    try:
        until = time.monotonic() + START_LIMIT_S
        while not answers("127.0.0.1", port):
            if process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"{command[0]} did not answer on port {port}")
            time.sleep(0.1)
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)
