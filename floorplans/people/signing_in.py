"""Use cases around a session: sign in, be recognised, sign out."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

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
    (``too_many_sign_ins``) after ten failures in five minutes for one login or one network.
    """
    login = _login_of(email)
    login_digest = keyed_digest(key, "login", login)
    network_digest = keyed_digest(key, "network", network_of(network))
    _count_attempt(db, login_digest, network_digest, now)
    found = queries.login(db, login)
    stored = found.password_hash if found else None
    if not passwords.is_right(stored, password) or found is None or stored is None:
        raise rules.wrong_sign_in()
    better_hash = passwords.hashed(password) if passwords.is_outdated(stored) else None
    token = new_token()
    with db.transaction(found.organisation_id) as tx:
        queries.forget_attempts_of(tx, login_digest, network_digest)
        queries.end_old_sessions(
            tx, found.person_id, now - rules.IDLE_LIMIT, now - rules.ABSOLUTE_LIMIT
        )
        queries.add_session(tx, found.organisation_id, found.person_id, digest(token), now)
        queries.set_last_used(tx, found.person_id, now.date())
        if better_hash:
            queries.set_password(tx, found.person_id, better_hash)
        row = queries.person_row(tx, found.person_id)
    if row is None:  # The person left between the two transactions.
        raise rules.wrong_sign_in()
    actor = Actor(found.organisation_id, row.id, Role(row.role), row.name, row.email)
    return SignedIn(actor, token)


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


def _count_attempt(db: Database, login_digest: bytes, network_digest: bytes, now: datetime) -> None:
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
