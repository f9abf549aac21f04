"""A mail to administrators: a webhook was paused by itself, and what happens waits there."""

from __future__ import annotations

from datetime import datetime
from email.message import EmailMessage
from urllib.parse import urlsplit

from app.mail.letters import Button, Frame, addressed, one_line, write
from app.mail.words import Words
from floorplans.hooks.kinds import Paused
from floorplans.hooks.rules import words_of_pause
from floorplans.messages.views import WebhookNotice

_WORDS = Words(
    "Webhook paused: {name}",
    "A webhook was paused",
    "Another system is not told any more what happens.",
    "What happens meanwhile waits for 30 days. Let it go on when the other system is back.",
)


def told_of_webhook(notice: WebhookNotice, frame: Frame, now: datetime) -> EmailMessage:
    """The mail of a paused webhook. Its address may hold a secret, so only the host is named."""
    subject = one_line(_WORDS.subject.format(name=notice.name))
    mail = addressed(notice.to, notice.id, subject, frame, now)
    why = words_of_pause(Paused(notice.paused)) if notice.paused else ""
    page = frame.addresses.page(f"/places/webhooks/{notice.webhook_id}")
    write(
        mail,
        {
            "words": _WORDS,
            "who": "",
            "name": one_line(notice.to.name),
            "facts": [
                ("Webhook", one_line(notice.name)),
                ("Sent to", urlsplit(notice.url).hostname or ""),
                ("Why", why),
            ],
            "sections": [],
            "before": None,
            "time_zone": "UTC",
            "buttons": [Button("Open the webhook", page, is_main=True)],
            "profile_url": frame.addresses.page("/my/profile#mail"),
        },
    )
    return mail
