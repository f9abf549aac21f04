"""An ear on the floors: what other processes were told of changes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import psycopg

#: Longer than a notification takes that was sent before.
QUIET_S = 0.05


class Ear:
    """Hears a floor's version as every open map does."""

    def __init__(self, connection: psycopg.Connection, floor_id: UUID, version: int) -> None:
        self._connection = connection
        self._floor_id = floor_id
        self._version = version

    def latest(self) -> int:
        """The version of the floor that was told last."""
        for note in self._connection.notifies(timeout=QUIET_S):
            _, floor, version = note.payload.split()
            if UUID(floor) == self._floor_id:
                self._version = int(version)
        return self._version


@contextmanager
def listening(url: str, floor_id: UUID, version: int) -> Iterator[Ear]:
    """Listen to a floor whose ``version`` is known; nobody changes it at this moment."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("LISTEN floor_changed")
        yield Ear(connection, floor_id, version)
