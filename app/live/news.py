"""News of the database: one LISTEN connection in each process, and what it is good for.

A process that surely hears of every change may remember what it read until it hears of one. It is
sure while its own pulse, sent through the database, keeps coming back: a listener that was cut off,
or stands behind a pooler that drops LISTEN, hears none, and then nothing is remembered.
"""

from __future__ import annotations

import logging
import random
import threading
import time
from collections.abc import Callable
from typing import NamedTuple
from uuid import uuid4

import psycopg

from app.live.stamps import Stamps, Topic
from floorplans.database import Database
from floorplans.errors import Busy

#: The channels that the schema's triggers notify, by what they are about.
CHANNELS = {"floor_changed": Topic.FLOORS, "person_changed": Topic.PEOPLE}
PULSE_CHANNEL = "pulse"
PULSE_EVERY_S = 2.0
#: Without a pulse for this long the process no longer counts as hearing.
SURE_FOR_S = 3 * PULSE_EVERY_S
#: Waits between attempts to reach a database that went away, doubled up to the longest.
SHORTEST_RETRY_S = 0.2
LONGEST_RETRY_S = 5.0
_NEVER = float("-inf")

_log = logging.getLogger("floorplans.live")

#: Takes the payload of one notification.
Hearer = Callable[[str], None]


class Moment(NamedTuple):
    """What was known of a topic: equal moments mean that nothing changed in between."""

    heard: int
    stamp: int


class News:
    """Listens from the first question on, on a thread of its own, and comes back by itself."""

    def __init__(self, db: Database, stamps: Stamps) -> None:
        self._db = db
        self._stamps = stamps
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._closed = False
        self._pulse = uuid4().hex
        self._pulsed_at = _NEVER
        self._heard = dict.fromkeys(Topic, 0)
        self._hearers: list[tuple[Topic, Hearer]] = []
        self._back: list[Callable[[], None]] = []

    def follow(self, topic: Topic, hearer: Hearer, back: Callable[[], None]) -> None:
        """Call ``hearer`` with each notification, and ``back`` after a time of not listening."""
        self._hearers.append((topic, hearer))
        self._back.append(back)

    def moment(self, topic: Topic) -> Moment | None:
        """The present moment of a topic; None while this process cannot be sure to hear of it."""
        if time.monotonic() - self._pulsed_at > SURE_FOR_S:
            self.start()
            return None
        return Moment(self._heard[topic], self._stamps.read(topic))

    def start(self) -> None:
        """Listen, unless that goes on already; the first question does it after a fork."""
        if self._thread is not None or not self._db.commits:
            return
        with self._lock:
            if self._thread is None and not self._closed:
                self._thread = threading.Thread(target=self._listen, name="news", daemon=True)
                self._thread.start()

    def close(self) -> None:
        """Stop listening, within a pulse."""
        with self._lock:
            self._closed = True

    def _listen(self) -> None:
        retry_s = SHORTEST_RETRY_S
        while not self._closed:
            try:
                with self._connection() as connection:
                    for channel in (*CHANNELS, PULSE_CHANNEL):
                        connection.execute(f"LISTEN {channel}")
                    self._begin_anew()
                    retry_s = SHORTEST_RETRY_S
                    self._hear(connection)
            except (psycopg.Error, OSError, Busy) as error:
                self._pulsed_at = _NEVER
                _log.warning("live updates lost the database (%s)", type(error).__name__)
                # A little chance keeps all workers from coming back in the same instant.
                time.sleep(retry_s * random.uniform(0.5, 1.5))  # noqa: S311 - not a secret
                retry_s = min(2 * retry_s, LONGEST_RETRY_S)

    def _begin_anew(self) -> None:
        for topic in Topic:
            self._heard[topic] += 1
        for back in self._back:
            back()

    def _hear(self, connection: psycopg.Connection) -> None:
        while not self._closed:
            sent_at = time.monotonic()
            connection.execute("SELECT pg_notify(%s, %s)", (PULSE_CHANNEL, self._pulse))
            for notice in connection.notifies(timeout=PULSE_EVERY_S):
                self._take(notice, sent_at)

    def _take(self, notice: psycopg.Notify, sent_at: float) -> None:
        if notice.channel == PULSE_CHANNEL:
            if notice.payload == self._pulse:
                # All that was committed before the pulse was sent has been heard by now.
                self._pulsed_at = sent_at
            return
        about = CHANNELS[notice.channel]
        self._heard[about] += 1
        for topic, hearer in self._hearers:
            if topic is about:
                hearer(notice.payload)

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
