"""The pages of a preview: MkDocs arranges the site, and builds a page when somebody wants to see it.

Rendering thousands of pages takes many seconds; arranging them, about one. So MkDocs is told that no page has changed, and
a page is rendered, by MkDocs as ever, when it is asked for. Titles for the navigation and what the plugin `kb` wants to
know of each article come from the articles themselves.
"""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

from mkdocs.commands import build
from mkdocs.config import load_config
from mkdocs.plugins import BasePlugin, event_priority

from kb_tools.article.read import read_article
from kb_tools.config import Settings
from kb_tools.site.clean import clean_title
from kb_tools.site.plugin import KbPlugin
from kb_tools.site.preview.places import with_places

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File, Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page
    from mkdocs.utils.templates import TemplateContext

    from kb_tools.article.model import Article

MARK = "kb-preview-page"
"""The id of what tells the script in a page which build of which article it is."""


class Arrangement(NamedTuple):
    """A site as it is arranged: all that its pages need."""

    config: MkDocsConfig
    files: Files
    nav: Navigation
    env: Environment
    pages: dict[str, File]
    """By the file of the page in the site."""


class Pages:
    """The site of a knowledge base, in a folder of its own, built in parts.

    Args:
        config_text: what mkdocs.yml would say, where there is none.
        everything: read all articles for each build, as other plugins (tags) need it.
    """

    def __init__(
        self, settings: Settings, site: Path, address: str, config_text: str = "", *, everything: bool
    ) -> None:
        self._root, self._site, self._address = settings.root, site, address
        self._config_text = config_text
        self._everything = everything
        self._lock = threading.RLock()
        self._search_lock = threading.Lock()
        self._articles: dict[str, tuple[tuple[int, int], Article]] = {}
        self._settings = ""
        self._taught: object = None
        self._entitled: set[str] = set()
        self._arranged: Arrangement | None = None
        self._built: dict[str, int] = {}
        self._searched = 0
        self.generation = 0
        """How many times it was arranged."""

    def load(self) -> MkDocsConfig:
        """What mkdocs.yml says now."""
        named: dict[str, Any] = {"site_dir": str(self._site), "strict": False}
        if self._config_text:
            config = load_config(io.BytesIO(self._config_text.encode()), **named)
        else:
            path = next(self._root / name for name in ("mkdocs.yml", "mkdocs.yaml") if (self._root / name).is_file())
            config = load_config(str(path), **named)
        config.site_url = self._address + urlsplit(config.site_url or "/").path.strip("/")
        config.site_url = config.site_url.rstrip("/") + "/"
        return config

    def arrange(self, settings: Settings, config: MkDocsConfig | None = None) -> None:
        """Read what changed and arrange the site anew; its pages are built when they are asked for."""
        with self._lock:
            config = config or self.load()
            kb = next((plugin for plugin in config.plugins.values() if isinstance(plugin, KbPlugin)), None)
            if kb is not None:
                kb.root, kb.in_preview = self._root, True
                # A page that is built later has its scripts in it: nobody would write them.
                kb.config.move_inline_scripts = False
            hooks = _Hooks(self, settings, kb, self._everything)
            config.plugins["kb preview"] = hooks
            build.build(config, serve_url=config.site_url, dirty=True)
            before = self._arranged
            self._arranged = hooks.arrangement(config)
            self.generation += 1
            for name in (before.pages.keys() if before else set()) - self._arranged.pages.keys():
                (self._site / name).unlink(missing_ok=True)

    def page(self, name: str) -> bytes | None:
        """The page in this file of the site, as it is now; None where the site has no such page."""
        with self._lock:
            file = self._arranged.pages.get(name) if self._arranged else None
            if file is None:
                return None
            if self._built.get(name) != self.generation:
                self._build(file)
                self._built[name] = self.generation
            return (self._site / name).read_bytes()

    def __contains__(self, name: str) -> bool:
        """Is there a page in this file of the site?"""
        return self._arranged is not None and name in self._arranged.pages

    def source(self, name: str) -> tuple[str, int]:
        """The article that this page shows, below the docs folder, and the line on which its text begins."""
        file = self._arranged.pages.get(name) if self._arranged else None
        known = self._articles.get(file.src_uri) if file else None
        return (known[1].path, known[1].first_line) if known else ("", 1)

    def search(self) -> None:
        """Write what the search in the browser reads, if something changed since."""
        with self._search_lock:
            arranged = self._arranged
            if arranged is None or self._searched == self.generation:
                return
            generation = self.generation
            for plugin in arranged.config.plugins.values():
                if isinstance(plugin, KbPlugin):
                    # Only what has a page can be found.
                    for name in arranged.pages:
                        path = self._site / name
                        if not path.exists():
                            path.parent.mkdir(parents=True, exist_ok=True)
                            path.touch()
                    plugin.write_search(self._site)
            self._searched = generation

    def _build(self, file: File) -> None:
        assert self._arranged is not None
        config, files, nav, env, _ = self._arranged
        page = file.page
        assert page is not None
        if page.markdown is None:
            if file.src_uri in self._entitled:
                del page.__dict__["title"]
            build._populate_page(page, config, files)
        content = page.content
        page.content = self._placed(file, content or "")
        try:
            excluded = file.inclusion.is_excluded()  # type: ignore[no-untyped-call]
            build._build_page(page, config, files.documentation_pages(), nav, env, excluded=excluded)
        finally:
            page.content = content

    def _placed(self, file: File, html: str) -> str:
        known = self._articles.get(file.src_uri)
        if known is None:
            return html
        try:
            return with_places(html, file.content_string, known[1].first_line)
        except (OSError, ValueError):
            return html

    def _read(self, files: Files, settings: Settings, kb: KbPlugin | None) -> None:
        """Read the articles that changed, and tell the plugin."""
        if self._settings != repr(settings):
            self._articles.clear()
            self._settings = repr(settings)
        before, self._articles = self._articles, {}
        for file, stamp in _stamps(files):
            known = before.get(file.src_uri)
            if known is None or known[0] != stamp:
                try:
                    known = stamp, read_article(file.src_uri, file.content_bytes, settings)
                except OSError:
                    continue
            elif self._taught is kb:
                self._articles[file.src_uri] = known
                continue
            self._articles[file.src_uri] = known
            if kb is not None:
                kb.learn(known[1])
        self._taught = kb

    def _entitle(self, files: Files, settings: Settings) -> None:
        """Give the pages that are not rendered yet the titles that they will have, for the navigation."""
        self._entitled.clear()
        for file in files.documentation_pages():
            page = file.page
            if page is None or page.markdown is not None or "title" in page.__dict__:
                continue
            known = self._articles.get(file.src_uri)
            try:
                article = known[1] if known else read_article(file.src_uri, file.content_bytes, settings)
            except OSError:
                continue
            # As the plugin cleans it: themes print titles as they are.
            page.title = clean_title(article.title)
            self._entitled.add(file.src_uri)


def _stamps(files: Files) -> Iterator[tuple[File, tuple[int, int]]]:
    for file in files.documentation_pages():
        if file.abs_src_path is not None and file.generated_by is None:
            try:
                found = Path(file.abs_src_path).stat()
            except OSError:
                continue
            yield file, (found.st_mtime_ns, found.st_size)


class _Hooks(BasePlugin):  # type: ignore[type-arg, no-untyped-call]
    """What the preview hears and says while MkDocs builds."""

    def __init__(self, pages: Pages, settings: Settings, kb: KbPlugin | None, everything: bool) -> None:
        self._pages, self._settings, self._kb = pages, settings, kb
        self._reads = everything
        """Are pages rendered now?"""

    @event_priority(-100)
    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        for file in files.documentation_pages():
            # What MkDocs asks before it reads or writes a page.
            file.is_modified = lambda: self._reads  # type: ignore[method-assign]
        self._pages._read(files, self._settings, self._kb)
        return files

    @event_priority(-100)
    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        self._nav = nav
        return nav

    @event_priority(100)
    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> None:
        self._pages._entitle(files, self._settings)
        self._reads = False
        self._env, self._files = env, files

    @event_priority(-100)
    def on_page_context(
        self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Last of all: no search index sees it."""
        mark = f'<template id="{MARK}" data-generation="{self._pages.generation}"></template>'
        page.content = f"{page.content or ''}\n{mark}\n"
        return context

    def arrangement(self, config: MkDocsConfig) -> Arrangement:
        pages = {file.dest_uri: file for file in self._files.documentation_pages()}
        return Arrangement(config, self._files, self._nav, self._env, pages)
