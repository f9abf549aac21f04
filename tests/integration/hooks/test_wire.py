"""One attempt against systems that answer, hang, drip, redirect, send without end or lie."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest
import trustme

from app.hooks.wire import MOST_READ_BYTES, Wire
from floorplans.hooks.kinds import Trouble
from tests.support.receiver import LOOPBACK, Receiver, receiving

#: Long enough for a busy machine to answer, short enough to wait for.
QUICK = Wire(LOOPBACK, connect_s=0.4, whole_s=0.4)
WIRE = Wire(LOOPBACK, connect_s=60, whole_s=60)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as made:
        yield made


def test_what_is_taken_is_good_and_its_answer_is_kept_as_plain_text(receiver):
    receiver.status, receiver.answer = (
        200,
        "<b>thanks</b>\x00\u202e\n you \xff".encode("latin-1", "replace"),
    )
    found = WIRE.post(receiver.url("/a?b=c"), {"x-own": "1"}, b"body")
    assert (found.status, found.trouble, found.is_good) == (200, None, True)
    assert found.answer.startswith("<b>thanks</b>")
    assert found.answer.isprintable()
    (heard,) = receiver.heard
    assert (heard.path, heard.body, heard.headers["x-own"]) == ("/a?b=c", b"body", "1")
    assert heard.headers["host"] == f"127.0.0.1:{receiver.port}"


@pytest.mark.parametrize("status", [301, 400, 401, 404, 410, 429, 500, 503])
def test_any_other_status_is_a_refusal(receiver, status):
    receiver.status = status
    found = WIRE.post(receiver.url(), {}, b"")
    assert (found.status, found.trouble) == (status, Trouble.STATUS)


def test_no_redirect_is_followed(receiver):
    with receiving() as other:
        receiver.redirects_to = other.url()
        assert WIRE.post(receiver.url(), {}, b"").status == 302
        assert other.heard == []


def test_who_hangs_up_gives_no_answer(receiver):
    receiver.hangs_up = True
    assert WIRE.post(receiver.url(), {}, b"").trouble is Trouble.BROKEN


def test_nobody_at_the_address():
    with receiving() as gone:
        url = gone.url()
    assert WIRE.post(url, {}, b"").trouble is Trouble.CONNECTION


@pytest.mark.parametrize("how", ["hangs", "drips"])
def test_who_takes_too_long_is_left(receiver, how):
    setattr(receiver, how, True)
    found = QUICK.post(receiver.url(), {}, b"")
    assert (found.trouble, found.status) == (Trouble.SLOW, None)


def test_an_answer_without_end_is_read_no_further_than_needed(receiver):
    receiver.status, receiver.is_endless = 200, True
    found = WIRE.post(receiver.url(), {}, b"")
    assert found.is_good
    assert len(found.answer) == 500
    # What the two ends hold between them comes on top.
    assert receiver.sent_bytes < MOST_READ_BYTES + 64 * 2**20


def test_a_name_that_leads_into_a_private_network_is_not_connected_to(receiver):
    asked = []

    def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    url = receiver.url(host="public.example.org").replace("http:", "https:")
    assert Wire(resolve=resolve).post(url, {}, b"").trouble is Trouble.ADDRESS
    assert asked == ["public.example.org"]
    assert receiver.heard == []


def test_one_address_that_is_not_allowed_is_enough(receiver):
    wire = Wire(resolve=lambda host, port: ["93.184.216.34", "127.0.0.1"])
    assert wire.post("https://mixed.example.org/", {}, b"").trouble is Trouble.ADDRESS


def test_without_tls_only_named_networks_are_sent_to():
    wire = Wire(LOOPBACK, resolve=lambda host, port: ["93.184.216.34"])
    assert wire.post("http://public.example.org/", {}, b"").trouble is Trouble.ADDRESS


def test_a_name_that_means_something_else_a_moment_later_changes_nothing(receiver):
    answers = iter([["127.0.0.1"], ["127.0.0.2"]])
    wire = replace(WIRE, resolve=lambda host, port: next(answers))
    found = wire.post(receiver.url(host="turning.example.org"), {}, b"")
    assert found.is_good
    # It was asked for once: the connection went to the very address that was checked.
    assert next(answers) == ["127.0.0.2"]
    assert receiver.heard[0].headers["host"] == f"turning.example.org:{receiver.port}"


def test_a_name_that_nobody_knows():
    def unknown(host: str, port: int) -> list[str]:
        raise OSError

    assert replace(WIRE, resolve=unknown).post("https://x.test/", {}, b"").trouble is Trouble.NAME
    assert replace(WIRE, resolve=lambda *_: []).post("https://x.test/", {}, b"").trouble is (
        Trouble.NAME
    )


def test_a_resolver_that_hangs_is_not_waited_for():
    let_go = threading.Event()

    def slow(host: str, port: int) -> list[str]:
        let_go.wait()
        return ["127.0.0.1"]

    try:
        found = replace(QUICK, resolve=slow).post("https://slow.example.org/", {}, b"")
    finally:
        let_go.set()
    assert found.trouble is Trouble.SLOW


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


def trusting(authority: trustme.CA) -> Wire:
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return Wire(LOOPBACK, lambda host, port: ["127.0.0.1"], context, 60, 60)


def test_the_certificate_is_checked_for_the_name_and_not_for_the_address(authority):
    with receiving(authority.issue_cert("door.example.org")) as receiver:
        wire = trusting(authority)
        assert wire.post(receiver.url(host="door.example.org"), {}, b"").is_good
        wrong = wire.post(receiver.url(host="other.example.org"), {}, b"")
        assert wrong.trouble is Trouble.CERTIFICATE
        assert len(receiver.heard) == 1


def test_a_certificate_of_nobody_we_trust_is_refused(authority):
    with receiving(authority.issue_cert("door.example.org")) as receiver:
        wire = replace(trusting(authority), tls=None)
        found = wire.post(receiver.url(host="door.example.org"), {}, b"")
        assert found.trouble is Trouble.CERTIFICATE
        assert receiver.heard == []
