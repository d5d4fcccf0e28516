"""kb show: print an article, or one section of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kb_tools.cli.arguments import ARTICLE
from kb_tools.cli.named import path_of, warn_of_flags
from kb_tools.cli.opening import open_searcher
from kb_tools.cli.output import clean, columns, wants_color
from kb_tools.errors import NotFoundError

if TYPE_CHECKING:
    from kb_tools.article.model import Article

SECTIONS = ("symptoms", "say", "check", "fix", "workaround", "escalation", "cause")


@click.command(short_help="Print an article, or one section of it.")
@click.argument("article", type=ARTICLE)
@click.option("--section", type=click.Choice(SECTIONS), help="Only this part of the article.")
@click.option("--plain", is_flag=True, help="Plain text to paste into a ticket: no markup, no color, no wrapping.")
@click.pass_obj
def command(folder: str, article: str, section: str | None, plain: bool) -> None:
    """Print an article, or one section of it.

    ARTICLE is its id, the beginning of an id where only one begins so, or its path.

    \b
    Examples:
      kb show vpn-809
      kb show vpn-dr --section fix
      kb show field-laptops/vpn-error-809.md --plain
    """
    from kb_tools.article.read import read_article
    from kb_tools.cli import article_text

    searcher = open_searcher(folder, quiet=True)
    path = path_of(searcher, article)
    try:
        content = (Path(searcher.settings.docs) / path).read_bytes()
    except OSError as error:
        raise NotFoundError(f"cannot be read: {error.strerror}", path=path) from error
    found = read_article(path, content, searcher.settings)
    markdown = article_text.section_markdown(found, section) if section else found.body
    if section and not markdown.strip():
        raise NotFoundError(f"{found.id} has no section for {section!r}", path=path, hint=_has(found))
    flags = searcher.flags_of(found.id)
    warn_of_flags(searcher)
    if plain:
        click.echo(clean(article_text.for_ticket(found, section, searcher.settings)))
    elif wants_color():
        article_text.print_rich(found, markdown, columns(), date.today(), flags, whole=section is None)
    else:
        click.echo(clean(article_text.head(found, date.today(), flags) + "\n\n" + markdown.strip()))


def _has(article: Article) -> str:
    kinds = sorted({section.kind for section in article.sections if section.kind})
    return f"It has: {', '.join(kinds)}." if kinds else "It has none of the known sections; leave out --section."
