"""When a message is tried again, and when it is of no use any more: values in, decision out."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from floorplans.messages.kinds import FaultKind, Kind
from floorplans.messages.views import (
    FaultNotice,
    Notice,
    Outcome,
    Sendable,
    TokenNotice,
    WebhookNotice,
)

#: A server that is away for a moment is asked again soon, one that is away for long now and then.
WAITS = (
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=8),
    timedelta(minutes=30),
    timedelta(hours=1),
)
#: What could not be sent for so long is news to nobody.
OF_USE = timedelta(days=3)
#: Longer than any conversation with a mail server takes, so that no two processes send one message.
LEASE = timedelta(minutes=10)
#: How long it can be seen that a message was sent.
KEPT = timedelta(days=7)
#: A reminder comes early enough to give a place back, or to be there in time.
REMINDED_BEFORE = timedelta(minutes=30)
#: Who books for the same morning needs no reminder.
MADE_BEFORE = timedelta(hours=2)
FEED_PAST = timedelta(days=30)
FEED_AHEAD = timedelta(days=365)

#: The states of a booking that a message speaks of; another one makes it pointless.
_SPEAKS_OF = {
    Kind.HELD: ("held",),
    Kind.RETURNED: ("confirmed",),
    Kind.CLOSED: ("held", "checked_in"),
    Kind.REOPENED: ("confirmed", "checked_in"),
    Kind.FREE_AGAIN: ("confirmed",),
    Kind.REMINDER: ("confirmed",),
    Kind.OFFERED: ("confirmed",),
    Kind.REQUESTED: ("requested",),
    Kind.ASKED: ("requested",),
    Kind.ASKED_AGAIN: ("requested",),
}
#: Of use also after the booked hours are over: a calendar still has the entry.
_ALSO_AFTERWARDS = frozenset({Kind.CANCELLED, Kind.RELEASED, Kind.DECLINED, Kind.EXPIRED})


def wait_after(attempts: int) -> timedelta:
    """How long to wait after so many attempts have failed; at least one."""
    return WAITS[min(attempts, len(WAITS)) - 1]


def pointless(letter: Sendable, now: datetime) -> Outcome | None:
    """Why a message need not be sent any more; None when it should be."""
    if _is_settled(letter):
        return Outcome.NEEDLESS
    if isinstance(letter, Notice | FaultNotice | WebhookNotice | TokenNotice):
        return Outcome.TOO_LATE if now - letter.due_at > OF_USE else None
    parts = [(part.kind, part.entry) for part in letter.parts] or [(letter.kind, letter.entry)]
    if not any(entry.state in _SPEAKS_OF.get(kind, (entry.state,)) for kind, entry in parts):
        return Outcome.NEEDLESS
    over = all(entry.window.to_at <= now and kind not in _ALSO_AFTERWARDS for kind, entry in parts)
    if over or now - letter.due_at > OF_USE:
        return Outcome.TOO_LATE
    return None


def _is_settled(letter: Sendable) -> bool:
    """Whether what a message is about is over, and nothing is left to do about it."""
    if isinstance(letter, FaultNotice):
        return letter.kind is FaultKind.REPORTED and letter.is_done
    if isinstance(letter, WebhookNotice):
        return letter.paused is None
    return isinstance(letter, TokenNotice) and letter.is_revoked


def feed_changed_at(booking_at: datetime | None, now: datetime) -> datetime:
    """When a feed last changed: with a booking, and each midnight (UTC), when its window moves."""
    midnight = datetime.combine(now.astimezone(UTC).date(), time.min, UTC)
    return max(midnight, booking_at or midnight).replace(microsecond=0)
