"""A preview for tests: a process of its own on loopback."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from trees import KB


class Served(NamedTuple):
    address: str
    process: subprocess.Popen[str]
    said: list[str]

    def get(self, path: str, **headers: str) -> str:
        with urlopen(Request(self.address + path, headers=headers), timeout=60) as answer:
            text: str = answer.read().decode()
        return text

    def until(self, path: str, words: str) -> tuple[int, str]:
        """The page's status and text, as soon as it says this."""
        for _ in range(300):
            try:
                status, text = 200, self.get(path)
            except HTTPError as error:
                status, text = error.code, error.read().decode()
            if words in text:
                return status, text
            time.sleep(0.1)
        raise AssertionError(text)

    def state(self, page: str, words: str = "") -> dict[str, Any]:
        """What the script in the page is told, as soon as all is checked and it says this."""
        knows = ""
        for _ in range(40):
            text = self.get(f"__kb-preview/state?page=/{page}&knows={knows}")
            state: dict[str, Any] = json.loads(text)
            if state["checked"] and words in text:
                return state
            knows = state["version"]
        raise AssertionError(text)


@contextmanager
def preview(folder: Path, *options: str) -> Iterator[Served]:
    with subprocess.Popen(
        [*KB, "-C", str(folder), "preview", "--port", "0", *options], stderr=subprocess.PIPE, encoding="utf-8"
    ) as process:
        assert process.stderr is not None
        said = [process.stderr.readline()]
        found = re.match(r"(http://\S+/)", said[0])
        assert found, said[0] + process.stderr.read()
        reader = threading.Thread(target=said.extend, args=[process.stderr], daemon=True)
        reader.start()
        try:
            yield Served(found[1], process, said)
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(60)
            reader.join()
    assert "Traceback" not in "".join(said)
