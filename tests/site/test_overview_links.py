"""Links to pages that are made during the build: MkDocs and kb check agree on them."""

from __future__ import annotations

from pathlib import Path

import pytest
from mkdocs_sites import configure, mkdocs
from trees import article, kb

FILES = {
    "docs/index.md": "# Home\n\n[All](overview/index.md), [by product](overview/products/index.md).\n",
    "docs/vpn.md": article("VPN drops", "Restart it. [All](overview/index.md)", products="[vpn]"),
}


@pytest.mark.parametrize(
    ("files", "options", "is_there"),
    [
        ({}, {}, True),
        ({}, {"overview": False}, False),
        ({"docs/overview.md": "# Ours\n"}, {}, False),
        ({"docs/overview/plan.md": "# Ours\n"}, {}, False),
    ],
)
def test_mkdocs_and_kb_check_agree(
    tmp_path: Path, files: dict[str, str], options: dict[str, object], is_there: bool
) -> None:
    folder = configure(tmp_path, {**FILES, **files}, options)
    built = mkdocs(folder)
    assert (built.returncode == 0) == is_there, built.stderr
    checked = kb(folder, "check", "--select", "KB201")
    assert (checked.returncode == 0) == is_there, checked.stdout
