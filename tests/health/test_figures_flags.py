"""kb health counts what agents say is wrong."""

from __future__ import annotations

import json
from pathlib import Path

from checks.marked import base
from trees import article, write

from kb_tools.health.figures import figures
from kb_tools.health.words import flagged


def test_flags_and_the_articles_that_have_them(tmp_path: Path) -> None:
    write(tmp_path, {"docs/a.md": article("A"), "docs/b.md": article("B")})
    assert flagged(figures(base(tmp_path))) == ""
    for number, name in enumerate(("a", "a", "b")):
        said = json.dumps({"article": name, "said": "wrong", "at": "2026-11-18T10:00:00+01:00"})
        write(tmp_path, {f"flags/{name}/20261118T090000Z-000{number}.json": said})
    assert flagged(figures(base(tmp_path))) == "3 flags on 2 articles"
