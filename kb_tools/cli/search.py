"""kb search: find the fix for what a caller says."""

from __future__ import annotations

from datetime import datetime

import click

from kb_tools.cli.opening import open_searcher
from kb_tools.cli.output import columns, to_json, wants_color

NOTHING_FOUND = 1


@click.command(short_help="Find the fix for what a caller says.")
@click.argument("words", nargs=-1, required=True)
@click.option("-n", "--limit", type=click.IntRange(1, 100), default=5, show_default=True, help="How many hits.")
@click.option("--product", multiple=True, metavar="NAME", help="Only articles about this product. Repeatable.")
@click.option("--audience", multiple=True, metavar="NAME", help="Only articles for this audience: internal, public.")
@click.option("--confidence", multiple=True, metavar="NAME", help="Only articles in this state, such as validated.")
@click.option(
    "--explain", is_flag=True, help="Tell how the words were understood and why each hit stands where it does."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON for other programs.")
@click.pass_obj
def command(folder: str, words: tuple[str, ...], limit: int, product: tuple[str, ...], audience: tuple[str, ...],
            confidence: tuple[str, ...], explain: bool, as_json: bool) -> int:  # fmt: skip
    """Find the fix for what a caller says.

    Type it as it is said; there is nothing to quote and no syntax. Quotes, kept from the shell by single ones, ask for
    exactly these words in this order. Words that begin with a hyphen go after --.

    \b
    Examples:
      kb search the internet box is blinking red
      kb search 550 5.1.10 --json
      kb search '"no dial tone"' since the storm
      kb search no dial tone --product phone -n 3
      kb search --explain vpn says eight oh nine
    """
    searcher = open_searcher(folder)
    filters = {"product": product, "audience": audience, "confidence": confidence}
    results = searcher.search(" ".join(words), limit, filters, explain=explain)
    if searcher.settings.keep_misses and (not results.hits or results.query.unknown_codes):
        from kb_tools.search import misses

        misses.note(misses.file_for(searcher.folder), results.query.text, datetime.now())
    if searcher.flags is not None:
        from kb_tools.cli.named import warn_of_flags

        warn_of_flags(searcher)
    if as_json:
        click.echo(to_json(results.as_dict()))
    else:
        from kb_tools.cli.hits import render, render_nothing

        text = render(results, columns()) if results.hits else render_nothing(searcher, results, columns())
        if explain:
            from kb_tools.cli.explanation import render_understanding

            text = f"{render_understanding(results.query)}\n\n{text}"
        click.echo(text, color=wants_color())
    return 0 if results.hits else NOTHING_FOUND
