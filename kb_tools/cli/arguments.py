"""Kinds of arguments that complete themselves in the shell."""

from __future__ import annotations

import click
from click.shell_completion import CompletionItem


class ArticleName(click.ParamType):  # type: ignore[type-arg]  # generic only since Click 8.4
    """An article's id; the shell completes it from the index."""

    name = "article"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        from kb_tools.cli.opening import open_searcher
        from kb_tools.errors import KbError

        folder = ctx.find_root().params.get("folder") or "."
        try:
            return [CompletionItem(name) for name in open_searcher(folder, quiet=True).ids(incomplete)]
        except (KbError, OSError):
            # The shell is no place for an error message.
            return []


ARTICLE = ArticleName()
