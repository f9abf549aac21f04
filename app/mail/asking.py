"""The mail to those who may approve: what is asked, by whom, and whom an approval would refuse."""

from __future__ import annotations

from app.mail.links import Act, Addresses
from app.mail.times import hours_in_short, instant_in_words
from floorplans.approvals.rules import named
from floorplans.approvals.views import Request
from floorplans.bookings.views import Window
from floorplans.messages.views import Letter


def facts_of(letter: Letter, request: Request) -> list[tuple[str, str]]:
    """What a person must know to answer, after place and hours."""
    facts = [("Asked by", request.person_name)]
    if request.note is not None:
        facts.append(("Note", " ".join(request.note.split())))
    more = int(letter.details.get("more", 0))
    if more:
        facts.append(("With it", f"{more} more {'date' if more == 1 else 'dates'} of a series"))
    facts.append(("Answer", f"by {instant_in_words(request.answer_by, request.time_zone)}"))
    return facts


def consequences(request: Request) -> str:
    """Who is refused when this is approved, or that it cannot be."""
    if request.is_taken:
        return (
            "Somebody has the place, or what goes with it, in these hours by now, so it cannot be "
            "approved any more."
        )
    if not request.rivals:
        return "Nobody else asks for it."
    told = [
        f"{rival.person_name} ({rival.place_title}, "
        f"{hours_in_short(Window(rival.from_at, rival.to_at), request.time_zone)})"
        for rival in request.rivals
    ]
    return f"If you approve it, this refuses {named(told)}."


def links(letter: Letter, addresses: Addresses) -> list[tuple[str, str]]:
    """Words and addresses: to approve, to decline, and the list of all."""
    entry, to = letter.entry, letter.to
    return [
        ("Approve", addresses.act(Act.APPROVE, to, entry)),
        ("Decline", addresses.act(Act.DECLINE, to, entry)),
        ("All requests", addresses.page("/requests")),
    ]
