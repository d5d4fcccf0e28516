"""The address of a page on another server: read as browsers read it, and written in one way only."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import quote, urljoin

_WHOLE = re.compile(r"(https?):[/\\]*+([^/\\?#]*+)([^#]*+)(?:#(.*))?", re.I | re.S)
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*+):")
_NAME = re.compile(r"[a-z0-9_-]{1,63}(?>(?:\.[a-z0-9_-]{1,63})*)")
_NUMBER = re.compile(r"0x[0-9a-f]*+|\d++")
_ESCAPED = re.compile(r"%[0-9A-Fa-f]{2}")
_BARE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_UNSAFE = re.compile(
    r"""[\s\0-\x1f\x7f-\x9f"<>()\[\]|\\^`{}\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"""
)
_KEPT = "%/:=&?~+!$,;'@()*[]|"
"""Not percent-encoded in path and query, as in browsers."""

_PORTS = {"http": 80, "https": 443}
_LONGEST_HOST = 253


class NoAddress(ValueError):
    """No browser could open this; the message says why, as the end of a sentence."""


class Address(NamedTuple):
    """Where a request goes; all of it ASCII."""

    scheme: str
    """http or https."""
    host: str
    """Lower case, without brackets, punycode where it was not ASCII; numbers in the usual form."""
    port: int
    target: str
    """Path and query."""
    credentials: bool = False
    """A user name or password stood in it. It is not kept."""

    @property
    def netloc(self) -> str:
        """Host and port as they stand in an address."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """The one way to write it; without a fragment."""
        return f"{self.scheme}://{self.netloc}{self.target}"


def is_external(target: str) -> bool:
    """Does a link lead to another server?"""
    return target.lstrip()[:8].lower().startswith(("http:", "https:", "//"))


def read(text: str) -> tuple[Address, str]:
    """An address and its fragment, as it was written.

    Raises:
        NoAddress: it has no host, or none that could exist.
    """
    # Browsers drop line breaks and tabs, and take backslashes for slashes.
    text = re.sub(r"[\t\r\n]", "", text).strip("\0\x01\x02\x03\x04\x05\x06\x07\x08\x0b\x0c\x0e\x0f\x1b\x1f ")
    if text.startswith(("//", "\\\\")):
        text = f"https:{text}"
    whole = _WHOLE.fullmatch(text)
    if whole is None:
        raise NoAddress("is not an http or https address")
    scheme, authority, rest, fragment = whole.groups()
    scheme = scheme.lower()
    user, at, place = authority.rpartition("@")
    host, port = _host_and_port(place, _PORTS[scheme])
    path, mark, query = rest.partition("?")
    target = _encoded(_without_dots(path.replace("\\", "/"))) + (f"?{_encoded(query)}" if mark else "")
    return Address(scheme, host, port, target, bool(at and user)), fragment or ""


def follow(address: Address, location: str) -> tuple[Address, str]:
    """Where a redirect from *address* leads, and the fragment that it names.

    Raises:
        NoAddress: it leads nowhere, or to what is not on the web; the message says where.
    """
    location = re.sub(r"[\t\r\n]", "", location).strip()
    scheme = _SCHEME.match(location)
    if scheme is not None and scheme[1].lower() not in _PORTS:
        raise NoAddress(f"leads to an address that begins with {scheme[0][:40]}")
    try:
        whole = location if scheme is not None else urljoin(address.url, location.replace("\\", "/"))
    except ValueError:
        raise NoAddress("leads to what is no address") from None
    return read(whole)


def with_fragment(url: str, fragment: str) -> str:
    """An address with a fragment, in which nothing ends the place it is written to."""
    fragment = _UNSAFE.sub(lambda found: quote(found[0], errors="replace"), fragment)
    return f"{url}#{fragment}" if fragment else url


def decoded(fragment: str) -> str:
    """A fragment as a browser looks for it: its escapes resolved."""
    from urllib.parse import unquote

    return unquote(fragment, errors="replace")


def _host_and_port(place: str, usual: int) -> tuple[str, int]:
    found = re.fullmatch(r"(\[[^\]]*+\]|[^:]*+)(?::(\d*+))?", place, re.ASCII)
    if found is None:
        raise NoAddress("has a host name or port that cannot be")
    port = int(found[2][:9]) if found[2] else usual
    if not 0 < port < 65536:
        raise NoAddress(f"has a port that cannot be: {found[2][:9]}")
    return _host(found[1]), port


def _host(text: str) -> str:
    if text.startswith("["):
        return _ipv6(text[1:-1])
    if "%" in text:
        from urllib.parse import unquote

        text = unquote(text, errors="replace")
    host = (_punycode(text) if not text.isascii() else text.lower()).removesuffix(".")
    if not host:
        raise NoAddress("has no host name")
    if len(host) > _LONGEST_HOST or not _NAME.fullmatch(host):
        raise NoAddress("has a host name that cannot be")
    if _NUMBER.fullmatch(host.rpartition(".")[2]):
        return _ipv4(host)
    return host


def _ipv6(text: str) -> str:
    from ipaddress import IPv6Address

    try:
        if "%" in text:
            raise ValueError("the name of a network card of one machine")
        return str(IPv6Address(text))
    except ValueError:
        raise NoAddress("has an IPv6 address that cannot be") from None


def _ipv4(host: str) -> str:
    """127.1, 0x7f.1 and 2130706433 are 127.0.0.1 to every browser."""
    parts = host.split(".")
    try:
        if len(parts) > 4:
            raise ValueError
        *first, last = [_number(part) for part in parts]
        if any(number > 255 for number in first) or last >= 256 ** (4 - len(first)):
            raise ValueError
    except ValueError:
        raise NoAddress("has an IPv4 address that cannot be") from None
    value = last + sum(number << (8 * (3 - place)) for place, number in enumerate(first))
    return ".".join(str(value >> shift & 255) for shift in (24, 16, 8, 0))


def _number(text: str) -> int:
    if len(text) > 30:
        raise ValueError
    if text.startswith("0x"):
        return int(text[2:] or "0", 16)
    return int(text, 8 if text.startswith("0") and text != "0" else 10)


def _punycode(text: str) -> str:
    import idna

    if len(text) > _LONGEST_HOST:
        raise NoAddress("has a host name that cannot be")
    try:
        return idna.encode(text, uts46=True).decode("ascii").lower()
    except (idna.IDNAError, UnicodeError):
        # Numbers in full width come out of the mapping as plain ones.
        try:
            mapped = idna.uts46_remap(text, std3_rules=False)
        except (idna.IDNAError, UnicodeError):
            mapped = text
        if mapped.isascii():
            return mapped.lower()
        raise NoAddress("has a host name that cannot be") from None


def _without_dots(path: str) -> str:
    """`/a/./b/../c` is `/a/c`."""
    if not path.startswith("/"):
        path = f"/{path}"
    if "/." not in path:
        return path
    kept: list[str] = []
    parts = path.split("/")[1:]
    for part in parts:
        if part == "..":
            del kept[-1:]
        elif part != ".":
            kept.append(part)
    if parts[-1] in (".", ".."):
        kept.append("")
    return "/" + "/".join(kept)


def _encoded(text: str) -> str:
    return _BARE_PERCENT.sub("%25", quote(text, safe=_KEPT, errors="replace"))
