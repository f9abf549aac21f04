"""One POST to an address that somebody named: checked, bounded, and to nowhere else.

The name is looked up at each attempt, every address that it has is checked, and the connection goes
to one of those very addresses, so that a name which means something else a moment later changes
nothing. TLS and the Host header keep the name. No redirect is followed, no proxy is asked, no
answer is unpacked.
"""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotInTime
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any

import httpcore

from floorplans.hooks.addresses import Network, is_allowed, is_in
from floorplans.hooks.kinds import Trouble
from floorplans.hooks.rules import LONGEST_ANSWER
from floorplans.hooks.views import Result
from floorplans.places.rules import plain_line

CONNECT_S = 5.0
WHOLE_S = 10.0
MOST_READ_BYTES = 64 * 1024
#: Names that are looked up at once; a resolver that hangs holds no more threads than these. More
#: than are sent to at once: an attempt gives up sooner than the look-up that it waits for.
_LOOK_UPS = ThreadPoolExecutor(32, thread_name_prefix="webhook-name")

#: The numeric addresses of a name, in the order of preference; raises OSError.
Resolve = Callable[[str, int], Sequence[str]]


class NotAllowedError(Exception):
    """The name leads to an address that may not be sent to."""


class UnknownNameError(Exception):
    """The name has no address."""


def addresses_of(host: str, port: int) -> Sequence[str]:
    """What the system's resolver says of a name; a numeric address is itself."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in found))


@dataclass(frozen=True, slots=True)
class Wire:
    """Sends; ``networks`` are those beside the public ones that may be sent to.

    ``whole_s`` limits an attempt from the look-up to the end of the answer.
    """

    networks: Sequence[Network] = ()
    resolve: Resolve = addresses_of
    tls: ssl.SSLContext | None = None
    connect_s: float = CONNECT_S
    whole_s: float = WHOLE_S

    def post(self, url: str, headers: Mapping[str, str], body: bytes) -> Result:
        """Make one attempt; never raises for what the other side does."""
        began = time.monotonic()
        status, answer, trouble = None, "", None
        try:
            status, answer = self._exchange(url, headers, body, began + self.whole_s)
            trouble = None if 200 <= status < 300 else Trouble.STATUS
        except Exception as error:
            trouble = _trouble(error)
            if trouble is None:
                raise
        took = timedelta(seconds=time.monotonic() - began)
        return Result(status, trouble, answer, took)

    def _exchange(
        self, url: str, headers: Mapping[str, str], body: bytes, until: float
    ) -> tuple[int, str]:
        with (
            httpcore.ConnectionPool(
                ssl_context=self.tls or _tls(),
                http2=False,
                retries=0,
                network_backend=_Checking(self, until, url.startswith("https:")),
            ) as pool,
            pool.stream("POST", url, headers=list(headers.items()), content=body) as response,
        ):
            return response.status, _text(response.iter_stream())


class _Checking(httpcore.NetworkBackend):
    """Connects to checked addresses alone, and until an instant."""

    def __init__(self, wire: Wire, until: float, is_secure: bool) -> None:
        self._wire, self._until, self._is_secure = wire, until, is_secure
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        until = min(self._until, time.monotonic() + self._wire.connect_s)
        trouble: httpcore.ConnectError | httpcore.ConnectTimeout | None = None
        for address in self._checked(host, port, until):
            try:
                return _Bounded(self._plain.connect_tcp(address, port, _left(until)), self._until)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                trouble = error
        raise trouble or UnknownNameError

    def _checked(self, host: str, port: int, until: float) -> Sequence[str]:
        try:
            found = _LOOK_UPS.submit(self._wire.resolve, host, port).result(_left(until))
        except NotInTime:
            raise httpcore.ConnectTimeout from None
        except (OSError, UnicodeError):
            raise UnknownNameError from None
        networks = self._wire.networks
        # One address that is not allowed is enough: such a name is a trick or a mistake.
        allowed = all(
            is_allowed(each, networks) if self._is_secure else is_in(each, networks)
            for each in found
        )
        if not allowed:
            raise NotAllowedError
        return found


class _Bounded(httpcore.NetworkStream):
    """A stream whose every wait ends at one instant, however often something arrives."""

    def __init__(self, stream: httpcore.NetworkStream, until: float) -> None:
        self._stream, self._until = stream, until

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(self._until))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(self._until))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        secured = self._stream.start_tls(ssl_context, server_hostname, _left(self._until))
        return _Bounded(secured, self._until)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout
    return left


def _text(parts: Iterable[bytes]) -> str:
    """The beginning of an answer as one line of plain text."""
    read = bytearray()
    for part in parts:
        read += part
        if len(read) >= MOST_READ_BYTES:
            break
    return plain_line(bytes(read[:MOST_READ_BYTES]).decode("utf-8", "replace"))[:LONGEST_ANSWER]


def _trouble(error: Exception) -> Trouble | None:
    """What an attempt failed of; None for a mistake of ours."""
    if isinstance(error, NotAllowedError):
        return Trouble.ADDRESS
    if isinstance(error, UnknownNameError):
        return Trouble.NAME
    if isinstance(error, httpcore.TimeoutException):
        return Trouble.SLOW
    if isinstance(error, httpcore.ConnectError):
        return Trouble.CERTIFICATE if _is_of_tls(error) else Trouble.CONNECTION
    if isinstance(error, httpcore.NetworkError | httpcore.ProtocolError | OSError):
        return Trouble.BROKEN
    return None


def _is_of_tls(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return True
        error = error.__cause__ or error.__context__
    return False


@cache
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()
