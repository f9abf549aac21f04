"""The hub of live updates: the news of floors in, any number of open maps out."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from sqlalchemy import text

from app.live.news import News
from app.live.stamps import Topic
from floorplans.database import Database
from floorplans.errors import Busy

#: Below every version there is.
_NOTHING = -1

Floor = tuple[UUID, UUID]

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
    """Fans the news of floors out to subscriptions."""

    def __init__(self, db: Database, news: News, *, most_streams: int) -> None:
        self._db = db
        self._news = news
        self._most = most_streams
        self._lock = threading.Lock()
        self._subscriptions: defaultdict[Floor, set[Subscription]] = defaultdict(set)
        self._count = 0
        self._closed = False
        news.follow(Topic.FLOORS, self._hand_out, self._catch_up)

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
        """End every stream and the listening; for the end of the process."""
        self._news.close()
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
        self._news.start()
        return subscription

    def _remove(self, floor: Floor, subscription: Subscription) -> None:
        with self._lock:
            group = self._subscriptions[floor]
            group.discard(subscription)
            if not group:
                del self._subscriptions[floor]
            self._count -= 1

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
