"""One starter at a time for each home folder."""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.cluster.errors import ClusterError

WAIT_LIMIT_S = 150.0
POLL_S = 0.1


@contextmanager
def only_one(home: Path, wait_s: float = WAIT_LIMIT_S) -> Iterator[None]:
    """Hold the lock of `home`; wait for another starter, ClusterError when it takes too long."""
    try:
        file = (home / ".cluster.lock").open("a")
    except OSError as error:
        raise ClusterError(
            "HOME_UNUSABLE",
            f"The folder {home} cannot be written ({error.strerror}). Nothing was changed; start "
            "as the account that owns it, or name another folder in FLOORPLANS_HOME.",
        ) from error
    with file:
        _wait_for(file.fileno(), home, time.monotonic() + wait_s)
        yield


def _wait_for(descriptor: int, home: Path, until_s: float) -> None:
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until_s:
                raise ClusterError(
                    "CLUSTER_BUSY",
                    f"Another program is starting or stopping the database in {home}. Nothing "
                    "was changed; try again when it is done.",
                ) from None
            time.sleep(POLL_S)
        else:
            return
