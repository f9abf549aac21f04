"""The private cluster of a home folder: made at the first use, started when needed."""

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from app.cluster.account import server_account
from app.cluster.address import Address, Connections
from app.cluster.binaries import find_binaries
from app.cluster.bootstrap import bootstrap, missing
from app.cluster.configuration import ADMIN, APP, DATABASE, OWNER, THROWAWAY
from app.cluster.errors import ClusterError
from app.cluster.layout import Layout, data_of, find_layout, make_layout
from app.cluster.lock import only_one
from app.cluster.server import Server
from app.settings import make_folder

# How long a server that was killed or is just starting may take to be either up or gone.
SETTLE_LIMIT_S = 15.0
SETTLE_POLL_S = 0.1


def ensure_private(home: Path, extra: dict[str, str] | None = None) -> Connections:
    """Make, start and prepare the cluster of `home`, doing only what is missing."""
    found = _find(home)
    if found is not None and found.is_running() and _is_ready_now(found.layout):
        return _connections(found.layout)
    make_folder(home)
    with only_one(home):
        server = _find(home) or _make(home, quick=extra is not None)
        started = not _is_up(server)
        if started:
            make_layout(home, server.account)
            _start(server, extra)
        if not _is_ready(server.layout):
            _prepare(server.layout)
    return replace(_connections(server.layout), started=started)


def stop_private(home: Path) -> bool:
    """Stop the cluster of `home`; return False when there was nothing to stop."""
    if _find(home) is None:
        return False
    with only_one(home):
        server = _find(home)
        return server is not None and server.stop()


def is_private_running(home: Path) -> bool:
    """Tell whether the cluster of `home` runs now, starting nothing."""
    server = _find(home)
    return server is not None and server.is_running()


def program(home: Path, name: str) -> str | None:
    """Return the path of one of PostgreSQL's programs, of the version that made the cluster."""
    server = _find(home)
    return None if server is None else server.binaries.program(name)


@contextmanager
def throwaway(folder: Path) -> Iterator[Connections]:
    """Run a fast cluster without crash safety for `folder`; its data is removed at the end."""
    try:
        yield ensure_private(folder, THROWAWAY)
    finally:
        stop_private(folder)
        _erase(folder)


def _erase(home: Path) -> None:
    server = _find(home)
    if server is not None and not server.is_running():
        # Also where they are not below `home`: data that the server's account could not reach
        # there, and a socket whose path would have been too long.
        shutil.rmtree(server.layout.folder)
        shutil.rmtree(server.layout.socket_folder, ignore_errors=True)


def _find(home: Path) -> Server | None:
    account = server_account(data_of(home))
    layout = find_layout(home, account)
    major = layout.made_by()
    return None if major is None else Server(layout, account, find_binaries(major))


def _make(home: Path, *, quick: bool) -> Server:
    binaries = find_binaries()
    account = server_account(data_of(home))
    server = Server(make_layout(home, account), account, binaries)
    server.make(quick=quick)
    return server


def _start(server: Server, extra: dict[str, str] | None) -> None:
    """Start the server; wait for what a crashed one left behind to end."""
    until_s = time.monotonic() + SETTLE_LIMIT_S
    while True:
        try:
            return server.start(extra)
        except ClusterError as error:
            if error.code != "CLUSTER_STILL_STOPPING" or time.monotonic() > until_s:
                raise
        time.sleep(SETTLE_POLL_S)


def _is_up(server: Server) -> bool:
    """Tell whether the server runs and answers, waiting for one that is just coming or going."""
    until_s = time.monotonic() + SETTLE_LIMIT_S
    while server.is_running():
        try:
            missing(Address.on_socket(server.layout.socket_folder, OWNER))
        except ClusterError as error:
            if error.code != "DATABASE_UNREACHABLE" or time.monotonic() > until_s:
                raise
        else:
            return True
        time.sleep(SETTLE_POLL_S)
    return False


def _prepare(layout: Layout) -> None:
    socket = layout.socket_folder
    bootstrap(Address.on_socket(socket, ADMIN), Address.on_socket(socket, OWNER))


def _is_ready(layout: Layout) -> bool:
    lacking = missing(Address.on_socket(layout.socket_folder, OWNER))
    return lacking is not None and not lacking


def _is_ready_now(layout: Layout) -> bool:
    try:
        return _is_ready(layout)
    except ClusterError:
        # It may be on its way down or up; the careful way will see.
        return False


def _connections(layout: Layout) -> Connections:
    socket = layout.socket_folder
    return Connections(
        owner_url=Address.on_socket(socket, OWNER, DATABASE).url(),
        app_url=Address.on_socket(socket, APP, DATABASE).url(),
        admin_url=Address.on_socket(socket, ADMIN, "postgres").url(),
        private=True,
    )
