"""Whether mail is sent, and what keeps it back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from psycopg import Connection

from app.doctor.finding import Finding, fine, problem, warning
from app.settings import MailSettings

#: A server that is away for less than this is nobody's work.
LATE = timedelta(minutes=30)
_REASONS = {
    "unreachable": "the mail server cannot be reached",
    "connection_lost": "the mail server hangs up in the middle",
    "certificate_or_tls": "the mail server's certificate is not trusted, or it speaks no TLS there",
    "not_offered": "the mail server does not offer STARTTLS or a login",
    "login_refused": "the mail server refuses the login",
    "sender_refused": "the mail server refuses FLOORPLANS_MAIL_FROM as the sender",
    "recipient_refused": "the mail server puts recipients off",
    "content_refused": "the mail server puts the text off",
    "not_written": "a message cannot be put together; the log says where",
}


def look_at_mail(connection: Connection[Any], settings: MailSettings | None) -> Finding:
    """One finding: no mail, all is well, mail waits, or mail did not arrive."""
    row = connection.execute(
        "SELECT sends, waiting, tried, trouble, oldest_at, refused, too_late FROM post_state()"
    ).fetchone()
    if row is None:
        raise AssertionError("an aggregate always has a row")
    sends, waiting, tried, trouble, oldest_at, refused, too_late = row
    if settings is None:
        return _without(waiting)
    if not sends:
        return warning(
            "mail",
            "A mail server is set, and the service was not started with it yet.",
            "Start it again: floorplans serve",
        )
    if tried and oldest_at < datetime.now(UTC) - LATE:
        why = _REASONS.get(trouble, "they failed and are tried again")
        return problem(
            "mail",
            f"Messages that wait to be sent: {waiting}; {why}.",
            "See the settings of mail: docs/mail.md",
        )
    if refused or too_late:
        return warning(
            "mail",
            f"Messages of the last week that were refused for good: {refused}; that could not be "
            f"sent in time: {too_late}.",
            "Check the addresses of people who miss mail; the mail server's own log names them.",
        )
    return fine("mail", f"Mail is sent. Messages that wait: {waiting}.")


def _without(waiting: int) -> Finding:
    kept = f" Messages that wait from before: {waiting}." if waiting else ""
    return fine("mail", f"No mail is sent: FLOORPLANS_SMTP_HOST is not set.{kept}")
