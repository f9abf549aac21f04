"""One message as mail: plain text, HTML, and the entry for the person's calendar."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from functools import cache
from uuid import UUID
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, select_autoescape

from app import paths
from app.mail import asking, calendar, several
from app.mail.links import Act, Addresses
from app.mail.times import hours_in_short, hours_in_words, instant_in_words
from app.mail.words import FOR_ANOTHER, Words, who_did_it, words_for
from floorplans.actor import Actor
from floorplans.approvals.views import Request
from floorplans.bookings.views import Window
from floorplans.bookings.windows import moment_text
from floorplans.equipment.rules import told
from floorplans.messages.kinds import TO_APPROVERS, Kind
from floorplans.messages.views import Entry, Letter
from floorplans.nearest.views import NearSpace

_OUT_OF_CALENDAR = frozenset({Kind.CANCELLED, Kind.RELEASED, Kind.DECLINED, Kind.EXPIRED})
_IN_CALENDAR = _OUT_OF_CALENDAR | frozenset(
    {
        Kind.BOOKED,
        Kind.CHANGED,
        Kind.RETURNED,
        Kind.EQUIPMENT,
        Kind.WAITED,
        Kind.REQUESTED,
        Kind.APPROVED,
        Kind.REOPENED,
    }
)


_TO_DO = frozenset({Kind.REMINDER, Kind.OFFERED, Kind.REQUESTED, Kind.FREE_AGAIN})


@dataclass(frozen=True, slots=True)
class Button:
    """A link of a mail, in the words that stand on it."""

    words: str
    url: str
    is_main: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """What is the same in every mail of an installation."""

    sender: str
    addresses: Addresses


def composed(
    letter: Letter,
    frame: Frame,
    now: datetime,
    offers: Mapping[UUID, Sequence[NearSpace]] | None = None,
    request: Request | None = None,
) -> EmailMessage:
    """The mail of a message; the same message always has the same Message-ID.

    ``offers`` are the places that held bookings can be moved to, by booking, ``request`` what those
    who may approve are told of.
    """
    letter = _plain(letter)
    mail = addressed(letter.to, letter.id, _subject(letter), frame, now)
    write(mail, _values(letter, frame, offers or {}, request))
    if letter.kind in _IN_CALENDAR and letter.whose is None:
        method = calendar.CANCEL if letter.kind in _OUT_OF_CALENDAR else calendar.REQUEST
        entry = calendar.invitation(
            letter.entry, letter.to, frame.addresses, sender=frame.sender, method=method
        )
        _attach(mail, entry, method)
    own = [part for part in letter.parts if part.whose is None and part.kind in _IN_CALENDAR]
    if own:
        document = calendar.publication(own, letter.to, frame.addresses, sender=frame.sender)
        _attach(mail, document, calendar.PUBLISH)
    return mail


def addressed(to: Actor, id_: UUID, subject: str, frame: Frame, now: datetime) -> EmailMessage:
    """A mail with its head, and nothing in it yet."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = frame.sender
    mail["To"] = Address(one_line(to.name), addr_spec=to.email)
    mail["Subject"] = subject
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = message_id(id_, frame.sender)
    mail["Auto-Submitted"] = "auto-generated"
    return mail


def write(mail: EmailMessage, values: dict[str, object]) -> None:
    """Fill a mail in, as plain text and as HTML."""
    mail.set_content(_templates().get_template("mail/letter.txt").render(values))
    html = _templates().get_template("mail/letter.html").render(values)
    mail.add_alternative(html, subtype="html")


def _plain(letter: Letter) -> Letter:
    """What tells of several things and has only one is told like that one."""
    if len(letter.parts) != 1:
        return letter
    (part,) = letter.parts
    return replace(letter, kind=part.kind, entry=part.entry, whose=part.whose, parts=())


def message_id(id_: UUID, sender: str) -> str:
    """By which mail programs know that they have a mail already."""
    return f"<{id_}@{parseaddr(sender)[1].rpartition('@')[2]}>"


def _attach(mail: EmailMessage, document: bytes, method: str) -> None:
    """As another form of the text, which calendars act on, and as a file for all the others."""
    mail.add_alternative(
        document.decode(), subtype="calendar", cte="base64", params={"method": method}
    )
    mail.add_attachment(document, maintype="application", subtype="ics", filename="booking.ics")


def _subject(letter: Letter) -> str:
    if letter.parts:
        return one_line(several.subject(letter.parts))
    entry = letter.entry
    named = {
        "place": one_line(entry.place_title),
        "hours": hours_in_short(entry.window, entry.time_zone),
        "whose": one_line(letter.whose or ""),
    }
    return _words(letter).subject.format_map(named)


def _words(letter: Letter) -> Words:
    if letter.parts:
        return several.words(letter.parts)
    return words_for(letter.kind, letter.whose and one_line(letter.whose))


def _values(
    letter: Letter,
    frame: Frame,
    offers: Mapping[UUID, Sequence[NearSpace]],
    request: Request | None,
) -> dict[str, object]:
    entry, words = letter.entry, _words(letter)
    before = letter.before
    asked = asking.facts_of(letter, request) if request else []
    return {
        "words": words,
        "who": _who(letter, request),
        "name": one_line(letter.to.name),
        "facts": _closure_facts(letter) if letter.parts else [*_facts(letter), *asked],
        "sections": several.sections(letter.parts),
        "before": before
        and f"{one_line(before.space_name)}, {hours_in_words(before.window, entry.time_zone)}",
        "time_zone": entry.time_zone,
        "buttons": _buttons(letter, frame.addresses, offers),
        "profile_url": frame.addresses.page("/my/profile#mail"),
    }


def _who(letter: Letter, request: Request | None) -> str:
    """A sentence after the first: who did it, why, or what it means for others."""
    if letter.kind in TO_APPROVERS:
        return "" if request is None else asking.consequences(request)
    if letter.details.get("because") == "other":
        return FOR_ANOTHER
    return who_did_it(letter.by)


def _facts(letter: Letter) -> list[tuple[str, str]]:
    entry = letter.entry
    facts = [
        ("Place", one_line(entry.place_title)),
        ("Where", one_line(f"{entry.floor_name}, {entry.building_name}")),
        ("When", hours_in_words(entry.window, entry.time_zone)),
    ]
    facts += _closure_facts(letter)
    if entry.note is not None:
        facts.append(("Note", one_line(entry.note)))
    if _is_answered(letter):
        facts.append(("Reason", one_line(letter.answer or "")))
    if letter.kind is Kind.REQUESTED and letter.answer_by is not None:
        by = instant_in_words(letter.answer_by, entry.time_zone)
        facts.append(("Answer", f"by {by}"))
    if letter.check_in_by is not None and _words(letter).stands:
        by_at = letter.check_in_by.astimezone(ZoneInfo(entry.time_zone))
        facts.append(("Check in", f"by {by_at:%H:%M}"))
    if _words(letter).stands:
        facts += [("With it", one_line(told(each))) for each in entry.brings]
    if letter.lost is not None:
        facts.append(("Not left", one_line(letter.lost)))
    answer_by = letter.details.get("answer_by")
    if answer_by is not None:
        until = datetime.fromisoformat(answer_by)
        facts.append(("Answer by", moment_text(until, ZoneInfo(entry.time_zone))))
    return facts


def _is_answered(letter: Letter) -> bool:
    """Whether somebody wrote why it was declined; of a closure the reason is told as its own."""
    is_closed = "closure" in letter.details
    return letter.kind is Kind.DECLINED and letter.answer is not None and not is_closed


def _closure_facts(letter: Letter) -> list[tuple[str, str]]:
    """Why a place is closed, and until when."""
    closure = letter.details.get("closure")
    if closure is None:
        return []
    begins = datetime.fromisoformat(closure["from"])
    zone = letter.entry.time_zone
    if closure["to"] is None:
        hours = f"from {instant_in_words(begins, zone)} on, until it is opened"
    else:
        hours = hours_in_words(Window(begins, datetime.fromisoformat(closure["to"])), zone)
    return [("Why", one_line(closure["reason"])), ("Closed", hours)]


def _buttons(
    letter: Letter, addresses: Addresses, offers: Mapping[UUID, Sequence[NearSpace]]
) -> list[Button]:
    entry, to = letter.entry, letter.to
    if letter.kind in TO_APPROVERS:
        first, *others = asking.links(letter, addresses)
        return [Button(*first, is_main=True), *(Button(*each) for each in others)]
    mine = Button("My bookings", addresses.page("/my/bookings"))
    give_back = Button("Give it back", addresses.act(Act.CANCEL, to, entry))
    if letter.parts or letter.whose is not None:
        alone = not letter.parts and _words(letter).stands
        return [mine, give_back] if alone else [*_first_offers(letter, addresses, offers), mine]
    if letter.kind in (Kind.HELD, Kind.CLOSED):
        places = offers.get(entry.booking_id, ())
        return [*(_offer(to, entry, addresses, place) for place in places), give_back, mine]
    if letter.kind in _TO_DO:
        return _to_do(letter, addresses, give_back)
    if not _words(letter).stands:
        return [Button("Look for a free place", addresses.page("/places"), is_main=True), mine]
    return [Button("Show it on the map", addresses.on_map(entry), is_main=True), give_back]


def _to_do(letter: Letter, addresses: Addresses, give_back: Button) -> list[Button]:
    """The buttons of a message that waits for something of its reader."""
    entry, to = letter.entry, letter.to
    on_map = Button("Show it on the map", addresses.on_map(entry))
    if letter.kind is Kind.REMINDER:
        here = Button("I am here", addresses.act(Act.CHECK_IN, to, entry), is_main=True)
        return [here, on_map, give_back]
    if letter.kind is Kind.OFFERED:
        take = Button("Take it", addresses.act(Act.TAKE, to, entry), is_main=True)
        return [take, Button("No thanks", addresses.act(Act.NO_THANKS, to, entry)), on_map]
    if letter.kind is Kind.FREE_AGAIN:
        place = UUID(letter.details["back"])
        return [Button("Go back there", addresses.act(Act.BACK, to, entry, place)), on_map]
    return [on_map, Button("Take it back", addresses.act(Act.CANCEL, to, entry))]


def _first_offers(
    letter: Letter, addresses: Addresses, offers: Mapping[UUID, Sequence[NearSpace]]
) -> list[Button]:
    """The best offer for each of several bookings; “My bookings” shows the others."""
    found: list[Button] = []
    for part in letter.parts:
        entry = part.entry
        hours = hours_in_short(entry.window, entry.time_zone)
        for place in offers.get(entry.booking_id, ())[:1]:
            button = _offer(letter.to, entry, addresses, place)
            found.append(replace(button, words=f"{hours}: {button.words}"))
    return found


def _offer(to: Actor, entry: Entry, addresses: Addresses, place: NearSpace) -> Button:
    where = f"{place.name}, {place.floor_name}, {place.distance_m:.0f} m away"
    url = addresses.act(Act.MOVE, to, entry, place.space_id)
    return Button(f"Take {one_line(where)}", url, is_main=True)


def one_line(text: str) -> str:
    return " ".join(text.split())


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(paths.templates()),
        autoescape=select_autoescape(["html"]),
        trim_blocks=True,
        lstrip_blocks=True,
    )
