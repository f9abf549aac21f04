"""Closes the file system to a process, but for one drawing and the libraries (Linux's Landlock).

What a system does not know of is left out: older kernels have no Landlock, and the rights of the
reader's user are then all that keeps it from other files.
"""

from __future__ import annotations

import ctypes
import os
import struct
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

# Numbers of the calls, the same on every processor; see the kernel's userspace-api/landlock.
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_ASK_FOR_VERSION = 1
_PATH_BENEATH = 1
_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_READ = _READ_FILE | _READ_DIR
#: Write, delete and make plain files and folders; no devices, sockets, pipes or links.
_WRITE = _WRITE_FILE | 1 << 4 | 1 << 5 | 1 << 7 | 1 << 8
_TRUNCATE, _TRUNCATE_VERSION = 1 << 14, 3
#: What can be allowed of a single file; the rest is about folders.
_OF_FILES = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE
#: Rights over files (a bit each) that the versions of Landlock know, from the first one on.
_RIGHTS = (13, 14, 15, 15, 16)
#: Versions that can also forbid TCP, and signals and abstract sockets of other processes.
_NET_VERSION, _SCOPE_VERSION = 4, 6
#: Programs and libraries, which tell nobody's secrets.
_LIBRARIES = ("/usr", "/lib", "/lib64", "/etc/ld.so.cache", "/dev/null", "/dev/urandom")
#: What programs of other makers look at beside their own files.
_SYSTEM = (
    *("/bin", "/opt", "/etc/fonts", "/etc/alternatives", "/etc/ssl/openssl.cnf", "/etc/localtime"),
    *("/proc/meminfo", "/proc/cpuinfo", "/dev/zero", "/dev/random"),
)


def open_only(drawing: Path) -> bool:
    """Let this process read ``drawing`` and libraries, and nothing else; write and make nothing.

    False where the system cannot do that. Needs "no new privileges", which the sandbox has set.
    """
    return _restrict(dict.fromkeys((drawing, *_libraries()), _READ))


def open_for_programs(programs: Iterable[Path], folder: Path) -> bool:
    """Let this process run ``programs``, read libraries, and write into ``folder`` only.

    False where the system cannot do that. Needs "no new privileges", which the sandbox has set.
    """
    rights = dict.fromkeys((*_libraries(), *map(Path, _SYSTEM), *programs), _READ | _EXECUTE)
    null = Path(os.devnull)
    return _restrict(rights | {folder: _READ | _WRITE, null: _READ_FILE | _WRITE_FILE})


def _restrict(rights: Mapping[Path, int]) -> bool:
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
        may = _TRUNCATE if version >= _TRUNCATE_VERSION else 0
        for place, allowed in rights.items():
            with suppress(OSError):
                _allow(libc, rules, place, allowed | (may if allowed & _WRITE else 0))
        return bool(libc.syscall(_RESTRICT_SELF, rules, 0) == 0)
    finally:
        os.close(rules)


def _libraries() -> Iterator[Path]:
    root = Path(__file__).resolve().parent.parent
    yield from map(Path, _LIBRARIES)
    yield from (Path(prefix) / "lib" for prefix in {sys.prefix, sys.base_prefix})
    yield from (root / "importers", root / "geo")


def _allow(libc: ctypes.CDLL, rules: int, place: Path, wanted: int) -> None:
    place_fd = os.open(place, os.O_PATH | os.O_CLOEXEC)
    try:
        rights = wanted if place.is_dir() else wanted & _OF_FILES
        libc.syscall(_ADD_RULE, rules, _PATH_BENEATH, struct.pack("=Qi", rights, place_fd), 0)
    finally:
        os.close(place_fd)
