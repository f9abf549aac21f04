"""No client holds the web server up, however slow it is."""

from __future__ import annotations

import logging
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from gunicorn.util import close_graceful

from app.serving import worker
from app.serving.server_log import without_the_client
from tests.support.slowness import PATIENCE_S


@contextmanager
def connected(*, silence_s: int | None = None) -> Iterator[tuple[socket.socket, socket.socket]]:
    """A server's end and a client's end of one connection."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        if silence_s is not None:
            worker.limit_silence(listener, silence_s)
        with socket.create_connection(listener.getsockname()) as client:
            server, _ = listener.accept()
            with server:
                # As gunicorn does it before it reads a request.
                server.setblocking(True)
                yield server, client


def test_reading_from_a_client_that_falls_silent_ends_though_the_socket_blocks() -> None:
    with connected(silence_s=1) as (server, client):
        client.sendall(b"GET / HT")
        assert server.recv(100) == b"GET / HT"
        with pytest.raises(BlockingIOError) as caught:
            server.recv(100)
    assert not without_the_client(record(caught.value))


def test_other_trouble_with_a_client_is_still_logged() -> None:
    assert without_the_client(record(OSError("no such device")))
    assert without_the_client(record(None))


def record(error: BaseException | None) -> logging.LogRecord:
    trouble = None if error is None else (type(error), error, error.__traceback__)
    return logging.LogRecord("gunicorn.error", logging.ERROR, "", 0, "", None, trouble)


def test_the_goodbye_to_a_client_that_does_not_hang_up_ends_and_leaves_nothing_to_wait_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(worker, "GOODBYE_S", 0.2)
    with connected() as (server, _client):
        began_s = time.monotonic()
        worker.say_goodbye(server)
        assert 0.2 <= time.monotonic() - began_s < PATIENCE_S
        server.settimeout(PATIENCE_S)
        assert server.recv(100) == b""


def test_the_goodbye_lets_a_client_finish_its_sentence_and_read_the_answer() -> None:
    with connected() as (server, client):
        server.sendall(b"refused")
        speaking = threading.Thread(target=worker.say_goodbye, args=(server,))
        speaking.start()
        client.sendall(b"x" * 30_000)
        assert client.recv(100) == b"refused"
        assert client.recv(100) == b""
        client.close()
        speaking.join(PATIENCE_S)
        assert not speaking.is_alive()


@pytest.mark.parametrize("more_bytes", [64 * 1024, 256 * 1024])
def test_a_client_that_sends_on_and_on_is_cut_off_and_not_left_waiting(
    monkeypatch: pytest.MonkeyPatch, more_bytes: int
) -> None:
    monkeypatch.setattr(worker, "GOODBYE_BYTES", more_bytes)
    cut_off: list[OSError] = []

    def send_on(client: socket.socket) -> None:
        try:
            while True:
                client.sendall(b"x" * 1_000_000)
        except OSError as error:
            cut_off.append(error)

    with connected() as (server, client):
        server.sendall(b"refused")
        sending = threading.Thread(target=send_on, args=(client,), daemon=True)
        sending.start()
        # Both buffers are full by then, so nothing but the server's word sets the client free.
        time.sleep(0.2)
        worker.say_goodbye(server)
        # As gunicorn closes it.
        close_graceful(server)
        sending.join(PATIENCE_S)
        assert [type(error) for error in cut_off] in ([BrokenPipeError], [ConnectionResetError])
        assert client.recv(100) == b"refused"


def test_the_goodbye_to_a_client_that_is_gone_is_no_error() -> None:
    with connected() as (server, client):
        client.close()
        worker.say_goodbye(server)
        worker.say_goodbye(server)
