"""The MkDocs plugin `kb`: a thin adapter. Each hook calls functions that know nothing of MkDocs."""

from __future__ import annotations

import logging
import posixpath
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from mkdocs.config import base, config_options
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.utils import get_relative_url

from kb_tools.article.read import read_article
from kb_tools.config import load_settings
from kb_tools.corpus.left_out import left_out
from kb_tools.errors import KbError
from kb_tools.site import assets, inline, mount, redirects
from kb_tools.site.clean import clean_meta, clean_title, cleaner
from kb_tools.site.page import Feedback, Neighbor, Pages, checked_target, named_landmarks
from kb_tools.site.related import Related, related
from kb_tools.site.revisions import revisions

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page
    from mkdocs.utils.templates import TemplateContext

    from kb_tools.article.model import Article

log = logging.getLogger("mkdocs.plugins.kb")


class KbConfig(base.Config):  # type: ignore[no-untyped-call]
    """The options below `- kb:` in mkdocs.yml."""

    clean = config_options.Type(bool, default=True)
    """Take out of articles what can run in the reader's browser."""
    trusted = config_options.ListOfItems(config_options.Type(str), default=[])
    """.gitignore-style patterns of files that are not cleaned."""
    link_schemes = config_options.ListOfItems(config_options.Type(str), default=[])
    """What links may begin with, beside the usual: ms-settings, zoommtg."""
    fixed = config_options.Type(str, default="")
    """Where "Did this fix it?" leads: an address with placeholders."""
    wrong = config_options.Type(str, default="")
    """Where "This is wrong" leads."""
    search = config_options.Type(bool, default=True)
    """kb's own search in place of the theme's."""
    related = config_options.Type(int, default=5)
    """Related articles on a page, at most."""
    move_inline_scripts = config_options.Type(bool, default=True)
    """Put the theme's inline scripts into files, for a strict Content-Security-Policy."""


class KbPlugin(BasePlugin[KbConfig]):  # type: ignore[no-untyped-call]
    """What the reader gets of an article, beside its text."""

    def __init__(self) -> None:
        self._articles: dict[str, Article] = {}
        """Kept from one rebuild of `mkdocs serve` to the next: --dirty reads only what changed."""
        self._redirects: dict[str, Any] = {}
        self._related: dict[str, list[Related]] | None = None
        self._scripts: dict[str, str] = {}

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Tells MkDocs to keep this object between rebuilds."""

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        try:
            self._settings = load_settings(Path(config.config_file_path or config.docs_dir).parent)
            self._is_out = left_out(self._settings, "ignore", "exclude")
            self._is_trusted = self._trusted()
            self._clean = cleaner(self.config.link_schemes)
            feedback = Feedback(checked_target("fixed", self.config.fixed), checked_target("wrong", self.config.wrong))
        except KbError as error:
            raise _plugin_error(error) from error
        self._style = re.compile(rf'href="([^"]*){re.escape(assets.style().path)}"')
        custom = config.theme.custom_dir
        self._pages = Pages(feedback, [posixpath.join(custom, "partials")] if custom else [])
        config.extra_css.insert(0, assets.style().path)
        # Columns keep their sides without a style attribute, which a Content-Security-Policy would forbid.
        config.mdx_configs.setdefault("tables", {}).setdefault("use_align_attribute", True)
        return config

    def _trusted(self) -> Callable[[str], bool]:
        if not self.config.clean:
            return lambda path: True
        from pathspec import GitIgnoreSpec

        spec = GitIgnoreSpec.from_lines(self.config.trusted)
        return lambda path: spec.match_file(path)

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        needed = [assets.style(), assets.article_script()]
        if self.config.search:
            needed += [mount.loader(), mount.dialog_style(), mount.dialog_script()]
        for asset in needed:
            files.append(File.generated(config, asset.path, content=asset.content, inclusion=InclusionLevel.NOT_IN_NAV))
        self._urls = {file.src_uri: file.url for file in files.documentation_pages()}
        self._articles = {path: article for path, article in self._articles.items() if path in self._urls}
        self._redirects = {path: wanted for path, wanted in self._redirects.items() if path in self._urls}
        self._revisions = revisions(self._settings)
        self._related = None
        self._scripts = {}
        return files

    @event_priority(100)
    def on_page_markdown(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        path = page.file.src_uri
        article = read_article(path, page.file.content_bytes, self._settings)
        is_answer = not article.excluded and not self._is_out(path)
        self._articles.pop(path, None)
        if is_answer:
            self._articles[path] = article
        self._redirects.pop(path, None)
        if redirects.FIELD in page.meta:
            self._redirects[path] = page.meta[redirects.FIELD]
        if not self._is_trusted(path):
            # Themes print titles and descriptions as they are.
            page.meta = clean_meta(page.meta)
        return markdown

    @event_priority(100)
    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """First of all plugins: what they add is theirs, and is trusted."""
        if self._is_trusted(page.file.src_uri):
            return html
        if "title" not in page.meta and isinstance(page.title, str):
            page.title = clean_title(page.title)
        return self._clean(html)

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> None:
        """All articles are read by now."""
        if self._related is None:
            articles = [self._articles[path] for path in sorted(self._articles)]
            self._related = related(articles, self._settings, self.config.related) if self.config.related > 0 else {}

    @event_priority(-50)
    def on_page_context(
        self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """After all plugins that look at the page's text: search indexes, tables of contents."""
        article = self._articles.get(page.file.src_uri)
        if article is not None and page.content is not None:
            page.content = self._pages.whole(
                page.content,
                article,
                revision=self._revisions.get(article.path, ""),
                url=page.canonical_url or "",
                script=get_relative_url(assets.article_script().path, page.url),
                neighbors=[
                    Neighbor(
                        self._articles[other.path].title, get_relative_url(self._urls[other.path], page.url), other.why
                    )
                    for other in (self._related or {}).get(article.path, ())
                    if other.path in self._articles
                ],
            )
        return context

    @event_priority(-100)
    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Last of all: what other plugins put in is moved, too."""
        return self._finished(output)

    def on_post_template(self, output_content: str, *, template_name: str, config: MkDocsConfig) -> str:
        return self._finished(output_content)

    def _finished(self, html: str) -> str:
        # Where the root is, the page's own link to our style sheet tells: 404.html is shown at any address.
        style = self._style.search(html)
        if style is None:
            return html
        root = unescape(style[1])
        if self.config.search:
            # A page is fresh from the theme: there are no tags of an earlier export to look for.
            html = html.replace("</head>", f"{mount.tags(root)}</head>", 1)
        if self.config.move_inline_scripts:
            html, scripts = inline.moved(html, lambda name: f"{root}{assets.FOLDER}/inline/{name}")
            self._scripts.update(scripts)
        return named_landmarks(html)

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        site = Path(config.site_dir)
        for name, body in self._scripts.items():
            _write(site / assets.FOLDER / "inline" / name, body)
        self._write_redirects(site, config)
        if self.config.search:
            self._write_search(site)

    def _write_search(self, site: Path) -> None:
        from kb_tools.search.searcher import Searcher
        from kb_tools.search.update import Keeper
        from kb_tools.site.export import export

        try:
            searcher = Searcher(self._settings, Keeper(self._settings).update(lambda done: None))
            report = export(searcher, site)
        except KbError as error:
            raise _plugin_error(error) from error
        log.info(f"search: {report.articles} articles, {report.size / 1e6:.1f} MB")

    def _write_redirects(self, site: Path, config: MkDocsConfig) -> None:
        wanted = {path: names for path, names in self._redirects.items() if path in self._urls}
        taken = (file.relative_to(site).as_posix() for file in site.rglob("*.html"))
        found, wrong = redirects.redirects(wanted, self._urls, taken, config.use_directory_urls)
        for message in wrong:
            log.warning(message)
        for redirect in found:
            article = self._articles.get(redirect.path)
            canonical = posixpath.join(config.site_url, redirect.new) if config.site_url else ""
            html = redirects.page(
                redirect, article.title if article else redirect.path, assets.moved_script().path, canonical
            )
            _write(site / redirect.old, html)
        if found:
            _write(site / assets.moved_script().path, assets.moved_script().content.decode())


def _plugin_error(error: KbError) -> PluginError:
    """What kb calls a mistake of the user's is one to MkDocs, too: one line, no traceback."""
    return PluginError(f"{error} {error.hint}".rstrip())


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", errors="surrogatepass", newline="")
