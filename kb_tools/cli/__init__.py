"""The command line: one file a command, each thin. Nothing outside this package imports Click, prints, or exits."""

from __future__ import annotations

import gc
import sys
from importlib import import_module
from typing import Any

import click

from kb_tools import __version__

COMMANDS = {
    "search": "Find the fix for what a caller says.",
    "browse": "Search as you type, in the terminal.",
    "show": "Print an article, or one section of it.",
    "eval": "Measure the search on what callers said.",
    "misses": "List the searches that found nothing.",
    "check": "Find what is wrong with the articles.",
    "fix": "Mend what has one answer, after a look at the patch.",
    "health": "Show how the knowledge base is doing.",
    "stale": "List the articles that somebody must review.",
    "known-issues": "Write the open known issues for the site.",
    "index": "Build or update the search index.",
    "preview": "Show the site while you write.",
    "export": "Put the search into a built site.",
    "review": "Read an article again, and record that it is true.",
    "flag": "Say that an article is wrong, or answer that.",
    "new": "Write an article.",
    "mv": "Move or rename an article or a folder.",
    "rm": "Remove an article.",
    "init": "Set up a new knowledge base.",
    "completion": "Print the completion script for a shell.",
}
"""Command -> its help in one line, so that `kb --help` imports no command. A test keeps both equal."""


class ReaderGone(Exception):
    """The reader of a pipe has closed it. No OSError: there Click leaves with 1, our "nothing found"."""

    def __init__(self, status: int = 0) -> None:
        super().__init__()
        self.status = status
        """The exit status all the same: what CI must not take for a clean run because somebody looks at its first lines."""


class LazyGroup(click.Group):
    """Imports a command when it is called."""

    def make_context(self, *args: Any, **extra: Any) -> click.Context:
        try:
            return super().make_context(*args, **extra)
        except BrokenPipeError as error:
            raise ReaderGone from error

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:
            raise ReaderGone from error

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"kb_tools.cli.{cmd_name.replace('-', '_')}").command
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        if args and args[0] not in COMMANDS:
            import difflib

            near = difflib.get_close_matches(args[0], COMMANDS, n=1)
            hint = f"Did you mean '{near[0]}'?" if near else f"To look for it: kb search {' '.join(args)}"
            raise click.UsageError(f"No such command '{args[0]}'. {hint}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit status: 0 done or found, 1 nothing found, 2 wrong usage, 3 something to mend, 4 a fault in kb.",
)
@click.option("-C", "folder", default=".", metavar="DIR", help="Work on the knowledge base in DIR, as git does.")
@click.version_option(__version__, "-V", "--version", message="kb %(version)s")
@click.pass_context
def kb(ctx: click.Context, folder: str) -> None:
    """Find the fix while the caller is on the line, and keep the articles true.

    \b
    Examples:
      kb search vpn drops every ten minutes, error 809
      kb show vpn-809 --section fix
      kb -C ~/team-docs search outlook keeps asking for password
    """
    ctx.obj = folder


def main() -> None:
    """The entry point: runs a command and turns what went wrong into one line and an exit status."""
    # Imports and a search allocate much and free little: collecting garbage takes a tenth of a search's time.
    gc.set_threshold(50_000)
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show a character gets a question mark, not a traceback.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        sys.exit(kb.main(prog_name="kb", standalone_mode=False) or 0)
    except Exception as error:
        from kb_tools.cli.failures import report

        sys.exit(report(error))
    except KeyboardInterrupt:
        sys.exit(130)
    finally:
        # The process ends: nothing in it needs to be looked through once more.
        gc.freeze()


if __name__ == "__main__":
    main()
