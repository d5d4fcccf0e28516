"""The search on a page: two tags in its head, and the files that they name. Works on any HTML page, whoever built it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from html import escape

from kb_tools.site.assets import Asset, bundle, in_head

FOLDER = "kb"
"""Below the site's root."""

ENGINE = ("kb/search.js",)
"""What answers: export.py writes it."""

LOADER = ("loader.js", "every-page.js")
"""The scripts of every page."""

DIALOG = (
    "dom.js", "address.js", "masks.js", "noted.js", "hit.js", "known.js", "list.js", "filters.js", "notices.js",
    "messages.js", "asking.js", "keys.js", "noted-panel.js", "dialog.js",
)  # fmt: skip
"""The scripts of the search dialog, in the order in which they need each other."""

_MOUNTED = re.compile(  # First whether the tag ends: one that does not is looked through once, not once for each word.
    r"<link (?=[^<>]*>)[^<>]*\bdata-kb-style\b[^<>]*>\n?"
    r"|<script (?=[^<>]*></script>)[^<>]*\bdata-kb-base=[^<>]*></script>\n?"
)


@cache
def loader() -> Asset:
    """What each page loads."""
    return bundle(f"{FOLDER}/loader.js", (f"assets/{name}" for name in LOADER))


@cache
def dialog_style() -> Asset:
    return bundle(f"{FOLDER}/dialog.css", ["search-dialog/dialog.css"])


@cache
def dialog_script() -> Asset:
    """What is loaded at the first touch, beside the engine."""
    return bundle(f"{FOLDER}/dialog.js", (f"search-dialog/{name}" for name in DIALOG))


def tags(base: str, scripts: Iterable[str] = ENGINE) -> str:
    """The tags for the end of a page's head.

    Args:
        base: the site's root as seen from the page, "" or ending in a slash.
        scripts: what to load at the first touch beside the dialog, below the root.
    """
    style, source, root = escape(base + dialog_style().path), escape(base + loader().path), escape(base or "./")
    names = escape(" ".join([*scripts, dialog_script().path]))
    # Not deferred: it must stand before Material's own script, which would begin to load its own search.
    # A page may be in another encoding, or not say in which: its scripts would be read in that one.
    script = f'<script src="{source}" charset="utf-8" data-kb-base="{root}" data-kb-scripts="{names}"></script>'
    return f'<link rel="stylesheet" href="{style}" data-kb-style>\n{script}\n'


def mounted(html: str, base: str, scripts: Iterable[str] = ENGINE) -> str:
    """A page with the search in it; tags that an earlier export put there are replaced."""
    return in_head(_MOUNTED.sub("", html), tags(base, scripts))
