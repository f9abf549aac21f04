"""The hub of live updates: the news of floors in, any number of open maps out, on one thread."""

from __future__ import annotations

import logging
import random
import selectors
import socket
import threading
from collections import defaultdict, deque
from collections.abc import Callable
from contextlib import suppress
from time import monotonic
from uuid import UUID

from sqlalchemy import text

from app.live.news import News
from app.live.open_map import Floor, Look, OpenMap
from app.live.stamps import Topic
from app.live.telling import Teller
from floorplans.bookings.changes import Changes
from floorplans.database import Database
from floorplans.errors import Busy, DomainError

#: A comment goes out this often, so that a client that is gone is noticed.
HEARTBEAT_S = 15.0
#: How long a stream may outlive the session it was opened in.
RECHECK_S = 60.0
#: The same when some session has ended or somebody's role was changed: all maps are asked in turn.
RECHECK_SOON_S = 5.0
#: Between two looks at whose heartbeat or question is due.
LOOK_EVERY_S = 1.0
#: Newcomers taken in between two pieces of news: each costs a question to the database.
MOST_ADMITTED = 50

_STILL_HERE = b": still here\n\n"
_SIGNED_OUT = b"event: signed-out\ndata: {}\n\n"
_VERSION = text("SELECT version FROM floor_version WHERE floor_id = :floor_id")
_log = logging.getLogger("floorplans.live")


class Hub:
    """Tells open maps the news of their floors. What begins with ``_`` and has no lock around it is
    the hub's own thread's."""

    def __init__(self, db: Database, news: News, teller: Teller, *, most_maps: int) -> None:
        self._db = db
        self._news = news
        self._teller = teller
        self._most = most_maps
        self._lock = threading.Lock()
        self._count = 0
        self._closed = False
        self._thread: threading.Thread | None = None
        self._arrived: deque[OpenMap] = deque()
        self._heard: dict[Floor, int] = {}
        self._people_changed = False
        self._maps: defaultdict[Floor, set[OpenMap]] = defaultdict(set)
        self._newest: dict[Floor, int] = {}
        self._look_at = 0.0
        # Made with the thread: most processes that could follow maps never do.
        self._bell: socket.socket
        self._ringer: socket.socket | None = None
        self._selector: selectors.BaseSelector
        news.follow(Topic.FLOORS, self._hear, self._catch_up)
        news.follow(Topic.PEOPLE, self._hear_of_people, lambda: None)

    def require_room(self) -> None:
        """Raise ``Busy`` (``maps_full``) when no more maps can be followed by this process."""
        with self._lock:
            if self._count >= self._most or self._closed:
                raise Busy(
                    "maps_full",
                    "Too many maps are open for live updates right now.",
                    "The map still works; it asks for news by itself in a while.",
                    retry_after_s=30,
                )

    def follow(self, look: Look, connection: socket.socket, *, in_chunks: bool = False) -> None:
        """Tell this connection the news of what it looks at: the present version, and what comes.

        It is the hub's from now on, until its client hangs up or may not go on.
        """
        arrived = OpenMap(look, connection, in_chunks=in_chunks)
        with self._lock:
            if self._closed:
                arrived.end()
                return
            self._arrived.append(arrived)
            self._count += 1
            if self._thread is None:
                self._thread = self._begun()
        self._news.start()
        self._ring()

    def _begun(self) -> threading.Thread:
        self._bell, self._ringer = socket.socketpair()
        self._bell.setblocking(False)
        self._ringer.setblocking(False)
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._bell, selectors.EVENT_READ)
        thread = threading.Thread(target=self._run, name="hub", daemon=True)
        thread.start()
        return thread

    @property
    def count(self) -> int:
        """How many maps are followed."""
        return self._count

    def version(self, organisation_id: UUID, floor_id: UUID) -> int:
        """The floor's change counter now; 0 where nothing ever changed."""
        with self._db.transaction(organisation_id) as tx:
            return int(tx.execute(_VERSION, {"floor_id": floor_id}).scalar() or 0)

    def close(self) -> None:
        """End every stream and the listening; for the end of the process."""
        self._news.close()
        with self._lock:
            self._closed = True
            thread = self._thread
        self._ring()
        if thread is not None:
            thread.join(LOOK_EVERY_S)

    # What the thread of the news says.

    def _hear(self, payload: str) -> None:
        organisation, floor, version = payload.split()
        self._note((UUID(organisation), UUID(floor)), int(version))

    def _hear_of_people(self, _payload: str) -> None:
        self._people_changed = True

    def _catch_up(self) -> None:
        """What changed while nobody listened is told now, once for each floor."""
        for organisation_id, floor_id in list(self._maps):
            self._note((organisation_id, floor_id), self.version(organisation_id, floor_id))

    def _note(self, floor: Floor, version: int) -> None:
        with self._lock:
            self._heard[floor] = max(version, self._heard.get(floor, version))
        self._ring()

    def _ring(self) -> None:
        # A bell that is full rings already, and one that is gone wakes nobody any more.
        with suppress(OSError):
            if self._ringer is not None:
                self._ringer.send(b"!")

    # The hub's own thread.

    def _run(self) -> None:
        while not self._closed:
            try:
                self._turn()
            except Exception:  # noqa: BLE001 - a thousand maps must not fall silent for it
                _log.exception("live updates stumbled")
        for one in [*self._arrived, *(one for group in self._maps.values() for one in group)]:
            one.end()
        self._maps.clear()
        self._selector.close()
        self._bell.close()
        if self._ringer is not None:
            self._ringer.close()

    def _turn(self) -> None:
        wait_s = 0.0 if self._arrived else max(0.0, self._look_at - monotonic())
        for key, events in self._selector.select(wait_s):
            if key.data is None:
                with suppress(BlockingIOError):
                    self._bell.recv(4096)
            else:
                self._attend(key.data, events)
        with self._lock:
            heard, self._heard = self._heard, {}
        for floor, version in heard.items():
            self._tell(floor, version)
        self._admit()
        if monotonic() >= self._look_at:
            self._look_at = monotonic() + LOOK_EVERY_S
            self._look_after_all()

    def _attend(self, one: OpenMap, events: int) -> None:
        if events & selectors.EVENT_READ and one.has_hung_up():
            self._let_go(one)
        elif events & selectors.EVENT_WRITE:
            self._push(one, one.send_rest)

    def _tell(self, floor: Floor, version: int) -> None:
        """Tell all maps of a floor, each for the hours that it shows."""
        group = self._maps.get(floor)
        if not group:
            return
        self._newest[floor] = version = max(version, self._newest.get(floor, version))
        known: dict[object, tuple[int, Changes | None]] = {}
        for one in list(group):
            if one.place not in known:
                known[one.place] = self._changes(one, version)
            newest, changes = known[one.place]
            if one.unsent:
                one.has_missed = True
            elif one.version < newest:
                self._send(one, self._teller.news(one, newest, changes))
                one.version = newest

    def _changes(self, one: OpenMap, version: int) -> tuple[int, Changes | None]:
        try:
            changes = self._teller.changes(one, version)
        except DomainError:
            # The pages ask by themselves, and are told what is wrong.
            changes = None
        return (version, None) if changes is None else (changes.after.version, changes)

    def _admit(self) -> None:
        for _ in range(MOST_ADMITTED):
            if not self._arrived:
                return
            one, now = self._arrived.popleft(), monotonic()
            one.beat_at, one.check_at = now + HEARTBEAT_S, now + RECHECK_S
            self._maps[one.look.floor].add(one)
            self._selector.register(one.connection, selectors.EVENT_READ, one)
            # Read after it is among the maps, so that no change can fall between the two. While the
            # database is away, ``_catch_up`` will tell.
            with suppress(DomainError):
                one.version = self.version(*one.look.floor)
                self._send(one, self._teller.news(one, one.version, None))
                self._teller.expect(one, one.version)

    def _look_after_all(self) -> None:
        now = monotonic()
        hurried, self._people_changed = self._people_changed, False
        for group in list(self._maps.values()):
            for one in list(group):
                if hurried:
                    soon = random.uniform(0, RECHECK_SOON_S)  # noqa: S311 - not a secret
                    one.check_at = min(one.check_at, now + soon)
                self._look_after(one, now)

    def _look_after(self, one: OpenMap, now: float) -> None:
        if now >= one.check_at:
            one.check_at = now + RECHECK_S
            if not _answers_yes(one):
                if not one.unsent:
                    self._send(one, _SIGNED_OUT)
                self._let_go(one)
                return
        if now >= one.beat_at:
            if one.unsent:
                # It has not read for a whole beat.
                self._let_go(one)
            else:
                self._send(one, _STILL_HERE)

    def _send(self, one: OpenMap, said: bytes) -> None:
        one.beat_at = monotonic() + HEARTBEAT_S
        self._push(one, lambda: one.send(said))

    def _push(self, one: OpenMap, sending: Callable[[], None]) -> None:
        """Send, and come back when there is room for the rest."""
        try:
            sending()
            if one.has_missed and not one.unsent:
                one.has_missed = False
                one.version = self._newest[one.look.floor]
                one.send(self._teller.news(one, one.version, None))
        except OSError:
            self._let_go(one)
            return
        waits = selectors.EVENT_WRITE if one.unsent else 0
        if self._selector.get_key(one.connection).events != selectors.EVENT_READ | waits:
            self._selector.modify(one.connection, selectors.EVENT_READ | waits, one)

    def _let_go(self, one: OpenMap) -> None:
        group = self._maps.get(one.look.floor, set())
        if one not in group:
            return
        group.discard(one)
        if not group:
            self._maps.pop(one.look.floor, None)
            self._newest.pop(one.look.floor, None)
        self._selector.unregister(one.connection)
        one.end()
        with self._lock:
            self._count -= 1


def _answers_yes(one: OpenMap) -> bool:
    try:
        return one.look.may_go_on()
    except Busy:
        # The next question will tell; a database that restarts signs nobody out.
        return True
