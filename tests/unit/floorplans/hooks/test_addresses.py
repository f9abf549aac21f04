"""What the service connects to on somebody's word: the public internet, and what was named."""

from __future__ import annotations

import pytest

from floorplans.hooks.addresses import is_allowed, is_in, named_networks

PUBLIC = ["93.184.216.34", "8.8.8.8", "2606:2800:220:1:248:1893:25c8:1946", "64:ff9b::5db8:d822"]
NOT_PUBLIC = [
    *("127.0.0.1", "127.255.255.254", "0.0.0.0", "0.1.2.3"),
    *("10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1"),
    # The metadata of clouds.
    *("169.254.169.254", "169.254.170.2", "fd00:ec2::254", "100.100.100.200"),
    *("100.64.0.1", "192.0.0.1", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1"),
    *("224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255"),
    *("::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "fec0::1", "ff02::1"),
    # The same, written into IPv6: mapped, compatible, translated, 6to4, Teredo.
    *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:a9fe:a9fe", "::127.0.0.1", "::10.0.0.1"),
    *("64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "2002:7f00:1::", "2002:a00:1::1"),
    *("2001:0:7f00:1::", "2001:db8::1"),
    *("", "localhost", "1.2.3", "0x7f000001", "2130706433", "127.0.0.1:80"),
]


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_sent_to(address):
    assert is_allowed(address)


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_nothing_else_is(address):
    assert not is_allowed(address)


def test_a_network_that_was_named_is_sent_to_and_no_other():
    named = named_networks("10.20.0.0/16, fd00:1::/64")
    assert is_allowed("10.20.3.4", named)
    assert is_allowed("::ffff:10.20.3.4", named)
    assert is_allowed("fd00:1::5", named)
    assert not is_allowed("10.21.0.1", named)
    assert not is_allowed("127.0.0.1", named)
    assert not is_allowed("2002:a15:1::", named)
    assert is_allowed("8.8.8.8", named)
    assert is_in("10.20.3.4", named)
    assert not is_in("8.8.8.8", named)


@pytest.mark.parametrize("text", ["0.0.0.0/0", "::/0", "8.8.8.0/24", "10.0.0.1/8", "intranet"])
def test_what_is_public_or_no_network_cannot_be_named(text):
    with pytest.raises(ValueError, match=r".+"):
        named_networks(text)


def test_nothing_named_is_nothing():
    assert named_networks(" ") == ()
