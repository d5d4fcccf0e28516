"""kb flag: say in a line what is wrong with an article, list what was said, and answer it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kb_tools.cli.arguments import ARTICLE
from kb_tools.cli.named import path_of
from kb_tools.cli.opening import open_searcher
from kb_tools.cli.output import clean, note, to_json, wants_color
from kb_tools.errors import NotFoundError
from kb_tools.wording import counted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kb_tools.corpus.flags import Flag, OpenFlags
    from kb_tools.search.searcher import Searcher
    from kb_tools.writing.changes import FileChange

NOBODY = "nobody"


@click.command(short_help="Say that an article is wrong, or answer that.")
@click.argument("article", type=ARTICLE, default="")
@click.argument("words", nargs=-1)
@click.option("--answered", metavar="TEXT", help="Take the article's flags away; TEXT says what was done.")
@click.option("--owner", multiple=True, metavar="NAME", help="List only what this team owns. Repeatable.")
@click.option("--by", metavar="NAME", help="Who says so. Default: git's user.name.")
@click.option("--json", "as_json", is_flag=True, help="List as JSON for other programs.")
@click.option("--dry-run", is_flag=True, help="Change nothing; print the patch, for git apply.")
@click.pass_obj
def command(folder: str, article: str, words: tuple[str, ...], answered: str | None, owner: tuple[str, ...],
            by: str | None, as_json: bool, dry_run: bool) -> None:  # fmt: skip
    """Say that an article is wrong, or answer that.

    ARTICLE is its id, the beginning of an id, or its path; WORDS are what is wrong. Every search, the owner's queue (kb stale)
    and the site then show it, until somebody answers. Mail addresses and long numbers are masked. Each flag is a small file
    in flags/, to be committed with the articles.

    Without WORDS it lists the flags that are open: by owner, the oldest first.

    \b
    Examples:
      kb flag vpn-809 step 3: there is no such button any more
      kb flag
      kb flag --owner network-team --json
      kb flag vpn-809 --answered "step 3 names the new button"
    """
    said = " ".join(" ".join(words).split())
    if answered is not None:
        _demand(bool(article), "--answered needs an ARTICLE.")
        _demand(not said, "WORDS say what is wrong, --answered says that it no longer is: one of them.")
        _demand(bool(answered.strip()), "--answered needs a text: what was done.")
    _demand(not words or bool(said), "WORDS are empty: say what is wrong.")
    searcher = open_searcher(folder, quiet=True)
    if answered is not None:
        _answer(searcher, article, " ".join(answered.split()), dry_run=dry_run)
    elif said:
        _raise(searcher, article, said, by, dry_run=dry_run)
    else:
        _list(searcher, article, {name.casefold() for name in owner}, as_json=as_json)


def _demand(condition: bool, otherwise: str) -> None:
    if not condition:
        raise click.UsageError(otherwise)


def _raise(searcher: Searcher, article: str, said: str, by: str | None, *, dry_run: bool) -> None:
    from kb_tools.corpus.flags import one_line
    from kb_tools.history.settings import setting
    from kb_tools.writing.flagging import new_flag, raising

    root = searcher.settings.root
    name = _id(searcher, path_of(searcher, article))
    who = one_line(by) if by is not None else setting(root, "user.name")
    flag = new_flag(root, name, said, who, datetime.now().astimezone())
    _write(root, raising(flag), dry_run=dry_run)
    if flag.said != said:
        note(f"Kept as: {flag.said}")
    if not dry_run:
        click.echo(clean(f"{name} is flagged: {flag.file}"))


def _answer(searcher: Searcher, article: str, answer: str, *, dry_run: bool) -> None:
    from kb_tools.corpus.flags import OpenFlags
    from kb_tools.writing.flagging import answering, for_commit

    root = searcher.settings.root
    flags = OpenFlags(root)
    name = _flagged(searcher, flags, article)
    found = flags.of(name)
    changes = answering(root, found)
    if not changes:
        note(f"{name} has no open flag.")
        return
    _write(root, changes, dry_run=dry_run)
    if not dry_run:
        click.echo(clean(for_commit(name, answer, found)))


def _write(root: Path, changes: list[FileChange], *, dry_run: bool) -> None:
    if dry_run:
        from kb_tools.writing.as_patch import as_patch

        click.echo(as_patch(root, changes), nl=False)
    else:
        from kb_tools.writing.flagging import write

        write(root, changes)


def _list(searcher: Searcher, article: str, owners: set[str], *, as_json: bool) -> None:
    from kb_tools.corpus.flags import OpenFlags

    flags = OpenFlags(searcher.settings.root)
    found = flags.of(_flagged(searcher, flags, article)) if article else flags.all()
    wanted = {flag.article for flag in found}
    cards = {card["id"]: card for card in searcher.cards() if card["id"] in wanted} if wanted else {}
    rows = [_row(flag, cards.get(flag.article, {})) for flag in found]
    rows = [row for row in rows if not owners or (row["owner"] or "").casefold() in owners]
    for trouble in flags.troubles:
        note(trouble, "warning")
    click.echo(to_json({"flags": rows}) if as_json else _text(rows), color=wants_color())


def _row(flag: Flag, card: Mapping[str, Any]) -> dict[str, Any]:
    """A flag as `kb flag --json` prints it."""
    return {
        "article": flag.article,
        "path": card.get("path"),
        "title": card.get("title"),
        "owner": card.get("owner"),
        "said": flag.said,
        "at": flag.at,
        "by": flag.by or None,
        "file": flag.file,
    }


def _text(rows: list[dict[str, Any]]) -> str:
    """By owner, the one with the oldest flag first."""
    if not rows:
        return "Nothing is flagged."
    owners: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        owners.setdefault(row["owner"] or "", []).append(row)
    lines = []
    for owner, theirs in owners.items():
        lines.append(click.style(f"{clean(owner) or NOBODY}: {counted(len(theirs), 'flag')}", bold=True))
        for row in theirs:
            by = f", {clean(row['by'])}" if row["by"] else ""
            lines.append(f"  {row['at'][:10]}  {clean(row['said'])}{by}")
            where = row["path"] or "no search finds this article"
            lines.append(click.style(f"              {clean(where)}  [{clean(row['article'])}]", dim=True))
        lines.append("")
    return "\n".join(lines[:-1])


def _flagged(searcher: Searcher, flags: OpenFlags, name: str) -> str:
    """The id of the article that is meant; one that is gone may still have flags."""
    return name if flags.of(name) else _id(searcher, path_of(searcher, name))


def _id(searcher: Searcher, path: str) -> str:
    card = searcher.card_at(path)
    if card is not None:
        return str(card["id"])
    # Such as a page of the manual.
    from kb_tools.article.read import read_article

    try:
        return read_article(path, (Path(searcher.settings.docs) / path).read_bytes(), searcher.settings).id
    except OSError as error:
        raise NotFoundError(f"cannot be read: {error.strerror}", path=path) from error
