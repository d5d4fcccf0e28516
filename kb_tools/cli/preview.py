"""kb preview: the site while it is written."""

from __future__ import annotations

import importlib.util
import ipaddress
import json
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kb_tools.cli.output import note
from kb_tools.cli.stopping import end_as_with_ctrl_c
from kb_tools.config import load_settings
from kb_tools.errors import KbError

if TYPE_CHECKING:
    from kb_tools.config import Settings


@click.command(short_help="Show the site while you write.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 for any that is free.")
@click.option(
    "--address", default="127.0.0.1", show_default=True, help="Where to listen; nobody else can see the default."
)
@click.option("--open", "open_in_browser", is_flag=True, help="Open it in the browser.")
@click.option(
    "--all", "everything", is_flag=True, help="Read all articles again at each save, as a page of tags needs."
)
@click.pass_obj
def command(folder: str, port: int, address: str, open_in_browser: bool, everything: bool) -> None:
    """Show the site while you write.

    Each save shows in the browser at once, and so does what `kb check` finds in the page, where it is; the search knows what
    was just saved. A page is built when you look at it, so that thousands of articles start as fast as ten. Works on any
    folder of Markdown; its mkdocs.yml counts, if it has one.

    \b
    Examples:
      kb preview
      kb preview --port 8001 --all
    """
    settings = load_settings(Path(folder))
    text = "" if any((settings.root / name).is_file() for name in ("mkdocs.yml", "mkdocs.yaml")) else _config(settings)
    needed = ["mkdocs", *(["material"] if text else [])]
    missing = [name for name in needed if importlib.util.find_spec(name) is None]
    if missing:
        raise KbError("the preview needs MkDocs and Material for MkDocs",
                      hint="Install them: pip install 'mkdocs>=1.6.1,<2' 'mkdocs-material>=9.8,<10' nh3")  # fmt: skip
    # Material's word about MkDocs 2 is not for writers.
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    from kb_tools.site.preview.preview import Preview

    if not _is_loopback(address):
        note(f"at {address}, everybody in the network can read this knowledge base", "warning")
    _end_as_with_ctrl_c()
    Preview(settings, address, port, text, note, everything=everything).run(open_in_browser=open_in_browser)


def _config(settings: Settings) -> str:
    """What mkdocs.yml would say: what `kb init` writes."""
    from kb_tools.writing.templates import fill

    name = os.fsencode(settings.root.name).decode("utf-8", "replace") or "Knowledge base"
    return fill("mkdocs.yml", site_name=json.dumps(name), folders=f"docs_dir: {json.dumps(str(settings.docs))}\n")


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return address == "localhost"


def _end_as_with_ctrl_c() -> None:
    """Whoever ends the process, or closes the terminal, ends it cleanly."""
    end_as_with_ctrl_c()
    if sys.platform != "win32" and signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        # Started in the background of a script.
        signal.signal(signal.SIGINT, signal.default_int_handler)
