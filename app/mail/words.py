"""What each kind of message says, and which acts it offers."""

from __future__ import annotations

from dataclasses import dataclass, replace

from floorplans.messages.kinds import Kind
from floorplans.messages.views import By


@dataclass(frozen=True, slots=True)
class Words:
    """``subject`` takes {place} and {hours}; ``more`` is said below the facts."""

    subject: str
    heading: str
    lead: str
    more: str = ""
    #: Whether the booking still has its place, so that it can be seen and given back.
    stands: bool = True


_BY_OTHERS = {
    By.FACILITY: "Facility staff of your building did this.",
    By.COLLEAGUE: "A colleague did this for you.",
}

WORDS: dict[Kind, Words] = {
    Kind.BOOKED: Words(
        "Booked: {place}, {hours}",
        "Your place is booked",
        "It is yours in these hours.",
    ),
    Kind.CHANGED: Words(
        "Changed: {place}, {hours}",
        "Your booking was changed",
        "It now stands like this.",
    ),
    Kind.CANCELLED: Words(
        "Cancelled: {place}, {hours}",
        "Your booking is cancelled",
        "The place is free for others again.",
        "You can book another place at any time.",
        stands=False,
    ),
    Kind.HELD: Words(
        "Choose another place: {place}, {hours}",
        "Your place is gone",
        "The floor has a new plan, and this place is not on it in the hours you booked. Your "
        "booking is kept aside for you until you choose.",
        stands=False,
    ),
    Kind.RETURNED: Words(
        "Your place is back: {place}, {hours}",
        "Your place is back",
        "The floor's plan has this place again, and your booking stands as it was.",
    ),
    Kind.ASSIGNED: Words(
        "Still yours: {place}, {hours}",
        "Your booking stands",
        "This place has been assigned to somebody else on some days. Your booking was there "
        "before, so it stands as it was.",
        "You need not do anything. On other days you may find it assigned.",
    ),
    Kind.CLOSED: Words(
        "Choose another place: {place}, {hours}",
        "Your place is closed",
        "This place cannot be used in hours that you booked. Your booking is kept aside for you "
        "until you choose.",
        stands=False,
    ),
    Kind.REOPENED: Words(
        "Open again: {place}, {hours}",
        "Your place is open again",
        "It is no longer closed in your hours, and your booking stands as it was.",
    ),
    Kind.FREE_AGAIN: Words(
        "Your earlier place is free again: {place}, {hours}",
        "Your earlier place is free again",
        "You took this place because another one was closed. That one is open again, and nobody "
        "else has it in your hours. You need not do anything: your booking stands.",
    ),
    Kind.REMINDER: Words(
        "Soon: {place}, {hours}",
        "Your booking begins soon",
        "Give it back if you do not need it, so that somebody else can have it.",
    ),
    Kind.EQUIPMENT: Words(
        "Not all you wanted is left: {place}, {hours}",
        "Something you wanted to bring along is not left",
        "Your place is booked as before, but fewer things are there than were promised.",
        "Open “My bookings” to bring something else along.",
    ),
    Kind.RELEASED: Words(
        "Released: {place}, {hours}",
        "Your place was given to others",
        "Nobody had checked in by the time that this place asks for, so it was released.",
        "If you are there, or on your way, look for a free place on the map.",
        stands=False,
    ),
    Kind.WAITED: Words(
        "Free and booked: {place}, {hours}",
        "The place you waited for is yours",
        "It became free, it was your turn, and it is booked for you.",
        "Give it back if you do not need it any more: others may wait for it.",
    ),
    Kind.OFFERED: Words(
        "It is your turn: {place}, {hours}",
        "A place is free for you",
        "You waited for it, and it is kept for you until you answer.",
        "Without an answer in time it goes to the next one.",
    ),
    Kind.OFFER_ENDED: Words(
        "No longer kept: {place}, {hours}",
        "The place went to the next one",
        "It was kept for you, and there was no answer in time.",
        "You are not on its wait list any more. You can wait for it again.",
        stands=False,
    ),
    Kind.REQUESTED: Words(
        "Asked: {place}, {hours}",
        "Your request was sent",
        "This place is booked with approval. You are told when somebody has answered.",
        "Until then the place is not yours, and others may ask for it too.",
        stands=False,
    ),
    Kind.APPROVED: Words(
        "Approved: {place}, {hours}",
        "Your booking is approved",
        "The place is yours in these hours.",
    ),
    Kind.DECLINED: Words(
        "Declined: {place}, {hours}",
        "Your request was declined",
        "You do not have this place in these hours.",
        stands=False,
    ),
    Kind.EXPIRED: Words(
        "Not answered: {place}, {hours}",
        "Nobody answered your request",
        "Its time has come, so it cannot be approved any more. You do not have this place.",
        "Look for a place that needs no approval, or ask earlier next time.",
        stands=False,
    ),
    Kind.ASKED: Words(
        "Please answer: {place}, {hours}",
        "Somebody asks for a place",
        "Approve the request or decline it; who asked is told by mail.",
        stands=False,
    ),
    Kind.ASKED_AGAIN: Words(
        "Still open: {place}, {hours}",
        "A request waits for an answer",
        "Nobody has answered it yet. Approve it or decline it; who asked is told by mail.",
        stands=False,
    ),
    # Said in the words of its parts: see several.py.
    Kind.SEVERAL: Words("{place}", "Your bookings", "They now stand like this."),
}

#: What whoever booked a place for somebody else reads of it.
FOR_OTHERS: dict[Kind, Words] = {
    Kind.BOOKED: Words(
        "Booked for {whose}: {place}, {hours}",
        "You booked a place for {whose}",
        "{whose} is told of it by mail as well.",
    ),
    Kind.REQUESTED: Words(
        "Asked for {whose}: {place}, {hours}",
        "You asked for a place for {whose}",
        "{whose} has it when somebody approves it, and is told by mail.",
        stands=False,
    ),
    Kind.CHANGED: Words(
        "Changed for {whose}: {place}, {hours}",
        "The booking for {whose} was changed",
        "It now stands like this.",
    ),
    Kind.CANCELLED: Words(
        "Cancelled for {whose}: {place}, {hours}",
        "The booking for {whose} is cancelled",
        "You had booked it. The place is free for others again.",
        stands=False,
    ),
}

#: Why a request was declined that nobody spoke of.
FOR_ANOTHER = "Another request for this place was approved."


def words_for(kind: Kind, whose: str | None) -> Words:
    """What a message says; ``whose`` is the booking's person where that is not the reader."""
    found = FOR_OTHERS.get(kind) if whose is not None else None
    if found is None:
        return WORDS[kind]
    named = {"whose": whose}
    return replace(
        found, heading=found.heading.format_map(named), lead=found.lead.format_map(named)
    )


def who_did_it(by: By, whose: str | None = None) -> str:
    """A sentence about who did it, empty where the person knows or nobody did."""
    if whose is not None and by is By.COLLEAGUE:
        return f"{whose} did this."
    return _BY_OTHERS.get(by, "")
