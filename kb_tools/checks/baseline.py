"""The findings that were there when a team began: they are counted, and only new ones fail.

One JSON list a line, sorted, so that git shows and merges it line by line:

    ["KB201", "docs/network/vpn.md", "3f2a...", "ports.md is not there"]
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from kb_tools.checks.finding import Finding
from kb_tools.checks.rule import Rule
from kb_tools.errors import ConfigError, KbError
from kb_tools.text_file import read_text

_HEAD = "# Findings that were there when this was written: kb check counts them, and only new ones fail.\n"
_MOST_BYTES = 100_000_000
_HINT = "kb check --write-baseline writes it anew, with all findings of today."
_CONFLICT = re.compile(r"(<<<<<<<|=======|>>>>>>>|\|\|\|\|\|\|\|)( |$)")
_UNSAFE = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")
"""What an editor or a terminal would take for an instruction, and halves of characters; JSON escapes the rest itself."""


class Entry(NamedTuple):
    """A finding, as far as it is remembered. In the order in which a file is sorted."""

    path: str
    rule: str
    message: str
    """For people; the finding is known by its fingerprint."""
    fingerprint: str


class Baseline(NamedTuple):
    """What a baseline file holds."""

    entries: tuple[Entry, ...] = ()

    def split(self, findings: Iterable[Finding]) -> tuple[list[Finding], list[Finding]]:
        """The findings that are new, and those that are known."""
        known = {entry.fingerprint for entry in self.entries}
        new: list[Finding] = []
        old: list[Finding] = []
        for finding in findings:
            (old if finding.fingerprint in known else new).append(finding)
        return new, old

    def mended(self, findings: Iterable[Finding], rules: Iterable[Rule]) -> int:
        """How many of its entries no longer occur.

        Args:
            findings: all that was found, known or new.
            rules: those that ran; nothing is known about the entries of others.
        """
        found = {finding.fingerprint for finding in findings}
        ran = {rule.id for rule in rules}
        return sum(entry.rule in ran and entry.fingerprint not in found for entry in self.entries)

    def unseen(self, rules: Iterable[Rule]) -> list[Entry]:
        """The entries that a run of these rules tells nothing about."""
        ran = {rule.id for rule in rules}
        return [entry for entry in self.entries if entry.rule not in ran]


def read(path: Path) -> Baseline:
    """Read a baseline file. Lines that occur twice, as after a merge that keeps both sides, count once.

    Raises:
        ConfigError: it is not there, or a line of it is no entry.
    """
    if not os.path.exists(path):
        raise ConfigError("no such baseline file", path=path, hint="kb check --write-baseline writes it.")
    text = read_text(path, most_bytes=_MOST_BYTES, hint=_HINT)
    entries: dict[Entry, None] = {}
    for number, line in enumerate(text.split("\n"), 1):
        line = line.strip()
        if line and not line.startswith("#"):
            entries[_entry(line, path, number)] = None
    return Baseline(tuple(entries))


def _entry(line: str, path: Path, number: int) -> Entry:
    if _CONFLICT.match(line):
        raise ConfigError("a merge is not finished here", path=path, line=number,
                          hint="Take out the marks and keep the lines of both sides.")  # fmt: skip
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        row = None
    if not isinstance(row, list) or len(row) != 4 or not all(isinstance(item, str) for item in row):
        raise ConfigError('is no entry of a baseline: ["RULE", "PATH", "FINGERPRINT", "MESSAGE"]', path=path, line=number,
                          hint=_HINT)  # fmt: skip
    rule, file, fingerprint, message = row
    return Entry(file, rule, message, fingerprint)


def write(path: Path, findings: Iterable[Finding], keep: Iterable[Entry] = ()) -> None:
    """Write a baseline file: these findings, and entries kept from before. The same findings give the same bytes.

    Raises:
        KbError: it cannot be written.
    """
    from kb_tools import atomic

    entries = {entry.fingerprint: entry for entry in keep}
    for finding in findings:
        entries[finding.fingerprint] = Entry(finding.path, finding.rule, finding.message, finding.fingerprint)
    try:
        atomic.replace(path, as_bytes(entries.values()))
    except OSError as error:
        raise KbError(f"the baseline cannot be written: {error.strerror}", path=path) from error


def as_bytes(entries: Iterable[Entry]) -> bytes:
    """The file that holds these entries."""
    return "".join([_HEAD, *[_line(entry) for entry in sorted({*entries})]]).encode("utf-8")


def _line(entry: Entry) -> str:
    text = json.dumps([entry.rule, entry.path, entry.fingerprint, entry.message], ensure_ascii=False)
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n"
