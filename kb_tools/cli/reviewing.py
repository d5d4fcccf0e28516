"""The questions of kb review, one article after another, and what becomes of the answers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

import click

from kb_tools.cli.output import Steps, clean, columns, note, wants_color
from kb_tools.config import Settings
from kb_tools.errors import KbError, NotFoundError
from kb_tools.wording import counted

if TYPE_CHECKING:
    from kb_tools.checks.base import Base
    from kb_tools.checks.facts import Facts
    from kb_tools.corpus.flags import Flag
    from kb_tools.review.before import Before, Desk
    from kb_tools.review.queue import Item
    from kb_tools.writing.changes import FileChange

QUESTION = "Is it true? [y]es, [e]dit, [a]rchive, [r]ead it, [s]kip, [q]uit"
ANSWERS = ("yes", "edit", "archive", "read", "skip", "quit")


class Session:
    """One run of the command."""

    def __init__(self, folder: str, settings: Settings, today: date, by: str | None, *, dry_run: bool) -> None:
        self._folder = folder
        self._settings = settings
        self._today = today
        self._given = by
        self._dry_run = dry_run
        self._desk: Desk | None = None

    # --- without a question

    def record(self, name: str, answer: str | None) -> None:
        """Record a review; the article's flags are answered where there is an answer."""
        from kb_tools.article.read import read_article
        from kb_tools.writing.reviewing import reviewed

        path, file = self._find(name)
        content = self._content(file)
        article = read_article(path, content, self._settings)
        changes = reviewed(self._settings, file, content, self._by, self._today)
        self._carry_out(changes, article.id, f"reviewed by {self._by} on {self._today}", answer)

    def archive(self, name: str, answer: str | None) -> None:
        """Take an article out of use."""
        from kb_tools.review.before import links_to
        from kb_tools.writing.reviewing import archived

        path, file = self._find(name)
        base = self._base()
        facts = _facts(base, path)
        changes = archived(self._settings, file, self._content(file))
        self._carry_out(changes, facts.id, "archived", answer)
        _tell_links(facts.id, links_to(base, facts))

    # --- with questions

    def one(self, name: str, *, ask: bool) -> None:
        """Show one article, and ask about it."""
        path, _ = self._find(name)
        facts = _facts(self._desk_now.base, path)
        if ask:
            self._ask(facts, ())
            return
        self._show(self._desk_now.before(facts), ())
        note("Nothing is recorded. To record it without a question: --yes, or --archive.")

    def walk(self, owners: Sequence[str]) -> None:
        """The queue of kb stale, one by one."""
        items = self._queue(owners)
        if not items:
            click.echo("Nothing is due.")
            return
        done: list[str] = []
        for number, item in enumerate(items, 1):
            click.echo(click.style(f"\n--- {number} of {len(items)} ---", dim=True), color=wants_color())
            facts = self._desk_now.base.articles.get(self._desk_now.base.below(item.path))
            if facts is None:
                note(f"{item.path} is gone", "warning")
                continue
            done.append(self._ask(facts, item.reasons))
            if done[-1] == "quit":
                break
        left = len(items) - sum(each in ("yes", "archive") for each in done)
        click.echo(f"\n{done.count('yes')} reviewed, {done.count('archive')} archived, {left} left.")

    def _queue(self, owners: Sequence[str]) -> list[Item]:
        from kb_tools.cli.stale import owned, phrases_of
        from kb_tools.review.queue import queue

        base = self._desk_now.base
        items = queue(base, base.options.due_soon, phrases=phrases_of(base))
        return owned(items, owners, base) if owners else items

    def _ask(self, facts: Facts, reasons: Sequence[str]) -> str:
        """Ask until there is an answer that ends it; that answer."""
        before = self._desk_now.before(facts)
        self._show(before, reasons)
        while True:
            answer = _prompt()
            try:
                if answer == "read":
                    self._print(before)
                    continue
                if answer == "edit":
                    self._edit(before)
                    facts = _facts(self._desk_now.base, facts.path)
                    before = self._desk_now.before(facts)
                    self._show(before, ())
                    continue
                if answer in ("yes", "archive"):
                    self._do(answer, before)
            except KbError as error:
                note(f"{error}", "error")
                if error.hint:
                    note(f"  {error.hint}")
                before = self._desk_now.before(facts)
                continue
            return answer

    def _do(self, answer: str, before: Before) -> None:
        from kb_tools.writing.reviewing import archived, reviewed

        file = before.facts.file
        if answer == "yes":
            changes = reviewed(self._settings, file, before.content, self._by, self._today)
            done = f"reviewed by {self._by} on {self._today}"
        else:
            changes, done = archived(self._settings, file, before.content), "archived"
        said = None
        if before.flags:
            flags, stay = ("flag", "stays") if len(before.flags) == 1 else (f"{len(before.flags)} flags", "stay")
            said = click.prompt(
                f"What was done about the {flags}? (Enter: {stay} open)", default="", show_default=False
            )
        self._carry_out(changes, before.article.id, done, said.strip() if said else None, before.flags)
        if answer == "archive":
            _tell_links(before.article.id, before.links)

    def _edit(self, before: Before) -> None:
        from kb_tools.cli.browsing.programs import editor, run_editor

        command = editor()
        if not command:
            raise KbError("no editor is set", hint="Set the environment variable EDITOR, or change the file and "
                          "answer yes.")  # fmt: skip
        if trouble := run_editor(command, str(self._settings.root / before.facts.file)):
            note(trouble, "warning")
        self._desk = None

    # --- what all of them need

    @cached_property
    def _by(self) -> str:
        from kb_tools.corpus.flags import one_line
        from kb_tools.history.settings import setting

        return one_line(self._given) if self._given is not None else setting(self._settings.root, "user.name")

    @property
    def _desk_now(self) -> Desk:
        if self._desk is None:
            from kb_tools.review.before import Desk

            self._desk = Desk(self._base())
            for trouble in (*self._desk.troubles, *self._desk.base.flags.troubles):
                note(trouble, "warning")
        return self._desk

    def _base(self) -> Base:
        from kb_tools.checks.checking import load
        from kb_tools.checks.options import load_options

        with Steps() as steps:
            return load(self._settings, load_options(self._settings), self._today, steps("Reading articles"),
                        searches=True)  # fmt: skip

    def _find(self, name: str) -> tuple[str, str]:
        """The article's path below the docs folder, and from the root."""
        from kb_tools.cli.named import path_of
        from kb_tools.cli.opening import open_searcher

        # Names out of an old index, which a mistake in the vocabulary leaves, may be gone.
        path = path_of(open_searcher(self._folder, quiet=True, strict=True), name)
        docs = self._settings.docs_name
        return path, f"{docs}/{path}" if docs else path

    def _content(self, file: str) -> bytes:
        try:
            return (self._settings.root / file).read_bytes()
        except OSError as error:
            raise NotFoundError(f"cannot be read: {error.strerror}", path=file) from error

    def _show(self, before: Before, reasons: Sequence[str]) -> None:
        from kb_tools.cli.review_text import render

        click.echo(render(before, reasons, self._today), color=wants_color())

    def _print(self, before: Before) -> None:
        from kb_tools.cli import article_text

        if wants_color():
            article_text.print_rich(before.article, before.article.body, columns(), self._today, whole=False)
        else:
            click.echo(clean(before.article.body))

    def _carry_out(
        self, changes: list[FileChange], article: str, done: str, answer: str | None,
        flags: Sequence[Flag] | None = None,
    ) -> None:  # fmt: skip
        """Make the changes, together with what takes the flags away, and tell."""
        from kb_tools.corpus.flags import OpenFlags
        from kb_tools.writing.flagging import for_commit, write
        from kb_tools.writing.reviewing import answered

        root = self._settings.root
        found = OpenFlags(root).of(article) if flags is None else flags
        if answer:
            changes = [*changes, *answered(self._settings, found)]
        if self._dry_run:
            from kb_tools.writing.as_patch import as_patch

            click.echo(as_patch(root, changes), nl=False)
            return
        write(root, changes)
        click.echo(clean(f"{article}: {done}"))
        if answer:
            click.echo(clean(for_commit(article, answer, found) if found else f"{article}: {answer}"))
        elif found:
            note(f"{counted(len(found), 'flag')} on it {'stays' if len(found) == 1 else 'stay'} open; to answer: "
                 f"kb flag {article} --answered TEXT")  # fmt: skip


def _facts(base: Base, path: str) -> Facts:
    try:
        return base.articles[path]
    except KeyError:
        raise NotFoundError("is no article here: kb.toml leaves it out, or it is gone", path=path) from None


def _prompt() -> str:
    """One of the answers, or its first letter."""
    while True:
        said = click.prompt(f"\n{QUESTION}", default="skip", show_default=False).strip().lower()
        found = [answer for answer in ANSWERS if said and answer.startswith(said)]
        if len(found) == 1:
            return found[0]
        note(f"One of: {', '.join(ANSWERS)}")


def _tell_links(article: str, links: int) -> None:
    if links:
        note(f"{counted(links, 'link')} in other articles still {'lead' if links != 1 else 'leads'} to it; "
             f"to let another article take its place: kb rm {article} --instead OTHER")  # fmt: skip
