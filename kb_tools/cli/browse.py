"""kb browse: search as you type, in the terminal."""

from __future__ import annotations

import errno
import os
import shutil
import sys

import click

from kb_tools.cli.opening import open_searcher
from kb_tools.cli.output import note

WRONG_USAGE = 2
TERMINAL_GONE = 129
"""As a shell counts the signal that tells of it; nobody is left to read a message."""

NARROWEST, LOWEST = 40, 10


@click.command(short_help="Search as you type, in the terminal.")
@click.argument("words", nargs=-1)
@click.pass_obj
def command(folder: str, words: tuple[str, ...]) -> int:
    """Search as you type, in the terminal.

    The hits change with each key. Enter reads an article, digits tick its steps, c copies the ticket note, f says what is
    wrong with it, e edits it; F1 shows all keys. WORDS are typed already. Needs a terminal of at least 40 by 10.

    \b
    Examples:
      kb browse
      kb browse vpn drops every ten minutes
      kb -C ~/team-docs browse
    """
    if why := _unfit():
        note(f"kb browse {why}; use kb search", "error")
        return WRONG_USAGE
    searcher = open_searcher(folder)
    # Imported here: what is refused above needs none of it.
    from kb_tools.cli.browsing.model import Browser
    from kb_tools.cli.browsing.screen import Screen

    try:
        return Screen(folder, Browser(searcher)).run(" ".join(words))
    except EOFError:
        return TERMINAL_GONE
    except OSError as error:
        if error.errno != errno.EIO or os.isatty(sys.stdout.fileno()):
            raise
        return TERMINAL_GONE


def _unfit() -> str:
    """Why this is no place for a full screen; empty where it is one."""
    if not sys.stdin.isatty() or not sys.stdout.isatty():
        return "needs a terminal"
    if os.environ.get("TERM", "") == "dumb":
        return "needs more than a dumb terminal"
    columns, rows = shutil.get_terminal_size((80, 24))
    if columns < NARROWEST or rows < LOWEST:
        return f"needs a terminal of at least {NARROWEST} by {LOWEST}, and this one has {columns} by {rows}"
    return ""
