"""Signatures are what the specification's own reference code expects."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from floorplans.hooks import signing

BODY = '{"type":"booking.created","space":"Büro 3"}'.encode()


def signed(*secrets: str, at: datetime | None = None) -> dict[str, str]:
    return signing.headers("msg-1", BODY, secrets, at or datetime.now(UTC))


def test_a_receiver_with_the_secret_takes_it_and_one_with_another_does_not():
    own, other = signing.new_secret(), signing.new_secret()
    assert Webhook(own).verify(BODY, signed(own))["space"] == "Büro 3"
    with pytest.raises(WebhookVerificationError):
        Webhook(other).verify(BODY, signed(own))


def test_while_a_secret_is_rolled_both_are_good():
    new, former = signing.new_secret(), signing.new_secret()
    headers = signed(new, former)
    assert headers["webhook-signature"].count("v1,") == 2
    for secret in (new, former):
        Webhook(secret).verify(BODY, headers)


def test_what_was_changed_or_is_old_is_not_taken():
    own = signing.new_secret()
    with pytest.raises(WebhookVerificationError):
        Webhook(own).verify(BODY + b" ", signed(own))
    with pytest.raises(WebhookVerificationError):
        Webhook(own).verify(BODY, {**signed(own), "webhook-id": "msg-2"})
    with pytest.raises(WebhookVerificationError):
        Webhook(own).verify(BODY, signed(own, at=datetime.now(UTC) - timedelta(minutes=6)))


def test_the_example_of_the_specification_is_signed_as_it_says():
    at = datetime.fromtimestamp(1614265330, UTC)
    headers = signing.headers(
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        b'{"test": 2432232314}',
        ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
        at,
    )
    assert headers == {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }
