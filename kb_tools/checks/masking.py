"""Tell a writer which value is meant without telling anybody else."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kb_tools.article.model import Span
from kb_tools.digests import blake2b


def masked(value: str, keep: int = 1) -> str:
    """The value with all letters and digits after the first *keep* characters replaced; 24 characters at most."""
    shown = value[:keep] + "".join("*" if character.isalnum() else character for character in value[keep:])
    return shown if len(shown) <= 24 else f"{shown[:23]}…"


def key(kind: str, value: str) -> str:
    """Tells two values in one file apart. Two bytes: too many values have the same one to find a value from it."""
    return f"{kind} {blake2b(value.encode('utf-8', 'surrogatepass'), digest_size=2).hexdigest()}"


_RUN = re.compile(r"[^\s/\\?#]++")
_SCHEME = re.compile(r"(?:https?|ftps?):", re.I)


def without_login(text: str) -> str:
    """A text in which each address shows a host, but no user name and no password: reports are read by many, and kept."""
    return _RUN.sub(_without_login, text) if "@" in text else text


def _without_login(found: re.Match[str]) -> str:
    run, before = found[0], found.string[max(0, found.start() - 2) : found.start()]
    end = run.rfind("@")
    if end < 0:
        return run
    start = 0
    if not (before[-1:] in ("/", "\\") and before[:1] in ("/", "\\", ":")):
        scheme = _SCHEME.search(run, 0, end)
        if scheme is None:
            return run
        start = scheme.end()
    return run[:start] + re.sub(r"[^\W_]", "*", run[start:end]) + run[end:]


def blanked(line: str, number: int, spans: Iterable[Span]) -> str:
    """A line of a file as a report may show it: what stands in these spans is replaced, and nothing moves."""
    stretches = sorted(
        (span.column - 1 if span.line == number else 0, span.end_column - 1 if span.end_line == number else len(line))
        for span in spans
        if span.line <= number <= span.end_line
    )
    parts, done = [], 0
    for start, end in stretches:
        start, end = max(start, done), min(end, len(line))
        if start < end:
            parts += [line[done:start], re.sub(r"[^\W_]", "*", line[start:end])]
            done = end
    return "".join([*parts, line[done:]])
