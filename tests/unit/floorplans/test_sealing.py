"""Secrets at rest are read again by the same key and purpose alone."""

from __future__ import annotations

import pytest

from floorplans.sealing import SealBroken, Sealer

KEY = b"k" * 64
SECRET = "whsec_not-told"


def test_what_is_sealed_can_be_opened_again_and_is_not_to_be_seen():
    sealed = Sealer(KEY, "webhooks").seal(SECRET)
    assert SECRET.encode() not in sealed
    assert Sealer(KEY, "webhooks").open(sealed) == SECRET


def test_the_same_secret_is_sealed_differently_each_time():
    assert Sealer(KEY, "webhooks").seal(SECRET) != Sealer(KEY, "webhooks").seal(SECRET)


@pytest.mark.parametrize("other", [Sealer(b"x" * 64, "webhooks"), Sealer(KEY, "sign-in")])
def test_another_key_or_purpose_opens_nothing(other):
    with pytest.raises(SealBroken):
        other.open(Sealer(KEY, "webhooks").seal(SECRET))


def test_what_was_changed_does_not_open():
    sealed = bytearray(Sealer(KEY, "webhooks").seal(SECRET))
    sealed[-3] ^= 1
    with pytest.raises(SealBroken):
        Sealer(KEY, "webhooks").open(bytes(sealed))


def test_the_key_does_not_print():
    assert "kkk" not in repr(Sealer(KEY, "webhooks"))
