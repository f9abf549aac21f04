"""The web server's own log: nothing that a client sent is in it, and no address either.

gunicorn repeats what it cannot read as a request, which may hold a position, and names the address
it came from, which is personal data.
"""

from __future__ import annotations

import errno
import logging

from app.logging import FORMAT, QuietFormatter

#: How gunicorn begins what it says of one client, and what is logged instead.
_SAID_INSTEAD = {
    "Invalid request from": "what a client sent is no HTTP request and was refused",
    "Error handling request": "a request failed in the web server",
    "Socket error processing request": "the connection to a client failed",
}


def keep_quiet(log: logging.Logger) -> None:
    """Let a logger of gunicorn leave out what clients sent, also from its exceptions."""
    log.addFilter(without_the_client)
    for handler in log.handlers:
        handler.setFormatter(QuietFormatter(FORMAT))


def without_the_client(record: logging.LogRecord) -> bool:
    """Reword a line about a client; False for one that fell silent, which is no trouble."""
    error = record.exc_info[1] if record.exc_info else None
    if isinstance(error, BlockingIOError) and error.errno == errno.EAGAIN:
        return False
    for beginning, told in _SAID_INSTEAD.items():
        if str(record.msg).startswith(beginning):
            record.msg, record.args = told, ()
    return True
