"""Is a page still there? HEAD, then GET; redirects hop by hop; retries, and patience within limits.

Nothing is sent but the request: no cookies, no user names, no password files. Proxies that the environment names are not
used, since a proxy would resolve the names itself, and nobody could say where a request went.
"""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from datetime import UTC, datetime

import httpcore2

from kb_tools import __version__
from kb_tools.links.address import Address
from kb_tools.links.answer import REDIRECTS, Answer, Failed, Question, Response, failure, meaning
from kb_tools.links.hosts import Host, Hosts, Manners, seconds_of
from kb_tools.links.page import is_page, judged, read_page
from kb_tools.links.trail import Trail
from kb_tools.links.transport import REAL, Guard, Network, Refused

USER_AGENT = f"Mozilla/5.0 (compatible; kb-check/{__version__}; checks links)"

_HEADERS = (
    (b"User-Agent", USER_AGENT.encode("ascii")),
    (b"Accept", b"text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"),
    (b"Accept-Encoding", b"gzip"),
)
_SHORT_BODY = 16_384
_REST_WAIT = 1.0
"""Seconds for it."""


class Client:
    """Asks servers. Use it as a context manager, in one event loop."""

    def __init__(self, manners: Manners, allow_hosts: Iterable[str] = (), network: Network = REAL) -> None:
        self.hosts = Hosts(manners)
        self._manners = manners
        self._guard = Guard(allow_hosts, network)
        # One connection serves many HEAD requests in HTTP/2. For GET it is HTTP/1.1: what is not wanted of a page can only
        # be left unread there, by closing the connection, while other answers on it would suffer in HTTP/2.
        self._pools = {"HEAD": self._pool(network.trust(), http2=True), "GET": self._pool(network.trust(), http2=False)}

    def _pool(self, trust: ssl.SSLContext, *, http2: bool) -> httpcore2.AsyncConnectionPool:
        return httpcore2.AsyncConnectionPool(
            ssl_context=trust, http1=True, http2=http2, network_backend=self._guard, keepalive_expiry=5,
            max_connections=2 * self._manners.concurrency, max_keepalive_connections=2 * self._manners.concurrency,
        )  # fmt: skip

    async def __aenter__(self) -> Client:
        return self

    async def __aexit__(self, *_: object) -> None:
        for pool in self._pools.values():
            with contextlib.suppress(Exception):
                await pool.aclose()

    async def ask(self, question: Question) -> Answer:
        """Find out about one page; retries included."""
        if question.address.credentials:
            return Answer("refused", "has a user name or password in it")
        host = self.hosts[question.address.host]
        pause = self._manners.pause
        for left in range(self._manners.retries, -1, -1):
            if host.away:
                return _away(host)
            try:
                return await self._attempt(question)
            except Failed as failed:
                if not failed.again or not left:
                    if failed.silent and failed.host is not None:
                        failed.host.failed(failed.answer.reason, timed_out=failed.timed_out)
                    return failed.answer
                if failed.silent or failed.answer.state == "failed":
                    await asyncio.sleep(pause)
                    pause *= 2
        raise AssertionError("the last attempt returns")

    async def get(self, address: Address) -> bytes:
        """What an address has to say, if it answers 200 within the limits; else nothing."""
        try:
            response = await self._send("GET", address, "body", _Time(self._manners.timeout))
        except Failed:
            return b""
        return response.body if response.status == 200 else b""

    async def _attempt(self, question: Question) -> Answer:
        trail = Trail(question.address)
        try:
            response = await self._last_response(question, trail)
            self._wait_where_told(response, trail.here)
            if answer := meaning(response):
                raise Failed(answer, again=response.passes)
        except Failed as failed:
            failed.answer = trail.told(failed.answer)
            raise
        fragments = judged(response.page, question.fragments) if response.page else {}
        return Answer("alive", moved_to=trail.moved_to, fragments=fragments)

    async def _last_response(self, question: Question, trail: Trail) -> Response:
        """Follow the redirects."""
        time = _Time(self._manners.timeout)
        method = "GET" if question.fragments else "HEAD"
        while True:
            response = await self._response(method, trail.here, question.fragments, time)
            if response is None:
                method = "GET"
            elif response.status not in REDIRECTS or "location" not in response.headers:
                return response
            else:
                trail.go_on(response, self._manners.most_redirects)

    async def _response(self, method: str, address: Address, fragments: frozenset[str], time: _Time) -> Response | None:
        """What the server says; None where it says nothing useful to HEAD, so that GET has to ask."""
        if method == "GET":
            return await self._send("GET", address, "page" if fragments else "", time)
        try:
            response = await self._send("HEAD", address, "", time.half())
        except Failed as failed:
            if failed.after_head:
                return None
            raise
        asks_for_patience = response.status == 429 or "retry-after" in response.headers
        return response if response.status < 400 or asks_for_patience else None

    def _wait_where_told(self, response: Response, address: Address) -> None:
        """The server may say when to come back, and means the whole host.

        Raises:
            Failed: that is longer than we wait.
        """
        if not response.passes:
            return
        seconds = seconds_of(response.headers.get("retry-after", ""), datetime.now(UTC))
        if seconds is None and response.status == 429:
            seconds = self._manners.pause * 2
        if seconds is not None and not self.hosts.wait(address.host, seconds):
            raise Failed(_away(self.hosts[address.host])._replace(asked=True))

    async def _send(self, method: str, address: Address, wanted: str, time: _Time) -> Response:
        """One request, and nothing that follows from it.

        Raises:
            Failed: there is no response.
        """
        async with self.hosts.turn(address.host) as host:
            if host.away:
                raise Failed(_away(host), after_head=False)
            try:
                async with time.running():
                    response = await self._receive(method, address, wanted)
            except Refused as error:
                raise Failed(Answer("refused", str(error), refused_host=address.host), after_head=False) from None
            except Exception as error:
                failed = failure(error, self._manners.timeout)
                failed.host = host
                raise failed from None
            host.answered()
            return response

    async def _receive(self, method: str, address: Address, wanted: str) -> Response:
        url = httpcore2.URL(
            scheme=address.scheme.encode(), host=address.host.encode(), port=address.port,
            target=address.target.encode("ascii"),
        )  # fmt: skip
        headers = [(b"Host", address.netloc.encode("ascii")), *_HEADERS]
        async with self._pools[method].stream(method, url, headers=headers) as stream:
            found: dict[str, str] = {}
            for name, value in stream.headers:
                found.setdefault(name.decode("latin-1").lower(), _text(value))
            response = Response(stream.status, found)
            if wanted == "page" and stream.status < 300 and is_page(found.get("content-type", "")):
                page = await read_page(stream.aiter_stream(), found.get("content-encoding", ""), found["content-type"])
                return response._replace(page=page)
            if wanted == "body":
                page = await read_page(stream.aiter_stream(), found.get("content-encoding", ""), "charset=utf-8")
                return response._replace(body=page.text.encode() if page and page.complete else b"")
            if _is_short(method, stream, found):
                await _read_rest(stream)
            return response


class _Time:
    """What is left for one attempt. Waiting for a turn does not count."""

    def __init__(self, seconds: float, whole: _Time | None = None) -> None:
        self.left = seconds
        self._whole = whole

    def half(self) -> _Time:
        """A server that never answers HEAD leaves time for GET."""
        return _Time(self.left / 2, self)

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        clock = asyncio.get_running_loop().time
        started = clock()
        try:
            async with asyncio.timeout(max(0.01, self.left)):
                yield
        finally:
            spent = clock() - started
            self.left -= spent
            if self._whole is not None:
                self._whole.left -= spent


def _is_short(method: str, response: httpcore2.Response, headers: Mapping[str, str]) -> bool:
    """Is what is left of an HTTP/1 response worth reading? In HTTP/2 the connection lives on without."""
    length = headers.get("content-length", "")
    return response.extensions.get("http_version") == b"HTTP/1.1" and (
        method == "HEAD" or (length.isascii() and length.isdigit() and int(length[:9]) <= _SHORT_BODY)
    )


async def _read_rest(stream: httpcore2.Response) -> None:
    """What is read to its end leaves a connection for the next request. No more than that: the answer is there already."""
    length = 0
    with contextlib.suppress(Exception):
        async with asyncio.timeout(_REST_WAIT):
            async for chunk in stream.aiter_stream():
                length += len(chunk)
                if length > _SHORT_BODY:
                    return


def _away(host: Host) -> Answer:
    # Of a host that never said a word all links failed; what one that does speak has not been asked, nobody knows.
    return Answer("blocked", host.away, asked=False) if host.is_busy else Answer("failed", host.away)


def _text(value: bytes) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")


Tell = Callable[[Question, Answer], None]


async def ask_all(client: Client, questions: Iterable[Question], per_host: int, tell: Tell) -> None:
    """Ask them all, hosts side by side; *tell* hears each answer when it is there."""
    by_host: dict[str, deque[Question]] = {}
    for question in questions:
        by_host.setdefault(question.address.host, deque()).append(question)

    async def work(queue: deque[Question]) -> None:
        while queue:
            question = queue.popleft()
            tell(question, await client.ask(question))

    async with asyncio.TaskGroup() as group:
        for queue in by_host.values():
            # Twice as many as may ask at once: some follow a redirect to another host, or pause.
            for _ in range(min(len(queue), 2 * per_host)):
                group.create_task(work(queue))
