"""The use cases of webhooks for administrators: made, looked after, tried, and their end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from floorplans.actor import Actor, Role
from floorplans.database import Database
from floorplans.errors import NotFound
from floorplans.hooks import queries, rules
from floorplans.hooks.addresses import Network
from floorplans.hooks.kinds import Paused
from floorplans.hooks.signing import new_secret
from floorplans.hooks.views import Delivery, Webhook, WebhookRequest
from floorplans.ids import new_id
from floorplans.sealing import Sealer

#: What the secrets are sealed for (``Sealer.purpose``).
PURPOSE = "webhooks"


def webhooks(db: Database, actor: Actor) -> list[Webhook]:
    """All webhooks of the organisation by name. Needs the role admin."""
    actor.require(Role.ADMIN)
    with db.transaction(actor.organisation_id) as tx:
        return queries.all_webhooks(tx, actor)


def webhook(db: Database, actor: Actor, webhook_id: UUID) -> Webhook:
    """Raises Forbidden, NotFound ``no_such_webhook``."""
    actor.require(Role.ADMIN)
    with db.transaction(actor.organisation_id) as tx:
        return _one(tx, actor, webhook_id)


def make(
    db: Database,
    actor: Actor,
    request: WebhookRequest,
    sealer: Sealer,
    *,
    networks: Sequence[Network],
    now: datetime,
) -> tuple[Webhook, str]:
    """Make a webhook: itself, and its secret, which is shown only here.

    Raises Forbidden, Invalid for what ``rules.checked`` says, NotFound ``site_not_found``, Refused
    (``too_many_webhooks``, ``address_refused``).
    """
    actor.require(Role.ADMIN)
    wanted = rules.checked(request, networks)
    secret, webhook_id = new_secret(), new_id()
    with db.transaction(actor.organisation_id) as tx:
        _check_site(tx, actor, wanted.site_id)
        if queries.lock_all(tx, actor) >= rules.MOST_WEBHOOKS:
            raise rules.too_many()
        queries.add(
            tx,
            {
                "organisation_id": actor.organisation_id,
                "id": webhook_id,
                "secret_sealed": sealer.seal(secret),
                "created_at": now,
                **_values(wanted),
            },
        )
        return _one(tx, actor, webhook_id), secret


def change(
    db: Database,
    actor: Actor,
    webhook_id: UUID,
    request: WebhookRequest,
    *,
    networks: Sequence[Network],
) -> Webhook:
    """Let a webhook be as wanted; what waits goes to its new address. Raises as ``make``."""
    actor.require(Role.ADMIN)
    wanted = rules.checked(request, networks)
    with db.transaction(actor.organisation_id) as tx:
        _check_site(tx, actor, wanted.site_id)
        fresh = {"failures": 0, "rests_until": None}
        if not queries.change(tx, actor, webhook_id, **_values(wanted), **fresh):
            raise rules.no_such_webhook()
        return _one(tx, actor, webhook_id)


def remove(db: Database, actor: Actor, webhook_id: UUID) -> None:
    """End a webhook at once, with all that it was to be told. Raises as ``webhook``."""
    actor.require(Role.ADMIN)
    with db.transaction(actor.organisation_id) as tx:
        if not queries.remove(tx, actor, webhook_id):
            raise rules.no_such_webhook()


def roll_secret(db: Database, actor: Actor, webhook_id: UUID, sealer: Sealer, now: datetime) -> str:
    """Make a new secret, which is shown only here; the former signs too for one more day.

    One that was the former already ends at once. Raises as ``webhook``.
    """
    actor.require(Role.ADMIN)
    secret = new_secret()
    with db.transaction(actor.organisation_id) as tx:
        former = queries.secret_of(tx, actor, webhook_id)
        if former is None:
            raise rules.no_such_webhook()
        queries.change(
            tx,
            actor,
            webhook_id,
            secret_sealed=sealer.seal(secret),
            former_sealed=former,
            former_until=now + rules.ROTATED_FOR,
        )
    return secret


def pause(db: Database, actor: Actor, webhook_id: UUID, now: datetime) -> Webhook:
    """Send nothing until it is let go on; what happens meanwhile waits. Raises as ``webhook``."""
    actor.require(Role.ADMIN)
    with db.transaction(actor.organisation_id) as tx:
        found = _one(tx, actor, webhook_id)
        if found.paused is None:
            queries.change(tx, actor, webhook_id, paused=str(Paused.ASKED), paused_at=now)
        return _one(tx, actor, webhook_id)


def resume(
    db: Database, actor: Actor, webhook_id: UUID, now: datetime, *, skips: bool = False
) -> Webhook:
    """Let a webhook go on with what it missed, or ``skips`` that. Raises as ``webhook``."""
    actor.require(Role.ADMIN)
    with db.transaction(actor.organisation_id) as tx:
        fresh = {"paused": None, "paused_at": None, "failures": 0, "rests_until": None}
        if not queries.change(tx, actor, webhook_id, **fresh):
            raise rules.no_such_webhook()
        if skips:
            queries.skip(tx, actor, webhook_id)
        else:
            queries.go_on(tx, actor, webhook_id, now)
        return _one(tx, actor, webhook_id)


def test(db: Database, actor: Actor, webhook_id: UUID) -> UUID:
    """Send an event that says nothing; its id, by which it is found among the deliveries.

    Raises as ``webhook``.
    """
    actor.require(Role.ADMIN)
    with db.transaction(actor.organisation_id) as tx:
        _one(tx, actor, webhook_id)
        return queries.add_test(tx, actor, webhook_id)


def deliveries(db: Database, actor: Actor, webhook_id: UUID) -> list[Delivery]:
    """The last ``rules.MOST_SHOWN``, the latest first. Raises as ``webhook``."""
    actor.require(Role.ADMIN)
    with db.transaction(actor.organisation_id) as tx:
        _one(tx, actor, webhook_id)
        return queries.deliveries(tx, actor, webhook_id)


def send_again(db: Database, actor: Actor, webhook_id: UUID, event_id: UUID, now: datetime) -> None:
    """Send an event once more, with the same id. Raises NotFound ``no_such_delivery``, Forbidden,
    NotFound ``no_such_webhook``."""
    actor.require(Role.ADMIN)
    with db.transaction(actor.organisation_id) as tx:
        _one(tx, actor, webhook_id)
        if not queries.again(tx, actor, webhook_id, event_id, now):
            raise rules.no_such_delivery()


def tells_of_people(db: Database, actor: Actor) -> bool:
    """Whether other systems are told whose a booking is; everybody may know that."""
    with db.transaction(actor.organisation_id) as tx:
        return queries.count_with_person(tx, actor) > 0


def _one(tx: Connection, actor: Actor, webhook_id: UUID) -> Webhook:
    found = queries.one(tx, actor, webhook_id)
    if found is None:
        raise rules.no_such_webhook()
    return found


def _check_site(tx: Connection, actor: Actor, site_id: UUID | None) -> None:
    if site_id is not None and not queries.has_site(tx, actor, site_id):
        raise NotFound(
            "site_not_found",
            "There is no such site, or it was removed. Nothing was saved.",
            "Reload the page and choose another one.",
        )


def _values(wanted: WebhookRequest) -> dict[str, object]:
    return {
        "name": wanted.name,
        "url": wanted.url,
        "events": rules.in_order(wanted.events),
        "site_id": wanted.site_id,
        "tells_person": wanted.tells_person,
    }
