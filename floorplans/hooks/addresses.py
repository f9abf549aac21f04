"""Which addresses the service may connect to on somebody's word: values in, decision out.

Who names an address for a webhook must not reach through it what only this machine can reach: its
own services, the network around it, the metadata of a cloud (OWASP, Server Side Request Forgery
Prevention).
"""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)

Network = IPv4Network | IPv6Network
#: IPv4 behind a translator (RFC 6052): the last four bytes are where it leads.
_TRANSLATED = IPv6Network("64:ff9b::/96")
#: Long given up (RFC 3879), and not counted as private by everybody.
_SITE_LOCAL = IPv6Network("fec0::/10")
#: IPv4 written into IPv6 (RFC 4291, section 2.5.5.1), given up as well.
_COMPATIBLE = IPv6Network("::/96")


def is_allowed(text: str, networks: Iterable[Network] = ()) -> bool:
    """Whether a numeric address is public, or lies in one of the networks that were named."""
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return False
    return all(_is_public(each) or _is_in(each, networks) for each in _meant(address))


def is_in(text: str, networks: Iterable[Network]) -> bool:
    """Whether a numeric address lies in one of the networks that were named."""
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return False
    return all(_is_in(each, networks) for each in _meant(address))


def named_networks(text: str) -> tuple[Network, ...]:
    """Networks from a list such as ``10.20.0.0/16, fd00::/8``.

    Raises ValueError for what is no network, and for one that has public addresses in it: those
    need no leave, and a net of everything would be none.
    """
    found = tuple(ip_network(each) for each in text.replace(",", " ").split())
    for each in found:
        if each.is_global or each.num_addresses > 1 << (each.max_prefixlen - 7):
            raise ValueError(str(each))
    return found


def _meant(address: IPv4Address | IPv6Address) -> tuple[IPv4Address | IPv6Address, ...]:
    """The address, and every other one that a packet to it may end at."""
    if isinstance(address, IPv4Address):
        return (address,)
    if address.ipv4_mapped is not None:
        return (address.ipv4_mapped,)
    if address in _TRANSLATED:
        return (_last_four(address),)
    inner = [address.sixtofour, *(address.teredo or ())]
    if address in _COMPATIBLE and int(address) > 1:
        inner.append(_last_four(address))
    return (address, *(each for each in inner if each is not None))


def _last_four(address: IPv6Address) -> IPv4Address:
    return IPv4Address(int(address) & 0xFFFFFFFF)


def _is_public(address: IPv4Address | IPv6Address) -> bool:
    if isinstance(address, IPv6Address) and address in _SITE_LOCAL:
        return False
    return (
        address.is_global
        and not address.is_multicast
        and not address.is_reserved
        and not address.is_unspecified
    )


def _is_in(address: IPv4Address | IPv6Address, networks: Iterable[Network]) -> bool:
    return any(address.version == each.version and address in each for each in networks)
