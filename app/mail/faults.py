"""A mail about a fault at a place: to facility staff that there is one, and back that it is done.

It says what is wrong and where, and never who found it.
"""

from __future__ import annotations

from datetime import datetime
from email.message import EmailMessage

from app.mail.letters import Button, Frame, addressed, one_line, write
from app.mail.times import instant_in_words
from app.mail.words import Words, who_did_it
from floorplans.mending.views import WHAT_WORDS, What
from floorplans.messages.kinds import FaultKind
from floorplans.messages.views import FaultNotice

_WORDS = {
    FaultKind.REPORTED: Words(
        "Fault: {place}, {what}",
        "Something is wrong at a place",
        "Somebody has reported this. Others may add to it; you are told only once.",
        "Who reported it is told on the page of faults, until it is done.",
    ),
    FaultKind.DONE: Words(
        "Done: {place}, {what}",
        "What you reported is done",
        "Thank you for telling.",
        "If it is still wrong, report it anew at the place.",
    ),
}


def told_of_fault(notice: FaultNotice, frame: Frame, now: datetime) -> EmailMessage:
    """The mail of a message about a fault; the same message always has the same Message-ID."""
    words = _WORDS[notice.kind]
    named = {"place": notice.space_name, "what": WHAT_WORDS[What(notice.what)].lower()}
    subject = one_line(words.subject.format_map(named))
    mail = addressed(notice.to, notice.id, subject, frame, now)
    write(
        mail,
        {
            "words": words,
            "who": who_did_it(notice.by),
            "name": one_line(notice.to.name),
            "facts": _facts(notice),
            "sections": [],
            "before": None,
            "time_zone": notice.time_zone,
            "buttons": _buttons(notice, frame),
            "profile_url": frame.addresses.page("/my/profile#mail"),
        },
    )
    return mail


def _facts(notice: FaultNotice) -> list[tuple[str, str]]:
    facts = [
        ("Place", one_line(notice.space_name)),
        ("Where", one_line(f"{notice.floor_name}, {notice.building_name}")),
        ("What", WHAT_WORDS[What(notice.what)]),
    ]
    if notice.note is not None:
        facts.append(("Note", one_line(notice.note)))
    facts.append(("Reported", instant_in_words(notice.reported_at, notice.time_zone)))
    if notice.word is not None:
        facts.append(("Answer", one_line(notice.word)))
    return facts


def _buttons(notice: FaultNotice, frame: Frame) -> list[Button]:
    page = frame.addresses.page
    on_map = page(f"/floors/{notice.floor_id}?space={notice.space_id}")
    if notice.kind is FaultKind.DONE:
        return [Button("Show the place on the map", on_map, is_main=True)]
    return [
        Button("Open the faults", page("/places/faults"), is_main=True),
        Button("Show the place on the map", on_map),
    ]
