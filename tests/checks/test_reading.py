"""Is every article read, by one process or by many, and what cannot be read named?"""

from __future__ import annotations

from pathlib import Path

import pytest
from checks.marked import base
from disks import on_posix, unprivileged
from trees import write

from kb_tools.checks import reading
from kb_tools.checks.options import Options
from kb_tools.checks.reading import listed, read_all
from kb_tools.config import Settings, load_settings


def test_many_processes_find_what_one_finds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {f"docs/{number:02}.md": f"# {number}\n\n[x](gone-{number}.md)\n" * 3 for number in range(40)})
    settings = load_settings(tmp_path)
    alone = read_all(settings, Options(), listed(settings))
    monkeypatch.setattr(reading, "PARALLEL_FROM", 10)
    monkeypatch.setattr("os.cpu_count", lambda: 3)
    told: list[int] = []
    assert read_all(settings, Options(), listed(settings), told.append) == alone
    assert [facts.path for _, facts in alone] == [f"{number:02}.md" for number in range(40)]


def test_an_error_in_a_process_is_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {f"docs/{number}.md": "# A\n" for number in range(20)})
    monkeypatch.setattr(reading, "PARALLEL_FROM", 10)
    monkeypatch.setattr("os.cpu_count", lambda: 2)

    def broken(*_: object) -> None:
        raise ZeroDivisionError("in the child")

    monkeypatch.setattr(reading, "facts_of_read", broken)
    settings = load_settings(tmp_path)
    with pytest.raises(ZeroDivisionError, match="in the child"):
        read_all(settings, Options(), listed(settings))


def test_what_is_ignored_is_no_article_and_what_is_excluded_is_no_answer(tmp_path: Path) -> None:
    write(
        tmp_path,
        {"docs/a.md": "", "docs/b.md": "", "docs/c.md": "", "kb.toml": 'ignore = ["a.md"]\nexclude = ["b.md"]\n'},
    )
    assert {facts.path: facts.is_answer for facts in base(tmp_path)} == {"b.md": False, "c.md": True}


@on_posix
def test_a_file_that_cannot_be_read_is_a_finding_and_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {"docs/a.md": "---\nkind: fault\n---\n", "docs/b.md": "# B\n"})
    (tmp_path / "docs/a.md").chmod(0)
    # The folders above belong to root alone.
    monkeypatch.chdir(tmp_path)
    settings = Settings(Path(), Path("docs"))
    with unprivileged(tmp_path):
        (_, facts), (_, other) = read_all(settings, Options(), listed(settings))
    assert [(rule, found.message) for rule, found in facts.found] == [
        ("KB107", "the file cannot be read: Permission denied")
    ]
    assert other.found == ()
