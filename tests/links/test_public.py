"""Is every address that is not of the public internet known for one?"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb_tools.links.public import why_not

_GLOBAL = IPv6Network("2000::/3")


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("127.0.0.1", "loopback"), ("127.255.255.254", "loopback"), ("::1", "loopback"),
        ("0.0.0.0", "this machine"), ("0.1.2.3", "this machine"), ("::", "this machine"),
        ("10.0.0.1", "private"), ("172.16.0.1", "private"), ("172.31.255.255", "private"), ("192.168.1.1", "private"),
        ("100.64.0.1", "private"), ("100.127.255.255", "private"), ("198.18.0.1", "private"), ("198.19.255.255", "private"),
        ("fc00::1", "private"), ("fdff::1", "private"), ("fec0::1", "private"),
        ("169.254.0.1", "link-local"), ("fe80::1", "link-local"), ("febf::1", "link-local"),
        ("169.254.169.254", "metadata"), ("fd00:ec2::254", "metadata"), ("100.100.100.200", "metadata"),
        ("168.63.129.16", "metadata"), ("192.0.0.192", "metadata"), ("169.254.170.2", "metadata"),
        ("224.0.0.1", "multicast"), ("239.255.255.255", "multicast"), ("ff02::1", "multicast"), ("ff0e::1", "multicast"),
        ("240.0.0.1", "reserved"), ("255.255.255.255", "reserved"), ("192.0.0.8", "reserved"), ("192.88.99.1", "reserved"),
        ("192.0.2.1", "not a public"), ("198.51.100.1", "not a public"), ("203.0.113.1", "not a public"),
        ("2001:db8::1", "reserved"), ("3fff::1", "reserved"), ("100::1", "not a public"), ("4000::1", "not a public"),
        ("5f00::1", "not a public"), ("64:ff9b:1::a00:1", "not a public"), ("::8.8.8.8", "not a public"),
        # What holds an IPv4 address is what that is.
        ("::ffff:127.0.0.1", "loopback"), ("::ffff:10.0.0.1", "private"), ("::ffff:169.254.169.254", "metadata"),
        ("::10.0.0.1", "private"), ("::ffff:0:10.0.0.1", "private"), ("64:ff9b::a00:1", "private"),
        ("64:ff9b::169.254.169.254", "metadata"), ("2002:7f00:1::1", "loopback"), ("2002:a00:1::", "private"),
        ("2001:0:a00:1::", "private"), ("2001:0:808:808:0:0:f5ff:fffe", "private"),
        ("2606:4700::5efe:10.0.0.1", "private"), ("2606:4700::200:5efe:192.168.0.1", "private"),
    ],
)  # fmt: skip
def test_what_is_refused(address: str, reason: str) -> None:
    assert reason in why_not(ip_address(address))


@pytest.mark.parametrize(
    "address",
    "1.1.1.1 9.9.9.9 172.15.255.255 172.32.0.0 100.63.255.255 100.128.0.0 169.253.255.255 198.17.0.1 223.255.255.255 "
    "2606:4700::1111 2a00:1450:4001::200e 64:ff9b::808:808 ::ffff:8.8.8.8 2002:808:808::1".split(),
)
def test_what_is_public(address: str) -> None:
    assert why_not(ip_address(address)) == ""


@given(st.integers(0, 2**32 - 1).map(IPv4Address))
def test_what_python_calls_private_is_never_public(address: IPv4Address) -> None:
    assert address.is_global or why_not(address)


@given(st.integers(0, 2**32 - 1).map(IPv4Address))
def test_wrapped_in_ipv6_it_is_judged_the_same(address: IPv4Address) -> None:
    for wrapped in (f"::ffff:{address}", f"64:ff9b::{address}"):
        assert bool(why_not(ip_address(wrapped))) == bool(why_not(address))


@given(st.integers(0, 2**128 - 1).map(IPv6Address))
def test_only_a_small_part_of_ipv6_is_public(address: IPv6Address) -> None:
    if why_not(address) == "":
        assert address in _GLOBAL or address.ipv4_mapped or str(address).startswith("64:ff9b::")
