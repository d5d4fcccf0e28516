"""May a program that reads what strangers wrote connect to this address?"""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

IPAddress = IPv4Address | IPv6Address

_INTERNAL = (
    ".corp",
    ".home",
    ".home.arpa",
    ".internal",
    ".intranet",
    ".intra",
    ".lan",
    ".local",
    ".localdomain",
    ".private",
)

_METADATA = frozenset(
    ip_address(text)
    for text in (
        "169.254.169.254", "169.254.170.2", "169.254.170.23", "fd00:ec2::254", "fd00:ec2::23", "fd20:ce::254",
        "100.100.100.200", "168.63.129.16", "192.0.0.192",
    )
)  # fmt: skip
"""Where machines in a cloud are told their keys. Some of these would pass for public."""

_NAMED: tuple[tuple[str, str], ...] = (
    ("0.0.0.0/8", "an address of this machine"),
    ("127.0.0.0/8", "a loopback address"),
    ("169.254.0.0/16", "a link-local address"),
    ("10.0.0.0/8", "a private address"),
    ("172.16.0.0/12", "a private address"),
    ("192.168.0.0/16", "a private address"),
    ("100.64.0.0/10", "a private address of a provider"),
    ("192.0.0.0/24", "a reserved address"),
    ("192.88.99.0/24", "a reserved address"),
    ("198.18.0.0/15", "a private address"),
    ("224.0.0.0/4", "a multicast address"),
    ("240.0.0.0/4", "a reserved address"),
    ("::/128", "an address of this machine"),
    ("::1/128", "a loopback address"),
    ("fe80::/10", "a link-local address"),
    ("fec0::/10", "a private address"),
    ("fc00::/7", "a private address"),
    ("ff00::/8", "a multicast address"),
    ("2001::/23", "a reserved address"),
    ("2001:db8::/32", "a reserved address"),
    ("3fff::/20", "a reserved address"),
)

_NETWORKS = tuple((ip_network(text), name) for text, name in _NAMED)
_GLOBAL_V6 = IPv6Network("2000::/3")
_TUNNELS: tuple[tuple[IPv6Network, int], ...] = (
    (IPv6Network("::/96"), 0),
    (IPv6Network("::ffff:0:0/96"), 0),
    (IPv6Network("::ffff:0:0:0/96"), 0),
    (IPv6Network("64:ff9b::/96"), 0),
    (IPv6Network("2002::/16"), 80),
)
"""IPv6 addresses that hold an IPv4 address, and how far from the right: IPv4-compatible, mapped, translated, NAT64, 6to4."""

_TRANSLATED = (IPv6Network("::ffff:0:0/96"), IPv6Network("64:ff9b::/96"))
"""What such an address stands for is where the connection goes."""

_TEREDO = IPv6Network("2001::/32")
_ISATAP = (0x5EFE, 0x0200_5EFE)


def why_not(address: IPAddress) -> str:
    """What kind of address it is, if it is none of the public internet; else nothing."""
    if address in _METADATA:
        return "a metadata address of a cloud"
    for network, name in _NETWORKS:
        if address.version == network.version and address in network and not _is_teredo(address):
            return name
    if isinstance(address, IPv4Address):
        return "" if address.is_global else "not a public address"
    inner = _inner(address)
    for each in inner:
        if reason := why_not(each):
            return f"{reason} ({each}) in IPv6"
    if any(address in network for network in _TRANSLATED):
        return ""
    return "" if address in _GLOBAL_V6 and (inner or address.is_global) else "not a public address"


def _inner(address: IPv6Address) -> list[IPv4Address]:
    """The IPv4 addresses that an IPv6 address stands for."""
    bits = int(address)
    found = [IPv4Address(bits >> shift & 0xFFFF_FFFF) for network, shift in _TUNNELS if address in network]
    if _is_teredo(address):
        found += [IPv4Address(bits >> 64 & 0xFFFF_FFFF), IPv4Address(~bits & 0xFFFF_FFFF)]
    if bits >> 32 & 0xFFFF_FFFF in _ISATAP:
        found.append(IPv4Address(bits & 0xFFFF_FFFF))
    return found


def _is_teredo(address: IPAddress) -> bool:
    return isinstance(address, IPv6Address) and address in _TEREDO


class Allowed:
    """The hosts that the team lets have a private address: `name`, `name:port`, `*.name` for all below it."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = frozenset(name.lower().removesuffix(".") for name in names)

    def has(self, host: str, port: int) -> bool:
        names, tail = [host], host
        while "." in tail:
            tail = tail.partition(".")[2]
            names.append(f"*.{tail}")
        return any(name in self._names or f"{name}:{port}" in self._names for name in names)


def is_internal_name(host: str) -> bool:
    """Does a name look as if only those inside a house knew it?"""
    return "." not in host or host.endswith(_INTERNAL)
