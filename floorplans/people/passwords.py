"""Passwords: hashed with Argon2id, and never more at a time than the memory allows."""

from __future__ import annotations

from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from floorplans.database import busy
from floorplans.errors import Invalid

#: OWASP Password Storage Cheat Sheet, Argon2id: 19 MiB, two passes, one lane.
MEMORY_KIB = 19 * 1024
PASSES = 2
LANES = 1
#: At most this many hashes at once in a process: about 160 MiB, whoever floods the sign-in page.
AT_ONCE = 8
WAIT_S = 5.0

#: NIST SP 800-63B: length is what counts; the upper end only bounds the work.
SHORTEST = 10
LONGEST = 1024

_hasher = PasswordHasher(time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=LANES)
_gate = BoundedSemaphore(AT_ONCE)
#: Verified in place of a hash that is not there, so that both answers take the same time.
_NOBODY = _hasher.hash("nobody has this password")


def check_new(password: str) -> None:
    """Raise ``Invalid`` unless the password is long enough to be kept."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise Invalid(
            "password_length",
            f"A password has {SHORTEST} to {LONGEST} characters. Nothing was changed.",
            "Choose a longer one; a few words in a row are easy to remember.",
            shortest=SHORTEST,
        )


def hashed(password: str) -> str:
    """The Argon2id hash in its PHC string form. Raises ``Busy`` when too many wait."""
    with _Turn():
        return _hasher.hash(password)


def is_right(stored: str | None, password: str) -> bool:
    """Compare with a stored hash, in the same time whether there is one or not."""
    if len(password) > LONGEST:
        stored, password = None, ""
    with _Turn():
        try:
            _hasher.verify(stored or _NOBODY, password)
        except (VerificationError, InvalidHashError):
            return False
    return stored is not None


def is_outdated(stored: str) -> bool:
    """Whether a hash was made with other parameters than today's."""
    return _hasher.check_needs_rehash(stored)


class _Turn:
    """A place among those who may hash now."""

    def __enter__(self) -> None:
        if not _gate.acquire(timeout=WAIT_S):
            raise busy()

    def __exit__(self, *_: object) -> None:
        _gate.release()
