"""mkdocs serve: the plugin is kept from one build to the next, and each build is whole."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from mkdocs_sites import configure
from trees import article

FILES = {
    "docs/index.md": "# Home\n\n[VPN](vpn.md) [Mail](mail.md)\n",
    "docs/vpn.md": article("VPN drops", "Restart it.", products="[vpn]"),
    "docs/mail.md": article("Mail is slow", "Wait.", products="[mail]"),
}


@contextmanager
def serving(folder: Path, *options: str) -> Iterator[tuple[str, list[str]]]:
    """The address, and what MkDocs says meanwhile."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "mkdocs", "serve", "-a", f"127.0.0.1:{port}", *options], cwd=folder,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"}, stderr=subprocess.PIPE, encoding="utf-8",
    )  # fmt: skip
    lines: list[str] = []
    assert process.stderr is not None
    reader = threading.Thread(target=lines.extend, args=[process.stderr], daemon=True)
    reader.start()
    try:
        yield f"http://127.0.0.1:{port}/", lines
    finally:
        process.terminate()
        process.wait()
        reader.join()
        process.stderr.close()


def wait_for(address: str, words: str) -> str:
    """The page, as soon as it says this."""
    html = ""
    for _ in range(150):
        try:
            with urlopen(address) as answer:
                html = answer.read().decode()
        except (URLError, ConnectionError):
            html = ""
        if words in html:
            return html
        time.sleep(0.2)
    raise AssertionError(f"{address} never says {words!r}: {html[-2000:]}")


@pytest.mark.parametrize("options", [[], ["--dirty"]])
def test_two_rebuilds(tmp_path: Path, options: list[str]) -> None:
    folder = configure(tmp_path, FILES)
    with serving(folder, *options) as (address, lines):
        wait_for(f"{address}overview/products/", "VPN drops")
        for number, title in enumerate(("VPN is gone", "VPN is back")):
            # A second later at least: MkDocs compares the times of files.
            time.sleep(1.1)
            (folder / "docs/vpn.md").write_text(article(title, "Restart it.", products="[vpn]", status="known-issue"))
            html = wait_for(f"{address}overview/products/", title)
            assert "Mail is slow" in html
            html = wait_for(f"{address}vpn/", title)
            assert html.count("data-kb-article=") == html.count("data-kb-issues=") == 1, number
            assert title in wait_for(f"{address}known-issues.json", title)
    said = "".join(lines)
    assert "Traceback" not in said
    assert "ERROR" not in said
    assert not [line for line in lines if "WARNING" in line and "A 'dirty' build" not in line], said
