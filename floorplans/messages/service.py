"""The use cases around mail and calendars: what is to be sent, who wants it, personal feeds."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from floorplans.actor import Actor
from floorplans.bookings.views import Window
from floorplans.database import Database
from floorplans.errors import NotFound
from floorplans.messages import directory, faults, hooks, own_places, queries, rules
from floorplans.messages.kinds import Topic
from floorplans.messages.views import Feed, Outcome, PostState, Sendable, Taken
from floorplans.people import service as people
from floorplans.people.tokens import new_token


def say_whether_sent(db: Database, sends: bool) -> None:
    """Say for the whole installation whether messages are written at all, because somebody posts.

    What was written before stays and is sent when somebody posts again.
    """
    with db.transaction(None) as tx:
        queries.say_sends(tx, sends)


def post_state(db: Database) -> PostState:
    """How the sending of mail stands, as numbers over all organisations."""
    return queries.post_state(db)


def take(db: Database, now: datetime) -> Taken | None:
    """The next message to send, for this process alone until its lease ends; None without one."""
    return queries.take(db, now)


def letter(db: Database, taken: Taken, now: datetime) -> Sendable | None:
    """What a message is made of; None when it need not be sent, which is noted."""
    with db.transaction(taken.organisation_id) as tx:
        id_ = (taken.organisation_id, taken.message_id)
        found: Sendable | None = queries.letter(tx, *id_) or own_places.notice(tx, *id_)
        found = found or faults.notice(tx, *id_) or hooks.notice(tx, *id_)
        found = found or directory.notice(tx, *id_)
        why = Outcome.NEEDLESS if found is None else rules.pointless(found, now)
        if why is None:
            return found
        queries.end(tx, taken.organisation_id, taken.message_id, why, now)
    return None


def sent(db: Database, taken: Taken, now: datetime) -> None:
    """Note that the mail server has taken a message."""
    _end(db, taken, Outcome.SENT, now)


def refused(db: Database, taken: Taken, now: datetime) -> None:
    """Note that the mail server will never take a message."""
    _end(db, taken, Outcome.REFUSED, now)


def failed(db: Database, taken: Taken, trouble: str, attempts: int, now: datetime) -> None:
    """Let a message be tried again later; ``trouble`` is a code, and no text of the server's."""
    due_at = now + rules.wait_after(attempts)
    with db.transaction(taken.organisation_id) as tx:
        queries.postpone(tx, taken.organisation_id, taken.message_id, trouble, due_at)


def remind(db: Database, now: datetime) -> int:
    """Write the reminders of bookings that begin within half an hour; how many.

    Running it late, twice or at once with another writes no second one.
    """
    return queries.remind(db, now, rules.REMINDED_BEFORE, rules.MADE_BEFORE)


def forget_ended(db: Database, now: datetime) -> int:
    """Delete messages that ended a week ago; how many."""
    return queries.forget_ended(db, now - rules.KEPT)


def wanted(db: Database, actor: Actor) -> frozenset[Topic]:
    """What the actor is told by mail, of that which they may do without."""
    with db.transaction(actor.organisation_id) as tx:
        return frozenset(Topic) - queries.unwanted(tx, actor.person_id)


def choose(db: Database, actor: Actor, topics: Iterable[Topic]) -> frozenset[Topic]:
    """Be told these from now on and none of the others; what was written already still comes."""
    chosen = frozenset(topics)
    with db.transaction(actor.organisation_id) as tx:
        queries.set_unwanted(tx, actor, frozenset(Topic) - chosen)
    return chosen


def make_feed(db: Database, actor: Actor, now: datetime) -> str:
    """Make the secret of the actor's calendar; it is shown only here, and an earlier one ends."""
    token = new_token()
    with db.transaction(actor.organisation_id) as tx:
        queries.set_feed(tx, actor, people.digest(token), now)
    return token


def revoke_feed(db: Database, actor: Actor) -> bool:
    """End the actor's calendar at once; whether there was one."""
    with db.transaction(actor.organisation_id) as tx:
        return queries.drop_feed(tx, actor)


def feed_made_at(db: Database, actor: Actor) -> datetime | None:
    """When the actor's present calendar was made; None without one."""
    with db.transaction(actor.organisation_id) as tx:
        return queries.feed_made_at(tx, actor)


def feed(db: Database, token: str, now: datetime) -> Feed:
    """The calendar of this secret: the last 30 days and the next 365, live bookings only.

    Raises NotFound ``calendar_not_found``, the same for a secret that ended and one that never was.
    """
    found = queries.feed_owner(db, people.digest(token))
    person = None if found is None else people.actor_of(db, *found)
    if person is None:
        raise _no_such_feed()
    with db.transaction(person.organisation_id) as tx:
        span = Window(now - rules.FEED_PAST, now + rules.FEED_AHEAD)
        entries = queries.entries(tx, person, span)
        changed_at = queries.changed_at(tx, person, span.from_at)
    return Feed(person, entries, rules.feed_changed_at(changed_at, now))


def _end(db: Database, taken: Taken, outcome: Outcome, now: datetime) -> None:
    with db.transaction(taken.organisation_id) as tx:
        queries.end(tx, taken.organisation_id, taken.message_id, outcome, now)


def _no_such_feed() -> NotFound:
    return NotFound(
        "calendar_not_found",
        "There is no calendar at this address, or it was revoked.",
        "Make a new address in your profile, and give it to your calendar program.",
    )
