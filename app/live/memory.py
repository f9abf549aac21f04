"""What a worker remembers between requests, as long as it surely hears of every change."""

from __future__ import annotations

from datetime import datetime
from threading import Lock
from typing import Generic, TypeVar
from uuid import UUID

from app.live.news import Moment, News
from app.live.stamps import Topic
from floorplans.people.service import Recognised

Key = TypeVar("Key")
Value = TypeVar("Value")

#: About 500 bytes each; a worker that serves more begins anew.
MOST_REMEMBERED = 20_000


class Remembered(Generic[Key, Value]):
    """Values of one topic. All are forgotten by the first news of it: they are read anew at once,
    and a change is rare beside the reads."""

    def __init__(self, news: News, topic: Topic, most: int = MOST_REMEMBERED) -> None:
        self._news = news
        self._topic = topic
        self._most = most
        self._lock = Lock()
        self._moment: Moment | None = None
        self._values: dict[Key, Value] = {}

    def moment(self) -> Moment | None:
        """Ask for this before reading what is to be kept."""
        return self._news.moment(self._topic)

    def recall(self, key: Key) -> Value | None:
        """The value, when nothing of its topic has changed since it was read."""
        moment = self.moment()
        with self._lock:
            if moment is None or moment != self._moment:
                return None
            return self._values.get(key)

    def keep(self, key: Key, value: Value, read_after: Moment | None) -> None:
        """Remember what was read after a moment, unless there has been news since."""
        moment = self.moment()
        if moment is None or moment != read_after:
            return
        with self._lock:
            if moment != self._moment or len(self._values) >= self._most:
                self._moment, self._values = moment, {}
            self._values[key] = value


class Memory:
    """Who holds which secret (by its digest), and the version of each floor."""

    def __init__(self, news: News) -> None:
        self.people: Remembered[bytes, Recognised] = Remembered(news, Topic.PEOPLE)
        self.versions: Remembered[tuple[UUID, UUID], int] = Remembered(news, Topic.FLOORS)

    def person(self, secret: bytes, now: datetime) -> Recognised | None:
        """Who holds the secret, while that needs no other look; see ``Recognised.until``."""
        found = self.people.recall(secret)
        return found if found is not None and now < found.until else None
