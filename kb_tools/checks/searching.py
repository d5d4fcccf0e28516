"""kb's own search, as the rules use it: what it said of a whole folder is kept until the index changes."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import TYPE_CHECKING

from kb_tools import atomic
from kb_tools.errors import ConfigError, KbError
from kb_tools.search import place

if TYPE_CHECKING:
    from kb_tools.checks.base import Base
    from kb_tools.search.searcher import Searcher

FILE_NAME = "unfound"


def open_searcher(base: Base) -> Searcher | None:
    """The search over these articles; None, and a note, where there can be none."""
    try:
        return base.searcher
    except ConfigError:
        base.note("no title was searched for: vocabulary.yml cannot be read (see synonym-unused)")
    except KbError as error:
        base.note(f"no title or synonym was looked up: {error}")
    return None


def unfound(base: Base, searcher: Searcher, among: int) -> list[str]:
    """The paths of the articles that may answer a caller and that their own title does not find among the first."""
    index = f"{searcher.generation} {base.today} {among}"
    path = place.kept_file(searcher.folder, FILE_NAME)
    known = _load(path, index)
    if known is not None:
        return known
    found = [facts.path for facts in base if facts.is_answer and not searcher.finds(facts.path, facts.title, among)]
    with contextlib.suppress(OSError):
        atomic.replace(path, json.dumps({"index": index, "unfound": found}).encode())
    return found


def _load(path: Path, index: str) -> list[str] | None:
    """What an earlier run found in this very index."""
    place.remove_unless_file(path)
    try:
        known = json.loads(path.read_bytes())
        return [str(each) for each in known["unfound"]] if known["index"] == index else None
    except (OSError, ValueError, KeyError, TypeError):
        return None
