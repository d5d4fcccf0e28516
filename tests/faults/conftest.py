"""Nothing here may wait for ever: a lock that nobody gives back would."""

from __future__ import annotations

import signal
from collections.abc import Iterator

import pytest

LIMIT = 90


@pytest.fixture(autouse=True)
def time_limit() -> Iterator[None]:
    """Fail a test that hangs."""
    if not hasattr(signal, "SIGALRM"):
        yield
        return

    def fail(number: int, frame: object) -> None:
        raise TimeoutError(f"it hangs: not done after {LIMIT} seconds")

    before = signal.signal(signal.SIGALRM, fail)
    signal.alarm(LIMIT)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
