"""Untrusted article text: what may stay of a page's HTML.

Markdown lets raw HTML through, so whoever may write an article could run scripts in every agent's browser. What Material's
extensions make stays; scripts, handlers, styles, frames, forms and addresses such as `javascript:` do not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from html import escape, unescape
from typing import Any

import nh3

from kb_tools.errors import ConfigError

SCHEMES = frozenset(("http", "https", "mailto", "tel", "sms", "sip", "sips", "ftp", "sftp", "ssh", "news", "irc"))
"""What a link may begin with. A team that links to its own programs names their schemes."""

NEVER = frozenset(("javascript", "vbscript", "data", "blob", "filesystem", "view-source", "about"))
"""Schemes that run or hold code. No setting lets them in."""

_TEXT = """a abbr address article aside b bdi bdo blockquote br caption center cite code col colgroup dd del dfn
    details div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins kbd label li mark nav ol p picture pre
    q rp rt ruby s samp section small source span strike strong sub summary sup table tbody td tfoot th thead time tr
    track tt u ul var video audio wbr input"""
_ICONS = "svg path circle ellipse g line polygon polyline rect"
_TAGS = frozenset((_TEXT + " " + _ICONS).split())
_WITH_CONTENT = frozenset("script style iframe object embed template noscript noembed noframes xmp math".split())
"""What disappears with all that is in it."""

_EVERYWHERE = frozenset("align class dir hidden id lang role title data-search-exclude data-title".split())
_ATTRIBUTES: dict[str, frozenset[str]] = {
    tag: frozenset(names.split())
    for tag, names in {
        "a": "href hreflang name rel target download data-preview",
        "abbr": "data-tooltip",
        "audio": "controls loop muted preload src",
        "blockquote": "cite",
        "col": "span width",
        "colgroup": "span width",
        "del": "cite datetime",
        "details": "open name",
        "div": "data-tabs",
        "img": "alt decoding height loading src srcset sizes width",
        "input": "checked disabled id name type",
        "ins": "cite datetime",
        "label": "for",
        "li": "value",
        "ol": "reversed start type",
        "q": "cite",
        "source": "media sizes src srcset type",
        "table": "border cellpadding cellspacing width",
        "td": "colspan headers rowspan valign width",
        "th": "colspan headers rowspan scope valign width abbr",
        "time": "datetime",
        "track": "default kind label src srclang",
        "video": "controls height loop muted poster preload src width",
        # Icons, as Material's emoji extension puts them into the page.
        "svg": "viewBox width height fill stroke xmlns",
        "path": "d fill stroke stroke-width stroke-linecap stroke-linejoin fill-rule clip-rule opacity",
        "circle": "cx cy r fill stroke stroke-width opacity",
        "ellipse": "cx cy rx ry fill stroke",
        "g": "fill stroke stroke-width fill-rule opacity",
        "line": "x1 x2 y1 y2 stroke stroke-width",
        "polygon": "points fill stroke",
        "polyline": "points fill stroke",
        "rect": "x y width height rx ry fill stroke stroke-width",
    }.items()
}

_FILTERED = frozenset(("class", "id", "name", "for", "type", "srcset", "poster", "href", "rel"))
# The theme finds its own parts by ids such as __config and __search: an article must not bring another one of them.
_OURS = re.compile(r"__(?!tabbed_|codelineno|span|code_)")
_CLASSES = re.compile(r"(?:md-(?!button(?:--\w+)?$)|kb-).*")
_SOURCE = re.compile(r"(?:https?:/|(?![a-z][a-z0-9+.\-]*:)).*", re.I | re.S)
_INPUT = re.compile(r'<input(?![^>]*\stype="(?:checkbox|radio)")[^>]*>')
# Material's tags plugin replaces these after us; anything else between the marks is dropped.
_TAG_LISTING = re.compile(r"<!--\s*material/tags(?:\s[^<>]*)?-->")
_MARK = "kb-tag-listing-"


def cleaner(schemes: Iterable[str] = ()) -> Callable[[str], str]:
    """A function that cleans the HTML of a page's content. *schemes* are allowed in links beside the usual ones.

    Raises:
        ConfigError: one of them would run code.
    """
    wanted = {scheme.lower().removesuffix("://").removesuffix(":") for scheme in schemes}
    if refused := sorted(wanted & NEVER):
        raise ConfigError(f"links with {refused[0]}: can run code in the reader's browser", hint="Leave it out.")
    engine = nh3.Cleaner(
        tags=set(_TAGS),
        clean_content_tags=set(_WITH_CONTENT),
        attributes={"*": set(_EVERYWHERE), **{tag: set(names) for tag, names in _ATTRIBUTES.items()}},
        generic_attribute_prefixes={"aria-"},
        attribute_filter=_attribute,
        url_schemes=set(SCHEMES | wanted),
        link_rel=None,
    )

    def clean(html: str) -> str:
        listings = _TAG_LISTING.findall(html)
        if listings:
            html = _TAG_LISTING.sub(f"<p>{_MARK}</p>", html)
        html = engine.clean(html)
        if "<input" in html:
            html = _INPUT.sub("", html)
        for listing in listings:
            html = html.replace(f"<p>{_MARK}</p>", listing, 1)
        return html

    return clean


def _attribute(tag: str, name: str, value: str) -> str | None:
    """What stays of an attribute's value; None for nothing."""
    if name not in _FILTERED:
        return value
    if name == "class":
        if "md-" not in value and "kb-" not in value:
            return value
        return " ".join(each for each in value.split() if not _CLASSES.fullmatch(each)) or None
    if name == "rel":
        # Nobody whom an article links to gets hold of the page that it was opened from.
        return " ".join(each for each in value.split() if each.lower() != "opener") or None
    if name == "for" and value == "__search":
        # A label that opens the search, as Material's own pages have it: it only points there.
        return value
    if name in ("id", "name", "for"):
        return None if _OURS.match(value) else value
    if name == "type":
        return value.lower() if tag != "input" or value.lower() in ("checkbox", "radio") else None
    if name in ("srcset", "poster"):
        # The library looks at href and src only; what is no plain address is dropped.
        return value if all(_SOURCE.fullmatch(each.strip()) for each in value.split(",")) else None
    return value


def clean_meta(value: Any) -> Any:
    """Front matter as themes print it: raw. Texts within lists and mappings, too; what is no text stays as it is."""
    if isinstance(value, str):
        # Escaped once, whether or not the writer has done it already.
        return escape(unescape(value), quote=True) if any(mark in value for mark in "<>\"'") else value
    if isinstance(value, list):
        return [clean_meta(item) for item in value]
    if isinstance(value, dict):
        return {key: clean_meta(item) for key, item in value.items()}
    return value


def clean_title(title: str) -> str:
    """A page's title as themes print it: once as it is, once with its entities resolved. So it must hold no marks at all."""
    plain = unescape(title)
    if "<" not in plain and ">" not in plain:
        return title
    return escape(plain.replace("<", "‹").replace(">", "›"), quote=False)
