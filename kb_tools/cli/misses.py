"""kb misses: the searches that found nothing."""

from __future__ import annotations

from pathlib import Path

import click

from kb_tools.cli.output import clean, note, to_json
from kb_tools.config import load_settings
from kb_tools.search import misses
from kb_tools.search.place import index_folder


@click.command(short_help="List the searches that found nothing.")
@click.option("--clear", is_flag=True, help="Forget them.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for other programs.")
@click.pass_obj
def command(folder: str, clear: bool, as_json: bool) -> int:
    """List the searches that found nothing.

    The most frequent come first.

    They are kept on this machine only, and only where kb.toml says keep_misses = true. Mail addresses and long numbers are
    masked. Each is a word for vocabulary.yml, a phrase for phrases.yml, or an article that is missing.

    \b
    Examples:
      kb misses
      kb misses --json
      kb misses --clear
    """
    settings = load_settings(Path(folder))
    path = misses.file_for(index_folder(settings.root))
    if clear:
        path.unlink(missing_ok=True)
        return 0
    found = misses.read(path)
    if as_json:
        click.echo(to_json({"misses": [miss._asdict() for miss in found]}))
        return 0
    for miss in found:
        click.echo(f"{miss.times:>4}  {miss.last}  {clean(miss.said)}")
    if not settings.keep_misses:
        note("Searches that find nothing are not kept. To keep them: keep_misses = true in kb.toml.")
    elif not found:
        note("No search has found nothing yet.")
    return 0
