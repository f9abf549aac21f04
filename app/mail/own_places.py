"""A mail about places that are assigned to somebody, or no longer; it has no calendar entry.

An assigned day is no booking: whoever is there needs no entry, and a calendar of all of them would
say nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from email.message import EmailMessage

from app.mail.letters import Button, Frame, addressed, one_line, write
from app.mail.words import Words, who_did_it
from floorplans.assigning.rules import day_text, days_text
from floorplans.assigning.telling import Did
from floorplans.assigning.views import Days
from floorplans.messages.views import Notice, OwnPlace

_SUBJECTS = {
    Did.GIVEN: "Yours: {place}, {days}",
    Did.CHANGED: "On other days: {place}, {days}",
    Did.LOST: "No longer yours: {place}, {days}",
}
_SECTIONS = {
    Did.GIVEN: "Yours",
    Did.CHANGED: "Yours, on other days than before",
    Did.LOST: "No longer yours",
}
_WORDS = {
    Did.GIVEN: Words(
        "",
        "A place is assigned to you",
        "You need no booking for it, and nobody else can book it on your days.",
        "Release the days on which you do not come, so that others can use it.",
    ),
    Did.CHANGED: Words(
        "",
        "Your place has other days",
        "It is assigned to you on other days than before.",
        "On all others you can book it like everybody else.",
    ),
    Did.LOST: Words(
        "",
        "A place is no longer assigned to you",
        "Others can book it from then on, and so can you.",
        "What you have booked yourself stays booked.",
        stands=False,
    ),
}
_SEVERAL = Words(
    "",
    "Your assigned places have changed",
    "You need no booking for a place on days on which it is assigned to you.",
)


def noticed(notice: Notice, frame: Frame, now: datetime) -> EmailMessage:
    """The mail of a message about places; the same message always has the same Message-ID."""
    words, places = _words(notice.places), notice.places
    mail = addressed(notice.to, notice.id, _subject(places), frame, now)
    write(
        mail,
        {
            "words": words,
            "who": who_did_it(notice.by),
            "name": one_line(notice.to.name),
            "facts": [],
            "sections": _sections(places),
            "before": None,
            "time_zone": places[0].time_zone,
            "buttons": _buttons(places, frame),
            "profile_url": frame.addresses.page("/my/profile#mail"),
        },
    )
    return mail


def _words(places: Sequence[OwnPlace]) -> Words:
    did = {Did(each.did) for each in places}
    return _WORDS[did.pop()] if len(did) == 1 else _SEVERAL


def _subject(places: Sequence[OwnPlace]) -> str:
    if len(places) > 1:
        return f"{_words(places).heading}: {len(places)} places"
    (place,) = places
    named = {"place": place.space_name, "days": _days(place)}
    return one_line(_SUBJECTS[Did(place.did)].format_map(named))


def _sections(places: Sequence[OwnPlace]) -> list[tuple[str, list[str]]]:
    found = [
        (title, [_line(each) for each in places if each.did == did])
        for did, title in _SECTIONS.items()
    ]
    return [(title, lines) for title, lines in found if lines]


def _line(place: OwnPlace) -> str:
    return one_line(
        f"{place.space_name}, {place.floor_name}, {place.building_name}: {_days(place)}"
    )


def _days(place: OwnPlace) -> str:
    if place.did == Did.LOST:
        return f"from {day_text(place.from_on)} on"
    return days_text(Days(place.weekdays, place.from_on, place.to_on))


def _buttons(places: Sequence[OwnPlace], frame: Frame) -> list[Button]:
    page = frame.addresses.page
    if not _words(places).stands:
        return [Button("Look for a free place", page("/places"), is_main=True)]
    shown = next(each for each in places if each.did != Did.LOST)
    on_map = page(f"/floors/{shown.floor_id}?space={shown.space_id}")
    return [
        Button("My desk", page("/my/desk"), is_main=True),
        Button("Show it on the map", on_map),
    ]
