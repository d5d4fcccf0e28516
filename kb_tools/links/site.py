"""What mkdocs.yml says about pages and links."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from kb_tools.article.model import Span
from kb_tools.config import Settings
from kb_tools.errors import ConfigError
from kb_tools.links import mkdocs_yml
from kb_tools.links.mkdocs_yml import Table, Text

PAGE_SUFFIXES = (".md", ".markdown", ".mdown", ".mkdn", ".mkd")
"""What MkDocs makes a page of, in lower case only."""

_GENERATORS = frozenset((
    "gen-files", "literate-nav", "mkdocstrings", "autoapi", "api-autonav", "monorepo", "multirepo", "blog",
    "material/blog", "macros", "mkdocs-jupyter", "swagger-ui-tag", "techdocs-core", "i18n",
))  # fmt: skip
"""Plugins that make pages or files which the docs folder does not have."""


class Redirect(NamedTuple):
    """An address that was, and the page it leads to now."""

    old: str
    """Below the docs folder."""
    new: str
    """Below the docs folder, perhaps with a fragment; or an address elsewhere."""
    file: str
    """The file it is written in, from the root."""
    span: Span
    """Of the new address; of the old one, where the page itself says it."""
    is_own: bool = False
    """Written in the front matter of the page it leads to."""


class Nav(NamedTuple):
    """A page that the navigation names."""

    target: str
    file: str
    """From the root."""
    span: Span


def _nothing(path: str) -> bool:
    return False


class Site(NamedTuple):
    """The parts of mkdocs.yml that decide where a link leads."""

    is_built: bool = False
    """Is there a mkdocs.yml for these articles? Without one nobody knows what else makes pages of them."""
    file: str = ""
    """mkdocs.yml, from the root."""
    docs: str = ""
    """The docs folder MkDocs reads, as the system names it."""
    use_directory_urls: bool = True
    absolute_links: str = ""
    """`relative_to_docs`: `/x` means a file of the docs folder."""
    prefix: str = "/"
    """The path of the site on its server, with a slash at both ends."""
    is_unpublished: Callable[[str], bool] = _nothing
    """Is this file of the docs folder kept off the site: hidden, excluded, a draft?"""
    is_not_in_nav: Callable[[str], bool] = _nothing
    """Does not_in_nav say that this page is left out of the navigation on purpose?"""
    redirects: Mapping[str, Redirect] = {}
    """By the old path."""
    nav: tuple[Nav, ...] | None = None
    """What the navigation names; None where it is made of the folders."""
    has_own_slugs: bool = False
    """Are the anchors of headings not made by Python-Markdown's own rule?"""
    has_kb: bool = False
    """Does the plugin kb build the site? Then front matter can redirect."""
    has_overview: bool = False
    """Does it make the overview pages?"""
    generators: tuple[str, ...] = ()
    """Plugins that add pages kb knows nothing of."""
    trouble: str = ""
    """Why mkdocs.yml, or a part of it, could not be read."""


def read_site(settings: Settings) -> Site:
    """Read mkdocs.yml. Whatever is wrong with it stands in `trouble`."""
    path = mkdocs_yml.find(settings.root)
    plain = Site(use_directory_urls=settings.use_directory_urls, docs=str(settings.docs))
    if path is None:
        return plain
    file = path.name
    try:
        table = mkdocs_yml.read(path)
    except ConfigError as error:
        # Still a site: what is said nowhere else counts as MkDocs' default.
        return _limited(plain._replace(is_built=True, file=file, trouble=str(error)))
    except RecursionError:
        return _limited(plain._replace(is_built=True, file=file, trouble=f"{file} is nested too deeply"))
    docs = os.path.normpath(settings.root / (table.text("docs_dir") or "docs"))
    ours = os.path.normpath(settings.docs)
    if docs != ours and not ours.startswith(docs + os.sep):
        # It is about another folder than the articles.
        return plain
    specs, trouble = _specs(table, file)
    extensions, plugins = _named(table, "markdown_extensions"), _named(table, "plugins")
    below = "" if docs == ours else ours[len(docs) + 1 :].replace(os.sep, "/") + "/"
    toc = extensions.get("toc", Table())
    return Site(
        is_built=True,
        file=file,
        docs=docs,
        use_directory_urls=mkdocs_yml.flag(table.text("use_directory_urls"), True),
        absolute_links=table.table("validation").table("links").text("absolute_links")
        or table.table("validation").text("absolute_links"),
        prefix=_prefix(table.text("site_url")),
        is_unpublished=_matcher(below, [*_ALWAYS, *specs["exclude_docs"]], specs["draft_docs"]),
        is_not_in_nav=_matcher(below, specs["not_in_nav"]) if specs["not_in_nav"] else _nothing,
        redirects=_redirects(plugins.get("redirects", Table()), settings.root, below),
        nav=_nav(table, settings.root, below),
        has_own_slugs="slugify" in toc or "separator" in toc,
        has_kb="kb" in plugins,
        has_overview="kb" in plugins and mkdocs_yml.flag(plugins["kb"].text("overview"), True),
        generators=tuple(sorted(_GENERATORS & plugins.keys())),
        trouble=trouble,
    )


def _limited(site: Site) -> Site:
    return site._replace(is_unpublished=_matcher("", list(_ALWAYS)))


_ALWAYS = (".*", "/templates/")
"""What MkDocs leaves out unless exclude_docs takes it back in."""


def _specs(table: Table, file: str) -> tuple[dict[str, list[str]], str]:
    """The three settings in the manner of .gitignore, and what is wrong with them."""
    from kb_tools.corpus.gitignore import spec

    specs: dict[str, list[str]] = {}
    trouble = ""
    for key in ("exclude_docs", "draft_docs", "not_in_nav"):
        lines = table.text(key).splitlines()
        try:
            spec(lines)
        except ValueError as error:
            trouble, lines = f"{file}: {key} has a pattern that cannot be used: {error}", []
        specs[key] = lines
    return specs, trouble


def _matcher(below: str, *specs: list[str]) -> Callable[[str], bool]:
    from kb_tools.corpus.gitignore import spec

    compiled = [spec(lines) for lines in specs if lines]
    known: dict[str, bool] = {}

    def matches(path: str) -> bool:
        found = known.get(path)
        if found is None:
            found = known[path] = any(each.match_file(below + path) for each in compiled)
        return found

    return matches


def _prefix(site_url: str) -> str:
    try:
        path = urlsplit(site_url).path
    except ValueError:
        return "/"
    return path if path.endswith("/") else path + "/"


def _named(table: Table, key: str) -> dict[str, Table]:
    """Plugins or extensions, written as a list or as a mapping: name -> options."""
    value = table.get(key)  # type: ignore[call-overload]
    found: dict[str, Table] = {}
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, Text):
            found[str(item)] = Table()
        elif isinstance(item, Table):
            found.update({str(name): options if isinstance(options, Table) else Table()
                          for name, options in item.items()})  # fmt: skip
    return found


def _redirects(options: Table, root: Path, below: str) -> dict[str, Redirect]:
    found = {}
    for old, new in options.table("redirect_maps").items():
        if isinstance(new, Text) and old.startswith(below):
            inside = new.startswith(below) and not _is_elsewhere(new)
            target = new[len(below) :] if inside else str(new)
            found[old[len(below) :]] = Redirect(old[len(below) :], target, _from_root(new, root), new.span)
    return found


def _nav(table: Table, root: Path, below: str) -> tuple[Nav, ...] | None:
    value = table.get("nav")  # type: ignore[call-overload]
    if value is None:
        return None
    return tuple(
        Nav(os.path.normpath(text).replace(os.sep, "/")[len(below) :], _from_root(text, root), text.span)
        for text in _leaves(value)
        if text.startswith(below) and not _is_elsewhere(text)
    )


def _leaves(value: Any) -> Iterator[Text]:
    if isinstance(value, Text):
        yield value
    elif isinstance(value, list | Table):
        for each in value.values() if isinstance(value, Table) else value:
            yield from _leaves(each)


def _is_elsewhere(target: str) -> bool:
    try:
        parts = urlsplit(target)
    except ValueError:
        return True
    return bool(parts.scheme or parts.netloc) or target.startswith("/")


def _from_root(text: Text, root: Path) -> str:
    return os.path.relpath(text.file, root).replace(os.sep, "/")
