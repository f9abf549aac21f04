"""Decisions about people and their proofs: values in, decision out."""

from __future__ import annotations

from datetime import datetime, timedelta
from math import ceil

from floorplans.errors import Forbidden, Invalid, TooMany, Unauthenticated

IDLE_LIMIT = timedelta(minutes=30)
ABSOLUTE_LIMIT = timedelta(hours=12)
#: How exactly "last seen" is known; finer would turn every read into a write.
SEEN_STEP = timedelta(minutes=1)

ATTEMPT_WINDOW = timedelta(minutes=5)
ATTEMPTS_ALLOWED = 10

LONGEST_NAME = 120
LONGEST_EMAIL = 254


def is_seen_long_ago(seen_at: datetime, now: datetime) -> bool:
    return now - seen_at >= SEEN_STEP


def check_attempts(latest: list[datetime], now: datetime) -> None:
    """Raise ``TooMany`` when ``latest`` (newest first, this attempt among them) are too many."""
    if len(latest) <= ATTEMPTS_ALLOWED:
        return
    free_at = latest[ATTEMPTS_ALLOWED] + ATTEMPT_WINDOW
    retry_after_s = max(1, ceil((free_at - now).total_seconds()))
    raise TooMany(
        "too_many_sign_ins",
        "There were too many attempts to sign in. Your account is unchanged.",
        f"Wait {_wait(retry_after_s)}, then try again; or ask your administrator for a new "
        "password.",
        retry_after_s=retry_after_s,
    )


def wrong_sign_in() -> Unauthenticated:
    """One answer for an unknown address and a wrong password: it tells nobody who works here."""
    return Unauthenticated(
        "wrong_sign_in",
        "The e-mail address or the password is not right.",
        "Check both and try again.",
    )


def passwords_not_taken() -> Forbidden:
    """Told to who knows the password only, so that it tells nobody who works here."""
    return Forbidden(
        "passwords_not_taken",
        "Your organisation signs in with its own accounts, and no longer with passwords here.",
        "Use the button or link for your organisation's account; if it does not work, ask your "
        "administrator.",
    )


def email_of(text: str) -> str:
    """The one spelling under which an address is kept; raises ``Invalid`` when it is none."""
    email = text.strip().lower()
    name, at, host = email.rpartition("@")
    broken = not (name and at and host) or any(c.isspace() or not c.isprintable() for c in email)
    if broken or len(email) > LONGEST_EMAIL:
        raise Invalid(
            "email_invalid",
            "This is not an e-mail address. Nothing was changed.",
            "Write it as name@example.org.",
        )
    return email


def name_of(text: str) -> str:
    """A person's or thing's name in one line; raises ``Invalid`` when blank or too long."""
    name = " ".join(text.split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise Invalid(
            "name_invalid",
            f"A name has 1 to {LONGEST_NAME} characters. Nothing was changed.",
            "Write another name.",
        )
    return name


def _wait(seconds: int) -> str:
    minutes = ceil(seconds / 60)
    return "a minute" if minutes == 1 else f"{minutes} minutes"
