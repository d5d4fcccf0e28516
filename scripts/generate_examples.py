"""Run the commands whose output the documentation shows, and put in what they print now.

python scripts/generate_examples.py [--check]

A block of output is marked by a comment, and holds nothing else:

    <!-- output: kb search the box under my desk keeps beeping -n 3 -->
    ```console
    $ kb search the box under my desk keeps beeping -n 3
    ...
    ```

In a console block the command itself comes first, in any other only its output.
How far an article can be trusted, and so a little of the order, depends on the day: all examples are of one day. Scores
depend on every article: --check leaves them out.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs" / "manual").glob("*.md")))

_BLOCK = re.compile(r"^<!-- output: kb ([^\n]*) -->\n```(\w+)\n.*?^```$", re.M | re.S)
_FLEETING = re.compile(r'^ +"(?:score|took_ms)": .*\n', re.M)

_ON_THAT_DAY = """
import datetime

class Day(datetime.date):
    @classmethod
    def today(cls):
        return cls(2026, 11, 30)

datetime.date = Day

from kb_tools.cli import main

main()
"""


def main(arguments: list[str]) -> int:
    """Bring all blocks up to date, or tell which are not."""
    stale = 0
    with tempfile.TemporaryDirectory() as folder:
        # A copy: the index of whoever works here stays as it is.
        shutil.copytree(ROOT / "docs", Path(folder, "docs"))
        for name in ("kb.toml", "mkdocs.yml", "vocabulary.yml"):
            shutil.copy(ROOT / name, folder)
        for path in PAGES:
            before = path.read_text(encoding="utf-8")
            after = _BLOCK.sub(lambda found: block(found.group(1), found.group(2), folder), before)
            if arguments != ["--check"]:
                path.write_text(after, encoding="utf-8")
            elif _FLEETING.sub("", before) != _FLEETING.sub("", after):
                print(f"{path.relative_to(ROOT)}: shows what a command no longer prints", file=sys.stderr)
                stale = 1
    if stale:
        print("  Run: python scripts/generate_examples.py", file=sys.stderr)
    return stale


def block(arguments: str, language: str, folder: str) -> str:
    """A marked block with what the command prints now."""
    prompt = f"$ kb {arguments}\n" if language == "console" else ""
    return f"<!-- output: kb {arguments} -->\n```{language}\n{prompt}{output(arguments, folder)}```"


def output(arguments: str, folder: str) -> str:
    """What `kb ARGUMENTS` prints into a pipe, 80 columns wide, over the articles in a folder."""
    environment = {**os.environ, "COLUMNS": "80", "NO_COLOR": "1", "KB_CACHE": str(Path(folder, "cache"))}
    command = [sys.executable, "-c", _ON_THAT_DAY, "-C", folder, *shlex.split(arguments)]
    done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, encoding="utf-8", check=False)
    return done.stdout.rstrip("\n") + "\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
