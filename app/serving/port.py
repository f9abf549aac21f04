"""Finding out early that another program has the port, and when ours answers on it."""

import errno
import http.client
import socket

from app.cluster.errors import ClusterError

ANSWER_LIMIT_S = 2.0


def require_free(host: str, port: int) -> None:
    """Raise ClusterError with one sentence when nobody can listen on host and port."""
    try:
        family, kind, _, _, where = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            # As the web server does it: a closed connection's last minute must not count as taken.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(where)
    except OSError as error:
        raise _refusal(error, host, port) from error


def answers(host: str, port: int) -> bool:
    """Tell whether a web server answers there, with whatever status."""
    reachable = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared only
    connection = http.client.HTTPConnection(reachable, port, timeout=ANSWER_LIMIT_S)
    try:
        connection.request("HEAD", "/")
        connection.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    else:
        return True
    finally:
        connection.close()


def _refusal(error: OSError, host: str, port: int) -> ClusterError:
    if error.errno == errno.EADDRINUSE:
        return ClusterError(
            "PORT_TAKEN",
            f"Port {port} is taken by another program. Nothing was started; stop that program, or "
            f"choose another port with PORT={port + 1}.",
        )
    if error.errno == errno.EACCES:
        return ClusterError(
            "PORT_FORBIDDEN",
            f"Port {port} is for the administrator's programs. Nothing was started; choose one "
            "above 1023.",
        )
    return ClusterError(
        "ADDRESS_UNUSABLE",
        f"The service cannot listen on {host}:{port} ({error.strerror}). Nothing was started; "
        "check FLOORPLANS_HOST and PORT.",
    )
