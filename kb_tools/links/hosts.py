"""Being a good guest: how many requests at once, overall and to one host, and when to stay away."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import NamedTuple

GIVES_UP_AFTER = 3
"""Links of one host that failed without any answer, before the others are not asked any more."""
FALLS_SILENT_AFTER = 8
"""Links in a row for which a host took all the time there was, although it had answered others: many let a program in for
some pages and then drop what it sends, and each further link would take a minute."""


class Manners(NamedTuple):
    """How other people's servers are treated."""

    concurrency: int = 32
    per_host: int = 4
    timeout: float = 20.0
    """Seconds for one attempt: all of its redirects, and both HEAD and GET."""
    retries: int = 2
    pause: float = 1.0
    """Seconds before the first retry; doubled before the next."""
    longest_wait: float = 60.0
    """Seconds that a host may make us wait in all; who asks for more is not asked again in this run."""
    most_redirects: int = 10


class Host:
    """What is known of a host in this run."""

    def __init__(self, manners: Manners) -> None:
        self.slots = asyncio.Semaphore(manners.per_host)
        self.free_at = 0.0
        """On the clock of the event loop."""
        self.waited = 0.0
        self.has_answered = False
        self.failures = 0
        """Links that failed in a row, all retries included, without a word in between."""
        self.away = ""
        """Why it is not asked any more."""
        self.is_busy = False
        """It does not want us now; that says nothing about the links that were not asked."""

    def answered(self) -> None:
        """It said something, whatever it was."""
        self.has_answered = True
        self.failures = 0

    def failed(self, reason: str, *, timed_out: bool) -> None:
        """A link of it failed, and no server said a word."""
        if self.has_answered and not timed_out:
            return
        self.failures += 1
        if self.has_answered and self.failures >= FALLS_SILENT_AFTER:
            self.away, self.is_busy = "its server stopped answering before it could be asked", True
        elif not self.has_answered and self.failures >= GIVES_UP_AFTER:
            self.away = reason


class Hosts:
    """All hosts of a run."""

    def __init__(self, manners: Manners) -> None:
        self._manners = manners
        self._all = asyncio.Semaphore(manners.concurrency)
        self._hosts: dict[str, Host] = {}

    def __getitem__(self, name: str) -> Host:
        if name not in self._hosts:
            self._hosts[name] = Host(self._manners)
        return self._hosts[name]

    @property
    def any_answered(self) -> bool:
        return any(host.has_answered for host in self._hosts.values())

    @asynccontextmanager
    async def turn(self, name: str) -> AsyncIterator[Host]:
        """Wait until this host may be asked."""
        host = self[name]
        clock = asyncio.get_running_loop().time
        async with host.slots:
            while (wait := host.free_at - clock()) > 0 and not host.away:
                await asyncio.sleep(wait)
            async with self._all:
                yield host

    def wait(self, name: str, seconds: float) -> bool:
        """The whole host is left alone for so long; False where it asks for more patience than there is."""
        host = self[name]
        free_at = asyncio.get_running_loop().time() + seconds
        # Four requests that were on the way together come back with the same wish: that is one wait.
        longer = max(0.0, free_at - max(host.free_at, asyncio.get_running_loop().time()))
        if host.waited + longer > self._manners.longest_wait:
            host.away, host.is_busy = "asks to be left alone for now", True
            return False
        host.waited += longer
        host.free_at = max(host.free_at, free_at)
        return True


def seconds_of(retry_after: str, now: datetime) -> float | None:
    """How long a Retry-After header asks to wait: a number of seconds, or a date."""
    from email.utils import parsedate_to_datetime

    text = retry_after.strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        then = parsedate_to_datetime(text)
        if then.tzinfo is None:
            then = then.replace(tzinfo=UTC)
        return max(0.0, (then - now).total_seconds())
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
