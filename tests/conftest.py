"""What every test has: a cache folder of its own, an end, and no deadline on a slow machine."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

LIMIT = 300

hypothesis.settings.register_profile("kb", deadline=None)
hypothesis.settings.load_profile("kb")


@pytest.fixture(autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's cache folder for this test alone: no test touches the real one, or another's."""
    folder = tmp_path_factory.mktemp("cache")
    folder.chmod(0o700)
    monkeypatch.setenv("KB_CACHE", str(folder))
    return folder


@pytest.fixture(autouse=True)
def time_limit() -> Iterator[None]:
    """Fail a test that hangs, as one does that waits for a lock nobody gives back."""
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
