"""One open map: what it looks at, and the connection on which it is told the news."""

from __future__ import annotations

import socket
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from app.live.shelf import Place
from floorplans.actor import Actor
from floorplans.bookings.schedule import span_of
from floorplans.bookings.views import Window

Floor = tuple[UUID, UUID]

#: Below every version there is.
NOTHING = -1
_LAST_CHUNK = b"0\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Look:
    """Who looks at which floor. With a ``window`` they are told what changes in it.

    ``may_go_on`` tells whether they still may; it asks the database.
    """

    person: Actor
    floor_id: UUID
    may_go_on: Callable[[], bool]
    window: Window | None = None

    @property
    def floor(self) -> Floor:
        return self.person.organisation_id, self.floor_id

    @property
    def place(self) -> Place | None:
        if self.window is None:
            return None
        return Place(self.person.organisation_id, self.floor_id, span_of(self.window))


class OpenMap:
    """A connection that never makes anybody wait, and keeps at most one piece of news unsent.

    ``in_chunks`` says that the answer is in the chunked coding (RFC 9112, 7.1). Instants are of
    ``time.monotonic``.
    """

    __slots__ = (
        "beat_at",
        "check_at",
        "connection",
        "has_missed",
        "in_chunks",
        "look",
        "place",
        "unsent",
        "version",
    )

    def __init__(self, look: Look, connection: socket.socket, *, in_chunks: bool) -> None:
        connection.setblocking(False)
        self.look = look
        self.place = look.place
        self.connection = connection
        self.in_chunks = in_chunks
        #: The newest that it was told of.
        self.version = NOTHING
        #: Whether there was news while the news before had not left yet.
        self.has_missed = False
        self.unsent = b""
        self.beat_at = self.check_at = 0.0

    def send(self, text: bytes) -> None:
        """Send what fits; ``unsent`` is the rest. Only for a map that has nothing unsent."""
        self.unsent = b"%x\r\n%b\r\n" % (len(text), text) if self.in_chunks else text
        self.send_rest()

    def send_rest(self) -> None:
        """Raises ``OSError`` for a client that has gone."""
        try:
            self.unsent = self.unsent[self.connection.send(self.unsent) :]
        except BlockingIOError:
            return

    def has_hung_up(self) -> bool:
        """Ask when there is something to read: a client has nothing to say but that."""
        try:
            return not self.connection.recv(4096)
        except BlockingIOError:
            return False
        except OSError:
            return True

    def end(self) -> None:
        """End the answer, where there is room for that, and close the connection."""
        try:
            if self.in_chunks and not self.unsent:
                self.connection.send(_LAST_CHUNK)
        except OSError:
            pass
        finally:
            self.connection.close()
