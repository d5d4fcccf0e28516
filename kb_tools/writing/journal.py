"""What is to take whose place, kept until it is done. Sealed: one that came with a clone could rename any file."""

from __future__ import annotations

import hmac
import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from kb_tools import atomic
from kb_tools.digests import blake2b
from kb_tools.search import place

JOURNAL = "writing.journal"
_SEAL_BYTES = 32


class Step(NamedTuple):
    """A name that gets other content, or goes."""

    path: str
    temporary: str
    """What takes the name, from the root; empty where nothing does."""
    before: str
    """The digest of what has the name now; empty where nothing has."""


def write(path: Path, root: Path, steps: Sequence[Step]) -> None:
    """Note it, on the disk.

    Raises:
        OSError: it cannot be written.
    """
    place.remove_unless_file(path)
    text = json.dumps({"root": os.fspath(root), "steps": steps}).encode("ascii")
    atomic.replace(path, _seal(text) + text)


def read(path: Path, root: Path) -> list[Step]:
    """What is to be done; nothing where the journal is not one that this user's kb wrote for this folder.

    Raises:
        FileNotFoundError: there is none.
    """
    place.remove_unless_file(path)
    content = path.read_bytes()
    seal, text = content[:_SEAL_BYTES], content[_SEAL_BYTES:]
    if not hmac.compare_digest(seal, _seal(text)):
        return []
    found: dict[str, Any] = json.loads(text)
    return [Step(*step) for step in found["steps"]] if found["root"] == os.fspath(root) else []


def _seal(text: bytes) -> bytes:
    return blake2b(text, key=place.key(), person=b"kb-writing", digest_size=_SEAL_BYTES).digest()
