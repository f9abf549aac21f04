"""An end for a whole exchange: time limits of reads begin anew with each byte that arrives."""

from __future__ import annotations

import socket
import threading
from collections.abc import Mapping
from types import TracebackType
from typing import Any


class Deadline:
    """Ends the connections of one exchange after ``lasts_s`` seconds, whatever they wait for.

    ``watch`` is handed to httpx as the extension ``trace``. The other thread that waits for the
    exchange sees it end as if the other side had hung up; ``is_over`` then tells why.
    """

    def __init__(self, lasts_s: float) -> None:
        self._lock = threading.Lock()
        self._sockets: list[socket.socket] = []
        self._timer = threading.Timer(lasts_s, self._end)
        self._timer.daemon = True
        self.is_over = False

    def __enter__(self) -> Deadline:
        self._timer.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._timer.cancel()
        with self._lock:
            for each in self._sockets:
                each.close()
            self._sockets.clear()

    def watch(self, event: str, facts: Mapping[str, Any]) -> None:
        """Remember a connection that was made; one that comes too late ends at once."""
        if not event.endswith("connect_tcp.complete"):
            return
        # Its own handle on the connection: TLS takes over the one that it is given.
        made = facts["return_value"].get_extra_info("socket").dup()
        with self._lock:
            self._sockets.append(made)
            if self.is_over:
                _hang_up(made)

    def _end(self) -> None:
        with self._lock:
            self.is_over = True
            for each in self._sockets:
                _hang_up(each)


def _hang_up(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # The other side was quicker.
