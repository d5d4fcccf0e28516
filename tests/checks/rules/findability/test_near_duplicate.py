"""KB501: what a finding says, and that there is one where many pages come from one form."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from checks.marked import check
from trees import article, write

TEXT = " ".join(f"word{random.Random(number).randrange(10**6)}" for number in range(120)) + ". Restart the router now."


@pytest.mark.parametrize("root", ["", 'docs = "."\n'])
def test_the_finding_names_the_other_the_share_and_what_they_share(tmp_path: Path, root: str) -> None:
    folder = "" if root else "docs/"
    write(
        tmp_path,
        {"kb.toml": root, f"{folder}a.md": article("A", TEXT), f"{folder}b.md": article("B", f"{TEXT} Or not.")},
    )
    (found,) = check(tmp_path, "KB501")
    assert (found.path, found.line, found.column, found.span.end_column) == (f"{folder}b.md", 2, 8, 9)
    assert found.message.startswith(f'98% of the text is the same as in {folder}a.md, such as "word')
    assert found.involves == (f"{folder}a.md",)


def test_the_fingerprint_holds_while_the_text_changes(tmp_path: Path) -> None:
    write(tmp_path, {"docs/a.md": article("A", TEXT), "docs/b.md": article("B", TEXT)})
    (before,) = check(tmp_path, "KB501")
    write(tmp_path, {"docs/b.md": article("Another title", f"One more line.\n\n{TEXT}", owner="me")})
    (after,) = check(tmp_path, "KB501")
    assert before.message != after.message
    assert before.fingerprint == after.fingerprint


def test_five_are_told_pair_by_pair_and_six_at_once(tmp_path: Path) -> None:
    write(tmp_path, {f"docs/{number}.md": article(f"T{number}", TEXT) for number in range(5)})
    assert [found.path for found in check(tmp_path, "KB501")] == [f"docs/{number}.md" for number in range(1, 5)]
    # Others, so that what six share is not what most share.
    others = {f"docs/x{number}.md": article(f"X{number}", " ".join(f"x{number}y{word}" for word in range(60)))
              for number in range(40)}  # fmt: skip
    write(tmp_path, {"docs/5.md": article("T5", TEXT), **others})
    (found,) = check(tmp_path, "KB501")
    assert (found.path, found.line) == ("docs/0.md", 2)
    assert found.message == ("5 other articles share most of their text with this one or with each other: "
                             "docs/1.md, docs/2.md, docs/3.md and 2 more")  # fmt: skip
    assert found.involves == tuple(f"docs/{number}.md" for number in range(1, 6))


def test_a_pair_of_duplicates_with_one_title_is_told_once(tmp_path: Path) -> None:
    write(tmp_path, {"docs/a.md": article("Same", TEXT), "docs/b.md": article("Same", TEXT)})
    assert [found.rule for found in check(tmp_path, "KB5")] == ["KB501"]
