"""A page on another server has moved for good.

The server answers with a permanent redirect (301 or 308), and the page is alive where it leads. `--fix` writes the new
address; the fragment stays. Temporary redirects (302, 303, 307) are fine, and so is what comes after one.

Left alone are short links and names that are meant to redirect (`aka.ms`, `bit.ly`, `doi.org`), redirects that only choose
a language, and redirects to a page where one logs in. Found, but not fixed, is a page that now leads to the front page, to
an error page, or to the same page as two others: what was linked is probably gone.

## Why

Redirects are taken down some day, often all at once with the server that had them.

## Example

```markdown
[Ports](http://docs.vendor.example/vpn/ports#udp)
```

## Fix

```markdown
[Ports](https://vendor.example/docs/vpn-ports#udp)
```
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from kb_tools.checks.base import Base
from kb_tools.checks.finding import Edit, Found
from kb_tools.checks.rule import Rule
from kb_tools.links.address import with_fragment

if TYPE_CHECKING:
    from kb_tools.checks.external.places import Place

_SHORT = frozenset(
    "aka.ms go.microsoft.com bit.ly t.co goo.gl g.co youtu.be tinyurl.com is.gd ow.ly buff.ly git.io lnkd.in fb.me amzn.to "
    "a.co redd.it doi.org dx.doi.org purl.org w3id.org hdl.handle.net n2t.net red.ht oreil.ly".split()
)
_LANGUAGE = re.compile(r"/[a-z]{2}(?:[-_][a-z]{2,4})?(?=/|$)", re.I)
_LOGIN = re.compile(r"(?:^|[/._-])(?:log[-_]?in|sign[-_]?in|sso|oauth2?|saml2?|consent)(?:$|[/._-])", re.I)
_ERROR = re.compile(r"(?:^|[/_-])(?:404|410|error|errors|not[-_]?found|page[-_]?not[-_]?found)(?:$|[/._-])", re.I)
_ENTITY = re.compile(r"&(?=#?\w+;)")
_IN_MARKDOWN = str.maketrans({"(": "%28", ")": "%29", "|": "%7C", "[": "%5B", "]": "%5D"})

_CROWD = 3


def check(base: Base) -> Iterator[Found]:
    moved = [(place, verdict.record.moved_to) for place, verdict in base.external
             if verdict.state == "alive" and verdict.record.moved_to]  # fmt: skip
    moved = [(place, target) for place, target in moved if _counts(place.address.url, target)]
    crowd = Counter(target for _, target in {(_page(place.address.url), _page(target)) for place, target in moved})
    for place, target in moved:
        new = target if "#" in target else with_fragment(target, place.fragment)
        edits: tuple[Edit, ...] = ()
        hint = f"What was linked is probably gone; look for it at {target}"
        message = f"{place.shown} now leads to {new}"
        if not _is_collective(place.address.url, target) and crowd[_page(target)] < _CROWD:
            hint, message = f"Link to {new}", f"{place.shown} has moved for good to {new}"
            if _is_there(base, place):
                edits = (Edit(place.facts.file, place.link.span, _written(place, new)),)
        yield Found(place.link.span, message, place.link.target, hint, place.facts.file, edits=edits)


def _counts(old: str, new: str) -> bool:
    """Is it a move at all, or what such an address is for?"""
    before, after = urlsplit(old), urlsplit(new)
    if (before.hostname or "") in _SHORT or "@" in after.netloc:
        return False
    query = unquote(after.query)
    comes_back = before.path != "/" and before.path in query
    if comes_back or _LOGIN.search(after.path) or _LOGIN.search(after.hostname or ""):
        return False
    same_place = (before.hostname, before.scheme, before.query) == (after.hostname, after.scheme, after.query)
    return not (same_place and _LANGUAGE.sub("", after.path, count=1).rstrip("/") == before.path.rstrip("/")
                and after.path.rstrip("/") != before.path.rstrip("/"))  # fmt: skip


def _is_collective(old: str, new: str) -> bool:
    """Does it lead to where a server sends everybody: its front page, an error page?"""
    before, after = urlsplit(old), urlsplit(new)
    front = _LANGUAGE.sub("", after.path, count=1).rstrip("/") in ("", "/index.html", "/home", "/index.htm")
    has_own = bool(_LANGUAGE.sub("", before.path, count=1).strip("/"))
    return (front and has_own) or bool(_ERROR.search(after.path) and not _ERROR.search(before.path))


def _page(url: str) -> str:
    """Without what says nothing about which page it is."""
    parts = urlsplit(url)
    return f"{(parts.hostname or '').removeprefix('www.')}{parts.path.rstrip('/')}?{parts.query}"


def _written(place: Place, new: str) -> str:
    """The new address so that it means itself where the old one stands."""
    if place.link.kind == "html":
        from html import escape

        return escape(new)
    return _ENTITY.sub("&amp;", new.translate(_IN_MARKDOWN))


def _is_there(base: Base, place: Place) -> bool:
    """Does the target stand at its place, as the file is now?"""
    from html import unescape

    span, lines = place.link.span, base.lines(place.facts.file)
    if span.line != span.end_line or span.line > len(lines):
        return False
    return unescape(lines[span.line - 1][span.column - 1 : span.end_column - 1]) == place.link.target


RULE = Rule("KB304", "external-moved", "warning", __doc__, base=check, external=True)
