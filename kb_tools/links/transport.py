"""Below HTTP: which machine a request really goes to. Nothing reaches the network but through here.

A host name is resolved once in a run. All of its addresses are judged, and the connection goes to one that was judged:
a name that answers differently a moment later leads nowhere else. A name with one address that is not public is refused
whole, unless the team allowed it. TLS and the Host header keep the name.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading
from collections.abc import Awaitable, Callable, Iterable
from ipaddress import ip_address
from typing import Any, NamedTuple

import httpcore2

from kb_tools.links.public import Allowed, IPAddress, why_not

MOST_ADDRESSES = 4
"""Of one host are tried."""
_TURN = 4.0
"""Seconds after which the next address of a host is tried."""

Resolve = Callable[[str, int], Awaitable[list[IPAddress]]]
Connect = Callable[[IPAddress, int], Awaitable[httpcore2.AsyncNetworkStream]]


class Refused(Exception):
    """The host has an address to which no request goes; the message, after the name of the host, says which."""


class Unresolved(Exception):
    """There is no address for this name."""

    def __init__(self, lasting: bool) -> None:
        super().__init__("unresolved")
        self.lasting = lasting
        """The name does not exist; else nobody could be asked."""


class Network(NamedTuple):
    """What touches the network; tests put themselves in its place."""

    resolve: Resolve
    connect: Connect
    trust: Callable[[], ssl.SSLContext] = httpcore2.default_ssl_context
    """Makes what knows the authorities that certificates are checked against."""


class Guard(httpcore2.AsyncNetworkBackend):
    """Connects to what is public or allowed, and to nothing else."""

    def __init__(self, allow_hosts: Iterable[str], network: Network) -> None:
        self._allowed = Allowed(allow_hosts)
        self._network = network
        self._resolving: dict[str, asyncio.Task[list[IPAddress]]] = {}

    async def connect_tcp(
        self, host: str, port: int, timeout: float | None = None, local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.AsyncNetworkStream:  # fmt: skip
        addresses = await self._judged(host, port)
        for address in addresses[:-1]:
            try:
                # An address that never answers must not use up the time of those that would.
                async with asyncio.timeout(_TURN):
                    return await self._network.connect(address, port)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout, TimeoutError):
                continue
        return await self._network.connect(addresses[-1], port)

    async def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore2.AsyncNetworkStream:
        raise Refused("is a socket of this machine")

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)

    async def _judged(self, host: str, port: int) -> list[IPAddress]:
        """The addresses of a host, all of them allowed.

        Raises:
            Refused: one of them is not.
            Unresolved: there is none.
        """
        literal = _literal(host)
        addresses = [literal] if literal is not None else await self._resolved(host, port)
        if not self._allowed.has(host, port):
            for address in addresses:
                if reason := why_not(address):
                    raise Refused(f"is {reason}" if literal is not None else f"has the address {address}, {reason}")
        return addresses[:MOST_ADDRESSES]

    async def _resolved(self, host: str, port: int) -> list[IPAddress]:
        if host not in self._resolving:
            task = self._resolving[host] = asyncio.create_task(self._resolve(host, port))
            # Nobody may be left to hear of a failure; that is no reason to complain of it.
            task.add_done_callback(lambda done: done.cancelled() or done.exception())
        # Whoever asked first may give up; the others still want to know.
        return await asyncio.shield(self._resolving[host])

    async def _resolve(self, host: str, port: int) -> list[IPAddress]:
        try:
            addresses = await self._network.resolve(host, port)
        except Unresolved as error:
            if not error.lasting:
                del self._resolving[host]
            raise
        if not addresses:
            raise Unresolved(lasting=True)
        return list(dict.fromkeys(addresses))


def _literal(host: str) -> IPAddress | None:
    try:
        return ip_address(host)
    except ValueError:
        return None


async def resolve(host: str, port: int) -> list[IPAddress]:
    """The addresses that the system knows for a name.

    Raises:
        Unresolved: there are none.
    """
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[list[IPAddress]] = loop.create_future()

    def settle(addresses: list[IPAddress] | None, error: Exception | None) -> None:
        if answer.cancelled():
            return
        if error is not None:
            answer.set_exception(error)
        else:
            answer.set_result(addresses or [])

    def look_up() -> None:
        addresses: list[IPAddress] | None = None
        failure: Exception | None = None
        try:
            rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            addresses = [ip_address(str(row[4][0]).partition("%")[0]) for row in rows]
        except socket.gaierror as error:
            failure = Unresolved(lasting=error.errno in _NO_SUCH_NAME)
        except (OSError, ValueError):
            failure = Unresolved(lasting=False)
        try:
            loop.call_soon_threadsafe(settle, addresses, failure)
        except RuntimeError:
            # The run is over.
            return

    # A thread that nobody waits for: a name server that hangs must not keep Ctrl-C from stopping at once.
    threading.Thread(target=look_up, daemon=True).start()
    return await answer


_NO_SUCH_NAME = {getattr(socket, name) for name in ("EAI_NONAME", "EAI_NODATA") if hasattr(socket, name)}


async def connect(address: IPAddress, port: int) -> httpcore2.AsyncNetworkStream:
    """Open a connection to an address that was judged."""
    return await httpcore2.AnyIOBackend().connect_tcp(str(address), port)


REAL = Network(resolve, connect)
