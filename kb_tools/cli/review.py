"""kb review: read an article, see what changed since somebody last did, and record it."""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path

import click

from kb_tools.cli.arguments import ARTICLE
from kb_tools.cli.output import clean, note
from kb_tools.config import Settings, load_settings
from kb_tools.errors import KbError


@click.command(short_help="Read an article again, and record that it is true.")
@click.argument("article", type=ARTICLE, default="")
@click.option("--owner", multiple=True, metavar="NAME", help="Walk what this team owns. Repeatable.")
@click.option("--mine", is_flag=True, help="Walk what you own: KB_OWNER, or git config kb.owner, says who you are.")
@click.option("--yes", is_flag=True, help="Record, without a question, that ARTICLE was read and is true.")
@click.option("--archive", is_flag=True, help="Take ARTICLE out of use, without a question.")
@click.option("--by", metavar="NAME", help="Who has read it. Default: git's user.name.")
@click.option("--note", "answer", metavar="TEXT", help="What was done about its flags; takes them away.")
@click.option("--dry-run", is_flag=True, help="Change nothing; print the patch, for git apply.")
@click.pass_obj
def command(folder: str, article: str, owner: tuple[str, ...], mine: bool, yes: bool, archive: bool, by: str | None,
            answer: str | None, dry_run: bool) -> None:  # fmt: skip
    """Read an article again, and record that it is true.

    It shows what changed since the last review, what kb check finds, what is flagged, which phrases expect it, and which
    searches missed it. Then it asks: yes writes today's day, who read it, and a digest of what was read, so that a later
    change shows (KB410); edit opens $EDITOR and shows it again; archive takes it out of use. Without ARTICLE it walks the
    queue of kb stale, what matters most first.

    Where nobody can be asked, it only shows, or does what --yes or --archive says.

    \b
    Examples:
      kb review vpn-809
      kb review vpn-809 --yes --by "Ada Example"
      kb review vpn-800 --archive --dry-run
    """
    from kb_tools.cli.reviewing import Session

    is_asked = sys.stdin.isatty() and sys.stdout.isatty()
    _check(article, owner, mine=mine, yes=yes, archive=archive, answer=answer, is_asked=is_asked)
    settings = load_settings(Path(folder))
    session = Session(folder, settings, date.today(), by, dry_run=dry_run)
    if yes:
        session.record(article, answer)
    elif archive:
        session.archive(article, answer)
    elif article:
        session.one(article, ask=is_asked)
    else:
        session.walk([*owner, *(_own(settings) if mine else ())])


def _check(article: str, owner: tuple[str, ...], *, mine: bool, yes: bool, archive: bool, answer: str | None,
           is_asked: bool) -> None:  # fmt: skip
    """All that is missing or does not go together, in one error."""
    wrong = []
    if yes and archive:
        wrong.append("--yes says that it is true, --archive that nobody needs it: one of them")
    if (yes or archive) and not article:
        wrong.append(f"{'--yes' if yes else '--archive'} needs an ARTICLE: nobody has read a whole queue at once")
    if article and (owner or mine):
        wrong.append("--owner and --mine are for walking the queue, without an ARTICLE")
    if answer is not None and not (yes or archive):
        wrong.append("--note goes with --yes or --archive")
    elif answer is not None and not answer.strip():
        wrong.append("--note needs a text")
    if not article and not is_asked and not wrong:
        wrong.append("walking the queue needs a terminal; name an ARTICLE, or list the queue: kb stale")
    if wrong:
        raise click.UsageError(f"{'; '.join(wrong)}.")


def _own(settings: Settings) -> list[str]:
    from kb_tools.history.settings import setting

    said = os.environ.get("KB_OWNER") or setting(settings.root, "kb.owner")
    names = [name.strip() for name in said.split(",") if name.strip()]
    if not names:
        raise KbError("which team is yours is not known", hint="Say it once: git config --global kb.owner network-team")
    note(f"Yours: {clean(', '.join(names))}")
    return names
