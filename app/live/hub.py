"""The hub of live updates: one LISTEN connection in, any number of open maps out."""

from __future__ import annotations

import logging
import random
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import psycopg
from sqlalchemy import text

from floorplans.database import Database
from floorplans.errors import Busy

CHANNEL = "floor_changed"
#: How long the listener sleeps at most before it looks whether it should end.
WAKE_S = 5.0
#: Waits between attempts to reach a database that went away, doubled up to the longest.
SHORTEST_RETRY_S = 0.2
LONGEST_RETRY_S = 5.0

#: Below every version there is.
_NOTHING = -1

Floor = tuple[UUID, UUID]

_log = logging.getLogger("floorplans.live")

_VERSION = text("SELECT version FROM floor_version WHERE floor_id = :floor_id")


class Subscription:
    """One open map's place: holds the newest version only, so it can never grow."""

    def __init__(self) -> None:
        self._ready = threading.Condition()
        self._newest = _NOTHING
        self._taken = _NOTHING
        self._ended = False

    def offer(self, version: int) -> None:
        """Tell of a version; one that is not newer than what was told says nothing."""
        with self._ready:
            if version > self._newest:
                self._newest = version
                self._ready.notify()

    def end(self) -> None:
        with self._ready:
            self._ended = True
            self._ready.notify()

    @property
    def is_ended(self) -> bool:
        return self._ended

    def take(self, timeout_s: float) -> int | None:
        """The newest version since the last call, None when ``timeout_s`` passed without one."""
        with self._ready:
            if not self._ready.wait_for(self._has_news, timeout_s) or self._ended:
                return None
            self._taken = self._newest
            return self._taken

    def _has_news(self) -> bool:
        return self._ended or self._newest > self._taken


class Hub:
    """Fans change counters out to subscriptions; listens only while somebody has a map open."""

    def __init__(self, db: Database, *, most_streams: int) -> None:
        self._db = db
        self._most = most_streams
        self._lock = threading.Lock()
        self._subscriptions: defaultdict[Floor, set[Subscription]] = defaultdict(set)
        self._count = 0
        self._thread: threading.Thread | None = None
        self._closed = False

    @contextmanager
    def subscribed(self, organisation_id: UUID, floor_id: UUID) -> Iterator[Subscription]:
        """Follow one floor. Raises ``Busy`` (``maps_full``) when too many maps are open here."""
        floor = (organisation_id, floor_id)
        subscription = self._add(floor)
        try:
            yield subscription
        finally:
            self._remove(floor, subscription)

    def version(self, organisation_id: UUID, floor_id: UUID) -> int:
        """The floor's change counter now; 0 where nothing ever changed."""
        with self._db.transaction(organisation_id) as tx:
            return int(tx.execute(_VERSION, {"floor_id": floor_id}).scalar() or 0)

    def close(self) -> None:
        """End every stream and the listener; for the end of the process."""
        with self._lock:
            self._closed = True
            everyone = [s for group in self._subscriptions.values() for s in group]
        for subscription in everyone:
            subscription.end()

    def _add(self, floor: Floor) -> Subscription:
        with self._lock:
            if self._count >= self._most or self._closed:
                raise Busy(
                    "maps_full",
                    "Too many maps are open for live updates right now.",
                    "The map still works; it asks for news by itself in a while.",
                    retry_after_s=30,
                )
            subscription = Subscription()
            self._subscriptions[floor].add(subscription)
            self._count += 1
            if self._thread is None:
                self._thread = threading.Thread(target=self._listen, name="live", daemon=True)
                self._thread.start()
        return subscription

    def _remove(self, floor: Floor, subscription: Subscription) -> None:
        with self._lock:
            group = self._subscriptions[floor]
            group.discard(subscription)
            if not group:
                del self._subscriptions[floor]
            self._count -= 1

    def _listen(self) -> None:
        retry_s = SHORTEST_RETRY_S
        while self._is_wanted():
            try:
                with self._connection() as connection:
                    connection.execute(f"LISTEN {CHANNEL}")
                    self._catch_up()
                    retry_s = SHORTEST_RETRY_S
                    self._follow(connection)
            except (psycopg.Error, OSError, Busy) as error:
                _log.warning("live updates lost the database (%s)", type(error).__name__)
                # A little chance keeps all workers from coming back in the same instant.
                time.sleep(retry_s * random.uniform(0.5, 1.5))  # noqa: S311 - not a secret
                retry_s = min(2 * retry_s, LONGEST_RETRY_S)

    def _is_wanted(self) -> bool:
        """Whether to go on listening; a no is final for the thread that asked."""
        with self._lock:
            if self._count and not self._closed:
                return True
            self._thread = None
            return False

    def _follow(self, connection: psycopg.Connection) -> None:
        while not self._closed and self._count:
            for notice in connection.notifies(timeout=WAKE_S):
                self._hand_out(notice.payload)
            # Silence may be a dead connection; a word to the server tells.
            connection.execute("SELECT 1")

    def _hand_out(self, payload: str) -> None:
        organisation, floor, version = payload.split()
        self._offer((UUID(organisation), UUID(floor)), int(version))

    def _offer(self, floor: Floor, version: int) -> None:
        with self._lock:
            group = list(self._subscriptions.get(floor, ()))
        for subscription in group:
            subscription.offer(version)

    def _catch_up(self) -> None:
        """What changed while nobody listened is told now, once for each floor."""
        with self._lock:
            floors = list(self._subscriptions)
        for organisation_id, floor_id in floors:
            self._offer((organisation_id, floor_id), self.version(organisation_id, floor_id))

    def _connection(self) -> psycopg.Connection:
        url = self._db.engine.url.set(drivername="postgresql")
        return psycopg.connect(
            url.render_as_string(hide_password=False),
            autocommit=True,
            connect_timeout=5,
            application_name="floorplans live",
            keepalives_idle=30,
            keepalives_interval=10,
            keepalives_count=3,
        )
