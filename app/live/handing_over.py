"""Taking a connection out of the web server's hands, so that an open map holds no thread."""

from __future__ import annotations

import errno

#: Where a server that can let go of a connection puts its socket (in the WSGI environment).
SOCKET = "floorplans.socket"


class HandedOver(ConnectionError):
    """Raised by an answer's body: its connection is somebody else's from now on.

    The server neither ends the answer nor closes the connection. For gunicorn it is one of the
    errors of a client that has gone, about which it does nothing.
    """

    def __init__(self) -> None:
        super().__init__(errno.ENOTCONN, "the connection was handed over")
