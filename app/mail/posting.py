"""Sending what is due: each message taken, composed, handed over, and noted.

A message is taken with a lease before the mail server hears of it, and noted as sent after the
server took it. A process that dies in between leaves a message that is sent a second time when the
lease ends, with the same Message-ID. That window cannot be closed: SMTP has no way to ask.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from uuid import UUID

from jinja2 import TemplateError

from app.mail.directory import told_of_token
from app.mail.faults import told_of_fault
from app.mail.hooks import told_of_webhook
from app.mail.letters import Frame, composed
from app.mail.own_places import noticed
from app.mail.smtp import NotSentError, Post
from floorplans.actor import Actor
from floorplans.approvals import service as approvals
from floorplans.approvals.views import Request
from floorplans.bookings import service as bookings
from floorplans.database import Database
from floorplans.errors import DomainError
from floorplans.messages import service as messages
from floorplans.messages.kinds import TO_APPROVERS, Kind
from floorplans.messages.views import (
    FaultNotice,
    Letter,
    Notice,
    Sendable,
    Taken,
    TokenNotice,
    WebhookNotice,
)
from floorplans.nearest.views import NearSpace

_HELD = frozenset({Kind.HELD, Kind.CLOSED})
#: Whoever sits at a place that was closed may move too.
_WAITING = ("held", "checked_in")
#: What one conversation carries; then the queue's other work has its turn.
MOST_AT_ONCE = 200

log = logging.getLogger("floorplans.mail")


@dataclass(slots=True)
class Posted:
    """What one round did: numbers only."""

    sent: int = 0
    refused: int = 0
    failed: int = 0
    spared: int = 0


@dataclass(frozen=True, slots=True)
class Round:
    """One conversation with the mail server, for all organisations."""

    db: Database
    post: Post
    frame: Frame
    clock: Callable[[], datetime]

    def run(self) -> Posted:
        """Send what is due, until nothing is or the server fails; what failed comes again."""
        done = Posted()
        for _ in range(MOST_AT_ONCE):
            taken = messages.take(self.db, self.clock())
            if taken is None:
                break
            letter = messages.letter(self.db, taken, self.clock())
            if letter is None:
                done.spared += 1
            elif not self._sent(taken, letter, done):
                break
        return done

    def _sent(self, taken: Taken, letter: Sendable, done: Posted) -> bool:
        """Hand one mail over; False when the server takes none at all."""
        try:
            self.post.send(self._mail(letter))
        except NotSentError as error:
            self._not_sent(taken, letter, error, done)
            return not error.whole_server
        messages.sent(self.db, taken, self.clock())
        done.sent += 1
        return True

    def _mail(self, letter: Sendable) -> EmailMessage:
        try:
            now = self.clock()
            if isinstance(letter, Notice):
                return noticed(letter, self.frame, now)
            if isinstance(letter, FaultNotice):
                return told_of_fault(letter, self.frame, now)
            if isinstance(letter, WebhookNotice):
                return told_of_webhook(letter, self.frame, now)
            if isinstance(letter, TokenNotice):
                return told_of_token(letter, self.frame, now)
            offers, request = _offers(self.db, letter, now), _request(self.db, letter)
            return composed(letter, self.frame, now, offers, request)
        except (ValueError, LookupError, TemplateError) as error:
            # One message that cannot be written must not keep all others from leaving.
            log.error("message %s cannot be written", letter.id, exc_info=error)
            raise NotSentError("not_written") from None

    def _not_sent(self, taken: Taken, letter: Sendable, error: NotSentError, done: Posted) -> None:
        log.warning("message %s: %s", letter.id, error.code)
        if error.for_good:
            messages.refused(self.db, taken, self.clock())
            done.refused += 1
        else:
            messages.failed(self.db, taken, error.code, letter.attempts, self.clock())
            done.failed += 1


def _request(db: Database, letter: Letter) -> Request | None:
    if letter.kind not in TO_APPROVERS:
        return None
    return approvals.told_request(db, letter.to.organisation_id, letter.entry.booking_id)


def _offers(db: Database, letter: Letter, now: datetime) -> dict[UUID, tuple[NearSpace, ...]]:
    """Where each held booking of a message can go."""
    parts = [(part.kind, part.entry) for part in letter.parts] or [(letter.kind, letter.entry)]
    return {
        entry.booking_id: _offers_for(db, letter.to, entry.booking_id, now)
        for kind, entry in parts
        if kind in _HELD and entry.state in _WAITING
    }


def _offers_for(
    db: Database, person: Actor, booking_id: UUID, now: datetime
) -> tuple[NearSpace, ...]:
    try:
        return bookings.offers(db, person, booking_id, now).spaces
    except DomainError:
        # It found its place in this very moment; the mail then has the other ways only.
        return ()
