"""Which webhooks there may be, and when is tried again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from floorplans.errors import DomainError
from floorplans.hooks import rules
from floorplans.hooks.addresses import named_networks
from floorplans.hooks.kinds import EVENT_WORDS, GROUPS, Event
from floorplans.hooks.views import WebhookRequest

LAN = named_networks("10.20.0.0/16")


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org",
        "https://example.org:8443/hooks/a%20b?key=value&more",
        " https://8.8.8.8/hook ",
        "HTTPS://example.org/",
    ],
)
def test_addresses_that_are_sent_to(url):
    assert rules.checked_url(url, ()) == url.strip().replace("HTTPS:", "https:")


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("", "url_invalid"),
        ("example.org/hook", "url_invalid"),
        ("ftp://example.org/", "url_invalid"),
        ("https:///hook", "url_invalid"),
        ("https:example.org", "url_invalid"),
        ("https://example.org:99999/", "url_invalid"),
        ("https://example.org/#part", "url_invalid"),
        ("https://example.org?to=somebody@example.org", "url_invalid"),
        ("https://example.org/a b", "url_invalid"),
        ("https://example.org/\x00", "url_invalid"),
        ("https://example.org/\r\nx", "url_invalid"),
        ("https://ex\u00e4mple.org/", "url_invalid"),
        ("https://[::1", "url_invalid"),
        ("https://example.org\\@127.0.0.1/", "url_invalid"),
        ("https://example.org/" + "a" * 2000, "url_invalid"),
        ("https://noor:secret@example.org/", "url_with_password"),
        ("https://noor@example.org/", "url_with_password"),
        ("http://example.org/", "url_not_secure"),
        ("https://127.0.0.1/", "address_refused"),
        ("https://[::1]/", "address_refused"),
        ("https://[::ffff:10.0.0.1]/", "address_refused"),
        ("https://169.254.169.254/latest", "address_refused"),
        ("https://2130706433/", "address_refused"),
        ("https://10.20.0.1/", "address_refused"),
    ],
)
def test_addresses_that_are_not(url, code):
    with pytest.raises(DomainError) as refused:
        rules.checked_url(url, ())
    assert refused.value.code == code


def test_a_network_that_was_named_may_be_sent_to_without_tls():
    assert rules.checked_url("http://10.20.0.1/door", LAN) == "http://10.20.0.1/door"
    assert rules.checked_url("http://door.lan/", LAN) == "http://door.lan/"
    with pytest.raises(DomainError):
        rules.checked_url("http://10.21.0.1/door", LAN)


def test_a_webhook_wants_a_name_and_an_event():
    with pytest.raises(DomainError) as refused:
        rules.checked(WebhookRequest("Door", "https://example.org/", frozenset()), ())
    assert refused.value.code == "events_missing"
    with pytest.raises(DomainError) as refused:
        rules.checked(WebhookRequest(" ", "https://example.org/", frozenset(Event)), ())
    assert refused.value.code == "name_missing"


def test_waits_grow_to_about_three_days_and_chance_moves_each_a_little():
    total, attempts = timedelta(), 0
    while total < rules.TRIED_FOR:
        attempts += 1
        total += rules.wait_after(attempts, 0.5)
    assert 12 <= attempts <= 18
    first = [rules.wait_after(1, chance) for chance in (0.0, 0.5, 1.0)]
    assert first == [timedelta(seconds=4), timedelta(seconds=5), timedelta(seconds=6)]


def test_one_refusal_lets_others_pass_and_silence_does_not():
    assert rules.rest_after(1, answered=True, chance=0.5) is None
    assert rules.rest_after(3, answered=True, chance=0.5) is not None
    assert rules.rest_after(1, answered=False, chance=0.5) is not None
    assert rules.rest_after(99, answered=False, chance=1.0) == rules.LONGEST_REST


def test_every_event_has_its_words_and_its_group():
    assert set(EVENT_WORDS) == set(Event)
    assert [event for group in GROUPS.values() for event in group] == list(Event)
