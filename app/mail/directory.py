"""A mail to administrators: a directory's token ends soon, or who made it has left."""

from __future__ import annotations

from datetime import datetime
from email.message import EmailMessage

from app.mail.letters import Button, Frame, addressed, one_line, write
from app.mail.words import Words
from floorplans.messages.kinds import TokenNews
from floorplans.messages.views import TokenNotice

_WORDS = {
    TokenNews.ENDS: Words(
        "Directory: the token {name} ends soon",
        "A token of your directory ends soon",
        "From then on the directory can make, change and close nobody here. Renew the token before "
        "that, and give the directory the new one; for a month both work.",
    ),
    TokenNews.MAKER_LEFT: Words(
        "Directory: who made the token {name} has left",
        "Who made a token of your directory has left",
        "It goes on working. Whoever made it may still know it: renew it, give the directory the "
        "new one, and revoke this one.",
    ),
}


def told_of_token(notice: TokenNotice, frame: Frame, now: datetime) -> EmailMessage:
    """The mail of a message about a token."""
    words, end = _WORDS[notice.why], notice.expires_at
    subject = one_line(words.subject.format(name=notice.name))
    mail = addressed(notice.to, notice.id, subject, frame, now)
    page = frame.addresses.page("/places/directory")
    write(
        mail,
        {
            "words": words,
            "who": "",
            "name": one_line(notice.to.name),
            "facts": [
                ("Token", one_line(notice.name)),
                ("Ends", f"{end:%A} {end.day} {end:%B} {end.year}"),
            ],
            "sections": [],
            "before": None,
            "time_zone": "UTC",
            "buttons": [Button("Open the directory's page", page, is_main=True)],
            "profile_url": frame.addresses.page("/my/profile#mail"),
        },
    )
    return mail
