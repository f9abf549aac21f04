"""Use cases around a session: sign in, be recognised, sign out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from floorplans.actor import Actor, Role
from floorplans.database import Database
from floorplans.errors import Invalid, TooMany
from floorplans.people import passwords, queries, rules
from floorplans.people.queries import Recognised
from floorplans.people.tokens import digest, keyed_digest, network_of, new_token
from floorplans.people.views import SignedIn


def sign_in(
    db: Database, email: str, password: str, network: str, now: datetime, *, key: bytes
) -> SignedIn:
    """Start a session for the person with this password.

    ``network`` is the address asked from; it and the login are kept for five minutes, as digests
    under ``key``. Raises ``Unauthenticated`` (``wrong_sign_in``), ``TooMany``
    (``too_many_sign_ins``) after ten failures in five minutes for one login or one network,
    ``Forbidden`` (``passwords_not_taken``) where the organisation takes its own accounts alone.
    """
    login = _login_of(email)
    attempt = count_attempt(db, login, network, now, key=key)
    found = queries.login(db, login)
    stored = found.password_hash if found else None
    if not passwords.is_right(stored, password) or found is None or stored is None:
        raise rules.wrong_sign_in()
    better_hash = passwords.hashed(password) if passwords.is_outdated(stored) else None
    with db.transaction(found.organisation_id) as tx:
        forget_attempt(tx, attempt)
        takes_passwords = queries.takes_passwords(tx, found.organisation_id)
        if better_hash:
            queries.set_password(tx, found.person_id, better_hash)
        if takes_passwords:
            signed_in = start_session(tx, found.organisation_id, found.person_id, now)
    if not takes_passwords:
        raise rules.passwords_not_taken()
    if signed_in is None:  # The person left between the two transactions.
        raise rules.wrong_sign_in()
    return signed_in


def start_session(
    tx: Connection, organisation_id: UUID, person_id: UUID, now: datetime
) -> SignedIn | None:
    """Start a session with a new secret for who has proved who they are; None for nobody."""
    token = new_token()
    row = queries.person_row(tx, person_id)
    if row is None or row.left_at is not None:
        return None
    queries.end_old_sessions(tx, person_id, now - rules.IDLE_LIMIT, now - rules.ABSOLUTE_LIMIT)
    queries.add_session(tx, organisation_id, person_id, digest(token), now)
    queries.set_last_used(tx, person_id, now.date())
    return SignedIn(Actor(organisation_id, row.id, Role(row.role), row.name, row.email), token)


def actor_of_session(db: Database, token: str, now: datetime) -> Actor | None:
    """Who holds this session's token; None when it ended, is idle 30 minutes or 12 hours old.

    A look only: it does not keep the session alive.
    """
    found = _session(db, digest(token), now)
    return None if found is None else found.actor


def actor_of_token(db: Database, token: str, now: datetime) -> Actor | None:
    """Whose API token this is; None when there is none, or it was revoked or has expired."""
    found = recognise_token(db, token, now)
    return None if found is None else found.actor


def recognise_session(
    db: Database, token: str, now: datetime, floor_id: UUID | None = None
) -> Recognised | None:
    """Who uses this session, with the version of a floor for the hot reads.

    One round trip, and at most once a minute a second one that notes when it was last seen.
    """
    found = _session(db, digest(token), now, floor_id)
    if found is not None:
        _note_seen(db, found, digest(token), now)
    return found


def recognise_token(
    db: Database, token: str, now: datetime, floor_id: UUID | None = None
) -> Recognised | None:
    """Whose API token this is, with the version of a floor for the hot reads; one round trip."""
    return queries.token_actor(db, digest(token), now, step=rules.SEEN_STEP, floor_id=floor_id)


def sign_out(db: Database, token: str, now: datetime) -> None:
    """End the session of this token; one that has ended already is no error."""
    found = _session(db, digest(token), now)
    if found is not None:
        with db.transaction(found.actor.organisation_id) as tx:
            queries.end_session(tx, digest(token))


def _session(
    db: Database, token_digest: bytes, now: datetime, floor_id: UUID | None = None
) -> Recognised | None:
    return queries.session_actor(
        db,
        token_digest,
        now,
        idle=rules.IDLE_LIMIT,
        lasts=rules.ABSOLUTE_LIMIT,
        step=rules.SEEN_STEP,
        floor_id=floor_id,
    )


@dataclass(frozen=True, slots=True)
class Attempt:
    """An attempt to sign in that was counted: whose, and from where, as digests."""

    login_digest: bytes
    network_digest: bytes


def count_attempt(db: Database, login: str, network: str, now: datetime, *, key: bytes) -> Attempt:
    """Count an attempt of a login from a network; raises ``TooMany`` (``too_many_sign_ins``)."""
    made = Attempt(
        keyed_digest(key, "login", login), keyed_digest(key, "network", network_of(network))
    )
    _count(db, made.login_digest, made.network_digest, now)
    return made


def forget_attempt(tx: Connection, attempt: Attempt) -> None:
    """Forget the attempts of who has proved who they are."""
    queries.forget_attempts_of(tx, attempt.login_digest, attempt.network_digest)


def _count(db: Database, login_digest: bytes, network_digest: bytes, now: datetime) -> None:
    # The attempt is committed before anybody counts, so that many at once cannot all see too few.
    with db.transaction(None) as tx:
        queries.forget_attempts(tx, now - rules.ATTEMPT_WINDOW)
        attempt_id = queries.add_attempt(tx, login_digest, network_digest, now)
    with db.transaction(None) as tx:
        latest = queries.latest_attempts(
            tx,
            login_digest,
            network_digest,
            now - rules.ATTEMPT_WINDOW,
            rules.ATTEMPTS_ALLOWED + 1,
        )
    try:
        for each in latest:
            rules.check_attempts(each, now)
    except TooMany:
        # A refused attempt does not make the wait longer.
        with db.transaction(None) as tx:
            queries.forget_attempt(tx, attempt_id)
        raise


def _note_seen(db: Database, found: Recognised, token_digest: bytes, now: datetime) -> None:
    if not rules.is_seen_long_ago(found.seen_at, now):
        return
    with db.transaction(found.actor.organisation_id) as tx:
        queries.touch_session(tx, token_digest, now, now - rules.SEEN_STEP)
        queries.set_last_used(tx, found.actor.person_id, now.date())


def _login_of(email: str) -> str:
    try:
        return rules.email_of(email)
    except Invalid:
        return ""
