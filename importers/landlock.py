"""Closes the file system to a process, but for one drawing and the libraries (Linux's Landlock).

What a system does not know of is left out: older kernels have no Landlock, and the rights of the
reader's user are then all that keeps it from other files.
"""

from __future__ import annotations

import ctypes
import os
import struct
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

# Numbers of the calls, the same on every processor; see the kernel's userspace-api/landlock.
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_ASK_FOR_VERSION = 1
_PATH_BENEATH = 1
_READ_FILE, _READ_DIR = 1 << 2, 1 << 3
#: Rights over files (a bit each) that the versions of Landlock know, from the first one on.
_RIGHTS = (13, 14, 15, 15, 16)
#: Versions that can also forbid TCP, and signals and abstract sockets of other processes.
_NET_VERSION, _SCOPE_VERSION = 4, 6
#: Programs and libraries, which tell nobody's secrets.
_LIBRARIES = ("/usr", "/lib", "/lib64", "/etc/ld.so.cache", "/dev/null", "/dev/urandom")


def open_only(drawing: Path) -> bool:
    """Let this process read ``drawing`` and libraries, and nothing else; write and make nothing.

    False where the system cannot do that. Needs "no new privileges", which the sandbox has set.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    version = libc.syscall(_CREATE_RULESET, None, 0, _ASK_FOR_VERSION)
    if version < 1:
        return False
    attributes = struct.pack("=Q", (1 << _RIGHTS[min(version, len(_RIGHTS)) - 1]) - 1)
    if version >= _NET_VERSION:
        attributes += struct.pack("=Q", 0b11)
    if version >= _SCOPE_VERSION:
        attributes += struct.pack("=Q", 0b11)
    rules = libc.syscall(_CREATE_RULESET, attributes, len(attributes), 0)
    if rules < 0:
        return False
    try:
        for place in (drawing, *_libraries()):
            with suppress(OSError):
                _allow(libc, rules, place)
        return bool(libc.syscall(_RESTRICT_SELF, rules, 0) == 0)
    finally:
        os.close(rules)


def _libraries() -> Iterator[Path]:
    root = Path(__file__).resolve().parent.parent
    yield from map(Path, _LIBRARIES)
    yield from (Path(prefix) / "lib" for prefix in {sys.prefix, sys.base_prefix})
    yield from (root / "importers", root / "geo")


def _allow(libc: ctypes.CDLL, rules: int, place: Path) -> None:
    place_fd = os.open(place, os.O_PATH | os.O_CLOEXEC)
    try:
        rights = _READ_FILE | (_READ_DIR if place.is_dir() else 0)
        libc.syscall(_ADD_RULE, rules, _PATH_BENEATH, struct.pack("=Qi", rights, place_fd), 0)
    finally:
        os.close(place_fd)
