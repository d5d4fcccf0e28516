"""What kb mv and kb rm share: look at all articles, change files or show the patch, say what became of the links."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kb_tools.cli.output import Steps, note
from kb_tools.config import load_settings
from kb_tools.wording import counted

if TYPE_CHECKING:
    from kb_tools.checks.base import Base
    from kb_tools.writing.moving.plan import Plan


def load_base(folder: str) -> Base:
    """All articles and what they point to, as they are now."""
    from kb_tools.checks.checking import load
    from kb_tools.checks.options import load_options

    settings = load_settings(Path(folder))
    with Steps() as steps:
        return load(settings, load_options(settings), date.today(), steps("Reading articles"))


def carry_out(base: Base, plan: Plan, *, dry_run: bool) -> None:
    """Change the files, or print the patch that would."""
    from kb_tools.writing.as_patch import as_patch
    from kb_tools.writing.changes import apply

    if dry_run:
        # Bytes: an article may be in another encoding than this terminal.
        click.echo(as_patch(base.settings.root, plan.changes), nl=False)
    else:
        apply(base.settings.root, plan.changes)
    for text in plan.notes:
        note(text)


def links_said(plan: Plan) -> str:
    """How many links were written anew."""
    if not plan.links:
        return "no link had to change"
    return f"{counted(plan.links, 'link')} changed in {counted(plan.files, 'file')}"
