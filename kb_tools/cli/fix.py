"""kb fix: mend what is wrong with the articles and has one answer."""

from __future__ import annotations

import re
import shutil
import sys
from datetime import date
from pathlib import Path

import click

from kb_tools.cli import mending
from kb_tools.cli.checked import find, from_root, rule_names, rules_to_run
from kb_tools.cli.output import clean, note, wants_color
from kb_tools.config import load_settings

LEFT = 1
"""The exit status while there is something to mend."""
_COLORS = ((re.compile(r"(---|\+\+\+) "), None), (re.compile("@@"), "cyan"), (re.compile("-"), "red"),
           (re.compile(r"\+"), "green"))  # fmt: skip


@click.command(short_help="Mend what has one answer, after a look at the patch.")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--select", multiple=True, callback=rule_names, metavar="RULES",
              help="Only these: ids, names, or KB2 for a family.")  # fmt: skip
@click.option("--ignore", multiple=True, callback=rule_names, metavar="RULES", help="All but these.")
@click.option("--dry-run", is_flag=True, help="Change nothing; print the patch, for git apply.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_obj
def command(folder: str, paths: tuple[Path, ...], select: tuple[str, ...], ignore: tuple[str, ...], dry_run: bool,
            yes: bool) -> int:  # fmt: skip
    """Mend what has one answer, after a look at the patch.

    Of what `kb check` finds, only what needs no thinking: a link in the wrong case, for example. You see the patch first and
    are asked. Every file is changed, or none; what stands outside of the patch stays to the last byte. PATHS are
    files and folders to mend; without them, all.

    Where nobody can be asked and there is no --yes, the patch is printed and the exit status is 1: there is something to mend.

    \b
    Examples:
      kb fix
      kb fix docs/internet --select links
      kb fix --dry-run
      kb fix --yes
    """
    from kb_tools.checks.options import load_options

    settings = load_settings(Path(folder))
    options = load_options(settings)
    rules = rules_to_run(select, ignore, options, external=False)
    base, result = find(
        settings, options, date.today(), rules, [from_root(path, Path(folder), settings) for path in paths]
    )
    todo = mending.planned(base, result)
    if not todo.files:
        if todo.left:
            return LEFT
        if not dry_run:
            note("nothing to mend without a person")
        return 0
    if dry_run:
        click.echo(todo.patch, nl=False)
        return 0
    asks = sys.stdin.isatty() and sys.stdout.isatty() and not yes
    if asks:
        _show(todo.patch)
    elif not yes:
        click.echo(todo.patch, nl=False)
    for line in todo.by_rule():
        note(line)
    if asks and not click.confirm("Apply?"):
        return LEFT
    if not asks and not yes:
        note(f"{todo.in_short} to mend: kb fix --yes")
        return LEFT
    mending.apply(base, todo)
    return 0


def _show(patch: bytes) -> None:
    """On the terminal, in color; through a pager if it is longer than that."""
    lines = [clean(line) for line in patch.decode("utf-8", "replace").split("\n")]
    if wants_color():
        lines = [_painted(line) for line in lines]
    text = "\n".join(lines).rstrip("\n")
    if len(lines) >= shutil.get_terminal_size((80, 24)).lines:
        click.echo_via_pager(text, color=wants_color())
    else:
        click.echo(text)


def _painted(line: str) -> str:
    for start, color in _COLORS:
        if start.match(line):
            return click.style(line, fg=color, bold=color is None or None)
    return line
