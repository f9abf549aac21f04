"""Which webhooks there may be, and when is tried again: values in, decision out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from urllib.parse import SplitResult, urlsplit

from floorplans.errors import Invalid, NotFound, Refused
from floorplans.hooks.addresses import Network, is_allowed
from floorplans.hooks.kinds import Event, Paused
from floorplans.hooks.views import WebhookRequest
from floorplans.places.rules import clean_name

#: More than an office has other systems.
MOST_WEBHOOKS = 20
LONGEST_URL = 2000
LONGEST_ANSWER = 500
#: How many deliveries a page shows.
MOST_SHOWN = 50
#: Events and how their sending went are kept so long.
KEPT = timedelta(days=30)
#: For so long what is sent is signed by the former secret as well.
ROTATED_FOR = timedelta(days=1)
#: Longer than an attempt takes; after it another process may make it again.
LEASE = timedelta(minutes=1)
#: After so long without success an event is given up.
TRIED_FOR = timedelta(days=3)
WAITS = (
    timedelta(seconds=5),
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=10),
    timedelta(minutes=30),
    timedelta(hours=1),
    timedelta(hours=2),
    timedelta(hours=4),
    timedelta(hours=8),
)
#: So much shorter or longer is a wait, so that not all come back at once.
JITTER = 0.2
#: A webhook that does not answer at all, or fails so often in a row, rests as a whole.
RESTS_AFTER = 3
LONGEST_REST = timedelta(minutes=10)

NOTHING_KEPT = "Nothing was saved."


def checked(request: WebhookRequest, networks: Sequence[Network]) -> WebhookRequest:
    """A webhook as it is kept; raises Invalid (``url_invalid``, ``url_not_secure``,
    ``url_with_password``, ``events_missing``, ...) and Refused ``address_refused``."""
    if not request.events:
        raise Invalid(
            "events_missing",
            f"No event was chosen, so this webhook would never be told anything. {NOTHING_KEPT}",
            "Choose at least one event.",
            field="events",
        )
    url = checked_url(request.url, networks)
    return replace(request, name=clean_name(request.name, "webhook"), url=url)


def checked_url(url: str, networks: Sequence[Network]) -> str:
    """An address that may be sent to as far as can be told from its text."""
    parts = _parts(url.strip())
    if parts is None:
        raise Invalid(
            "url_invalid",
            f"This is not the whole address of a page. {NOTHING_KEPT}",
            "Copy it from the other system, such as https://example.org/hooks/floors.",
            field="url",
        )
    if parts.username is not None or parts.password is not None:
        raise Invalid(
            "url_with_password",
            f"The address has a user name or a password in it, which would be shown. {NOTHING_KEPT}"
            "",
            "Leave them out: the other system knows us by the signature.",
            field="url",
        )
    if parts.scheme != "https" and not networks:
        raise Invalid(
            "url_not_secure",
            f"The address begins with http, and only https is sent to. {NOTHING_KEPT}",
            "Use the https address of the other system. For devices in your own network, whoever "
            "runs this installation can name that network.",
            field="url",
        )
    host = parts.hostname or ""
    if (host.replace(".", "").isdigit() or ":" in host) and not is_allowed(host, networks):
        raise address_refused()
    return parts.scheme + url.strip()[len(parts.scheme) :]


def _parts(url: str) -> SplitResult | None:
    """An address in its parts; None for what is none, or has what must be written otherwise."""
    try:
        parts = urlsplit(url)
        _ = parts.port
        host = (parts.hostname or "").encode("ascii")
    except ValueError:
        return None
    usable = (
        parts.scheme in ("http", "https")
        and host
        and url.lower().startswith(f"{parts.scheme}://")
        and not parts.fragment
        # As the table wants it: an @ in front of the path may be a password.
        and (parts.path.startswith("/") or "@" not in parts.query)
        and url.isascii()
        and url.isprintable()
        and not set(url) & set(' "<>\\^`{|}')
        and len(url) <= LONGEST_URL
    )
    return parts if usable else None


def address_refused() -> Refused:
    return Refused(
        "address_refused",
        f"The address is in a network that this installation does not send to. {NOTHING_KEPT}",
        "Use an address that can be reached from the internet. For devices in your own network, "
        "whoever runs this installation can name that network.",
    )


def too_many() -> Refused:
    return Refused(
        "too_many_webhooks",
        f"There are {MOST_WEBHOOKS} webhooks already, and there can be no more.",
        "Remove one that is not needed any more, then try again.",
        most=MOST_WEBHOOKS,
    )


def no_such_webhook() -> NotFound:
    return NotFound(
        "no_such_webhook",
        "There is no such webhook, or it was removed. Nothing was changed.",
        "Reload the list of webhooks.",
    )


def no_such_delivery() -> NotFound:
    return NotFound(
        "no_such_delivery",
        "There is no such delivery, or it was more than 30 days ago. Nothing was sent.",
        "Reload the page to see what was sent.",
    )


def wait_after(attempts: int, chance: float) -> timedelta:
    """How long to wait after so many attempts (at least one); ``chance`` is from 0 to 1."""
    wait = WAITS[min(attempts, len(WAITS)) - 1]
    return wait * (1 - JITTER + 2 * JITTER * chance)


def rest_after(failures: int, *, answered: bool, chance: float) -> timedelta | None:
    """How long a webhook rests as a whole after so many failures in a row; None for not at all."""
    if answered and failures < RESTS_AFTER:
        return None
    return min(wait_after(failures, chance), LONGEST_REST)


def words_of_pause(paused: Paused) -> str:
    """Why nothing is sent, as a sentence."""
    return {
        Paused.ASKED: "Paused by an administrator.",
        Paused.FAILING: "Paused by itself: nothing has arrived for three days.",
        Paused.GONE: "Paused by itself: the other system says that nobody listens there any more.",
    }[paused]


def in_order(events: frozenset[Event]) -> list[str]:
    return [str(event) for event in Event if event in events]
