"""kb new: write an article."""

from __future__ import annotations

import os
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kb_tools.cli.output import Steps, clean, columns, note, wants_color
from kb_tools.config import load_settings

if TYPE_CHECKING:
    from kb_tools.checks.base import Base
    from kb_tools.writing.articles.draft import NewArticle
    from kb_tools.writing.articles.template import Kind

ANSWERED = 1

KIND = click.Choice(["fault", "how-to", "known-issue", "call"])


@click.command(short_help="Write an article.")
@click.argument("words", nargs=-1)
@click.option("--kind", type=KIND, help="What kind of article: each has its own form.")
@click.option("--title", default="", help="What is wrong and where, as an agent would name it.")
@click.option("--id", "id_", default="", metavar="NAME", help="Its permanent, short name. Default: the title.")
@click.option("--symptom", "symptoms", multiple=True, metavar="TEXT", help="What else callers say. Repeatable.")
@click.option("--code", "codes", multiple=True, metavar="CODE",
              help="An error code. Repeatable. Default: those in the words.")  # fmt: skip
@click.option("--folder", "in_folder", metavar="DIR", help="Where it goes, below the docs folder.")
@click.option("--product", "products", multiple=True, metavar="NAME", help="What it is about. Repeatable.")
@click.option("--owner", default="", metavar="TEAM", help="Who keeps it true.")
@click.option("--escalate-to", default="", metavar="TEAM", help="Who takes it from here.")
@click.option("--audience", type=click.Choice(["internal", "public"]), help="Who may read it.")
@click.option("--workaround", default="", metavar="TEXT", help="Of a known issue: what helps until it is mended.")
@click.option("--from-last-search", is_flag=True, help="Take the words of the last search that found nothing.")
@click.option("--anyway", is_flag=True, help="Do not look for an article that is there already.")
@click.option("--yes", is_flag=True, help="Ask nothing: take what kb proposes.")
@click.option("--no-edit", is_flag=True, help="Do not open the editor.")
@click.option("--dry-run", is_flag=True, help="Change nothing; print the patch, for git apply.")
@click.option("--print-template", type=KIND, help="Print the form for this kind, to make templates/KIND.md of.")
@click.pass_obj
def command(folder: str, words: tuple[str, ...], kind: Kind | None, title: str, id_: str, symptoms: tuple[str, ...],
            codes: tuple[str, ...], in_folder: str | None, products: tuple[str, ...], owner: str, escalate_to: str,
            audience: str | None, workaround: str, from_last_search: bool, anyway: bool, yes: bool, no_edit: bool,
            dry_run: bool, print_template: Kind | None) -> int:  # fmt: skip
    """Write an article.

    WORDS are what the caller says. They are searched for first: what exists is shown, so that a second article about it is a
    choice. Then kb asks for the few things it needs, fills in the form, opens $VISUAL or $EDITOR, and afterwards tells what
    is missing, what the article collides with, and whom it answers. Nothing is asked where all is said by options, with
    --yes, or without a terminal; there, something that may be answered already ends with 1.

    \b
    Examples:
      kb new "the scanner hums and scans nothing" --folder hardware --yes --anyway --dry-run
      kb new the badge reader refuses me --folder hardware --owner badges --yes --anyway --dry-run
      kb new --print-template known-issue
    """
    from kb_tools.cli.drafting.questions import Given, draft_of, is_answered_by_a_person
    from kb_tools.corpus.left_out import left_out
    from kb_tools.writing.articles.draft import create_article, new_article
    from kb_tools.writing.articles.template import template
    from kb_tools.writing.articles.wording import wording_in
    from kb_tools.writing.as_patch import as_patch
    from kb_tools.writing.changes import FileChange

    base = _load(folder)
    if print_template:
        form = template(print_template, base.settings, wording_in(base, "", print_template))
        click.echo(form.text, nl=False)
        return 0
    asks = is_answered_by_a_person() and not yes
    said = " ".join(words)
    if from_last_search:
        if words:
            raise click.UsageError("Either WORDS or --from-last-search.")
        said = _last_search(base, asks=asks)
    if not (said or title or symptoms):
        if not asks:
            raise click.UsageError('What does the caller say? kb new "the VPN keeps kicking me out"')
        said = click.prompt("What does the caller say")
    if not anyway and (status := _look_for_it(base, said or title, asks=asks, dry_run=dry_run)) is not None:
        return status
    given = Given(
        said, kind, title, symptoms, codes, in_folder, products, owner, escalate_to, audience or "", workaround, id_
    )
    draft = draft_of(base, given, Path(folder), asks=asks, takes_proposals=yes)
    now = datetime.now().astimezone()
    if dry_run:
        made = new_article(draft, base, now)
        change = FileChange(base.file(made.path), None, made.text.encode("utf-8"))
        click.echo(as_patch(base.settings.root, [change]), nl=False)
        note(f"would create {base.file(made.path)}")
        return 0
    made = create_article(draft, base.settings, lambda: _load(folder), now)
    click.echo(f"created {clean(base.file(made.path))}")
    if left_out(base.settings, "ignore")(made.path):
        note("kb does not count it as an article: see ignore in kb.toml", "warning")
    _edit(folder, base, made, opens=is_answered_by_a_person() and not no_edit)
    return 0


def _load(folder: str) -> Base:
    """All articles as they are now, read once for the search and the checks."""
    from kb_tools.checks.checking import load
    from kb_tools.checks.options import load_options

    settings = load_settings(Path(folder))
    with Steps() as steps:
        return load(settings, load_options(settings), date.today(), steps("Reading articles"), searches=True)


def _last_search(base: Base, *, asks: bool) -> str:
    """The words of the last search that found nothing; of the last few, where somebody can choose."""
    from kb_tools.errors import NotFoundError
    from kb_tools.search import misses
    from kb_tools.search.place import index_folder

    found = misses.newest(misses.file_for(index_folder(base.settings.root)), 5)
    if not found:
        keeps = base.settings.keep_misses
        raise NotFoundError("no search has found nothing yet" if keeps else "searches that find nothing are not kept",
                            hint="" if keeps else "To keep them from now on: keep_misses = true in kb.toml.")  # fmt: skip
    if not asks or len(found) == 1:
        return found[0]
    for number, said in enumerate(found, 1):
        click.echo(f"  {number} {clean(said)}")
    return found[click.prompt("Which search", default=1, type=click.IntRange(1, len(found))) - 1]


def _look_for_it(base: Base, said: str, *, asks: bool, dry_run: bool) -> int | None:
    """Show what exists; an exit status where that is what was wanted."""
    from kb_tools.cli.browsing.programs import editor
    from kb_tools.cli.hits import render
    from kb_tools.writing.articles.existing import SHOWN, find_existing, is_answered

    results = find_existing(base.searcher, said)
    answered = is_answered(base.searcher, results)
    if not results.hits or not (asks or answered):
        return None
    shown = tuple(hit._replace(shares=()) for hit in results.hits[:SHOWN])
    click.echo(render(results._replace(hits=shown), columns()), color=wants_color())
    if not asks:
        note("This may be answered already. To write another article about it: --anyway.")
        return ANSWERED
    click.echo()
    ask = "Is it one of these? Its number, or Enter to go on"
    number = click.prompt(ask, default=0, show_default=False, type=click.IntRange(0, len(shown)))
    if not number:
        return None
    path = str(base.settings.docs / shown[number - 1].card["path"])
    command = editor()
    if dry_run or not command:
        click.echo(clean(os.path.relpath(path)))
    else:
        _run_editor(command, path)
    return 0


def _run_editor(command: list[str], path: str) -> bool:
    """Did it do its work?"""
    from kb_tools.cli.browsing.programs import run_editor

    if trouble := run_editor(command, path):
        note(f"{trouble}; the file is kept as it is", "warning")
    return not trouble


def _edit(folder: str, before: Base, made: NewArticle, *, opens: bool) -> None:
    """Open the editor on the new article, then tell what became of it."""
    from kb_tools.cli.browsing.programs import editor
    from kb_tools.cli.drafting.shown import next_steps, render
    from kb_tools.history.git import find_repository

    path = before.settings.docs / made.path
    command = editor() if opens else []
    if command:
        has_worked = _run_editor(command, str(path))
        if not path.is_file():
            note(f"{before.file(made.path)} is gone: there is nothing to check")
            return
        if path.read_bytes() == made.text.encode("utf-8"):
            if has_worked:
                note("Nothing was written in the editor; the file is kept as it is. An editor that comes back at once "
                     "needs to be told to wait, as in EDITOR='code --wait'.")  # fmt: skip
        else:
            from kb_tools.writing.articles.saved import look_at

            base = _load(folder)
            saved = look_at(base, made.path, made.text)
            click.echo(f"\n{render(saved)}")
    elif opens:
        note("No editor is set: open the file in one, or set EDITOR.")
    in_git = find_repository(before.settings.root) is not None
    click.echo(f"\n{next_steps(os.path.relpath(path), in_git=in_git)}")
