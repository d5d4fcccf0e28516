"""What became of a page: the answers there are, and what servers and errors mean."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import Literal, NamedTuple

import h11
import httpcore2

from kb_tools.links.address import Address
from kb_tools.links.hosts import Host
from kb_tools.links.page import Missing, Page
from kb_tools.links.transport import Unresolved

State = Literal["alive", "failed", "blocked", "refused"]

REDIRECTS = (301, 302, 303, 307, 308)
_WALLS = (401, 402, 403, 405, 406, 407, 429, 451, 999)
"""The page may be there for a person, or for those who pay, log in, or ask in another way."""
_WALL_HEADERS = ("cf-mitigated", "x-amzn-waf-action", "x-datadome")
"""What stands before the page says that it takes us for a robot, whatever the status."""
_PASSING = (408, 425, 429, 500, 502, 503, 504)
"""May be better in a moment."""


class Question(NamedTuple):
    """A page, and the places on it that are linked to."""

    address: Address
    fragments: frozenset[str] = frozenset()


class Answer(NamedTuple):
    """What became of a question."""

    state: State
    reason: str = ""
    """Why it is not alive, as words after a colon."""
    lasting: bool = False
    """It does not pass by itself: not found, no such host."""
    moved_to: str = ""
    """Where it is now, for good."""
    fragments: Mapping[str, Missing] = MappingProxyType({})
    """Those of which the page tells."""
    refused_host: str = ""
    """Whom the team would have to allow."""
    asked: bool = True
    """The server was asked; else its host was left alone before it came to that."""


class Response(NamedTuple):
    """What a server said, as far as it was read."""

    status: int
    headers: Mapping[str, str]
    page: Page | None = None
    body: bytes = b""

    @property
    def passes(self) -> bool:
        """May it be better in a moment?"""
        return self.status in _PASSING and not self.wall

    @property
    def wall(self) -> str:
        """The header that says that robots are not wanted."""
        return next((name for name in _WALL_HEADERS if self.headers.get(name, "") not in ("", "block-free")), "")


class Failed(Exception):
    """An attempt that came to nothing."""

    def __init__(
        self, answer: Answer, *, again: bool = False, silent: bool = False, timed_out: bool = False,
        after_head: bool = True,
    ) -> None:  # fmt: skip
        super().__init__(answer.reason)
        self.answer = answer
        self.host: Host | None = None
        """Who failed, if it came to that."""
        self.again = again
        """It may be better in a moment."""
        self.silent = silent
        """No server said a word."""
        self.timed_out = timed_out
        """It took all the time there was."""
        self.after_head = after_head
        """A server that failed at HEAD may still know GET."""


def meaning(response: Response) -> Answer | None:
    """What the last response of a chain of redirects says, unless the page is there."""
    status = response.status
    words = f"{status} {_phrase(status)}".strip()
    if response.wall:
        return Answer("blocked", f"{words}, and a test that only people pass")
    if status in _WALLS:
        return Answer("blocked", words)
    if status in (404, 410):
        return Answer("failed", words, lasting=True)
    if status >= 400:
        return Answer("failed", words)
    if status in REDIRECTS:
        return Answer("failed", f"{words}, but it does not say where to")
    return None


def failure(error: Exception, timeout: float) -> Failed:
    """What went wrong on the way, in words for the user."""
    if isinstance(error, TimeoutError | httpcore2.TimeoutException):
        return Failed(
            Answer("failed", f"no answer within {timeout:g} seconds"), again=True, silent=True, timed_out=True
        )
    if isinstance(error, Unresolved):
        reason = "there is no such host" if error.lasting else "the name of the host could not be looked up"
        return Failed(Answer("failed", reason, lasting=error.lasting), again=not error.lasting, silent=True,
                       after_head=False)  # fmt: skip
    inner = next((each for each in error.args if isinstance(each, Exception)), error)
    if isinstance(inner, ssl.SSLCertVerificationError):
        reason = f"its certificate is not valid: {inner.verify_message}"
        return Failed(Answer("failed", reason), after_head=False, silent=True)
    if isinstance(inner, ssl.SSLError):
        reason = f"no encrypted connection: {(inner.reason or 'SSL error').replace('_', ' ').lower()}"
        return Failed(Answer("failed", reason), after_head=False, silent=True)
    if isinstance(error, httpcore2.ConnectError):
        was_refused = isinstance(inner, ConnectionRefusedError) or isinstance(inner.__cause__, ConnectionRefusedError)
        reason = "connection refused" if was_refused else "the host cannot be reached"
        return Failed(Answer("failed", reason), again=True, silent=True, after_head=False)
    if isinstance(error, httpcore2.NetworkError) or "disconnected" in str(error):
        return Failed(Answer("failed", "the connection was cut"), again=True, silent=True)
    if isinstance(error, httpcore2.ProtocolError) and isinstance(inner, h11.RemoteProtocolError):
        return Failed(Answer("failed", "what it answers is not HTTP"))
    # What a stranger's server may make of a client is without end; it must not end the run.
    return Failed(Answer("failed", f"what it answers cannot be read ({type(inner).__name__})"))


def circle(response: Response) -> Answer:
    if "set-cookie" in response.headers:
        return Answer("blocked", "redirects in a circle whoever keeps no cookies")
    return Answer("failed", "redirects in a circle", lasting=True)


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
