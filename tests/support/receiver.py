"""Another system for tests: takes webhooks on loopback, and behaves as it is told to."""

from __future__ import annotations

import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_network
from typing import Any

import trustme
from standardwebhooks import Webhook

LOOPBACK = (ip_network("127.0.0.0/8"),)


@dataclass(frozen=True)
class Heard:
    """One request, as it came."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]

    @property
    def document(self) -> dict[str, Any]:
        return json.loads(self.body)

    def is_signed_by(self, secret: str) -> bool:
        """Raises the reference code's own error where it is not."""
        return Webhook(secret).verify(self.body, self.headers) == self.document


@dataclass
class Receiver:
    """What arrived, and how the next ones are answered; ``port`` is where it listens."""

    heard: list[Heard] = field(default_factory=list)
    status: int = 204
    answer: bytes = b""
    redirects_to: str | None = None
    #: Answers nothing before it is let go, or one byte after another.
    hangs: bool = False
    drips: bool = False
    #: Closes the connection instead of answering.
    hangs_up: bool = False
    #: Sends without end.
    is_endless: bool = False
    sent_bytes: int = 0
    let_go: threading.Event = field(default_factory=threading.Event)
    port: int = 0
    scheme: str = "http"

    def url(self, path: str = "/hook", host: str = "127.0.0.1") -> str:
        return f"{self.scheme}://{host}:{self.port}{path}"

    def kinds(self) -> list[str]:
        return [each.document["type"] for each in self.heard]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    receiver: Receiver

    def do_POST(self) -> None:
        it = self.receiver
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        headers = {name.lower(): value for name, value in self.headers.items()}
        it.heard.append(Heard(self.path, headers, body))
        self.close_connection = True
        if it.hangs:
            it.let_go.wait()
        if it.hangs or it.hangs_up:
            return
        if it.drips:
            self._drip()
        else:
            self._answer()

    do_GET = do_POST  # noqa: N815 - the library's name

    def _answer(self) -> None:
        it = self.receiver
        self.send_response(302 if it.redirects_to else it.status)
        if it.redirects_to:
            self.send_header("Location", it.redirects_to)
        if not it.is_endless:
            self.send_header("Content-Length", str(len(it.answer)))
        self.end_headers()
        try:
            self.wfile.write(it.answer)
            while it.is_endless and not it.let_go.is_set():
                self.wfile.write(b"x" * 4096)
                it.sent_bytes += 4096
        except OSError:
            pass

    def _drip(self) -> None:
        try:
            self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
            while not self.receiver.let_go.wait(0.05):
                self.wfile.write(b"x")
                self.wfile.flush()
        except OSError:
            pass

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    daemon_threads = False
    block_on_close = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hung up is what some tests are about."""


@contextmanager
def receiving(certificate: trustme.LeafCert | None = None) -> Iterator[Receiver]:
    """A receiver that listens until the end of the block; with a certificate, by TLS."""
    receiver = Receiver()
    handler = type("Handler", (_Handler,), {"receiver": receiver})
    server = _Server(("127.0.0.1", 0), handler)
    receiver.port = server.server_address[1]
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        certificate.configure_cert(context)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        receiver.scheme = "https"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield receiver
    finally:
        receiver.let_go.set()
        server.shutdown()
        server.server_close()
        thread.join()
