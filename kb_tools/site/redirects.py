"""Previous names of an article lead to it: a small page at each old address, which works without a server's help."""

from __future__ import annotations

import errno
import os
import posixpath
from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path
from typing import Any, NamedTuple

from kb_tools.links.former import FIELD, file_of
from kb_tools.site import assets


class Redirect(NamedTuple):
    old: str
    """The file of the site that is written."""
    new: str
    """The address of the page, below the site's root."""
    path: str
    """The article that asks for it."""


def redirects(
    wanted: Mapping[str, Any], urls: Mapping[str, str], taken: Iterable[str], use_directory_urls: bool
) -> tuple[list[Redirect], list[str]]:
    """The redirects of a site, and what is wrong with those that are left out.

    *wanted*: what the field says, by article. *urls*: the address of each article. *taken*: files the site has already.
    """
    found: dict[str, Redirect] = {}
    wrong: list[str] = []
    files = set(taken)
    for path, names in sorted(wanted.items()):
        names = [names] if isinstance(names, str) else names
        if not isinstance(names, list):
            wrong.append(f"{path}: {FIELD}: a list of previous paths is expected")
            continue
        for name in names:
            old = file_of(str(name), use_directory_urls)
            if old is None:
                wrong.append(f"{path}: {FIELD}: {name!r} is no path below the docs folder")
            elif old in files:
                wrong.append(f"{path}: {FIELD}: {name} exists, so it cannot lead elsewhere")
            elif old in found and found[old].path != path:
                wrong.append(f"{path}: {FIELD}: {name} already leads to {found[old].path}")
            else:
                found[old] = Redirect(old, urls[path], path)
    return list(found.values()), wrong


def write(site: Path, found: Iterable[Redirect], titles: Mapping[str, str], site_url: str, icon: str) -> list[str]:
    """Write a page for each redirect, and say what is wrong with those that cannot be written.

    *titles*: of the articles, by path. *icon*: the site's, below its root; empty for none.
    """
    wrong: list[str] = []
    script = assets.moved_script()
    icon = icon if icon and (site / icon).is_file() else ""
    pages = list(found)
    for redirect in pages:
        canonical = posixpath.join(site_url, redirect.new) if site_url else ""
        html = page(redirect, titles.get(redirect.path, redirect.path), script.path, canonical, icon)
        try:
            # Where A.html and a.html are one file, that may be the page itself.
            if os.path.lexists(site / redirect.old):
                raise FileExistsError(errno.EEXIST, "it is there already")
            assets.write(site / redirect.old, html)
        except (OSError, ValueError) as error:
            why = getattr(error, "strerror", None) or error
            wrong.append(f"{redirect.path}: {FIELD}: {redirect.old!r} cannot be written: {why}")
    if pages:
        assets.write(site / script.path, script.content.decode())
    return wrong


def page(redirect: Redirect, title: str, script: str, canonical: str = "", icon: str = "") -> str:
    """The HTML at the old address. *script* keeps the part of the address behind `#`; without it the page still leads on."""
    address = relative(redirect.new, redirect.old)
    target, script = escape(address), escape(relative(script, redirect.old))
    # Without one, browsers ask for a file that most sites do not have.
    named = f'<link rel="icon" href="{escape(relative(icon, redirect.old))}">\n' if icon else ""
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex">
<title>{escape(title)}</title>
<link rel="canonical" href="{escape(canonical) or target}">
{named}<script src="{script}" data-kb-to="{target}"></script>
<noscript><meta http-equiv="refresh" content="0; url={target}"></noscript>
</head>
<body>
<main><h1>This article has moved</h1><p>It is here now: <a href="{target}">{escape(title)}</a></p></main>
</body>
</html>
"""


def relative(target: str, page: str) -> str:
    """The address of *target* as seen from *page*; both below the site's root."""
    folder = posixpath.dirname(page)
    found = posixpath.relpath(target or ".", folder or ".")
    return found + "/" if not target or target.endswith("/") else found
