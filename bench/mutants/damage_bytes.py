"""Damage to a file that knows nothing of what is in it."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

Damage = Callable[[bytearray, Random], None]


def flip(raw: bytearray, rng: Random) -> None:
    for _ in range(rng.choice((1, 1, 2, 5, 30))):
        raw[rng.randrange(len(raw))] ^= 1 << rng.randrange(8)


def overwrite(raw: bytearray, rng: Random) -> None:
    start = rng.randrange(len(raw))
    size = min(rng.randint(1, 40), len(raw) - start)
    raw[start : start + size] = rng.randbytes(size)


def cut_out(raw: bytearray, rng: Random) -> None:
    start = rng.randrange(len(raw))
    del raw[start : start + rng.choice((1, 2, 10, 100, 2000))]


def repeat(raw: bytearray, rng: Random) -> None:
    start = rng.randrange(len(raw))
    piece = raw[start : start + rng.randint(1, 400)]
    raw[start:start] = piece * rng.choice((1, 2, 30))


def cut_off(raw: bytearray, rng: Random) -> None:
    del raw[rng.randrange(1, len(raw) + 1) :]


def behead(raw: bytearray, rng: Random) -> None:
    del raw[: rng.randrange(min(len(raw), 400))]


def nuls(raw: bytearray, rng: Random) -> None:
    start = rng.randrange(len(raw))
    raw[start:start] = bytes(rng.choice((1, 2, 64, 5000)))


def move(raw: bytearray, rng: Random) -> None:
    start = rng.randrange(len(raw))
    piece = raw[start : start + rng.randint(1, 2000)]
    del raw[start : start + len(piece)]
    to = rng.randrange(len(raw) + 1)
    raw[to:to] = piece


def line_ends(raw: bytearray, rng: Random) -> None:
    raw[:] = raw.replace(b"\n", rng.choice((b"\r\n", b"\r", b"\n\n", b"\n\r", b" \n", b"\x0b")))


DAMAGES: tuple[Damage, ...] = (
    flip, flip, overwrite, cut_out, repeat, cut_off, behead, nuls, move, line_ends,
)  # fmt: skip
