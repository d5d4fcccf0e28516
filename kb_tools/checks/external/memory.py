"""What became of the links to other servers on earlier days: one JSON file, one line a link, fit to be committed.

A link that fails today may be up again tomorrow, so it takes several days until it counts as dead. Between two runs that
write at once nothing is lost: what is in the file is merged with what was found out, link by link.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from kb_tools import atomic
from kb_tools.links.address import NoAddress, read, with_fragment

FORMAT = 1
KEEPS_DAYS = 42
"""So long after it was last asked a link is kept: by then it is gone from the articles."""
_MOST_DAYS = 400
_MOST_BYTES = 200_000_000
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


class Record(NamedTuple):
    """What is known of one address."""

    asked: str = ""
    """The day it was last asked, as ISO text; so are all days here."""
    state: str = ""
    """What came of it: alive, failed, blocked or refused."""
    reason: str = ""
    lasting: bool = False
    alive: str = ""
    """The day it was last seen alive."""
    failed: tuple[str, ...] = ()
    """The days since then on which it failed."""
    moved_to: str = ""
    found: tuple[str, ...] = ()
    """Fragments that the page has."""
    missing: tuple[tuple[str, str], ...] = ()
    """Fragments that it has not, each with the nearest one it has."""
    untold: tuple[str, ...] = ()
    """Fragments of which it does not tell."""
    archived: str = ""
    """A copy of the page as it was."""
    archive_asked: str = ""
    """The day the archive was last asked for one."""

    def merged(self, other: Record) -> Record:
        """What both know together; where they contradict, the later one, and this one of two on a day."""
        later, earlier = (other, self) if other.asked > self.asked else (self, other)
        alive = max(self.alive, other.alive)
        # A day on which it answered is no day on which it failed.
        failed = tuple(sorted(day for day in {*self.failed, *other.failed} if day > alive)[:_MOST_DAYS])
        archive = later if later.archive_asked >= earlier.archive_asked else earlier
        return later._replace(alive=alive, failed=failed, archived=archive.archived,
                              archive_asked=archive.archive_asked)  # fmt: skip

    def until(self, latest: str) -> Record:
        """Without days that have not been: a link seen alive in ten years' time could not die before."""
        if max(self.alive, self.archive_asked, *self.failed) <= latest:
            return self
        return self._replace(
            alive=self.alive if self.alive <= latest else "",
            archive_asked=self.archive_asked if self.archive_asked <= latest else "",
            failed=tuple(day for day in self.failed if day <= latest),
        )  # fmt: skip

    @property
    def fragments(self) -> frozenset[str]:
        """Those that were looked for."""
        return frozenset((*self.found, *self.untold, *(name for name, _ in self.missing)))


class Memory:
    """The file, and the lock that keeps two writers apart."""

    def __init__(self, path: Path, lock: Path | None) -> None:
        self.path = path
        self._lock = lock
        self.note = ""
        """What the user should know about the file."""

    def load(self, today: date) -> dict[str, Record]:
        """What is remembered; a file that cannot be understood is set aside."""
        # It may be tomorrow already where a colleague sits. What is later comes from a clock that was wrong.
        latest = (today + timedelta(days=1)).isoformat()
        try:
            if self.path.stat().st_size > _MOST_BYTES:
                raise ValueError("too large")
            data = json.loads(self.path.read_bytes())
            if not isinstance(data, dict) or data.get("format") != FORMAT or not isinstance(data.get("links"), dict):
                raise ValueError("not of this format")
            records = {url: _record(url, row) for url, row in data["links"].items()}
            return {
                url: record.until(latest)
                for url, record in records.items() if record is not None and record.asked <= latest
            }  # fmt: skip
        except FileNotFoundError:
            return {}
        except OSError as error:
            self.note = f"{self.path.name} cannot be read ({error.strerror}); no link is known from earlier days"
        except (ValueError, RecursionError):
            aside = self.path.with_name(f"{self.path.name}.broken")
            with contextlib.suppress(OSError):
                os.replace(self.path, aside)
            self.note = f"{self.path.name} could not be understood; it is now {aside.name}, and the days count anew"
        return {}

    def save(self, found: Mapping[str, Record], today: date, keeps_days: int = KEEPS_DAYS) -> None:
        """Add what was found out to what is in the file now."""
        if not found:
            return
        from kb_tools.search.lock import locked

        try:
            # Without a file for it, whoever comes last is right.
            with locked(self._lock) if self._lock is not None else contextlib.nullcontext():
                records = self.load(today)
                for url, record in found.items():
                    records[url] = record.merged(records[url]) if url in records else record
                oldest = (today - timedelta(days=keeps_days)).isoformat()
                kept = {url: record for url, record in records.items() if record.asked >= oldest}
                self.path.parent.mkdir(parents=True, exist_ok=True)
                atomic.replace(self.path, _written(kept))
        except OSError as error:
            self.note = f"{self.path.name} cannot be written ({error.strerror}): what was found out is forgotten"


def _written(records: Mapping[str, Record]) -> bytes:
    rows = [f"{_json(url)}: {_json(_row(records[url]))}" for url in sorted(records)]
    text = f'{{"format": {FORMAT}, "links": {{\n' + ",\n".join(rows) + "\n}}\n"
    return text.encode("ascii")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=True)


def _row(record: Record) -> dict[str, object]:
    """Only what says something."""
    row = {name: value for name, value in record._asdict().items() if value}
    if record.missing:
        row["missing"] = dict(record.missing)
    return row


def _record(url: object, row: object) -> Record | None:
    """A record that is sound; None for what cannot be one. Anybody may have edited the file."""
    if not isinstance(url, str) or not isinstance(row, dict) or not _is_day(row.get("asked")):
        return None
    missing = row.get("missing")
    return Record(
        asked=row["asked"],
        state=row["state"] if row.get("state") in ("alive", "failed", "blocked", "refused") else "",
        reason=_text(row.get("reason"))[:300],
        lasting=row.get("lasting") is True,
        alive=row["alive"] if _is_day(row.get("alive")) else "",
        failed=tuple(sorted(day for day in _texts(row.get("failed")) if _is_day(day))[:_MOST_DAYS]),
        moved_to=_address(row.get("moved_to")),
        found=_texts(row.get("found")),
        missing=tuple((name, _text(near)) for name, near in missing.items()) if isinstance(missing, dict) else (),
        untold=_texts(row.get("untold")),
        archived=_address(row.get("archived")),
        archive_asked=row["archive_asked"] if _is_day(row.get("archive_asked")) else "",
    )


def _is_day(value: object) -> bool:
    return isinstance(value, str) and _DAY.fullmatch(value) is not None and value.isascii()


def _text(value: object) -> str:
    return "".join(each for each in value if each.isprintable()) if isinstance(value, str) else ""


def _texts(value: object) -> tuple[str, ...]:
    return tuple(each for each in value if isinstance(each, str)) if isinstance(value, list) else ()


def _address(value: object) -> str:
    """An address that may be written into an article or shown; nothing else gets that far."""
    try:
        address, fragment = read(value) if isinstance(value, str) else read("")
    except NoAddress:
        return ""
    return with_fragment(address.url, fragment)
