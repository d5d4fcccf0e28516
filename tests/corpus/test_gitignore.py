"""Are patterns that could take for ever refused, and the usual ones taken?"""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from trees import write

from kb_tools.config import load_settings
from kb_tools.corpus.gitignore import spec
from kb_tools.corpus.left_out import left_out
from kb_tools.errors import ConfigError
from kb_tools.links.site import read_site


@pytest.mark.parametrize("pattern", ["*" * 300 + "b", "*a" * 8 + "b", "x/*a*a*a*a*b/y", "a/**/" * 4 + "b", "a**b**c"])
def test_a_pattern_that_could_take_for_ever_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match=r"has more than 3 \*"):
        spec(["*.md", pattern])


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("*draft*.md", "x/my-draft-2.md"), ("/a/**/old/**/*.md", "a/b/old/c/d.md"), ("**/*-*-*/", "x/2026-01-02/a.md"),
        ("!*a*", ""), ("# ****", ""), ("", ""),
    ],
)  # fmt: skip
def test_usual_patterns_are_taken(pattern: str, path: str) -> None:
    assert spec([pattern]).match_file(path) is bool(path)


def test_what_is_allowed_takes_no_time() -> None:
    started = time.perf_counter()
    for pattern, path in (("*a*a*ab", "a" * 250), ("**/a/**/a/b", "a/" * 500 + "c")):
        assert not spec([pattern]).match_file(path)
    assert time.perf_counter() - started < 2


def test_kb_toml_and_mkdocs_yml_are_told_so(tmp_path: Path) -> None:
    stars = "*a" * 200
    write(tmp_path, {
        "docs/a.md": "# A\n", "kb.toml": f'ignore = ["{stars}"]\n',
        "mkdocs.yml": f"site_name: x\nexclude_docs: |\n  {stars}\n",
    })  # fmt: skip
    settings = load_settings(tmp_path)
    with pytest.raises(ConfigError, match=r"kb.toml:1: ignore has a pattern that cannot be used") as caught:
        left_out(settings, "ignore")
    assert len(str(caught.value)) < 300
    assert not read_site(settings).is_unpublished("a.md")
