"""Real servers on loopback, and a network that leads nowhere else and writes down where it was asked to go."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import socketserver
import ssl
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from typing import Any, NamedTuple

import httpcore2

from kb_tools.links import transport
from kb_tools.links.public import IPAddress
from kb_tools.links.transport import Network, Unresolved

PUBLIC = "9.9.9.9"
"""Stands for any public address. Nothing is ever sent there: connections to it end at loopback."""

attempts: list[str] = []
"""Every address that a socket of this process was to be connected to while `only_loopback` held."""
_watching = False


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    if not _watching or event not in ("socket.connect", "socket.sendto"):
        return
    address = arguments[1]
    if isinstance(address, tuple):
        attempts.append(str(address[0]))
        if not ip_address(str(address[0]).partition("%")[0]).is_loopback:
            raise AssertionError(f"a test was about to connect to {address}")


sys.addaudithook(_hook)


@contextlib.contextmanager
def only_loopback() -> Iterator[list[str]]:
    """No socket of this process gets any further, whatever code opens it."""
    global _watching
    attempts.clear()
    _watching = True
    try:
        yield attempts
    finally:
        _watching = False


class Recorder:
    """A network with names of its own. It notes which addresses the client would have connected to."""

    def __init__(self, names: Mapping[str, list[str]] | None = None, trust: Callable[[], ssl.SSLContext] | None = None):
        self.names = dict(names or {})
        """Name -> addresses; a name that is not here does not exist."""
        self.resolved: list[str] = []
        self.connected: list[tuple[str, int]] = []
        self.network = Network(self._resolve, self._connect, trust or (lambda: ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)))

    async def _resolve(self, host: str, port: int) -> list[IPAddress]:
        self.resolved.append(host)
        if host not in self.names:
            raise Unresolved(lasting=True)
        return [ip_address(text) for text in self.names[host]]

    async def _connect(self, address: IPAddress, port: int) -> httpcore2.AsyncNetworkStream:
        self.connected.append((str(address), port))
        if not address.is_loopback:
            # It passed as public. On the real network it would get there; here it gets to the test's own server.
            address = ip_address("127.0.0.1")
        return await transport.connect(address, port)


class Request(NamedTuple):
    """What a server was asked."""

    method: str
    path: str
    headers: Mapping[str, str]
    at: float
    peer: tuple[str, int]
    """One connection, one peer."""


Route = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Answers as the routes of its server say."""

    protocol_version = "HTTP/1.1"
    server: _HTTPServer

    def do_GET(self) -> None:
        self.server.requests.append(
            Request(self.command, self.path, dict(self.headers), time.monotonic(), self.client_address)
        )
        route = self.server.routes.get(self.path.partition("?")[0])
        if route is None:
            self.answer(404)
        else:
            route(self)

    do_HEAD = do_GET

    def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "GET":
            with contextlib.suppress(OSError):
                self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        pass


class _HTTPServer(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, routes: Mapping[str, Route], host: str = "127.0.0.1") -> None:
        self.routes = dict(routes)
        self.requests: list[Request] = []
        if ":" in host:
            self.address_family = socket.AF_INET6
        super().__init__((host, 0), Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        # A client that hangs up early is what is tested.
        pass

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def asked(self, path: str = "") -> list[str]:
        """The methods of the requests for a path."""
        return [each.method for each in self.requests if not path or each.path.partition("?")[0] == path]


@contextlib.contextmanager
def serving(
    routes: Mapping[str, Route], tls: ssl.SSLContext | None = None, host: str = "127.0.0.1"
) -> Iterator[_HTTPServer]:
    """An HTTP server for as long as the test needs it."""
    server = _HTTPServer(routes, host)
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    yield from _running(server)


@contextlib.contextmanager
def raw(talk: Callable[[socket.socket], None]) -> Iterator[int]:
    """A server that says what *talk* says, HTTP or not; its port."""

    class Talk(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            with contextlib.suppress(OSError):
                talk(self.request)

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        block_on_close = False

        def handle_error(self, request: Any, client_address: Any) -> None:
            pass

    for server in _running(Server(("127.0.0.1", 0), Talk)):
        yield server.server_address[1]


def _running(server: Any) -> Iterator[Any]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextlib.contextmanager
def http2(tls: ssl.SSLContext, delay: float = 0.0) -> Iterator[tuple[int, list[int]]]:
    """A server that speaks HTTP/2 alone and answers everything with 200; its port, and the connection of each request."""
    import h2.config
    import h2.connection
    import h2.events

    tls.set_alpn_protocols(["h2"])
    requests: list[int] = []
    ready = threading.Event()
    port = 0
    loop = asyncio.new_event_loop()
    stop = asyncio.Event()
    count = 0

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal count
        count += 1
        number = count
        state = h2.connection.H2Connection(h2.config.H2Configuration(client_side=False))
        state.initiate_connection()
        writer.write(state.data_to_send())
        with contextlib.suppress(OSError):
            while data := await reader.read(65536):
                for event in state.receive_data(data):
                    if isinstance(event, h2.events.RequestReceived):
                        requests.append(number)
                        await asyncio.sleep(delay)
                        state.send_headers(event.stream_id, [(":status", "200")], end_stream=True)
                writer.write(state.data_to_send())
        writer.close()

    async def main() -> None:
        nonlocal port
        server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=tls)
        port = server.sockets[0].getsockname()[1]
        ready.set()
        await stop.wait()
        server.close()

    thread = threading.Thread(target=lambda: loop.run_until_complete(main()), daemon=True)
    thread.start()
    ready.wait(10)
    try:
        yield port, requests
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(10)
        for task in asyncio.all_tasks(loop):
            task.cancel()
        loop.run_until_complete(asyncio.sleep(0.01))
        loop.close()
