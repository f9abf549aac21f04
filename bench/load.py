"""A small HTTP load: keep-alive clients in a few processes, each answer's status and latency."""

from __future__ import annotations

import http.client
import multiprocessing
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

CLIENT_PROCESSES = 2


@dataclass(frozen=True, slots=True)
class Request:
    method: str
    path: str
    body: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answers:
    """What came back: (status, seconds) of each request, over ``wall_s`` seconds."""

    answers: list[tuple[int, float]]
    wall_s: float

    @property
    def per_second(self) -> float:
        return len(self.answers) / self.wall_s

    def count(self, status: int) -> int:
        return sum(1 for found, _ in self.answers if found == status)

    @property
    def latencies_s(self) -> list[float]:
        return [seconds for _, seconds in self.answers]


#: Gives client number n its requests; a client stops when its iterator does or time is up.
Requests = Callable[[int], Iterator[Request]]


def drive(port: int, requests: Requests, *, clients: int, seconds: float) -> Answers:
    """Let ``clients`` send their requests one after the other for at most ``seconds``."""
    context = multiprocessing.get_context("fork")
    queue = context.SimpleQueue()
    started = time.perf_counter()
    groups = [list(range(first, clients, CLIENT_PROCESSES)) for first in range(CLIENT_PROCESSES)]
    workers = [
        context.Process(target=_process, args=(queue, port, requests, group, seconds))
        for group in groups
        if group
    ]
    for worker in workers:
        worker.start()
    answers = [answer for _ in workers for answer in queue.get()]
    for worker in workers:
        worker.join()
    return Answers(answers, time.perf_counter() - started)


#: Sends a request and waits for the answer: status and body.
Ask = Callable[[Request], tuple[int, bytes]]
Talk = Callable[[int, Ask], Iterator[Any]]


def converse(port: int, talk: Talk, *, clients: int) -> tuple[Answers, list[Any]]:
    """Let ``clients`` talk, each by what it was answered before; and all that they yield."""
    context = multiprocessing.get_context("fork")
    queue = context.SimpleQueue()
    started = time.perf_counter()
    groups = [list(range(first, clients, CLIENT_PROCESSES)) for first in range(CLIENT_PROCESSES)]
    workers = [context.Process(target=_talks, args=(queue, port, talk, group)) for group in groups]
    for worker in workers:
        worker.start()
    said = [queue.get() for _ in workers]
    wall_s = time.perf_counter() - started
    for worker in workers:
        worker.join()
    answers = [answer for collected, _ in said for answer in collected]
    return Answers(answers, wall_s), [each for _, yielded in said for each in yielded]


def _talks(queue, port, talk, group) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    collected: list[tuple[int, float]] = []
    with ThreadPoolExecutor(len(group)) as pool:
        told = pool.map(lambda number: list(_conversation(port, talk, number, collected)), group)
        queue.put((collected, [each for one in told for each in one]))


def _conversation(
    port: int, talk: Talk, number: int, collected: list[tuple[int, float]]
) -> Iterator[Any]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def ask(request: Request) -> tuple[int, bytes]:
        began = time.perf_counter()
        connection.request(request.method, request.path, request.body, request.headers)
        answer = connection.getresponse()
        body = answer.read()
        collected.append((answer.status, time.perf_counter() - began))
        return answer.status, body

    yield from talk(number, ask)
    connection.close()


def _process(queue, port, requests, group, seconds) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    collected: list[tuple[int, float]] = []
    until = time.perf_counter() + seconds
    threads = [
        threading.Thread(target=_client, args=(port, requests(number), until, collected))
        for number in group
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    queue.put(collected)


def _client(
    port: int, requests: Iterator[Request], until: float, collected: list[tuple[int, float]]
) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    for request in requests:
        if time.perf_counter() > until:
            break
        began = time.perf_counter()
        connection.request(request.method, request.path, request.body, request.headers)
        answer = connection.getresponse()
        answer.read()
        collected.append((answer.status, time.perf_counter() - began))
    connection.close()
