"""Write docs/manual/commands.md from the commands themselves. Run it after changing a command; a test checks it.

python scripts/generate_commands.py [--check]
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from kb_tools.cli import COMMANDS, kb

PAGE = Path(__file__).parents[1] / "docs" / "manual" / "commands.md"
WIDTH = 78
"""What Click leaves of 80 columns."""

HEAD = """\
---
title: Commands
audience: internal
search:
  exclude: true
---

# Commands

This page is written by `scripts/generate_commands.py` from the commands' own help. The tests run every example on it.
"""


def main(arguments: list[str]) -> int:
    """Write the page, or tell whether it is current."""
    text = page()
    if arguments == ["--check"]:
        if PAGE.read_text(encoding="utf-8") == text:
            return 0
        print(f"{PAGE}: not what the commands say now\n  Run: python scripts/generate_commands.py", file=sys.stderr)
        return 1
    PAGE.write_text(text, encoding="utf-8")
    return 0


def page() -> str:
    """The whole page."""
    parts = [HEAD]
    for name, text in helps():
        parts.append(f"## {name}\n\n```text\n{text}\n```\n")
    return "\n".join(parts)


def helps() -> Iterator[tuple[str, str]]:
    """Each command as it is typed, and what it prints with --help; `kb` itself first."""
    with _context(kb, "kb", None) as top:
        yield "kb", kb.get_help(top)
        for name in COMMANDS:
            command = kb.get_command(top, name)
            assert command is not None, name
            yield from _with_children(command, name, top)


def _with_children(command: click.Command, name: str, parent: click.Context) -> Iterator[tuple[str, str]]:
    with _context(command, name, parent) as context:
        yield context.command_path, command.get_help(context)
        if isinstance(command, click.Group):
            for child_name in command.list_commands(context):
                child = command.get_command(context, child_name)
                assert child is not None, child_name
                yield from _with_children(child, child_name, context)


def _context(command: click.Command, name: str, parent: click.Context | None) -> click.Context:
    settings = {**command.context_settings, "terminal_width": WIDTH, "max_content_width": 100}
    return click.Context(command, info_name=name, parent=parent, **settings)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
