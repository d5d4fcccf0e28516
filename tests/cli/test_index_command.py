"""kb index: what it says it did, and what is odd about the articles."""

from __future__ import annotations

import re
from pathlib import Path

from trees import article, kb, settle, write

SAID = re.compile(r"(\d+) articles? in the index: (\d+) read, (\d+) removed or replaced, in \d+\.\d\d s\.\n")


def test_says_what_it_did(team: Path) -> None:
    assert _counts(team) == (4, 4, 0)
    assert _counts(team) == (4, 0, 0)
    # No longer and no shorter: in so small a folder, what is usual would change, and with it every article's impacts.
    changed = team / "docs/vpn/vpn-809.md"
    changed.write_text(changed.read_text(encoding="utf-8").replace("hotspot", "cable"), encoding="utf-8")
    assert _counts(team) == (4, 1, 1)
    assert _counts(team, "--rebuild") == (4, 4, 0)
    (team / "docs/vpn/vpn-800.md").unlink()
    assert _counts(team)[0] == 3


def test_one_article_is_one(tmp_path: Path) -> None:
    write(tmp_path, {"docs/a.md": "# A"})
    assert kb(tmp_path, "index").stdout.startswith("1 article in the index: 1 read")


def test_empty_folder_is_no_error(tmp_path: Path) -> None:
    assert _counts(tmp_path) == (0, 0, 0)
    assert kb(tmp_path, "search", "anything").returncode == 1


def test_problems_name_file_line_reason_and_way_out(team: Path) -> None:
    odd: dict[str, str | bytes] = {
        "docs/broken.md": "---\ntitle: VPN: broken\n---\ntext",
        "docs/dated.md": article("Dated", last_reviewed="soonish"),
        "docs/latin.md": b"---\ntitle: Latin\n---\ncaf\xe9\n",
    }
    write(team, odd)
    done = kb(team, "index")
    assert done.returncode == 0
    lines = done.stderr.splitlines()
    assert any(re.match(r"warning: broken\.md:2:\d+: the front matter is not valid YAML", line) for line in lines)
    assert "  Put a value that contains a colon into quotes." in lines
    assert any(line.startswith("warning: dated.md:3:1: last_reviewed is 'soonish'") for line in lines)
    assert any(line.startswith("warning: latin.md:4:4: byte 0xe9 is not UTF-8") for line in lines)
    assert "broken" in kb(team, "search", "broken").stdout


def test_many_problems_are_cut_and_all_are_to_be_had(tmp_path: Path) -> None:
    write(tmp_path, {f"docs/{number}.md": article("A", last_reviewed="x") for number in range(25)})
    done = kb(tmp_path, "index")
    assert done.stderr.count("warning: ") == 10
    assert "and 15 more; kb index --rebuild -v names them all" in done.stderr
    assert kb(tmp_path, "index", "--rebuild", "-v").stderr.count("warning: ") == 25


def test_index_that_cannot_be_used_is_built_anew_and_that_is_said(team: Path) -> None:
    settle(team)
    kb(team, "index")
    (team / ".kb/index/current").write_bytes(b"nonsense")
    done = kb(team, "search", "vpn")
    assert done.returncode == 0
    assert "built anew: 4 articles" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    (team / ".kb/index/current").write_bytes(b"nonsense")
    assert "damaged" in kb(team, "index").stderr


def test_settings_that_are_wrong_are_named_with_their_line(team: Path) -> None:
    write(team, {"kb.toml": '# ours\nexclud = ["/manual/"]\n'})
    done = kb(team, "index")
    assert done.returncode == 3
    assert re.search(r"^error: .*kb\.toml:2: unknown setting 'exclud'$", done.stderr, re.M)
    assert "Did you mean 'exclude'?" in done.stderr


def _counts(folder: Path, *options: str) -> tuple[int, ...]:
    done = kb(folder, "index", *options)
    assert done.returncode == 0, done.stderr
    found = SAID.fullmatch(done.stdout)
    assert found, done.stdout
    return tuple(int(number) for number in found.groups())
