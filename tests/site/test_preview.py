"""kb preview as a writer has it: a real server on loopback, files that are saved, Ctrl-C."""

from __future__ import annotations

import os
import signal
import socket
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

import pytest
from mkdocs_sites import build, configure
from previews import preview
from trees import article, kb, settle, write

FILES = {
    "docs/index.md": "# Home\n\n[VPN](vpn.md) [Mail](mail.md)\n",
    "docs/vpn.md": article("VPN drops", "Restart it.\n\nSee [mail](mail.md#wait).", products="[vpn]"),
    "docs/mail.md": article("Mail is slow", "## Wait\n\nWait.", products="[mail]"),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return settle(configure(tmp_path, FILES))


def messages(state: dict[str, Any]) -> list[str]:
    return [row["message"] for row in state["findings"] if row["severity"] == "error"]


@pytest.mark.parametrize("options", [[], ["--all"]])
def test_a_save_shows_in_the_page_its_findings_and_the_search(folder: Path, options: list[str]) -> None:
    with preview(folder, *options) as served:
        html = served.get("vpn/")
        assert "Restart it." in html
        assert "Mail is slow" in html, "the navigation has titles of pages that nobody has seen"
        assert messages(served.state("vpn/")) == []
        entry = served.get("kb/search.js")
        write(folder, {"docs/vpn.md": article("VPN is gone", "Wholly new.\n\nSee [x](nowhere.md).", products="[vpn]")})
        state = served.state("vpn/", "nowhere.md")
        assert [(row["rule"], row["line"], row["top"]) for row in state["findings"] if row["severity"] == "error"] == [
            ("KB201", 7, False)
        ]
        html = served.get("vpn/")
        assert "Wholly new." in html
        assert '<p data-kb-lines="7-7">' in html
        assert "VPN is gone" in served.get("mail/")
        assert served.get("kb/search.js") != entry


def test_what_another_file_causes_is_found_too(folder: Path) -> None:
    with preview(folder) as served:
        assert messages(served.state("vpn/")) == []
        write(folder, {"docs/mail.md": article("Mail is slow", "## Hold on\n\nWait.", products="[mail]")})
        assert "#wait" in messages(served.state("vpn/", "#wait"))[0]


def test_a_page_that_is_new_and_one_that_goes(folder: Path) -> None:
    with preview(folder) as served:
        served.get("mail/")
        served.state("vpn/")
        write(folder, {"docs/new/three words.md": "# Größe\n\nText.\n"})
        (folder / "docs/mail.md").unlink()
        served.state("vpn/", "leads to nothing")
        assert "Größe" in served.get("new/three%20words/")
        with pytest.raises(HTTPError, match="404"):
            served.get("mail/")


@pytest.mark.parametrize(
    ("name", "broken", "words"),
    [
        ("mkdocs.yml", "site_name: [", "mkdocs.yml"),
        ("mkdocs.yml", "theme: nonsense\nsite_name: x\n", "nonsense"),
        ("kb.toml", "exclude = 3\n", "kb.toml"),
    ],
)
def test_broken_settings_are_told_and_it_lives_on(folder: Path, name: str, broken: str, words: str) -> None:
    whole = (folder / name).read_text()
    with preview(folder) as served:
        served.state("vpn/")
        write(folder, {name: broken})
        assert words in " ".join(served.state("vpn/", words)["trouble"])
        assert "Restart it." in served.get("vpn/")
        write(folder, {name: whole})
        served.state("vpn/", '"trouble": []')
        write(folder, {"docs/vpn.md": article("VPN", "Better.")})
        served.until("vpn/", "Better.")


def test_a_broken_front_matter_is_a_finding_on_top(folder: Path) -> None:
    with preview(folder) as served:
        served.state("vpn/")
        write(folder, {"docs/vpn.md": "---\ntitle: [a\n---\nText.\n"})
        (row,) = [row for row in served.state("vpn/", '"top": true')["findings"] if row["severity"] == "error"]
        assert row["line"] in (2, 3)
        assert "Text." in served.get("vpn/")


def test_a_page_that_cannot_be_built_says_so(folder: Path) -> None:
    with preview(folder) as served:
        served.state("vpn/")
        write(folder, {"docs/vpn.md": b"# VPN\n\n\xff\xfe\n"})
        status, html = served.until("vpn/", "cannot be built")
        assert status == 500
        assert "kb-preview-page" in html
        write(folder, {"docs/vpn.md": "# VPN\n\nMended.\n"})
        assert served.until("vpn/", "Mended.")[0] == 200


@pytest.mark.parametrize("docs", ["", "docs/"])
def test_any_folder_of_markdown(tmp_path: Path, docs: str) -> None:
    write(tmp_path, {f"{docs}a.md": "# A\n\n[gone](gone.md)\n", f"{docs}sub/b.md": "# B\n"})
    before = sorted(path.name for path in tmp_path.iterdir())
    with preview(tmp_path) as served:
        assert "Material" in served.get("sub/b/")
        assert len(messages(served.state("a/"))) == 1
    assert [name for name in sorted(path.name for path in tmp_path.iterdir()) if name != ".kb"] == before


def test_a_port_that_is_taken(folder: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        found = kb(folder, "preview", "--port", str(port))
    assert found.returncode == 3
    assert f"127.0.0.1:{port} is in use" in found.stderr
    assert f"--port {port + 1}" in found.stderr


def test_settings_that_are_broken_from_the_start(folder: Path) -> None:
    write(folder, {"mkdocs.yml": "theme: nonsense\nsite_name: x\n"})
    found = kb(folder, "preview", "--port", "0")
    assert found.returncode == 3
    assert "nonsense" in found.stderr
    assert len(found.stderr.splitlines()) == 1


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_cleanly(folder: Path, tmp_path: Path, how: signal.Signals, monkeypatch: pytest.MonkeyPatch) -> None:
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    with preview(folder) as served:
        served.get("vpn/")
        assert list(temporary.iterdir())
        served.process.send_signal(how)
        assert served.process.wait(60) == 0
    assert not list(temporary.iterdir())
    with pytest.raises(ProcessLookupError):
        os.kill(served.process.pid, 0)


def test_another_sites_name_does_not_lead_in(folder: Path) -> None:
    with preview(folder) as served:
        for host in ("evil.example", "evil.example:8000", "localhost.evil.example"):
            with pytest.raises(HTTPError, match="403"):
                served.get("vpn/", Host=host)
        assert "Restart" in served.get("vpn/", Host="localhost:8000")


def test_nothing_of_it_is_in_a_built_site(tmp_path: Path) -> None:
    site = build(tmp_path, {**FILES, "docs/bad.md": "# Bad\n\nText. <!-- kb: ignore KB201 x -->\n"})
    for path in site.rglob("*"):
        if path.is_file() and path.suffix in (".html", ".js", ".json", ".css"):
            text = path.read_text(encoding="utf-8", errors="replace")
            assert "data-kb-lines" not in text, path
            assert "kb-preview" not in text, path
