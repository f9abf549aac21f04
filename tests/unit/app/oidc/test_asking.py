"""A provider that answers a little at a time holds nobody longer than the whole may last."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from app.oidc import asking
from app.oidc.troubles import ProviderAway

#: Far more than the limit of the tests, far less than a provider here would drip.
SOON_S = 20.0
DRIPS_FOR_S = 60.0
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
WAYS = {
    "head": (b"", b"H"),
    "headers": (HEAD, b"X-More: 1\r\n"),
    "body": (HEAD + b"Content-Length: 100000\r\n\r\n{", b" "),
    "chunks": (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n"),
}


@contextmanager
def dripping(first: bytes, drop: bytes) -> Iterator[str]:
    """The address of somebody who answers ``first``, and then one ``drop`` after another."""
    is_done = threading.Event()

    def drip() -> None:
        connection, _ = listening.accept()
        with connection:
            try:
                connection.sendall(first)
                until = time.monotonic() + DRIPS_FOR_S
                while not is_done.wait(0.02) and time.monotonic() < until:
                    connection.sendall(drop)
            except OSError:
                return  # Hung up on, as it should be.

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=drip, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
        finally:
            is_done.set()
            thread.join(timeout=SOON_S)
            assert not thread.is_alive()


@pytest.mark.parametrize("way", sorted(WAYS))
def test_who_drips_is_too_slow_in_time(way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "TIME_LIMIT_S", 0.5)
    with dripping(*WAYS[way]) as address:
        began = time.monotonic()
        with pytest.raises(ProviderAway) as away:
            asking.ask(address)
        assert time.monotonic() - began < SOON_S
    assert away.value.reason == "too_slow"


def test_who_hangs_up_is_not_called_slow() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        address = f"http://127.0.0.1:{listening.getsockname()[1]}/"

        def hang_up() -> None:
            listening.accept()[0].close()

        thread = threading.Thread(target=hang_up, daemon=True)
        thread.start()
        with pytest.raises(ProviderAway) as away:
            asking.ask(address)
        thread.join(timeout=SOON_S)
    assert away.value.reason == "unreachable"


def test_a_deadline_leaves_no_thread_and_no_connection_behind() -> None:
    answer = HEAD + b"Content-Length: 2\r\nConnection: close\r\n\r\n{}"
    before = {thread.name for thread in threading.enumerate()}
    with dripping(answer, b"") as address:
        assert asking.ask(address) == (200, {})
        timers = [each for each in threading.enumerate() if isinstance(each, threading.Timer)]
        for each in timers:
            each.join(timeout=SOON_S)
    left = {thread.name for thread in threading.enumerate() if thread.is_alive()} - before
    assert left == set()
