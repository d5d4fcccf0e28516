"""What went wrong -> a line on standard error and an exit status."""

from __future__ import annotations

import errno
import os
import sys
import tempfile
import traceback

import click

from kb_tools.cli import ReaderGone
from kb_tools.cli.output import clean, note
from kb_tools.errors import KbError

BUG = 4
INTERRUPTED = 130
_FULL = (errno.ENOSPC, errno.EDQUOT)
"""The disk is full, or this user's share of it."""


def report(error: Exception) -> int:
    """Tell the user, and return the exit status."""
    if isinstance(error, click.exceptions.Exit):
        return error.exit_code
    if isinstance(error, click.exceptions.Abort):
        return INTERRUPTED
    if isinstance(error, click.ClickException):
        error.show()
        return error.exit_code
    if isinstance(error, ReaderGone):
        # `kb search ... | head`: the reader has gone.
        _forget_output()
        return error.status
    if isinstance(error, OSError) and error.errno in _FULL:
        note(f"{error.filename or 'what kb prints'} cannot be written: {error.strerror}", "error")
        _forget_output()
        return KbError.exit_code
    if isinstance(error, KbError):
        note(str(error), "error")
        if error.hint:
            note(f"  {error.hint}")
        return error.exit_code
    return _report_bug(error)


def _forget_output() -> None:
    """Keep Python from complaining at exit about what is still waiting to be printed."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _report_bug(error: Exception) -> int:
    note(f"this is a fault in kb, not in what you did: {type(error).__name__}: {error}", "error")
    text = "".join(traceback.format_exception(error))
    try:
        with tempfile.NamedTemporaryFile(
            "w", prefix="kb-fault-", suffix=".txt", delete=False, encoding="utf-8", errors="replace"
        ) as file:
            file.write(f"{' '.join(sys.argv)}\n{sys.version}\n{text}")
        note(f"  The details are in {file.name}; please attach that file to your report.")
    except OSError:
        click.echo(clean(text), err=True)
    return BUG
