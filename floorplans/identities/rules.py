"""Decisions about providers and what they say: values in, decision out."""

from __future__ import annotations

import re
from ipaddress import ip_address
from urllib.parse import urlsplit

from floorplans.actor import Role
from floorplans.errors import DomainError, Forbidden, Invalid
from floorplans.identities.views import Claims, Provider, ProviderRequest, Reliance
from floorplans.people.rules import LONGEST_NAME, email_of

NOTHING_SAVED = "Nothing was changed."
LONGEST_NAME_OF_PROVIDER = 60
LONGEST_ISSUER = 500
LONGEST_CLIENT = 300
LONGEST_VALUE = 200
LONGEST_SCOPES = 500
LONGEST_DOMAIN = 253
MOST_DOMAINS = 50
MOST_PROVIDERS = 10
USUAL_SCOPES = "openid email profile"
#: OpenID Connect Core 1.0, section 2: ``sub`` has at most 255 characters.
LONGEST_SUBJECT = 255

_DOMAIN = re.compile(r"(?!-)[\w-]+(\.[\w-]+)+")
_SCOPE = re.compile(r"[\x21\x23-\x5b\x5d-\x7e]+")


def is_safe_address(address: str) -> bool:
    """Whether we may ask this address: https, or http on this very machine, without a password."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        return False
    if not host or "@" in parts.netloc or not address.isprintable() or " " in address:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and _is_loopback(host))


def issuer_of(text: str) -> str:
    """The issuer as it was typed; raises ``Invalid`` (``issuer_invalid``)."""
    issuer = text.strip().removesuffix("/.well-known/openid-configuration")
    if len(issuer) > LONGEST_ISSUER or set("?#") & set(issuer) or not is_safe_address(issuer):
        raise Invalid(
            "issuer_invalid",
            f"The issuer is an address that begins with https://. {NOTHING_SAVED}",
            "Copy it from your provider, without what follows after a question mark.",
        )
    return issuer


def domains_of(text: str) -> tuple[str, ...]:
    """Domains of addresses, separated by blanks or commas; raises ``Invalid``."""
    found = tuple(dict.fromkeys(d.lstrip("@").lower() for d in re.split(r"[\s,;]+", text) if d))
    for domain in found:
        if len(domain) > LONGEST_DOMAIN or not _DOMAIN.fullmatch(domain):
            raise Invalid(
                "domain_invalid",
                f"One of the domains is none. {NOTHING_SAVED}",
                "Write what stands behind the @ of your addresses, such as example.org.",
            )
    if len(found) > MOST_DOMAINS:
        raise Invalid(
            "too_many_domains",
            f"A provider speaks for at most {MOST_DOMAINS} domains. {NOTHING_SAVED}",
            "Name those that people sign in with.",
        )
    return found


def line(text: str, what: str, longest: int) -> str:
    """One line of text, or empty; raises ``Invalid`` (``field_too_long``)."""
    value = text.strip()
    if len(value) > longest or not value.isprintable():
        raise Invalid(
            "field_too_long",
            f"The field “{what}” takes one line of at most {longest} characters. {NOTHING_SAVED}",
            "Copy it once more from your provider.",
            field=what,
        )
    return value


def values_of(asked: ProviderRequest) -> dict[str, object]:
    """The columns of a provider but for its secret; raises ``Invalid``."""
    name = line(asked.name, "Name", LONGEST_NAME_OF_PROVIDER)
    if not name:
        raise Invalid(
            "provider_name_missing",
            f"The provider has no name. {NOTHING_SAVED}",
            "Write what the button says, such as the name of your organisation.",
        )
    claim = line(asked.groups_claim, "Claim of groups", LONGEST_VALUE) or None
    roles = {
        "facility_value": line(asked.facility_value, "Facility staff", LONGEST_VALUE) or None,
        "admin_value": line(asked.admin_value, "Administrator", LONGEST_VALUE) or None,
    }
    if claim is None and any(roles.values()):
        raise Invalid(
            "claim_missing",
            f"Roles are told by the claim of groups, and none is named. {NOTHING_SAVED}",
            "Name the claim, or leave the values of the roles empty.",
        )
    if asked.default_role not in (Role.EMPLOYEE, Role.FACILITY):
        raise Invalid(
            "default_role_invalid",
            f"Who is new can be an employee or facility staff. {NOTHING_SAVED}",
            "Let the claim of groups say who is an administrator.",
        )
    return {
        "name": name,
        "issuer": issuer_of(asked.issuer),
        "client_id": line(asked.client_id, "Client ID", LONGEST_CLIENT) or None,
        "scopes": _scopes(asked.scopes),
        "groups_claim": claim,
        "vouches_for_addresses": asked.vouches_for_addresses,
        "makes_people": asked.makes_people,
        "default_role": str(asked.default_role),
        **roles,
    }


def address_of(provider: Provider, said: Claims) -> str:
    """The address by which a person is known here; raises ``Forbidden`` unless it is vouched for.

    Only for who comes for the first time: later the subject alone says who it is.
    """
    if not said.email:
        raise _address_missing(provider)
    if not (said.email_verified or provider.vouches_for_addresses):
        raise _stays_out(
            "address_not_verified",
            f"{provider.name} has not verified your e-mail address. You are not signed in.",
            "Verify it there, or ask your administrator.",
        )
    try:
        email = email_of(said.email)
    except Invalid:
        raise _address_missing(provider) from None
    if email.rpartition("@")[2] not in provider.domains:
        raise _stays_out(
            "domain_not_of_provider",
            f"{provider.name} does not speak for the domain of your address here. You are not "
            "signed in.",
            "Sign in with the account of your organisation, or ask your administrator.",
        )
    return email


def name_of(said: Claims, email: str) -> str:
    """What a new person is called: what the provider says, else the beginning of the address."""
    name = " ".join("".join(c if c.isprintable() else " " for c in said.name or "").split())
    return name[:LONGEST_NAME].strip() or email.partition("@")[0][:LONGEST_NAME]


def role_of(provider: Provider, values: frozenset[str] | None) -> Role | None:
    """The role that the claim means; None where the provider tells no roles or was silent."""
    if values is None or not provider.tells_roles:
        return None
    if provider.admin_value in values:
        return Role.ADMIN
    return Role.FACILITY if provider.facility_value in values else provider.default_role


def closed() -> DomainError:
    return _stays_out(
        "account_closed",
        "Your account here is closed. You are not signed in.",
        "Ask your administrator if that is not right.",
    )


def unknown_here(provider: Provider) -> DomainError:
    return _stays_out(
        "not_known_here",
        f"{provider.name} knows you, but you have no account here yet. You are not signed in.",
        "Ask your administrator for one.",
    )


def linked_to_another(provider: Provider) -> DomainError:
    return _stays_out(
        "linked_to_another",
        f"Your address here belongs to another account of {provider.name}. You are not signed in.",
        "Ask whoever runs the service to loosen the old one with: floorplans sign-in unlink",
    )


def of_another_organisation() -> DomainError:
    return _stays_out(
        "account_elsewhere",
        "This account or its address belongs to another organisation here. You are not signed in.",
        "Ask your administrator.",
    )


def words_of_removal(known: Reliance, issuer: str) -> str:
    """What an administrator is told before a provider with this issuer is removed."""
    came, bare = known.by_issuer.get(issuer, (0, 0))
    if not came:
        return "Nobody has signed in with it yet. Its set-up and its secret are forgotten."
    text = f"{_people(came)} signed in with it so far. Its set-up and its secret are forgotten."
    if bare:
        has = "has no password and comes" if bare == 1 else "have no password and come"
        text += f" {bare} of them {has} in no more, unless another provider knows them."
    return text


def words_of_passwords(known: Reliance) -> str:
    """What an administrator is told before passwords are taken no more."""
    if not known.strangers:
        return "All who work here have signed in with your accounts before."
    has = "has" if known.strangers == 1 else "have"
    return (
        f"{known.strangers} of {_people(known.people)} {has} never signed in with your accounts. "
        "Whom the provider does not know comes in no more."
    )


def _people(count: int) -> str:
    return f"{count} {'person' if count == 1 else 'people'}"


def _address_missing(provider: Provider) -> DomainError:
    return _stays_out(
        "address_missing",
        f"{provider.name} did not tell your e-mail address. You are not signed in.",
        "Ask your administrator to let it tell the claim “email”.",
    )


def _stays_out(code: str, message: str, advice: str) -> DomainError:
    return Forbidden(code, message, advice)


def _scopes(text: str) -> str:
    found = list(
        dict.fromkeys(line(text, "Scopes", LONGEST_SCOPES).split() or USUAL_SCOPES.split())
    )
    if not all(_SCOPE.fullmatch(each) for each in found):
        raise Invalid(
            "scopes_invalid",
            f"Scopes are words with blanks between them. {NOTHING_SAVED}",
            f"Usual are: {USUAL_SCOPES}.",
        )
    return " ".join(found if "openid" in found else ["openid", *found])


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
