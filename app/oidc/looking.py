"""What a provider answers to the set-up as it stands: told line by line, without any token."""

from __future__ import annotations

from dataclasses import dataclass

from app.oidc.discovery import ALGORITHMS, Directory, Endpoints
from app.oidc.troubles import ProviderAway, reason_words
from floorplans.identities.views import Provider


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was looked at."""

    is_fine: bool
    says: str


def look(directory: Directory, provider: Provider) -> list[Line]:
    """Ask the provider about itself and its keys, anew; up to the first thing that fails."""
    directory.forget()
    found: list[Line] = []
    try:
        at = directory.endpoints(provider.issuer)
        found += _about(provider, at)
        keys = directory.keys(at.keys)
    except ProviderAway as gone:
        what = "its keys" if found else "what it says of itself"
        return [*found, Line(False, f"We asked for {what}, but {reason_words(gone.reason)}.")]
    count = len(keys.keys)
    found.append(Line(True, f"It publishes {count} {'key' if count == 1 else 'keys'} for tokens."))
    return [*found, *_here(provider)]


def _about(provider: Provider, at: Endpoints) -> list[Line]:
    found = [
        Line(True, f"It calls itself {at.issuer}."),
        Line(True, f"People sign in at {at.authorization}"),
        Line(True, f"Codes are exchanged at {at.token}"),
        Line(
            bool(at.algorithms),
            f"It signs tokens with {', '.join(at.algorithms)}."
            if at.algorithms
            else f"It signs tokens with nothing that is taken here: {', '.join(ALGORITHMS)}.",
        ),
    ]
    missing = [each for each in provider.scopes.split() if at.scopes and each not in at.scopes]
    if missing:
        found.append(Line(False, f"It does not offer the scopes {', '.join(missing)}."))
    claim = provider.groups_claim
    if claim and at.claims and claim.split(".")[0] not in at.claims:
        words = f"It does not list the claim “{claim}”; many do not. “Try it” shows what comes."
        found.append(Line(True, words))
    return found


def _here(provider: Provider) -> list[Line]:
    found = []
    if provider.client_id is None:
        found.append(Line(False, "The client ID is missing here, so nobody is offered this way."))
    if not provider.domains:
        found.append(Line(False, "No domain is named here, so nobody new is found or made."))
    return found
