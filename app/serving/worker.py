"""gunicorn's worker with threads, made patient with slow clients: none of them holds up the others.

Three things are mended here. Once a request has begun, gunicorn waits for the rest of it for ever,
with a thread of its few. It says goodbye to a client on the loop that accepts everybody else, which
waits up to two seconds for each that does not hang up by itself. And an answer that goes on for
ever, as an open map's, would hold a thread all the while: the application may take its connection.
"""

from __future__ import annotations

import gc
import socket
import struct
import time
from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from gunicorn.workers.gthread import ThreadWorker

from app.live.handing_over import SOCKET, HandedOver
from app.serving.server_log import keep_quiet

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

#: A client that falls silent in the middle of a request for longer is let go.
LONGEST_SILENCE_S = 20
#: What a client may take to hear that its connection ends and to hang up by itself.
GOODBYE_S = 2.0
#: What it may still send meanwhile, so that it reads the answer before the end (RFC 9112, 9.6): a
#: drawing somewhat over the limit, where the network is fast enough.
GOODBYE_BYTES = 64 * 1024 * 1024
_CHUNK_BYTES = 64 * 1024
_RESET_AT_CLOSE = struct.pack("@ii", 1, 0)


class Worker(ThreadWorker):  # type: ignore[misc]  # gunicorn ships no type information
    """A worker whose loop never waits for a client."""

    def init_process(self) -> None:
        for listener in self.sockets:
            limit_silence(listener.sock, LONGEST_SILENCE_S)
        keep_quiet(self.log.error_log)
        super().init_process()

    def load_wsgi(self) -> None:
        super().load_wsgi()
        # What is loaded stays: looking through it for garbage held requests up for 40 ms and more.
        gc.collect()
        gc.freeze()
        self.wsgi: WSGIApplication = _offering_sockets(self.wsgi)

    def handle(self, conn: Any) -> Any:
        """Handle one request, and say goodbye on this thread when it was the last one."""
        keeps = super().handle(conn)
        if keeps is False and not _is_handed_over(conn):
            say_goodbye(conn.sock)
        return keeps

    def handle_request(self, req: Any, conn: Any) -> Any:
        try:
            return super().handle_request(req, conn)
        except HandedOver:
            conn.is_handed_over = True
            raise

    def finish_request(self, conn: Any, fs: Any) -> None:
        """Keep or close the connection, unless it is somebody else's by now."""
        if _is_handed_over(conn):
            self.nr_conns -= 1
        else:
            super().finish_request(conn, fs)


def _is_handed_over(conn: Any) -> bool:
    return getattr(conn, "is_handed_over", False)


def _offering_sockets(application: WSGIApplication) -> WSGIApplication:
    """The application, told of each request's connection, which it may keep (``HandedOver``)."""

    def offering(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        environ[SOCKET] = environ["gunicorn.socket"]
        return application(environ, start_response)

    return offering


def limit_silence(listener: socket.socket, seconds: int) -> None:
    """Let reading from a client fail (``BlockingIOError``) after so many seconds without a byte.

    Linux hands the limit of a listening socket on to every connection that it accepts.
    """
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack("@ll", seconds, 0))


def say_goodbye(connection: socket.socket) -> None:
    """End both directions once the client has hung up, or has had its time.

    Whoever closes the connection afterwards finds nothing left to wait for.
    """
    # An error means that the client is gone already, or that its time is over.
    with suppress(OSError):
        connection.shutdown(socket.SHUT_WR)
        if not _hear_out(connection, time.monotonic() + GOODBYE_S):
            # Nobody would tell it that there is room again, and it would wait for that for minutes.
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_AT_CLOSE)
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RD)


def _hear_out(connection: socket.socket, until_s: float) -> bool:
    """Whether the client hung up; False when it goes on and on. ``OSError`` when it is silent."""
    heard = 0
    while heard < GOODBYE_BYTES and (wait_s := until_s - time.monotonic()) > 0:
        connection.settimeout(wait_s)
        sent = connection.recv(_CHUNK_BYTES)
        if not sent:
            return True
        heard += len(sent)
    return False
