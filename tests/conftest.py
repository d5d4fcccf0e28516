"""What every test has: a cache folder of its own, and no deadline on a slow machine."""

from __future__ import annotations

from pathlib import Path

import hypothesis
import pytest

hypothesis.settings.register_profile("kb", deadline=None)
hypothesis.settings.load_profile("kb")


@pytest.fixture(autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's cache folder for this test alone: no test touches the real one, or another's."""
    folder = tmp_path_factory.mktemp("cache")
    folder.chmod(0o700)
    monkeypatch.setenv("KB_CACHE", str(folder))
    return folder
