"""Pages with an open map, as far as the service sees them: one process, one socket for each.

A client does what the floor page does (app/static/src/floor/live.js): it reads what is free in its
hours, follows the floor, waits a moment for more news, and then has the new state from the news
itself or, where that does not follow on what it has, from asking again.
"""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import random
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from time import monotonic
from typing import Any, NamedTuple

#: How long the page waits for more news before it shows what it has heard (TOGETHER_MS there).
TOGETHER_S = 0.12
#: At once, as pages are opened in a building; all at one instant would only fill the queue.
OPENING_AT_ONCE = 40
_FILES = 16_384


@dataclass(frozen=True, slots=True)
class Viewer:
    """Somebody who looks at a floor in some hours (``query`` is from and to, encoded).

    ``takes_changes`` is whether they use what the news itself says, as the page does.
    """

    token: str
    floor: str
    query: str
    takes_changes: bool = True


class Seen(NamedTuple):
    """A version of a floor on one map: when it was heard of and when its state was there."""

    floor: str
    version: int
    heard_s: float
    shown_s: float
    asked: bool


@contextmanager
def opened(port: int, viewers: list[Viewer]) -> Iterator[Opened]:
    """All these maps in a process of their own, from when each knows its floor."""
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe()
    process = context.Process(target=_process, args=(port, viewers, theirs))
    process.start()
    try:
        opening = ours.recv()
        yield Opened(ours, opening)
    finally:
        process.terminate()
        process.join()


@dataclass(frozen=True, slots=True)
class Opened:
    _pipe: Connection
    #: Seconds that opening all of them took.
    opening_s: float

    def close(self) -> list[Seen]:
        """Hang up, and tell what was seen after the opening."""
        self._pipe.send("close")
        return [Seen(*each) for each in self._pipe.recv()]


def _process(port: int, viewers: list[Viewer], pipe: Connection) -> None:
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    files = _FILES if most == resource.RLIM_INFINITY else min(_FILES, most)
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, most))
    asyncio.run(_all(port, viewers, pipe))


async def _all(port: int, viewers: list[Viewer], pipe: Connection) -> None:
    began, seen = monotonic(), list[Seen]()
    door = asyncio.Semaphore(OPENING_AT_ONCE)
    maps = [_Map(port, viewer, seen) for viewer in viewers]
    await asyncio.gather(*(each.open(door) for each in maps))
    following = [asyncio.create_task(each.follow()) for each in maps]
    pipe.send(monotonic() - began)
    while not pipe.poll():
        await asyncio.sleep(0.05)
    lost = [task for task in following if task.done()]
    if lost:
        raise RuntimeError(f"{len(lost)} maps lost their connection") from lost[0].exception()
    for task in following:
        task.cancel()
    pipe.send([tuple(each) for each in seen])


class _Map:
    def __init__(self, port: int, viewer: Viewer, seen: list[Seen]) -> None:
        self._port = port
        self._viewer = viewer
        self._seen = seen
        self._path = f"/api/v1/floors/{viewer.floor}"
        self._version = -1
        self._reader: asyncio.StreamReader
        self._writer: asyncio.StreamWriter

    async def open(self, door: asyncio.Semaphore) -> None:
        """Until what is free has been read and the first event has come."""
        async with door:
            self._version = (await self._ask())["version"]
            self._reader, self._writer = await self._request(f"live?{self._viewer.query}")
            while "version" not in await self._event():
                pass

    async def follow(self) -> None:
        while True:
            news = await self._event()
            if news.get("version", -1) > self._version:
                await self._take(news, monotonic())

    async def _take(self, news: dict[str, Any], heard_s: float) -> None:
        """Wait for more, then have the newest state."""
        await asyncio.sleep(TOGETHER_S)
        asks = not self._viewer.takes_changes or news.get("since") != self._version
        self._version = (await self._ask())["version"] if asks else news["version"]
        told = (self._viewer.floor, news["version"], heard_s, monotonic(), asks)
        self._seen.append(Seen(*told))

    async def _event(self) -> dict[str, Any]:
        """The data of the next event; comments have none."""
        data = "{}"
        while True:
            line = (await self._reader.readline()).decode()
            if not line:
                raise ConnectionError("the service hung up")
            if line.startswith("data: "):
                data = line.removeprefix("data: ")
            # In the chunked coding a line for each chunk's length comes before it.
            if line == "\n":
                found: dict[str, Any] = json.loads(data)
                return found

    async def _ask(self) -> dict[str, Any]:
        reader, writer = await self._request(f"availability?{self._viewer.query}", "close")
        content = await reader.read()
        writer.close()
        head, _, body = content.partition(b"\r\n\r\n")
        if b" 200 " not in head.split(b"\r\n")[0]:
            raise RuntimeError(head.split(b"\r\n")[0].decode())
        found: dict[str, Any] = json.loads(body)
        return found

    async def _request(
        self, what: str, connection: str = "keep-alive"
    ) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port, limit=2**22)
        writer.write(
            f"GET {self._path}/{what} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: {connection}\r\n"
            f"Authorization: Bearer {self._viewer.token}\r\n\r\n".encode()
        )
        return reader, writer


def shuffled(viewers: list[Viewer]) -> list[Viewer]:
    """In an order that is the same each time, and mixes the floors."""
    mixed = list(viewers)
    random.Random(1).shuffle(mixed)
    return mixed
