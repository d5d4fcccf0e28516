"""kb rm: remove an article, and let another take its place."""

from __future__ import annotations

from pathlib import Path

import click

from kb_tools.cli.arguments import ARTICLE
from kb_tools.cli.moving import carry_out, links_said, load_base
from kb_tools.cli.output import clean


@click.command(short_help="Remove an article.")
@click.argument("article", type=ARTICLE)
@click.option("--instead", type=ARTICLE, default="", metavar="OTHER", help="The article that takes its place.")
@click.option("--with-images", is_flag=True, help="Remove the images, too, that no other article shows.")
@click.option("--force", is_flag=True, help="Without --instead: links to it become plain text.")
@click.option("--dry-run", is_flag=True, help="Change nothing; print the patch, for git apply.")
@click.pass_obj
def command(folder: str, article: str, instead: str, with_images: bool, force: bool, dry_run: bool) -> None:
    """Remove an article.

    With --instead, links, phrases and old addresses lead to the other article from now on. Without it, nothing may lead to
    the article any more: what does is listed, and nothing is removed.

    \b
    Examples:
      kb rm slow-all-day --instead slow-at-peak-hours --dry-run
      kb rm slow-all-day --instead slow-at-peak-hours --with-images
    """
    from kb_tools.writing.moving.remove import plan_removal

    if instead and force:
        raise click.UsageError("--force is for an article that nothing takes the place of; leave out --instead.")
    base = load_base(folder)
    plan = plan_removal(base, Path(folder), article, instead, with_images=with_images, force=force)
    carry_out(base, plan, dry_run=dry_run)
    if not dry_run:
        gone = [change.path for change in plan.changes if change.after is None]
        click.echo(f"{clean(', '.join(gone))} removed; {links_said(plan)}")
