"""A user name and a password in the address of a link: no report, no baseline and no memory repeats them."""

from __future__ import annotations

from pathlib import Path

import pytest
from trees import article, kb, write

from kb_tools.checks.masking import without_login

SECRETS = ("s3cr3tUser", "hunter2pass", "ghtokenXYZ99")
BODY = "\n".join([
    "[a](https://s3cr3tUser:hunter2pass@127.0.0.1:9/a b c",
    "[a](htps://s3cr3tUser:hunter2pass@127.0.0.1:9/a)",
    "[a](https:/s3cr3tUser:hunter2pass@127.0.0.1:9/a)",
    "[a](https:\\\\s3cr3tUser:hunter2pass@127.0.0.1:9/a)",
    "[a](https://s3cr3tUser:hunter2@pass@127.0.0.1:9/a)",
    "[a](http:s3cr3tUser:hunter2pass@127.0.0.1:9/a)",
    "[a](https://ghtokenXYZ99@127.0.0.1:9/a)",
    "[a](//s3cr3tUser:hunter2pass@[files/a)",
    "[a](https://s3cr3tUser:hunter2pass@:80/)",
    f"[a](https://{'s3cr3tUser' * 12}:hunter2pass{'x' * 120}@:80/)",
    '<a href="https://s3cr3tUser:hunter2pass@:99999999/">x</a>',
    "[s3cr]: https:///s3cr3tUser:hunter2pass@127.0.0.1:9/",
    "![a](https:///s3cr3tUser:hunter2pass@127.0.0.1:9/x.png)",
])  # fmt: skip


@pytest.mark.parametrize("form", ["text", "json", "github", "gitlab", "junit", "sarif"])
@pytest.mark.parametrize("select", ["links", "external", "safety", "KB"])
def test_no_report_repeats_it(tmp_path: Path, form: str, select: str) -> None:
    write(tmp_path, {"docs/a.md": article("a", BODY), "kb.toml": "", "mkdocs.yml": "site_name: x\n"})
    external = ["--external"] if select == "external" else []
    rules = {"KB": []}.get(select, ["--select", select])
    done = kb(tmp_path, "check", "--format", form, *rules, *external, "--write-baseline") if form == "text" else None
    assert done is None or not any(each in (tmp_path / "kb-baseline.txt").read_text() for each in SECRETS)
    done = kb(tmp_path, "check", "--format", form, *rules, *external)
    assert done.returncode in (0, 1), done.stderr
    if select == "links":
        assert "KB2" in done.stdout
    for each in SECRETS:
        assert each not in done.stdout + done.stderr
        assert not any(each.encode() in path.read_bytes() for path in tmp_path.glob(".kb/*.json"))


@pytest.mark.parametrize(("text", "expected"), [
    ("see //a:b@c.d/e@f", "see //*:*@c.d/e@f"),
    ("a@b.c, http://x.y/a@b", "a@b.c, http://x.y/a@b"),
    ("http:a:b@c", "http:*:*@c"),
    ("(HTTPS:\\\\a@b@c)", "(HTTPS:\\\\*@*@c)"),
    ("ftp:/a@b", "ftp:/*@b"),
])  # fmt: skip
def test_what_is_left(text: str, expected: str) -> None:
    assert without_login(text) == expected


def test_a_line_of_any_length_is_read_once() -> None:
    assert len(without_login("http:" * 500_000 + " @" + "a" * 2_000_000)) == 4_500_002
