"""Are files left out as .gitignore would leave them out?"""

from __future__ import annotations

from pathlib import Path

import pytest

from kb_tools.config import Settings
from kb_tools.corpus.left_out import left_out


@pytest.mark.parametrize(
    ("settings", "left"),
    [
        ({}, ["a.md", "manual/b.md", "manual/deep/c.md", "tags.md"]),
        ({"ignore": ("/manual/",)}, ["a.md", "tags.md"]),
        ({"exclude": ("manual/*.md", "/tags.md")}, ["a.md", "manual/deep/c.md"]),
        ({"ignore": ("*.md",), "exclude": ("!a.md",)}, []),
        ({"ignore": ("*.md", "!a.md")}, ["a.md"]),
        ({"ignore": ("tags.md",), "exclude": ("manual",)}, ["a.md"]),
        ({"exclude": ("# comment", "")}, ["a.md", "manual/b.md", "manual/deep/c.md", "tags.md"]),
    ],
)
def test_patterns_are_gits(settings: dict[str, tuple[str, ...]], left: list[str]) -> None:
    is_left_out = left_out(Settings(Path(), Path(), **settings), "ignore", "exclude")  # type: ignore[arg-type]
    assert [path for path in ["a.md", "manual/b.md", "manual/deep/c.md", "tags.md"] if not is_left_out(path)] == left


def test_what_is_ignored_is_asked_for_apart_from_what_is_excluded() -> None:
    settings = Settings(Path(), Path(), ignore=("a.md",), exclude=("b.md",))
    assert [left_out(settings, "ignore")(path) for path in ("a.md", "b.md")] == [True, False]
    assert [left_out(settings, "exclude")(path) for path in ("a.md", "b.md")] == [False, True]
