"""What you are told by mail, and the calendar of your bookings."""

from __future__ import annotations

from datetime import datetime

from flask import Response
from pydantic import Field

from app.api.answers import nothing, told
from app.api.blueprint import api
from app.api.checks import checked
from app.api.fields import Asked, Told
from app.api.me import TAG
from app.api.problems import WITH_BODY
from app.context import actor, addresses, context, db, now
from floorplans.messages import service as messages
from floorplans.messages.kinds import Topic


class MailAnswer(Told):
    """What you are told by mail, of that which you may do without."""

    sends_mail: bool = Field(description="Whether this installation sends any")
    topics: list[Topic]


class MailAsked(Asked):
    """All that you want to be told; what others do with your bookings is told in any case."""

    topics: list[Topic] = Field(max_length=len(Topic))


class CalendarAnswer(Told):
    """The calendar of your bookings, if you made one."""

    made_at: datetime | None


class NewCalendarAnswer(Told):
    """The secret address of your calendar: it is shown only here."""

    url: str


@api.get("/me/mail", tags=[TAG], responses={200: MailAnswer})
@checked
def my_mail() -> Response:
    """What you are told by mail."""
    return told(_mail(messages.wanted(db(), actor())))


@api.put("/me/mail", tags=[TAG], responses={200: MailAnswer, **WITH_BODY})
@checked
def choose_mail(body: MailAsked) -> Response:
    """Choose what you are told by mail from now on."""
    return told(_mail(messages.choose(db(), actor(), body.topics)))


@api.get("/me/calendar", tags=[TAG], responses={200: CalendarAnswer})
@checked
def my_calendar() -> Response:
    """When the address of your calendar was made; null while there is none."""
    return told(CalendarAnswer(made_at=messages.feed_made_at(db(), actor())))


@api.post("/me/calendar", tags=[TAG], responses={201: NewCalendarAnswer})
@checked
def make_calendar() -> Response:
    """Make a new address for your calendar; the one before ends."""
    token = messages.make_feed(db(), actor(), now())
    return told(NewCalendarAnswer(url=addresses().page(f"/calendar/{token}.ics")), 201)


@api.delete("/me/calendar", tags=[TAG], responses={204: None})
@checked
def revoke_calendar() -> Response:
    """End the address of your calendar; without one nothing changes."""
    messages.revoke_feed(db(), actor())
    return nothing()


def _mail(topics: frozenset[Topic]) -> MailAnswer:
    sends = context().settings.mail is not None
    return MailAnswer(sends_mail=sends, topics=sorted(topics))
