"""What a reading child gives up before it looks at a stranger's file.

No network, no other programs, no files to write, no other user's files, and only so much memory
and time. Everything here is Linux; what a system refuses is left out, because the limits of memory
and time alone already make reading safe for the rest of the service.
"""

from __future__ import annotations

import codecs
import ctypes
import os
import platform
import pwd
import resource
import signal
import struct
from contextlib import suppress
from pathlib import Path

from importers.base import Limits

NOBODY = 65534
#: Files a reader may have open at once: the drawing, the pipe, and what Python needs.
OPEN_FILES = 64
_PR_SET_PDEATHSIG = 1
_PR_SET_NO_NEW_PRIVS = 38
_PR_SET_SECCOMP = 22
_SECCOMP_MODE_FILTER = 2
_CLONE_NEWUSER = 0x10000000
_CLONE_NEWNET = 0x40000000
_CLONE_NEWPID = 0x20000000
_CAPABILITY_VERSION_3 = 0x20080522
_EPERM = 1
# Audit number of the processor, and its numbers of socket, connect and ptrace; then of execve and
# execveat.
_SYSTEM_CALLS = {
    "x86_64": (0xC000003E, (41, 42, 101), (59, 322)),
    "aarch64": (0xC00000B7, (198, 203, 117), (221, 281)),
}
#: Code pages of old drawings; their modules cannot be found any more once root is given up.
_CODE_PAGES = (
    *(
        f"cp{number}"
        for number in (437, 737, 775, 850, 852, 855, 857, 860, 861, 863, 864, 865, 866, 869)
    ),
    *(f"cp{number}" for number in (874, 932, 936, 949, 950, 1361)),
    *(f"cp{number}" for number in range(1250, 1259)),
    *(f"iso8859-{number}" for number in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14, 15, 16)),
    *("koi8-r", "koi8-u", "mac-cyrillic", "gb18030", "euc-jp", "euc-kr"),
    *("johab", "big5", "gbk", "shift_jis", "latin-1", "utf-8-sig", "utf-16", "mac-roman"),
)


def load_code_pages() -> None:
    """Load what decoding may need, while the library's folder can still be read."""
    for name in _CODE_PAGES:
        with suppress(LookupError):
            codecs.lookup(name)


def close_the_doors(*, may_run: bool = False) -> None:
    """Give up root, the network, and starting other programs; for this process and its children.

    With ``may_run`` other programs can be started: they are shut in as well.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    # Programs that it starts end with the first of them, which leads a group that none can leave.
    group = _CLONE_NEWPID if may_run else 0
    if os.geteuid() == 0:
        if libc.unshare(_CLONE_NEWNET | group) != 0:
            libc.unshare(_CLONE_NEWNET)
        become_nobody()
    elif libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET | group) == 0:
        # In a namespace of its own a process has every right there. Where a system does not let
        # ordinary users make one, the filter of system calls below is what keeps the network away.
        _give_up_capabilities(libc)
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    die_with_parent()
    _forbid_system_calls(libc, may_run=may_run)


def die_with_parent() -> None:
    """End with the process that started this one: there would be nobody left to report to."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def become_nobody() -> None:
    """Change from root to the user without rights."""
    uid, gid = _nobody()
    os.setgroups([])
    os.setresgid(gid, gid, gid)
    os.setresuid(uid, uid, uid)


def owned_by_nobody(place: Path) -> None:
    """Give a folder to the user that a child of root becomes; without root the owner stays."""
    if os.geteuid() == 0:
        os.chown(place, *_nobody())


def _nobody() -> tuple[int, int]:
    try:
        user = pwd.getpwnam("nobody")
    except KeyError:
        return NOBODY, NOBODY
    return user.pw_uid, user.pw_gid


def limit_this_process(limits: Limits) -> None:
    """Bound memory, processor time, files and further processes of the calling process."""
    memory = limits.memory_bytes
    wanted = (
        (resource.RLIMIT_AS, memory, memory),
        # The kernel ends the process at the first, and could not be talked out of the second.
        (resource.RLIMIT_CPU, limits.cpu_s, limits.cpu_s + 1),
        (resource.RLIMIT_FSIZE, 0, 0),
        (resource.RLIMIT_CORE, 0, 0),
        (resource.RLIMIT_NOFILE, OPEN_FILES, OPEN_FILES),
        (resource.RLIMIT_NPROC, 0, 0),
    )
    for which, soft, hard in wanted:
        with suppress(ValueError, OSError):
            resource.setrlimit(which, (soft, hard))


def _give_up_capabilities(libc: ctypes.CDLL) -> None:
    header = struct.pack("@Ii", _CAPABILITY_VERSION_3, 0)
    libc.capset(header, bytes(24))


def _forbid_system_calls(libc: ctypes.CDLL, *, may_run: bool) -> None:
    """Answer "not permitted" to sockets and other programs (a seccomp filter)."""
    known = _SYSTEM_CALLS.get(platform.machine())
    if known is None:
        return
    architecture, always, running = known
    program = _filter(architecture, always if may_run else always + running)
    buffer = ctypes.create_string_buffer(program, len(program))
    # struct sock_fprog: the count of instructions, padding, and a pointer to them.
    header = struct.pack("@HxxxxxxQ", len(program) // 8, ctypes.addressof(buffer))
    libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, header, 0, 0)


def _filter(architecture: int, numbers: tuple[int, ...]) -> bytes:
    """A program for the kernel's packet filter, eight bytes for each instruction."""
    load, equal, answer = 0x20, 0x15, 0x06
    allow, refuse = 0x7FFF0000, 0x00050000 | _EPERM
    steps = [
        (load, 0, 0, 4),  # the architecture of the call
        (equal, 0, len(numbers) + 1, architecture),  # of another one: all is allowed
        (load, 0, 0, 0),  # the number of the call
    ]
    left = len(numbers)
    for number in numbers:
        # A hit jumps over the remaining comparisons and the permission behind them.
        steps.append((equal, left, 0, number))
        left -= 1
    steps += [(answer, 0, 0, allow), (answer, 0, 0, refuse)]
    return b"".join(struct.pack("=HBBI", *step) for step in steps)
