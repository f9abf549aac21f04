"""Webhooks, for administrators: other systems that are told what happens."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from flask import Response
from flask_openapi3.models.tag import Tag
from pydantic import Field, RootModel, StringConstraints

from app.api.answers import nothing, told
from app.api.blueprint import api
from app.api.checks import checked
from app.api.fields import Asked, Told
from app.api.paths import DeliveryPath, WebhookPath
from app.api.problems import WITH_BODY
from app.context import actor, db, now, webhook_networks, webhook_sealer
from app.security.access import needs
from floorplans.actor import Role
from floorplans.hooks import service as hooks
from floorplans.hooks.kinds import Event
from floorplans.hooks.rules import LONGEST_URL
from floorplans.hooks.views import Webhook, WebhookRequest
from floorplans.places.rules import NAME_LENGTH

TAG = Tag(name="webhooks", description="Other systems are told what happens, signed.")


class WebhookAsked(Asked):
    name: Annotated[str, StringConstraints(max_length=NAME_LENGTH)]
    url: Annotated[str, StringConstraints(max_length=LONGEST_URL)] = Field(
        description="An https address that takes POST"
    )
    events: set[Event]
    site_id: UUID | None = Field(None, description="Only what happens there")
    tells_person: bool = Field(False, description="Bookings carry the id of their person")

    def wanted(self) -> WebhookRequest:
        return WebhookRequest(
            self.name, self.url, frozenset(self.events), self.site_id, self.tells_person
        )


class WebhookAnswer(Told):
    """A webhook. ``paused`` is ``asked``, ``failing`` (nothing arrived for three days) or ``gone``
    (the other system answered 410); ``waiting`` is how much is still to be sent."""

    id: UUID
    name: str
    url: str
    events: list[str]
    site_id: UUID | None
    tells_person: bool
    created_at: datetime
    paused: str | None
    paused_at: datetime | None
    failures: int = Field(description="Attempts in a row that failed")
    succeeded_at: datetime | None
    former_until: datetime | None = Field(description="Until when the former secret signs too")
    waiting: int


class WebhookList(RootModel[list[WebhookAnswer]]):
    pass


class NewWebhookAnswer(Told):
    """A webhook and its secret, which is shown only here."""

    webhook: WebhookAnswer
    secret: str


class WebhookSecretAnswer(Told):
    """The new secret, which is shown only here."""

    secret: str


class WebhookTestAnswer(Told):
    """The event that is on its way: the ``webhook-id``, and how it is found among deliveries."""

    event_id: UUID


class WebhookResumeAsked(Asked):
    skips: bool = Field(False, description="Leave out what was missed")


class WebhookDeliveryAnswer(Told):
    """How the sending of one event stands, by its last attempt."""

    event_id: UUID
    sequence: int
    kind: str
    state: str
    attempts: int
    happened_at: datetime
    tried_at: datetime | None
    due_at: datetime | None
    status: int | None
    trouble: str | None
    answer: str | None = Field(description="The beginning of the other system's answer")
    took_ms: int | None


class WebhookDeliveryList(RootModel[list[WebhookDeliveryAnswer]]):
    pass


@api.get("/webhooks", tags=[TAG], responses={200: WebhookList})
@needs(Role.ADMIN)
@checked
def all_webhooks() -> Response:
    """All webhooks, without their secrets."""
    return told(WebhookList([_answer(each) for each in hooks.webhooks(db(), actor())]))


@api.post("/webhooks", tags=[TAG], responses={201: NewWebhookAnswer, **WITH_BODY})
@needs(Role.ADMIN)
@checked
def make_webhook(body: WebhookAsked) -> Response:
    """Make a webhook. From now on it is told what happens."""
    made, secret = hooks.make(
        db(), actor(), body.wanted(), webhook_sealer(), networks=webhook_networks(), now=now()
    )
    return told(NewWebhookAnswer(webhook=_answer(made), secret=secret), 201)


@api.get("/webhooks/<uuid:webhook_id>", tags=[TAG], responses={200: WebhookAnswer})
@needs(Role.ADMIN)
@checked
def one_webhook(path: WebhookPath) -> Response:
    """One webhook, without its secret."""
    return told(_answer(hooks.webhook(db(), actor(), path.webhook_id)))


@api.put("/webhooks/<uuid:webhook_id>", tags=[TAG], responses={200: WebhookAnswer, **WITH_BODY})
@needs(Role.ADMIN)
@checked
def change_webhook(path: WebhookPath, body: WebhookAsked) -> Response:
    """Let a webhook be as this says; its secret stays."""
    wanted, networks = body.wanted(), webhook_networks()
    return told(_answer(hooks.change(db(), actor(), path.webhook_id, wanted, networks=networks)))


@api.delete("/webhooks/<uuid:webhook_id>", tags=[TAG], responses={204: None})
@needs(Role.ADMIN)
@checked
def remove_webhook(path: WebhookPath) -> Response:
    """End a webhook at once, with all that it was to be told."""
    hooks.remove(db(), actor(), path.webhook_id)
    return nothing()


@api.post("/webhooks/<uuid:webhook_id>/secret", tags=[TAG], responses={200: WebhookSecretAnswer})
@needs(Role.ADMIN)
@checked
def roll_webhook_secret(path: WebhookPath) -> Response:
    """Make a new secret; the former signs too for one more day."""
    secret = hooks.roll_secret(db(), actor(), path.webhook_id, webhook_sealer(), now())
    return told(WebhookSecretAnswer(secret=secret))


@api.post("/webhooks/<uuid:webhook_id>/test", tags=[TAG], responses={202: WebhookTestAnswer})
@needs(Role.ADMIN)
@checked
def test_webhook(path: WebhookPath) -> Response:
    """Send an event that says nothing, by the way of all others."""
    return told(WebhookTestAnswer(event_id=hooks.test(db(), actor(), path.webhook_id)), 202)


@api.post("/webhooks/<uuid:webhook_id>/pause", tags=[TAG], responses={200: WebhookAnswer})
@needs(Role.ADMIN)
@checked
def pause_webhook(path: WebhookPath) -> Response:
    """Send nothing until it goes on; what happens meanwhile waits for up to 30 days."""
    return told(_answer(hooks.pause(db(), actor(), path.webhook_id, now())))


@api.post(
    "/webhooks/<uuid:webhook_id>/resume", tags=[TAG], responses={200: WebhookAnswer, **WITH_BODY}
)
@needs(Role.ADMIN)
@checked
def resume_webhook(path: WebhookPath, body: WebhookResumeAsked) -> Response:
    """Go on with what was missed, or without it."""
    found = hooks.resume(db(), actor(), path.webhook_id, now(), skips=body.skips)
    return told(_answer(found))


@api.get("/webhooks/<uuid:webhook_id>/deliveries", tags=[TAG], responses={200: WebhookDeliveryList})
@needs(Role.ADMIN)
@checked
def webhook_deliveries(path: WebhookPath) -> Response:
    """The last 50, the latest first."""
    found = hooks.deliveries(db(), actor(), path.webhook_id)
    answers = [WebhookDeliveryAnswer.model_validate(each, from_attributes=True) for each in found]
    return told(WebhookDeliveryList(answers))


@api.post(
    "/webhooks/<uuid:webhook_id>/deliveries/<uuid:event_id>/again",
    tags=[TAG],
    responses={204: None},
)
@needs(Role.ADMIN)
@checked
def send_webhook_again(path: DeliveryPath) -> Response:
    """Send an event once more, with the same ``webhook-id``."""
    hooks.send_again(db(), actor(), path.webhook_id, path.event_id, now())
    return nothing()


def _answer(found: Webhook) -> WebhookAnswer:
    return WebhookAnswer.model_validate(found, from_attributes=True)
