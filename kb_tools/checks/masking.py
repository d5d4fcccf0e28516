"""Tell a writer which value is meant without telling anybody else."""

from __future__ import annotations

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


def blanked(line: str, number: int, spans: Iterable[Span]) -> str:
    """A line of a file as a report may show it: what stands in these spans is replaced, and nothing moves."""
    for span in spans:
        if span.line <= number <= span.end_line:
            start = span.column - 1 if span.line == number else 0
            end = span.end_column - 1 if span.end_line == number else len(line)
            hidden = "".join("*" if character.isalnum() else character for character in line[start:end])
            line = line[:start] + hidden + line[end:]
    return line
