"""What providers told is remembered, and for moments that one did not answer."""

from __future__ import annotations

import pytest

from app.oidc import discovery
from app.oidc.discovery import AWAY_FOR_S, KNOWN_FOR_S, Directory
from app.oidc.troubles import ProviderAway

ISSUER = "https://accounts.example.org"


class Told:
    """A provider that answers or does not, and counts how often it was asked."""

    def __init__(self) -> None:
        self.asked, self.is_away = 0, False

    def __call__(self, issuer: str) -> str:
        self.asked += 1
        if self.is_away:
            raise ProviderAway("too_slow")
        return f"endpoints of {issuer}"


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> Told:
    told = Told()
    monkeypatch.setattr(discovery, "endpoints", told)
    return told


def test_who_did_not_answer_is_not_asked_again_at_once(provider: Told) -> None:
    clock = [0.0]
    directory = Directory(lambda: clock[0])
    provider.is_away = True
    for _ in range(5):
        with pytest.raises(ProviderAway) as away:
            directory.endpoints(ISSUER)
        assert away.value.reason == "too_slow"
    assert provider.asked == 1
    provider.is_away = False
    clock[0] = AWAY_FOR_S
    assert ISSUER in str(directory.endpoints(ISSUER))
    assert provider.asked == 2


def test_an_administrator_who_tries_it_asks_again(provider: Told) -> None:
    directory = Directory(lambda: 0.0)
    provider.is_away = True
    with pytest.raises(ProviderAway):
        directory.endpoints(ISSUER)
    provider.is_away = False
    directory.forget()
    assert ISSUER in str(directory.endpoints(ISSUER))


def test_what_was_told_holds_for_an_hour(provider: Told) -> None:
    clock = [0.0]
    directory = Directory(lambda: clock[0])
    for moment in (0.0, KNOWN_FOR_S - 1, KNOWN_FOR_S):
        clock[0] = moment
        directory.endpoints(ISSUER)
    assert provider.asked == 2
