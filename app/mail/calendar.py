"""Bookings as calendar entries: iCalendar (RFC 5545, 7986) and invitations (RFC 5546).

Times are in UTC, so no rule of a time zone travels with them that could be out of date; calendar
programs show them in their owner's zone. What an entry's text says is the building's time.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from email.utils import parseaddr

from icalendar import Calendar, Event, vCalAddress

from app.mail.links import Act, Addresses
from app.mail.times import hours_in_words
from floorplans.actor import Actor
from floorplans.equipment.rules import told
from floorplans.messages.kinds import Kind
from floorplans.messages.views import Entry, Feed, Part

PRODUCT = "-//Floorplans//Floorplans//EN"
REQUEST = "REQUEST"
CANCEL = "CANCEL"
#: Several bookings in one file: invitations are of one thing each (RFC 5546, section 3.2.2).
PUBLISH = "PUBLISH"
#: How often programs should look; they decide themselves.
REFRESH_AFTER = timedelta(hours=1)
#: Whoever sits at a desk can be asked for a meeting; whoever is in a meeting room cannot.
_LEAVES_FREE = frozenset({"desk", "parking", "locker"})
#: What is not sure yet, by the booking's state.
_STATUS = {"held": "TENTATIVE", "requested": "TENTATIVE"}


def uid_of(entry: Entry) -> str:
    """The name of a booking in every calendar; it never changes."""
    return f"{entry.booking_id}@floorplans"


def invitation(
    entry: Entry, person: Actor, addresses: Addresses, *, sender: str, method: str
) -> bytes:
    """One booking for the person's calendar, or its removal (``CANCEL``)."""
    calendar = _calendar(method=method)
    event = _event(entry, person, addresses)
    event.add("organizer", _organiser(sender))
    event.add("attendee", _attendee(person))
    if method == CANCEL:
        _cancel(event)
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def publication(
    parts: Iterable[Part], person: Actor, addresses: Addresses, *, sender: str
) -> bytes:
    """Several bookings of a person in one calendar: new ones, changed ones, and cancelled ones."""
    calendar = _calendar(method=PUBLISH)
    for part in parts:
        event = _event(part.entry, person, addresses)
        event.add("organizer", _organiser(sender))
        if part.kind in (Kind.CANCELLED, Kind.DECLINED):
            _cancel(event)
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def feed_document(feed: Feed, addresses: Addresses) -> bytes:
    """A person's bookings as a calendar to subscribe to; the same bookings give the same bytes."""
    calendar = _calendar(name="My places", refresh_interval=REFRESH_AFTER)
    # What programs from before RFC 7986 read.
    calendar.add("X-WR-CALNAME", "My places")
    calendar.add("X-PUBLISHED-TTL", "PT1H")
    for event in _events(feed.entries, feed.person, addresses):
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _events(entries: Iterable[Entry], person: Actor, addresses: Addresses) -> Iterable[Event]:
    return (_event(entry, person, addresses) for entry in entries)


def _calendar(
    *, method: str | None = None, name: str | None = None, refresh_interval: timedelta | None = None
) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    if method:
        calendar.add("method", method)
    if name:
        calendar.add("name", name)
    if refresh_interval:
        calendar.add("refresh-interval", refresh_interval, parameters={"VALUE": "DURATION"})
    return calendar


def _event(entry: Entry, person: Actor, addresses: Addresses) -> Event:
    event = Event()
    event.add("uid", uid_of(entry))
    event.add("sequence", entry.sequence)
    event.add("dtstamp", _whole_second(entry.changed_at))
    event.add("last-modified", _whole_second(entry.changed_at))
    event.add("dtstart", entry.window.from_at.astimezone(UTC))
    event.add("dtend", entry.window.to_at.astimezone(UTC))
    event.add("summary", entry.place_title)
    event.add("location", f"{entry.place_title}, {entry.floor_name}, {entry.building_name}")
    event.add("description", _description(entry, person, addresses))
    event.add("url", addresses.on_map(entry))
    event.add("status", _STATUS.get(entry.state, "CONFIRMED"))
    if entry.is_private:
        event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT" if entry.kind in _LEAVES_FREE else "OPAQUE")
    return event


def _cancel(event: Event) -> None:
    event["STATUS"] = "CANCELLED"
    # There is nothing left to show or to give back.
    del event["DESCRIPTION"], event["URL"]


def _description(entry: Entry, person: Actor, addresses: Addresses) -> str:
    lines = [
        hours_in_words(entry.window, entry.time_zone),
        f"On the map: {addresses.on_map(entry)}",
        f"Give it back: {addresses.act(Act.CANCEL, person, entry)}",
    ]
    if entry.brings:
        lines.insert(1, f"With it: {', '.join(told(each) for each in entry.brings)}")
    if entry.note is not None:
        lines.insert(0, entry.note)
    if entry.state == "requested":
        lines.insert(0, "Asked for. Somebody must approve it before the place is yours.")
    if entry.state == "held":
        lines.insert(0, "This place is not on the new plan of the floor. Choose another one.")
    return "\n".join(lines)


def _organiser(sender: str) -> vCalAddress:
    name, address = parseaddr(sender)
    organiser = vCalAddress(f"mailto:{address}")
    organiser.params["CN"] = name or "Floorplans"
    return organiser


def _attendee(person: Actor) -> vCalAddress:
    """The booking is the answer, so nobody is asked for one."""
    attendee = vCalAddress(f"mailto:{person.email}")
    attendee.params["CN"] = person.name
    attendee.params["ROLE"] = "REQ-PARTICIPANT"
    attendee.params["PARTSTAT"] = "ACCEPTED"
    attendee.params["RSVP"] = "FALSE"
    return attendee


def _whole_second(instant: datetime) -> datetime:
    return instant.astimezone(UTC).replace(microsecond=0)
