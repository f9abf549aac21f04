"""Frames on the pipe from a reading child: one letter, four bytes of length, the payload.

A job goes the other way: one message that brings a file with the job and the pipe for the answer.
"""

from __future__ import annotations

import os
import select
import struct
import time
from collections.abc import Iterator

JOB = b"J"
RESULT = b"R"  # the draft as JSON
REFUSED = b"X"  # code, message and advice as JSON
PICTURE = b"I"  # the picture as PNG, empty where none could be drawn; follows the result
PROGRESS = b"P"  # stage and share as JSON
_HEAD = struct.Struct(">cI")


class FrameTooLarge(Exception):
    """A child announced more than the receiver is ready to take."""


def send(fd: int, kind: bytes, payload: bytes) -> None:
    """Write one frame, blocking until all of it is in the pipe."""
    data = memoryview(_HEAD.pack(kind, len(payload)) + payload)
    while data:
        data = data[os.write(fd, data) :]


def send_within(fd: int, kind: bytes, payload: bytes, within_s: float) -> None:
    """Write one frame to a child; raises ``TimeoutError`` when it does not take all of it in time.

    Raises ``OSError`` as ``send`` does. A child may be at the mercy of a stranger's file: whoever
    asks it something must not wait for it for ever.
    """
    data = memoryview(_HEAD.pack(kind, len(payload)) + payload)
    ends = time.monotonic() + within_s
    os.set_blocking(fd, False)
    taking = select.poll()
    taking.register(fd, select.POLLOUT)
    while data:
        if not taking.poll(max(ends - time.monotonic(), 0.0) * 1000):
            raise TimeoutError
        data = data[os.write(fd, data) :]


class Receiver:
    """Puts frames together from whatever pieces the pipe gives."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._buffer = bytearray()

    def feed(self, data: bytes) -> Iterator[tuple[bytes, bytes]]:
        """The frames that are complete after ``data``; raises ``FrameTooLarge``."""
        self._buffer += data
        while len(self._buffer) >= _HEAD.size:
            kind, length = _HEAD.unpack_from(self._buffer)
            if length > self._limit:
                raise FrameTooLarge
            end = _HEAD.size + length
            if len(self._buffer) < end:
                return
            payload = bytes(self._buffer[_HEAD.size : end])
            del self._buffer[:end]
            yield kind, payload
