"""What every test has: a cache folder of its own, an end, and no deadline on a slow machine."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from kb_tools.config import find_root

LIMIT = 300

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # Started in the background of a shell: every process that a test interrupts would ignore it, too.
    signal.signal(signal.SIGINT, signal.default_int_handler)

# The same examples in every run: a red CI means a change, not a new throw of the dice. To throw them anew, which finds
# more: HYPOTHESIS_PROFILE=dice pytest.
hypothesis.settings.register_profile("kb", deadline=None, derandomize=True)
hypothesis.settings.register_profile("dice", deadline=None)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "kb"))


@pytest.fixture(autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's cache folder for this test alone: no test touches the real one, or another's."""
    folder = tmp_path_factory.mktemp("cache")
    folder.chmod(0o700)
    monkeypatch.setenv("KB_CACHE", str(folder))
    return folder


@pytest.fixture(autouse=True, scope="session")
def outermost(tmp_path_factory: pytest.TempPathFactory) -> None:
    """The folders of the tests lie in no knowledge base: each would be taken for a part of it."""
    folder = tmp_path_factory.getbasetemp()
    if find_root(folder) != folder:
        pytest.exit(
            f"{find_root(folder)} looks like a knowledge base; name another folder with --basetemp", returncode=3
        )


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
