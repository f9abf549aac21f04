"""Links in mail: one act, one person, one booking, for a time; nothing else is in them."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from itsdangerous import URLSafeSerializer

from app.mail.links import Act, Addresses, Link, link_of, token_of
from floorplans.errors import NotFound

KEY = b"0123456789abcdef"
NOW = datetime(2026, 11, 18, 8, 0, tzinfo=UTC)
LINK = Link(Act.CANCEL, UUID(int=1), UUID(int=2), UUID(int=3), NOW + timedelta(hours=1))


def test_a_link_comes_back_as_it_went() -> None:
    for link in (LINK, replace(LINK, act=Act.MOVE, space_id=UUID(int=4))):
        assert link_of(token_of(link, KEY), KEY, NOW) == link


def test_the_same_link_has_the_same_text_so_that_calendars_stay_as_they_are() -> None:
    assert token_of(LINK, KEY) == token_of(LINK, KEY)


def test_a_link_ends_with_its_hours() -> None:
    with pytest.raises(NotFound) as refusal:
        link_of(token_of(LINK, KEY), KEY, LINK.expires_at)
    assert refusal.value.code == "link_expired"


def test_a_link_of_another_installation_is_none() -> None:
    with pytest.raises(NotFound) as refusal:
        link_of(token_of(LINK, b"another key"), KEY, NOW)
    assert refusal.value.code == "link_invalid"


def test_what_was_signed_for_another_purpose_is_no_link() -> None:
    for salt in ("cookie-session", "wtf-csrf-token", "itsdangerous"):
        token = URLSafeSerializer(KEY, salt=salt).dumps(["cancel", "", "", "", 0, ""])
        with pytest.raises(NotFound):
            link_of(token, KEY, NOW)


@given(st.data())
def test_no_changed_letter_leaves_a_link_that_works(data: st.DataObject) -> None:
    token = token_of(LINK, KEY)
    place = data.draw(st.integers(0, len(token) - 1))
    letter = data.draw(st.sampled_from("abcXYZ019-_."))
    changed = token[:place] + letter + token[place + 1 :]
    # The last letter carries bits that mean nothing, so another one may stand for the same text.
    with suppress(NotFound):
        assert link_of(changed, KEY, NOW) == LINK


@given(st.text(max_size=200))
def test_any_text_is_refused_and_never_an_error_of_ours(text: str) -> None:
    with pytest.raises(NotFound):
        link_of(text, KEY, NOW)


def test_a_very_long_text_is_not_even_read() -> None:
    with pytest.raises(NotFound):
        link_of("a" * 1_000_000, KEY, NOW)


def test_the_key_never_prints() -> None:
    assert "0123456789abcdef" not in repr(Addresses("https://floors.office.test", KEY))
