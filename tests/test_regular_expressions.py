"""Do the regular expressions mean the same in every Python that kb runs on?"""

from __future__ import annotations

import re
from pathlib import Path

import kb_tools

_POSSESSIVE_GROUP = re.compile(r"(?<!\\)\)(?:[*+?]|\{\d*,?\d*\})\+")


def test_no_group_is_repeated_possessively() -> None:
    """Before 3.11.5, which Debian 12 does not have, Python matches `(?:...)*+` wrongly (python/cpython#106052); `(?>(?:...)*)`
    is the same and is matched right."""
    assert _POSSESSIVE_GROUP.search(r"(?:a|b){2,}+")
    assert not _POSSESSIVE_GROUP.search(r"\)++ [)]*+ \d*+")
    found = [
        f"{path.name}:{number}"
        for path in sorted(Path(kb_tools.__file__).parent.rglob("*.py"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if _POSSESSIVE_GROUP.search(line)
    ]
    assert found == []
