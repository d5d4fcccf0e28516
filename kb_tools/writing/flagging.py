"""Say that an article is wrong, and answer that. A flag is a file of its own: two at once are two files."""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from kb_tools.corpus.flags import FOLDER, MOST_SAID, Flag, folder_of, one_line, text_of
from kb_tools.errors import KbError
from kb_tools.search.misses import masked
from kb_tools.writing.changes import FileChange, apply


def new_flag(root: Path, article: str, said: str, by: str, now: datetime) -> Flag:
    """The flag that is to be kept: what may name a customer is masked, as in searches that found nothing.

    Raises:
        KbError: it is too long to be read by anybody.
    """
    text = masked(one_line(said))
    if len(text) > MOST_SAID:
        raise KbError(f"a flag has {MOST_SAID:,} letters at most; this has {len(text):,}",
                      hint="Say in one line what is wrong.")  # fmt: skip
    folder = f"{FOLDER}/{folder_of(article)}"
    while True:
        file = f"{folder}/{now.astimezone(UTC):%Y%m%dT%H%M%SZ}-{os.urandom(2).hex()}.json"
        if not os.path.lexists(root / file):
            return Flag(article, text, now.isoformat(timespec="milliseconds"), by, file)


def raising(flag: Flag) -> list[FileChange]:
    """What keeps a flag."""
    return [FileChange(flag.file, None, text_of(flag).encode("utf-8", "replace"))]


def answering(root: Path, flags: Iterable[Flag]) -> list[FileChange]:
    """What takes flags away. The history keeps them."""
    changes = []
    for flag in flags:
        try:
            changes.append(FileChange(flag.file, (root / flag.file).read_bytes(), None))
        except FileNotFoundError:
            # Somebody else has just answered it.
            continue
        except OSError as error:
            raise KbError(f"cannot be read: {error.strerror}", path=flag.file) from error
    return changes


def for_commit(article: str, answer: str, flags: Iterable[Flag]) -> str:
    """What was said and what was done, for the commit message."""
    lines = [f"- {flag.at[:10]}{f', {flag.by}' if flag.by else ''}: {flag.said}" for flag in flags]
    return "\n".join([f"{article}: {answer}", "", "Answers:", *lines])


def write(root: Path, changes: list[FileChange]) -> None:
    """Make the changes; see changes.apply."""
    _no_link(root)
    apply(root, changes)


def _no_link(root: Path) -> None:
    if os.path.islink(root / FOLDER):
        raise KbError("is a link, which kb leaves alone", path=FOLDER, hint="Make it a folder of its own.")
