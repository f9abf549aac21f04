"""What can go wrong at a provider, and how it is told."""

from __future__ import annotations

from floorplans.errors import Busy, DomainError, Unauthenticated

LATER = "Try again in a minute, or sign in with a password if you have one."

#: What whoever sets a provider up reads behind “It did not work”.
REASONS = {
    "address_unsafe": "an address is not https",
    "unreachable": "it cannot be reached, or its certificate is not trusted",
    "too_slow": "it did not answer within 5 seconds",
    "too_large": "its answer is larger than 1 MB",
    "redirected": "it answers with a redirect, which is not followed: use the address it leads to",
    "not_json": "its answer is no JSON object",
    "not_found": "there is nothing at that address",
    "other_issuer": "it calls itself by another issuer; both must agree to the letter",
    "incomplete": "it does not tell all addresses that are needed",
    "no_code_flow": "it does not offer the authorization code flow",
    "no_keys": "it has no key for signatures that are taken here",
    "key_unknown": "the token is signed with a key that it does not publish",
    "signature": "the signature of the token is not right",
    "algorithm": "the token is signed in a way that is not taken, or not at all",
    "token_malformed": "the token cannot be read",
    "issuer": "the token is of another issuer",
    "audience": "the token is for another client",
    "expired": "the token has expired, or the clocks differ by more than two minutes",
    "not_yet": "the token is of the future: the clocks differ by more than two minutes",
    "nonce": "the token belongs to another sign-in",
    "claims": "a claim is missing or of the wrong kind",
    "no_token": "it gave no ID token",
    "provider_said_no": "it, or the person there, refused the sign-in",
    "code_refused": "it did not take the code: check the redirect address",
    "client_refused": "it does not know the client, or its secret is wrong or has ended",
}


class ProviderAway(Exception):
    """A provider did not answer as it should; ``reason`` is a key of ``REASONS``."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class TokenRefused(Exception):
    """An ID token, or the answer around it, is not to be trusted; ``reason`` as above."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def reason_words(reason: str) -> str:
    """A reason as the rest of a sentence."""
    if reason.startswith("error_"):
        return f"it answers with the error {reason.removeprefix('error_')}"
    return REASONS.get(reason, "it answered in a way that is not understood")


def away(name: str) -> DomainError:
    """The provider does not answer; the way with a password stays."""
    return Busy(
        "provider_away",
        f"{name} does not answer right now, so you are not signed in yet.",
        LATER,
        retry_after_s=60,
    )


def refused(name: str, reason: str) -> DomainError:
    """What came back is not to be trusted; ``reason`` is for whoever set the provider up."""
    return Unauthenticated(
        "company_sign_in_refused",
        f"What came back from {name} could not be trusted, so you are not signed in.",
        "Sign in again; if it stays so, ask your administrator to “Try it” under "
        "Floors, Company accounts.",
        reason=reason,
    )


def lost() -> DomainError:
    """No sign-in was begun in this browser, or too long ago, or another one since."""
    return Unauthenticated(
        "company_sign_in_lost",
        "This sign-in was not begun in this browser, or it took longer than ten minutes.",
        "Begin again here.",
    )


_SAID: dict[str, tuple[str, str]] = {
    "access_denied": (
        "You, or a rule there, did not let it tell us who you are. You are not signed in.",
        "Sign in again and agree, or ask your administrator whether you may use this service.",
    ),
    "login_required": (
        "It wants you to sign in there first. You are not signed in.",
        "Sign in again.",
    ),
    "temporarily_unavailable": (
        "It cannot sign anybody in right now. You are not signed in.",
        LATER,
    ),
    "server_error": (
        "Something went wrong there. You are not signed in.",
        LATER,
    ),
}
_ALIKE = {
    "interaction_required": "login_required",
    "consent_required": "access_denied",
    "account_selection_required": "login_required",
}
_OTHER = (
    "It refused the sign-in as it is set up here. You are not signed in.",
    "Ask your administrator to “Try it” under Floors, Company accounts.",
)


def said_no(name: str, error: str) -> DomainError:
    """The provider sent the person back with an error of OAuth (RFC 6749, 4.1.2.1)."""
    what, advice = _SAID.get(_ALIKE.get(error, error), _OTHER)
    return Unauthenticated("company_sign_in_denied", f"{name}: {what}", advice)
