"""The searches that found nothing, kept on this machine only and only where the team asked for it (keep_misses).

They are what callers say and articles do not: the next phrases, vocabulary and articles. Anything that may name a person or
a contract is masked before it is written.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from kb_tools.search.place import kept_file

FILE_NAME = "misses.jsonl"
MOST_BYTES = 1_000_000
"""Of a file larger than this the older half is dropped."""

_MAIL = re.compile(
    r"(?<![^\s@<>])[^\s@<>]++@[^\s@<>]+"
    r"|(?<![^\s@<>()\[\]])[^\s@<>()\[\]]++\s?(?:@|[(\[]at[)\]])\s?[^\s@<>]+\.[^\s@<>]+",
    re.I,
)
_URL = re.compile(r"\b(?:https?://|www\.)\S+", re.I)
_ADDRESS = re.compile(
    r"\b\d{1,3}(?:\.\d{1,3}){3}\b|\b[0-9a-f]{2}(?:[:-][0-9a-f]{2}){5}\b|(?<![\w:])(?:[0-9a-f]{0,4}:){3,7}[0-9a-f]{0,4}(?![\w:])",
    re.I,
)
"""IPv4, the address of a network card, IPv6."""

_PUBLIC_CODE = (
    r"(?P<public>\b0x ?[0-9a-f]{4} ?[0-9a-f]{4}(?![0-9a-f])|\b0x[0-9a-f]{1,8}(?![0-9a-f])|\bkb[- ]?\d{6,7}(?!\d)"
    r"|(?<![\d.])(?<!\d[ -])\d{3}[ -]\d\.\d{1,3}\.\d{1,3}(?![\d.])(?![ -]\d))"
)
"""0x80070005, KB5005565, 550 5.1.10: what no customer has for a number."""

_NAME_WITH_DIGITS = re.compile(
    rf"{_PUBLIC_CODE}|(?<![\w.-])(?=[\d_.-]*[a-z])(?=(?:[a-z_.-]*\d){{6}})[a-z\d]+(?:[-_.][a-z\d]+)*", re.I
)
"""Letters and digits mixed, six digits and more: the number of a contract or a device."""

_BETWEEN = r"[\s()./\\_|*'’·•+\-\u00ad\u2010-\u2015\u200b-\u200f\u2060\ufeff]{0,4}"
"""What may stand between the digits of one number."""

_NUMBER = re.compile(rf"{_PUBLIC_CODE}|\d(?:{_BETWEEN}\d){{5,}}", re.I)
"""Six digits and more: codes have fewer, phone numbers, cards and contracts have more."""

_SPOKEN = re.compile(
    r"\b(?:(?:zero|oh|o|nought|one|two|three|four|five|six|seven|eight|nine|double|triple)\b[\s,-]*){7,}", re.I
)
"""A number that was read out digit by digit."""

_MASKS = (
    (_MAIL, "<mail>"),
    (_URL, "<address>"),
    (_ADDRESS, "<ip>"),
    (_NAME_WITH_DIGITS, "<number>"),
    (_NUMBER, "<number>"),
    (_SPOKEN, "<number> "),
)


class Miss(NamedTuple):
    """What found nothing, and how often."""

    said: str
    times: int
    last: str
    """The day it was last searched for, as ISO text."""


def masked(text: str) -> str:
    """*text* without mail and web addresses, IP addresses, and numbers that may be a phone, a card or a contract.

    In doubt it is masked: a code that is lost costs less than a customer's number that is kept.
    """
    for pattern, name in _MASKS:
        text = pattern.sub(lambda found, name=name: _public(found) or name, text)  # type: ignore[misc]
    return " ".join(text.split())


def _public(found: re.Match[str]) -> str:
    return found.groupdict().get("public") or ""


def file_for(index_folder: Path) -> Path:
    """Where the misses of the knowledge base with this index are kept."""
    return kept_file(index_folder, FILE_NAME)


def note(path: Path, said: str, now: datetime) -> None:
    """Keep a search that found nothing. One write, so that two at once lose neither; a full disk loses it quietly."""
    line = json.dumps({"at": now.isoformat(timespec="seconds"), "said": masked(said)}, ensure_ascii=False) + "\n"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "ab") as file:
            file.write(line.encode("utf-8", "replace"))
            size = file.tell()
        if size > MOST_BYTES:
            _shorten(path)
    except OSError:
        # An agent's answer does not depend on it.
        return


def _shorten(path: Path) -> None:
    lines = path.read_bytes().splitlines(keepends=True)
    temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    temporary.write_bytes(b"".join(lines[len(lines) // 2 :]))
    temporary.chmod(0o600)
    os.replace(temporary, path)


def read(path: Path) -> list[Miss]:
    """The misses, the most frequent first. Lines that are not whole are passed over."""
    found: dict[str, tuple[str, int, str]] = {}
    for said, at in _lines(path):
        key = " ".join(said.lower().split())
        _, times, last = found.get(key, (said, 0, ""))
        found[key] = (said, times + 1, max(last, at[:10]))
    return sorted((Miss(*item) for item in found.values()), key=lambda miss: (-miss.times, miss.said))


def newest(path: Path, most: int) -> list[str]:
    """What was searched for last and found nothing, the last first, each once."""
    found: dict[str, str] = {}
    for said, _ in reversed(list(_lines(path))):
        found.setdefault(" ".join(said.lower().split()), said)
    return list(found.values())[:most]


def _lines(path: Path) -> Iterable[tuple[str, str]]:
    try:
        content = path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return
    for line in content.splitlines():
        try:
            item = json.loads(line)
            yield str(item["said"]), str(item["at"])
        except (ValueError, KeyError, TypeError):
            continue
