"""What is wrong with the articles right now: kb check, again and again, beside the pages."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import NamedTuple

from kb_tools.checks.finding import Finding
from kb_tools.config import load_settings
from kb_tools.errors import KbError

FROM_HISTORY = frozenset({"redated-without-reading"})
"""Rules that ask git, where what is being written is not yet."""
PAUSE = 0.15
"""Seconds that a check waits: first the page that was saved is shown."""


class Findings(NamedTuple):
    """What a check came to."""

    number: int
    """How many checks there were so far."""
    generation: int
    """The build of the site that it belongs to."""
    by_file: dict[str, list[Finding]]
    """By path from the root."""
    trouble: str = ""
    """Why nothing could be checked."""


class Checker:
    """Checks the knowledge base in a thread of its own, each time that it is told to."""

    def __init__(self, root: Path, done: Callable[[], None]) -> None:
        self._root, self._done = root, done
        self._wanted = 0
        self._woken = threading.Condition()
        self.latest = Findings(0, 0, {})
        threading.Thread(target=self._run, daemon=True).start()

    def want(self, generation: int) -> None:
        """Check what this build shows."""
        with self._woken:
            self._wanted = generation
            self._woken.notify()

    def _run(self) -> None:
        while True:
            with self._woken:
                self._woken.wait_for(lambda: self._wanted > self.latest.generation)
            time.sleep(PAUSE)
            generation = self._wanted
            found, trouble = self.latest.by_file, ""
            try:
                found = _found(self._root)
            except KbError as error:
                trouble = f"{error} {error.hint}".rstrip()
            except Exception as error:
                # A fault of a rule ends the findings, not the preview.
                trouble = f"kb check failed: {type(error).__name__}: {error}"
            self.latest = Findings(self.latest.number + 1, generation, found, trouble)
            self._done()


def _found(root: Path) -> dict[str, list[Finding]]:
    from kb_tools.checks import baseline
    from kb_tools.checks.checking import check, load
    from kb_tools.checks.options import load_options
    from kb_tools.checks.own_file import own_file
    from kb_tools.checks.runner import selected

    settings = load_settings(root)
    options = load_options(settings)
    rules = [rule for rule in selected(options.select, options.ignore) if rule.slug not in FROM_HISTORY]
    base = load(settings, options, date.today(), searches=any(rule.searches for rule in rules))
    findings = list(check(base, rules).findings)
    if options.baseline:
        findings, _ = baseline.read(own_file(settings.root, options.baseline, "check.baseline")).split(findings)
    by_file: dict[str, list[Finding]] = {}
    for finding in findings:
        by_file.setdefault(finding.path, []).append(finding)
    return by_file
