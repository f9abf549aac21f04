"""What a worker remembers between requests, as long as it surely hears of every change."""

from __future__ import annotations

from datetime import datetime
from threading import Lock
from typing import Generic, NamedTuple, TypeVar
from uuid import UUID

from app.live.news import Moment, News
from app.live.stamps import Topic
from floorplans.actor import Actor
from floorplans.bookings.known import KnownSpaces
from floorplans.bookings.views import Window
from floorplans.database import Database
from floorplans.nearest import service as nearest
from floorplans.nearest.views import NearSpace
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


class Offer(NamedTuple):
    """What free spaces near a taken one depend on, besides the bookings there are."""

    organisation_id: UUID
    space_id: UUID
    kind: str
    window: Window
    limit: int


class Memory:
    """Who holds which secret (by its digest), the version of each floor, and what is free nearby.

    ``spaces`` needs no news: the database checks it whenever it is used. ``dates`` are those on
    which the next plan of an organisation takes over.
    When many want one desk, one search tells all who came too late where else they can sit.
    """

    def __init__(self, news: News) -> None:
        self.spaces = KnownSpaces()
        self.people: Remembered[bytes, Recognised] = Remembered(news, Topic.PEOPLE)
        self.versions: Remembered[tuple[UUID, UUID], int] = Remembered(news, Topic.FLOORS)
        self.dates: Remembered[UUID, datetime] = Remembered(news, Topic.FLOORS)
        self.offers: Remembered[Offer, tuple[NearSpace, ...]] = Remembered(news, Topic.FLOORS)

    def person(self, secret: bytes, now: datetime) -> Recognised | None:
        """Who holds the secret, while that needs no other look; see ``Recognised.until``."""
        found = self.people.recall(secret)
        return found if found is not None and now < found.until else None

    def alternatives(
        self, db: Database, actor: Actor, space_id: UUID, *, kind: str, window: Window, limit: int
    ) -> tuple[NearSpace, ...]:
        """``nearest.alternatives``, searched once for as long as nothing changes."""
        offer = Offer(actor.organisation_id, space_id, kind, window, limit)
        known = self.offers.recall(offer)
        if known is None:
            moment = self.offers.moment()
            known = nearest.alternatives(db, actor, space_id, kind=kind, window=window, limit=limit)
            self.offers.keep(offer, known, moment)
        return known
