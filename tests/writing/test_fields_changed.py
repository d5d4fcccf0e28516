"""Fields are changed where they stand, and nothing else is."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb_tools.article.front_matter import split
from kb_tools.config import Settings
from kb_tools.errors import ContentError
from kb_tools.writing.front import Value, with_fields

SETTINGS = Settings(
    root=Path("."), docs=Path("."), fields=(("last_reviewed", ("review.date", "ms.date")), ("owner", ("author",)))
)

ARTICLE = """---
# Who wrote it
title: 'It''s broken'   # as callers say
symptoms:
  - one      # the first
  - "two"

# the next
owner: "net: team"
last_reviewed: 2026-01-01 # by hand
tags: [a, b]
empty:
note: |
  several
  lines
end: x
---

# It's broken

last_reviewed: not here
"""


def changed(text: str, **fields: Value) -> str:
    return with_fields(text.encode(), fields, SETTINGS, "a.md").decode()


def difference(before: str, after: str) -> list[str]:
    """What was taken out and put in, by lines."""
    one, two = before.splitlines(), after.splitlines()
    return [f"-{line}" for line in one if line not in two] + [f"+{line}" for line in two if line not in one]


@pytest.mark.parametrize(
    ("fields", "lines"),
    [
        ({"last_reviewed": "2026-11-22"}, ["-last_reviewed: 2026-01-01 # by hand", "+last_reviewed: 2026-11-22 # by hand"]),
        ({"owner": 'a "b"'}, ['-owner: "net: team"', '+owner: "a \\"b\\""']),
        ({"title": "It's mended"}, ["-title: 'It''s broken'   # as callers say", "+title: 'It''s mended'   # as callers say"]),
        ({"title": None}, ["-title: 'It''s broken'   # as callers say"]),
        ({"empty": "full"}, ["-empty:", "+empty: full"]),
        ({"note": "short"}, ["-note: |", "-  several", "-  lines", "+note: short"]),
        ({"tags": ["a", "c: d"]}, ["-tags: [a, b]", '+tags: [a, "c: d"]']),
        ({"symptoms": ["one", "two", "three: x"]}, ['+  - "three: x"']),
        ({"symptoms": ["two"]}, ["-  - one      # the first", '-  - "two"', "+  - two"]),
        ({"fresh": "NO"}, ['+fresh: "NO"']),
        ({"fresh": ["x", "1.10"]}, ["+fresh:", "+  - x", '+  - "1.10"']),
        ({"fresh": None}, []),
        ({"symptoms": None}, ["-symptoms:", "-  - one      # the first", '-  - "two"']),
    ],
)  # fmt: skip
def test_only_these_lines_change(fields: dict[str, Value], lines: list[str]) -> None:
    assert difference(ARTICLE, changed(ARTICLE, **fields)) == lines


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends_stay(end: str) -> None:
    text = ARTICLE.replace("\n", end)
    after = with_fields(text.encode(), {"owner": "me", "fresh": ["x"]}, SETTINGS, "a.md").decode()
    assert "\n" not in after.replace(end, "")
    assert f"fresh:{end}  - x{end}---" in after


def test_a_byte_order_mark_and_a_missing_last_line_end_stay() -> None:
    content = b"\xef\xbb\xbf---\ntitle: a\n---\ntext"
    assert with_fields(content, {"title": "b"}, SETTINGS, "a.md") == b"\xef\xbb\xbf---\ntitle: b\n---\ntext"


def test_the_teams_names_are_used() -> None:
    assert changed("---\nms.date: 2020-01-01\n---\n", last_reviewed="2026-11-22") == "---\nms.date: 2026-11-22\n---\n"
    nested = "---\nreview:\n  date: 2020-01-01\n  by: me\n---\n"
    assert changed(nested, last_reviewed="2026-11-22") == nested.replace("2020-01-01", "2026-11-22")
    assert changed("---\ntitle: a\n---\n", owner="net") == "---\ntitle: a\nauthor: net\n---\n"


def test_a_file_without_front_matter_gets_one() -> None:
    assert changed("# Title\n", owner="net") == "---\nauthor: net\n---\n\n# Title\n"


@pytest.mark.parametrize("text", ["---\ntitle: [a\n---\n", "---\na: 1\na: 2\n---\n", "---\ntitle: a\n"])
def test_what_is_broken_is_left_to_a_person(text: str) -> None:
    with pytest.raises(ContentError):
        changed(text, owner="me")


def test_an_anchor_that_others_use_is_left_to_a_person() -> None:
    with pytest.raises(ContentError):
        changed("---\ntitle: &x a\nother: *x\n---\n", title=["b"])


def test_a_file_that_is_not_utf_8_is_left_to_a_person() -> None:
    with pytest.raises(ContentError, match="UTF-8"):
        with_fields("---\ntitle: ä\n---\n".encode("cp1252"), {"title": "b"}, SETTINGS, "a.md")


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=30)


@given(
    st.sampled_from(["title", "owner", "symptoms", "tags", "note", "empty", "end", "fresh"]),
    TEXT | st.lists(TEXT, max_size=3),
)
def test_whatever_is_put_in_is_read_again(field: str, value: str | list[str]) -> None:
    try:
        after = changed(ARTICLE, **{field: value})
    except ContentError:
        # Rather than something else; for texts that no front matter can hold.
        assert not str(value).isprintable() or any(ord(char) > 126 or ord(char) < 32 for char in "".join(value))
        return
    front, _ = split(after)
    name = "author" if field == "owner" and "owner" not in split(ARTICLE)[0].values else field
    assert front.values[name] == value
    assert "# Who wrote it" in after


def test_git_sees_one_line(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(ARTICLE, encoding="utf-8")
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    subprocess.run(["git", "add", "."], cwd=tmp_path, check=True)
    (tmp_path / "a.md").write_text(changed(ARTICLE, last_reviewed="2026-11-22"), encoding="utf-8")
    found = subprocess.run(["git", "diff", "--numstat"], cwd=tmp_path, check=True, capture_output=True, text=True)
    assert found.stdout.split()[:2] == ["1", "1"]
