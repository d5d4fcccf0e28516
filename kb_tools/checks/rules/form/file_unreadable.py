"""The file cannot be read.

It is listed as an article, and opening it fails: it belongs to somebody else, or a disk is broken. Nothing else is said about
it.

## Why

Neither MkDocs nor a search can show an article that cannot be read; MkDocs stops.

## Example

```text
$ ls -l docs/vpn.md
-rw------- 1 root root 2115 Nov  2 09:14 docs/vpn.md
```

## Fix

```text
$ sudo chmod a+r docs/vpn.md
```

Where the file is no article, leave it out with `ignore` in kb.toml.
"""

from __future__ import annotations

from kb_tools.checks.finding import Found, at
from kb_tools.checks.rule import Rule


def unreadable(error: OSError) -> Found:
    """What is said about a file that could not be opened; noticed while reading, before any rule runs."""
    return Found(at(1), f"the file cannot be read: {error.strerror or error}", "unreadable",
                 "Allow it to be read, or leave it out: ignore, in kb.toml.")  # fmt: skip


RULE = Rule("KB107", "file-unreadable", "error", __doc__)
