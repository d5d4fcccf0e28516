"""Against real servers: is a page there, and does a request never go where it must not?"""

from __future__ import annotations

import asyncio
import gzip
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from ipaddress import ip_address

import pytest
import trustme
from links.loopback import PUBLIC, Handler, Recorder, Route, http2, only_loopback, raw, serving

from kb_tools.links import transport
from kb_tools.links.address import read
from kb_tools.links.answer import Answer, Question
from kb_tools.links.fetch import Client, ask_all
from kb_tools.links.hosts import Manners, seconds_of
from kb_tools.links.transport import REAL

QUICK = Manners(timeout=5, pause=0.02)
HASTY = Manners(timeout=0.4, pause=0.02, retries=1)

QUICK_REAL = REAL._replace(trust=lambda: ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))
"""Trusts nobody: to load the authorities of this machine takes longer than most tests."""

HERE = ("127.0.0.1", "localhost", "::1")


@pytest.fixture(autouse=True)
def _nothing_leaves() -> Iterator[None]:
    with only_loopback():
        yield


def ask(
    url: str, *, manners: Manners = QUICK, recorder: Recorder | None = None, allow: tuple[str, ...] = HERE
) -> Answer:
    return ask_many([url], manners=manners, recorder=recorder, allow=allow)[0]


def ask_many(
    urls: list[str], *, manners: Manners = QUICK, recorder: Recorder | None = None, allow: tuple[str, ...] = HERE
) -> list[Answer]:
    questions = {}
    for url in urls:
        address, fragment = read(url)
        questions[url] = Question(address, frozenset((fragment,)) if fragment else frozenset())
    answers: dict[Question, Answer] = {}

    async def run() -> None:
        async with Client(manners, allow, recorder.network if recorder else QUICK_REAL) as client:
            await ask_all(client, questions.values(), manners.per_host, answers.__setitem__)

    asyncio.run(run())
    return [answers[questions[url]] for url in urls]


def says(status: int, body: bytes = b"", **headers: str) -> Route:
    return lambda handler: handler.answer(status, body, **headers)


def in_turn(*routes: Route) -> Route:
    """Each request gets the next one; the last stays."""
    left = list(routes)
    return lambda handler: (left.pop(0) if len(left) > 1 else left[0])(handler)


def only_get(handler: Handler) -> None:
    handler.answer(200 if handler.command == "GET" else 405)


# --- what servers answer --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "state", "lasting"),
    [(200, "alive", False), (204, "alive", False), (206, "alive", False),
     (404, "failed", True), (410, "failed", True), (400, "failed", False), (500, "failed", False), (503, "failed", False),
     (401, "blocked", False), (403, "blocked", False), (451, "blocked", False), (999, "blocked", False),
     (405, "blocked", False), (301, "failed", False)],
)  # fmt: skip
def test_a_status_means_one_thing(status: int, state: str, lasting: bool) -> None:
    with serving({"/": says(status)}) as server:
        answer = ask(f"http://127.0.0.1:{server.port}/")
    assert (answer.state, answer.lasting) == (state, lasting)
    assert state == "alive" or str(status) in answer.reason


def test_head_suffices_where_it_is_answered() -> None:
    with serving({"/": says(200)}) as server:
        assert ask(f"http://127.0.0.1:{server.port}/").state == "alive"
        assert server.asked() == ["HEAD"]


@pytest.mark.parametrize("to_head", [405, 403, 404, 500, 501])
def test_get_is_asked_where_head_is_refused(to_head: int) -> None:
    def route(handler: Handler) -> None:
        handler.answer(200 if handler.command == "GET" else to_head)

    with serving({"/": route}) as server:
        assert ask(f"http://127.0.0.1:{server.port}/").state == "alive"
        assert server.asked() == ["HEAD", "GET"]


def test_get_is_asked_where_head_hangs_up() -> None:
    def route(handler: Handler) -> None:
        if handler.command == "HEAD":
            handler.connection.shutdown(socket.SHUT_RDWR)
            handler.close_connection = True
        else:
            handler.answer(200)

    with serving({"/": route}) as server:
        assert ask(f"http://127.0.0.1:{server.port}/").state == "alive"


def test_get_is_asked_in_time_where_head_is_never_answered() -> None:
    def route(handler: Handler) -> None:
        time.sleep(2 if handler.command == "HEAD" else 0.1)
        handler.answer(200)

    with serving({"/": route}) as server:
        assert ask(f"http://127.0.0.1:{server.port}/", manners=HASTY._replace(timeout=0.8, retries=0)).state == "alive"


@pytest.mark.parametrize("header", ["cf-mitigated", "x-amzn-waf-action", "x-datadome"])
def test_a_test_for_robots_is_no_answer(header: str) -> None:
    with serving({"/": lambda handler: handler.answer(202, **{header: "challenge"})}) as server:
        assert ask(f"http://127.0.0.1:{server.port}/").state == "blocked"


def test_an_honest_request() -> None:
    with serving({"/": says(200, Set_Cookie="a=b; Path=/"), "/2": says(200)}) as server:
        ask_many([f"http://127.0.0.1:{server.port}/", f"http://127.0.0.1:{server.port}/2"],
                 manners=QUICK._replace(concurrency=1, per_host=1))  # fmt: skip
        first, second = server.requests
    assert "kb-check" in first.headers["User-Agent"]
    assert first.headers["Host"] == f"127.0.0.1:{server.port}"
    assert not {"Cookie", "Authorization", "Referer"} & {*first.headers, *second.headers}
    assert first.peer == second.peer, "the connection was not kept"


# --- redirects ------------------------------------------------------------------------------------------------------


def test_a_permanent_redirect_tells_where_it_is_now() -> None:
    routes = {"/a": says(301, Location="/b"), "/b": says(308, Location="/c?d=1"), "/c": says(200)}
    with serving(routes) as server:
        answer = ask(f"http://127.0.0.1:{server.port}/a")
        assert answer.moved_to == f"http://127.0.0.1:{server.port}/c?d=1"


def test_a_temporary_redirect_is_no_move_nor_what_comes_after_it() -> None:
    routes = {
        "/a": says(302, Location="/b"),
        "/b": says(301, Location="/c"),
        "/c": says(200),
        "/d": says(301, Location="/a"),
    }
    with serving(routes) as server:
        there, first = ask_many([f"http://127.0.0.1:{server.port}/a", f"http://127.0.0.1:{server.port}/d"])
        assert (there.state, there.moved_to) == ("alive", "")
        assert first.moved_to == f"http://127.0.0.1:{server.port}/a"


def test_what_a_server_names_can_be_written_anywhere() -> None:
    there = '/b(c)|<d>?e="f"#g) [h](http://evil.example) \x1b[31m\u202e'
    with serving({"/a": lambda handler: handler.answer(301, Location=there.encode().decode("latin-1")),
                  "/b(c)|%3Cd%3E": says(200)}) as server:  # fmt: skip
        moved_to = ask(f"http://127.0.0.1:{server.port}/a").moved_to
    page, _, fragment = moved_to.partition("#")
    assert page.endswith("/b(c)|%3Cd%3E?e=%22f%22")
    assert fragment == "g%29%20%5Bh%5D%28http://evil.example%29%20%1B%5B31m%E2%80%AE"


def test_a_redirect_to_nothing_is_no_move() -> None:
    with serving({"/a": says(301, Location="/gone")}) as server:
        answer = ask(f"http://127.0.0.1:{server.port}/a")
    assert (answer.state, answer.moved_to, answer.reason) == ("failed", "", "404 Not Found")


def test_redirects_end_after_ten() -> None:
    routes = {f"/{number}": says(302, Location=f"/{number + 1}") for number in range(12)}
    with serving({**routes, "/12": says(200)}) as server:
        near, far = ask_many([f"http://127.0.0.1:{server.port}/2", f"http://127.0.0.1:{server.port}/1"])
    assert near.state == "alive"
    assert (far.state, far.reason) == ("failed", "more than 10 redirects")


def test_a_circle_is_dead_unless_it_waits_for_a_cookie() -> None:
    routes = {"/a": says(301, Location="/b"), "/b": says(302, Location="/a"),
              "/wall": says(302, Location="/wall", Set_Cookie="seen=1")}  # fmt: skip
    with serving(routes) as server:
        circle, wall = ask_many([f"http://127.0.0.1:{server.port}/a", f"http://127.0.0.1:{server.port}/wall"])
    assert (circle.state, circle.lasting, circle.reason) == ("failed", True, "redirects in a circle")
    assert wall.state == "blocked"


def test_a_redirect_that_is_no_web_address() -> None:
    with serving({"/a": says(302, Location="ms-settings:about"), "/b": says(302, Location="http://")}) as server:
        app, nothing = ask_many([f"http://127.0.0.1:{server.port}/a", f"http://127.0.0.1:{server.port}/b"])
    assert (app.state, app.reason) == ("blocked", "leads to an address that begins with ms-settings:")
    assert nothing.state == "blocked"


# --- patience -------------------------------------------------------------------------------------------------------


def test_retry_after_is_honored_and_the_whole_host_waits() -> None:
    with serving({"/busy": in_turn(says(429, Retry_After="1"), says(200)), "/calm": says(200)}) as server:
        url = f"http://127.0.0.1:{server.port}"
        answers = ask_many([f"{url}/busy", f"{url}/calm"], manners=QUICK._replace(per_host=1))
        assert [answer.state for answer in answers] == ["alive", "alive"]
        told, *later = [each.at for each in server.requests]
    assert all(at - told >= 0.99 for at in later)


def test_retry_after_may_be_a_date() -> None:
    def busy(handler: Handler) -> None:
        handler.answer(503, Retry_After=format_datetime(datetime.now(UTC) + timedelta(seconds=2), usegmt=True))

    with serving({"/": in_turn(busy, says(200))}) as server:
        assert ask(f"http://127.0.0.1:{server.port}/").state == "alive"
        first, second = server.requests
    assert second.at - first.at >= 0.9


def test_who_asks_for_too_much_patience_is_left_alone() -> None:
    routes = {f"/{number}": says(429, Retry_After="7200") for number in range(20)}
    with serving(routes) as server:
        started = time.monotonic()
        answers = ask_many([f"http://127.0.0.1:{server.port}/{number}" for number in range(20)])
        assert time.monotonic() - started < 3
        assert len(server.requests) <= 4
    assert {answer.state for answer in answers} == {"blocked"}


def test_429_without_end_is_blocked_and_never_dead() -> None:
    with serving({"/": says(429)}) as server:
        assert ask(f"http://127.0.0.1:{server.port}/").state == "blocked"
        assert len(server.requests) == 1 + QUICK.retries


def test_an_error_that_passes_is_none() -> None:
    with serving({"/": in_turn(says(500), says(500), says(200))}) as server:
        assert ask(f"http://127.0.0.1:{server.port}/").state == "alive"


def test_pauses_grow() -> None:
    with serving({"/": says(500)}) as server:
        answer = ask(f"http://127.0.0.1:{server.port}/", manners=QUICK._replace(pause=0.2))
        gets = [each.at for each in server.requests if each.method == "GET"]
    assert answer.reason == "500 Internal Server Error"
    assert [
        round(later - sooner, 1) >= wait for sooner, later, wait in zip(gets, gets[1:], (0.2, 0.4), strict=False)
    ] == [True, True]


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("3", 3), (" 120 ", 120), ("9" * 400, 999_999_999), ("Sat, 21 Nov 2026 12:00:30 GMT", 30),
     ("Sat, 21 Nov 2026 11:00:00 GMT", 0), ("Sat, 21 Nov 2026 12:00:30", 30), ("", None), ("soon", None), ("-1", None),
     ("1.5", None), ("Sat, 99 Nov 99999 99:99:99 GMT", None), ("²", None)],
)  # fmt: skip
def test_what_retry_after_says(header: str, seconds: float | None) -> None:
    assert seconds_of(header, datetime(2026, 11, 21, 12, tzinfo=UTC)) == seconds


def test_a_host_that_never_answers_is_given_up() -> None:
    """20 links of it would take minutes."""
    with raw(lambda connection: time.sleep(30)) as port:
        started = time.monotonic()
        answers = ask_many([f"http://127.0.0.1:{port}/{number}" for number in range(60)],
                           manners=HASTY._replace(timeout=0.2))  # fmt: skip
        assert time.monotonic() - started < 4
    assert {(answer.state, answer.reason) for answer in answers} == {("failed", "no answer within 0.2 seconds")}


def _silent(handler: Handler) -> None:
    time.sleep(5)


def test_a_host_that_falls_silent_is_left_alone() -> None:
    """Many let a program in for some pages, and then drop what it sends. 300 links of it would take an hour."""
    routes: dict[str, Route] = {f"/{number}": _silent for number in range(60)}
    with serving({"/": says(200), **routes}) as server:
        url = f"http://127.0.0.1:{server.port}/"
        started = time.monotonic()
        answers = ask_many([url, *(f"{url}{number}" for number in range(60))], manners=HASTY._replace(timeout=0.2))
        assert time.monotonic() - started < 4
    first, *others = answers
    assert first.state == "alive"
    failed = [answer for answer in others if answer.state == "failed"]
    assert 8 <= len(failed) < 16
    assert {answer.reason for answer in failed} == {"no answer within 0.2 seconds"}
    rest = [answer for answer in others if answer.state != "failed"]
    assert {(answer.state, answer.asked) for answer in rest} == {("blocked", False)}


def test_a_host_that_answers_now_and_then_is_asked_to_the_end() -> None:
    routes: dict[str, Route] = {f"/{number}": _silent if number % 4 else says(200) for number in range(24)}
    with serving(routes) as server:
        url = f"http://127.0.0.1:{server.port}/"
        answers = ask_many([f"{url}{number}" for number in range(24)],
                           manners=HASTY._replace(timeout=0.2, retries=0, per_host=2))  # fmt: skip
    assert [answer.state for answer in answers] == ["failed" if number % 4 else "alive" for number in range(24)]


def test_no_more_at_once_than_allowed() -> None:
    now, most, lock = 0, {"a": 0, "all": 0}, threading.Lock()

    def slow(handler: Handler) -> None:
        nonlocal now
        with lock:
            now += 1
            most["all"] = max(most["all"], now)
        time.sleep(0.03)
        with lock:
            now -= 1
        handler.answer(200)

    names = {f"{letter}.example": [PUBLIC] for letter in "abcdef"}
    with serving({"/": slow}) as server:
        urls = [f"http://{name}:{server.port}/?{number}" for name in names for number in range(8)]
        ask_many(urls, recorder=Recorder(names), manners=QUICK._replace(concurrency=7, per_host=2))
        assert most["all"] in (6, 7), "not as many as allowed, or more"
        most["all"] = 0
        ask_many(urls[:8], recorder=Recorder(names), manners=QUICK._replace(concurrency=7, per_host=2))
        assert most["all"] == 2


# --- servers that are slow, huge or no servers at all ---------------------------------------------------------------


def test_nobody_listens() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        answer = ask(f"http://127.0.0.1:{closed.getsockname()[1]}/")
    assert (answer.state, answer.lasting, answer.reason) == ("failed", False, "connection refused")


def test_no_such_host() -> None:
    answer = ask("http://nowhere.example/", recorder=Recorder())
    assert (answer.state, answer.lasting, answer.reason) == ("failed", True, "there is no such host")


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        (b"Content-Length: 100", b"half of it"),
        (b"Content-Length: 100", b""),
        (b"Content-Length: 10\r\nTransfer-Encoding: chunked", b"10000\r\n" + b"x" * 0x10000 + b"\r\n"),
    ],
)
def test_what_comes_after_the_status_is_not_waited_for(headers: bytes, body: bytes) -> None:
    """A short rest is read to keep the connection; a rest that never ends, or never comes, says nothing about the page."""

    def talk(connection: socket.socket) -> None:
        while request := connection.recv(1000):
            if request.startswith(b"HEAD"):
                connection.sendall(b"HTTP/1.1 405 No\r\nContent-Length: 0\r\n\r\n")
                continue
            connection.sendall(b"HTTP/1.1 200 OK\r\n" + headers + b"\r\n\r\n" + body)
            while b"chunked" in headers:
                connection.sendall(body)

    with raw(talk) as port:
        answer = ask(f"http://127.0.0.1:{port}/", manners=Manners(timeout=3, pause=0.02, retries=0))
    assert answer.state == "alive"


def _drip(connection: socket.socket) -> None:
    connection.recv(1000)
    connection.sendall(b"HTTP/1.1 200 OK\r\nX-Drip: ")
    while True:
        connection.sendall(b".")
        time.sleep(0.05)


def test_who_drips_is_cut_off() -> None:
    with raw(_drip) as port:
        started = time.monotonic()
        answer = ask(f"http://127.0.0.1:{port}/", manners=HASTY)
        assert time.monotonic() - started < 3
    assert answer.reason == "no answer within 0.4 seconds"


def test_of_two_gigabytes_little_is_read() -> None:
    sent = 0

    def flood(handler: Handler) -> None:
        nonlocal sent
        handler.send_response(200)
        handler.send_header("Content-Type", "text/html")
        handler.send_header("Content-Length", str(2 << 30))
        handler.end_headers()
        block = b"<p>" + b"x" * 65_000
        while sent < 2 << 30:
            sent += handler.connection.send(block)

    def head_refused(handler: Handler) -> None:
        if handler.command == "HEAD":
            handler.answer(405)
        else:
            flood(handler)

    with serving({"/page": flood, "/file": head_refused}) as server:
        answers = ask_many([f"http://127.0.0.1:{server.port}/page#x", f"http://127.0.0.1:{server.port}/file"])
    assert [answer.state for answer in answers] == ["alive", "alive"]
    assert answers[0].fragments == {}, "of a page not read to its end nothing can be missing"
    # Buffers of two connections on both sides, and what was read.
    assert sent < 30_000_000


def test_a_bomb_is_not_unpacked() -> None:
    bomb = gzip.compress(b"<html>" + bytes(300_000_000), 9)
    with serving({"/": says(200, bomb, Content_Type="text/html", Content_Encoding="gzip")}) as server:
        started = time.monotonic()
        answer = ask(f"http://127.0.0.1:{server.port}/#x")
        assert time.monotonic() - started < 3
    assert (answer.state, answer.fragments) == ("alive", {})


@pytest.mark.parametrize(
    "bytes_", [b"SSH-2.0-OpenSSH_9.6\r\n", b"\0\xff" * 500, b"HTTP/1.1 abc\r\n\r\n", b"HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
               b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: y\r\n" % number for number in range(50_000)) + b"\r\n",
               b"HTTP/1.1 200 OK\r\nX: " + b"y" * 3_000_000 + b"\r\n\r\n"],
    ids=["ssh", "noise", "status", "header", "many headers", "long header"],
)  # fmt: skip
def test_what_is_no_http(bytes_: bytes) -> None:
    def talk(connection: socket.socket) -> None:
        connection.recv(1000)
        connection.sendall(bytes_)

    with raw(talk) as port:
        answer = ask(f"http://127.0.0.1:{port}/", manners=QUICK._replace(retries=0))
    assert answer.state == "failed"
    assert "not HTTP" in answer.reason or "cut" in answer.reason


def test_odd_headers_do_no_harm() -> None:
    def talk(connection: socket.socket) -> None:
        connection.recv(1000)
        connection.sendall(b"HTTP/1.1 302 \xff\xfe\r\nLocation: /\xff\xfe\x80?\xc3\xa4\r\nRetry-After: \xff\r\n"
                           b"Content-Length: 0\r\nConnection: close\r\n\r\n")  # fmt: skip

    with raw(talk) as port:
        answer = ask(f"http://127.0.0.1:{port}/", manners=QUICK._replace(retries=0))
    assert (answer.state, answer.reason) == ("failed", "redirects in a circle")


# --- TLS and HTTP/2 -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


def _certificate(authority: trustme.CA, *names: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*names).configure_cert(context)
    return context


def _trusting(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return context


def test_a_certificate_is_checked_for_the_name_not_the_address(authority: trustme.CA) -> None:
    names = {"docs.example": [PUBLIC], "other.example": [PUBLIC]}
    recorder = Recorder(names, lambda: _trusting(authority))
    with serving({"/": says(200)}, tls=_certificate(authority, "docs.example")) as server:
        good, bad = ask_many([f"https://{name}:{server.port}/" for name in names], recorder=recorder, allow=())
        assert server.requests[0].headers["Host"] == f"docs.example:{server.port}"
    assert good.state == "alive"
    assert bad.state == "failed"
    assert bad.reason.startswith("its certificate is not valid: Hostname mismatch")


def test_a_certificate_of_nobody_is_failing(authority: trustme.CA) -> None:
    recorder = Recorder(trust=REAL.trust)
    with serving({"/": says(200)}, tls=_certificate(authority, "127.0.0.1")) as server:
        answer = ask(f"https://127.0.0.1:{server.port}/", recorder=recorder)
        assert not server.requests
    assert (answer.state, answer.lasting) == ("failed", False)
    assert answer.reason.startswith("its certificate is not valid: ")


def test_no_tls_where_tls_should_be() -> None:
    with serving({"/": says(200)}) as server:
        answer = ask(f"https://127.0.0.1:{server.port}/")
    assert answer.reason.startswith("no encrypted connection")


def test_many_links_share_a_connection_in_http_2(authority: trustme.CA) -> None:
    recorder = Recorder({"docs.example": [PUBLIC]}, lambda: _trusting(authority))
    with http2(_certificate(authority, "docs.example"), delay=0.01) as (port, requests):
        answers = ask_many(
            [f"https://docs.example:{port}/{number}" for number in range(30)], recorder=recorder, allow=()
        )
    assert {answer.state for answer in answers} == {"alive"}
    assert len(requests) == 30
    assert set(requests) == {1}
    assert len(recorder.connected) == 1


# --- where nothing may go -------------------------------------------------------------------------------------------

NOT_PUBLIC = (
    "10.0.0.1", "192.168.0.1", "127.0.0.1", "169.254.169.254", "[fd00:ec2::254]", "[::1]", "[::ffff:10.0.0.1]", "0",
    "0x7f.1", "2130706433", "127.1", "100.64.0.1", "198.18.0.1", "168.63.129.16", "[64:ff9b::10.0.0.1]", "[fe80::1]",
)  # fmt: skip


@pytest.mark.parametrize("host", NOT_PUBLIC)
def test_what_is_not_public_is_refused(host: str) -> None:
    recorder = Recorder()
    answer = ask(f"http://{host}/", recorder=recorder, allow=())
    assert answer.state == "refused"
    assert recorder.connected == []


@pytest.mark.parametrize("host", NOT_PUBLIC)
@pytest.mark.parametrize("method", ["HEAD", "GET"])
def test_on_every_hop(host: str, method: str) -> None:
    """The first host is public; it redirects twice, first to another public one."""
    recorder = Recorder({"docs.example": [PUBLIC], "next.example": [PUBLIC]})
    with serving({"/a": lambda handler: handler.answer(302, Location=f"http://next.example:{handler.server.port}/b"),
                  "/b": says(301, Location=f"http://{host}/latest/meta-data/")}) as server:  # fmt: skip
        url = f"http://docs.example:{server.port}/a" + ("#part" if method == "GET" else "")
        answer = ask(url, recorder=recorder, allow=())
        assert set(server.asked()) == {method}
    assert (answer.state, answer.reason.startswith("it redirects to ")) == ("refused", True)
    assert {address for address, _ in recorder.connected} == {PUBLIC}


@pytest.mark.parametrize(
    "addresses",
    [["10.0.0.1"], ["169.254.169.254"], ["fd00:ec2::254"], [PUBLIC, "10.0.0.1"], ["::ffff:7f00:1"], ["127.0.0.1"]],
)
def test_a_name_is_what_it_resolves_to(addresses: list[str]) -> None:
    recorder = Recorder({"docs.example": [PUBLIC], "inside.example": addresses})
    with serving({"/a": says(302, Location="http://inside.example/")}) as server:
        direct, hop = ask_many(
            ["http://inside.example/", f"http://docs.example:{server.port}/a"], recorder=recorder, allow=()
        )
    assert (direct.state, direct.refused_host) == ("refused", "inside.example")
    assert direct.reason.startswith(f"inside.example has the address {ip_address(addresses[-1])}, ")
    assert (hop.state, hop.refused_host) == ("refused", "inside.example")
    assert {address for address, _ in recorder.connected} == {PUBLIC}


def test_a_name_is_resolved_once() -> None:
    """It cannot be public while it is judged and private a moment later."""

    class Turncoat(Recorder):
        async def _resolve(self, host: str, port: int):  # type: ignore[no-untyped-def]
            found = await super()._resolve(host, port)
            self.names[host] = ["10.0.0.1"]
            return found

    recorder = Turncoat({"docs.example": [PUBLIC]})
    with serving(
        {"/": lambda handler: handler.answer(200, Connection="close"), "/b": says(301, Location="/")}
    ) as server:
        url = f"http://docs.example:{server.port}"
        answers = ask_many([f"{url}/b", *(f"{url}/?{number}" for number in range(10))], recorder=recorder, allow=())
    assert {answer.state for answer in answers} == {"alive"}
    assert recorder.resolved == ["docs.example"]
    assert {address for address, _ in recorder.connected} == {PUBLIC}


@pytest.mark.parametrize(
    ("allow", "state"),
    [("wiki.corp", "alive"), ("WIKI.corp.", "alive"), ("*.corp", "alive"), ("wiki.corp:PORT", "alive"), ("wiki.corp:1", "refused"),
     ("corp", "refused"), ("*.wiki.corp", "refused"), ("127.0.0.1", "refused"), ("iki.corp", "refused")],
)  # fmt: skip
def test_a_host_is_allowed_by_its_name(allow: str, state: str) -> None:
    with serving({"/": says(200)}) as server:
        answer = ask(f"http://wiki.corp:{server.port}/", recorder=Recorder({"wiki.corp": ["127.0.0.1"]}),
                     allow=(allow.replace("PORT", str(server.port)),))  # fmt: skip
        assert answer.state == state
        assert bool(server.requests) is (state == "alive")


def test_what_is_allowed_lets_nothing_else_in() -> None:
    recorder = Recorder({"wiki.corp": ["127.0.0.1"]})
    with serving({"/": says(302, Location="http://10.0.0.2/")}) as server:
        answer = ask(f"http://wiki.corp:{server.port}/", recorder=recorder, allow=("wiki.corp",))
    assert answer.reason == "it redirects to 10.0.0.2, which is a private address"
    assert {address for address, _ in recorder.connected} == {"127.0.0.1"}


def test_a_user_name_is_never_sent(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / ".netrc").write_text("default login me password secret\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    with serving({"/a": says(200), "/b": lambda handler: handler.answer(
            302, Location=f"http://u:p@127.0.0.1:{handler.server.port}/a")}) as server:  # fmt: skip
        url = f"127.0.0.1:{server.port}"
        direct, hop, plain = ask_many([f"http://me:secret@{url}/a", f"http://{url}/b", f"http://{url}/a"])
        assert all("Authorization" not in each.headers for each in server.requests)
        assert server.asked("/a") == ["HEAD"]
    assert (direct.state, hop.state, plain.state) == ("refused", "refused", "alive")


def test_proxies_of_the_environment_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving({"/": says(200)}) as server, serving({}) as proxy:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        assert ask(f"http://127.0.0.1:{server.port}/").state == "alive"
        assert not proxy.requests


def test_an_address_that_is_dead_leaves_time_for_the_next() -> None:
    """Many hosts have an IPv6 address where there is no IPv6."""
    with serving({"/": says(200)}) as server:
        recorder = Recorder({"docs.example": ["::1", "127.0.0.1"]})
        assert ask(f"http://docs.example:{server.port}/", recorder=recorder, allow=("docs.example",)).state == "alive"
        assert [address for address, _ in recorder.connected] == ["::1", "127.0.0.1"]


def test_an_address_that_swallows_everything_does_too(monkeypatch: pytest.MonkeyPatch) -> None:
    class Hole(Recorder):
        async def _connect(self, address, port):  # type: ignore[no-untyped-def]
            if str(address) == "::1":
                await asyncio.sleep(60)
            return await super()._connect(address, port)

    monkeypatch.setattr(transport, "_TURN", 0.1)
    with serving({"/": says(200)}) as server:
        recorder = Hole({"docs.example": ["::1", "127.0.0.1"]})
        answer = ask(f"http://docs.example:{server.port}/", recorder=recorder, allow=("docs.example",),
                     manners=HASTY._replace(timeout=2, retries=0))  # fmt: skip
    assert answer.state == "alive"


def test_the_real_network_resolves_and_connects() -> None:
    with serving({"/": says(200)}) as server, only_loopback() as attempts:
        assert ask(f"http://localhost:{server.port}/").state == "alive"
        assert "127.0.0.1" in attempts
        refused = ask(f"http://localhost:{server.port}/", allow=())
    assert refused.state == "refused"
    assert "localhost has the address " in refused.reason


def test_ipv6() -> None:
    if not socket.has_ipv6:
        pytest.skip("no IPv6 here")
    try:
        with serving({"/": says(200)}, host="::1") as server:
            assert ask(f"http://[::1]:{server.port}/").state == "alive"
            assert server.requests[0].headers["Host"] == f"[::1]:{server.port}"
    except OSError:
        pytest.skip("no IPv6 on this machine")
