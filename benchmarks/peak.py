"""Run a script or a module as python itself would, then write down how much memory it took.

python benchmarks/peak.py OUT NAME ARGUMENTS...

Two figures, in MB: this process at its peak, and the largest of the processes it started.
"""

from __future__ import annotations

import json
import resource
import runpy
import sys
from pathlib import Path

UNIT = 1 if sys.platform == "darwin" else 1024
"""What ru_maxrss counts in."""


def main() -> None:
    out, name = Path(sys.argv[1]), sys.argv[2]
    sys.argv = sys.argv[2:]
    try:
        if name.endswith(".py"):
            runpy.run_path(name, run_name="__main__")
        else:
            runpy.run_module(name, run_name="__main__", alter_sys=True)
    finally:
        whom = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
        out.write_text(json.dumps([resource.getrusage(who).ru_maxrss * UNIT / 1e6 for who in whom]))


if __name__ == "__main__":
    main()
