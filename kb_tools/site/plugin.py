"""The MkDocs plugin `kb`: a thin adapter. Each hook calls functions that know nothing of MkDocs."""

from __future__ import annotations

import contextlib
import logging
import posixpath
import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.utils import get_relative_url

from kb_tools.article.read import read_article
from kb_tools.config import load_settings
from kb_tools.corpus.flags import OpenFlags
from kb_tools.corpus.left_out import left_out
from kb_tools.errors import KbError
from kb_tools.site import assets, inline, known_issues, mount, overview, redirects
from kb_tools.site.clean import clean_meta, clean_title, cleaner
from kb_tools.site.options import KbConfig
from kb_tools.site.overview.of_site import START, of_site
from kb_tools.site.page import Feedback, Neighbor, Pages, checked_target, in_short, named_landmarks, not_found
from kb_tools.site.related import Related, related
from kb_tools.site.revisions import revisions

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page
    from mkdocs.utils.templates import TemplateContext

    from kb_tools.article.model import Article
    from kb_tools.search.searcher import Searcher

log = logging.getLogger("mkdocs.plugins.kb")


class KbPlugin(BasePlugin[KbConfig]):  # type: ignore[no-untyped-call]
    """What the reader gets of an article, beside its text."""

    root: Path | None = None
    """Where the knowledge base is, when a preview knows better than the place of mkdocs.yml."""
    in_preview = False
    """The search is written when somebody asks for it."""

    def __init__(self) -> None:
        self._articles: dict[str, Article] = {}
        """Kept from one rebuild of `mkdocs serve` to the next: --dirty reads only what changed."""
        self._redirects: dict[str, Any] = {}
        self._related: dict[str, list[Related]] | None = None
        self._scripts: dict[str, str] = {}

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Tells MkDocs to keep this object between rebuilds."""

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        with _mistakes_told():
            self._settings = load_settings(self.root or Path(config.config_file_path or config.docs_dir).parent)
            self._is_out = left_out(self._settings, "ignore", "exclude")
            self._is_trusted = self._trusted()
            self._clean = cleaner(self.config.link_schemes)
            feedback = Feedback(checked_target("fixed", self.config.fixed), checked_target("wrong", self.config.wrong))
        if Path(config.docs_dir).resolve() != self._settings.docs.resolve():
            # As after `mkdocs build -f public.yml`: the search would find what is not in the site, and nothing that is.
            log.warning(
                f"This site is made of {config.docs_dir}, and kb reads {self._settings.docs}: name the same folder in docs_dir "
                f"of mkdocs.yml and as `docs` in kb.toml, which can lie in a folder of its own."
            )
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
        if self.config.known_issues:
            needed += [known_issues.style(), known_issues.script()]
        for asset in needed:
            files.append(File.generated(config, asset.path, content=asset.content, inclusion=InclusionLevel.NOT_IN_NAV))
        # Every build looks what changed, once: the overview and the search tell the same.
        self._searcher = self._updated() if self.config.search or self.config.overview else None
        overviews = self._overviews(files) if self.config.overview else {}
        for path, markdown in overviews.items():
            files.append(File.generated(config, path, content=markdown, inclusion=InclusionLevel.NOT_IN_NAV))
        self._overview = frozenset(overviews)
        self._urls = {file.src_uri: file.url for file in files.documentation_pages()}
        self._articles = {path: article for path, article in self._articles.items() if path in self._urls}
        self._redirects = {path: wanted for path, wanted in self._redirects.items() if path in self._urls}
        self._revisions = revisions(self._settings)
        self._flags = OpenFlags(self._settings.root)
        self._related = None
        self._scripts = {}
        return files

    def _updated(self) -> Searcher:
        from kb_tools.search.searcher import Searcher
        from kb_tools.search.update import Keeper

        with _mistakes_told():
            return Searcher(self._settings, Keeper(self._settings).update(lambda done: None))

    def _overviews(self, files: Files) -> dict[str, str]:
        own = next((file for file in files if file.dest_uri.lower().startswith(f"{overview.FOLDER}/")), None)
        if own is not None:
            log.info(
                f"{own.src_uri} is the team's own: kb makes no overview pages. With `overview: false` it says nothing."
            )
            return {}
        # Without drafts, and what is excluded.
        on_site = {file.src_uri for file in files.documentation_pages()}
        with _mistakes_told():
            return of_site(self._searcher, on_site.__contains__, date.today()) if self._searcher else {}

    @event_priority(-100)
    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """The overview comes last, unless the team has put it into its navigation itself, or says `not_in_nav`."""
        file = files.get_file_from_path(START) if START in self._overview else None
        start = file.page if file is not None else None
        if start is None or start in nav.pages or (config.not_in_nav and config.not_in_nav.match_file(START)):
            return nav
        if nav.pages:
            start.previous_page, nav.pages[-1].next_page = nav.pages[-1], start
        nav.items.append(start)
        nav.pages.append(start)
        return nav

    @event_priority(100)
    def on_page_markdown(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        path = page.file.src_uri
        if path in self._overview:
            return markdown
        self.learn(read_article(path, page.file.content_bytes, self._settings))
        if not self._is_trusted(path):
            # Themes print titles and descriptions as they are.
            page.meta = clean_meta(page.meta)
        return markdown

    def learn(self, article: Article) -> None:
        """What other pages tell of this article."""
        is_answer = not article.excluded and not self._is_out(article.path)
        self._articles.pop(article.path, None)
        if is_answer:
            self._articles[article.path] = in_short(article)
        self._redirects.pop(article.path, None)
        if article.redirects:
            self._redirects[article.path] = list(article.redirects)

    @event_priority(100)
    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """First of all plugins: what they add is theirs, and is trusted."""
        if page.file.src_uri in self._overview or self._is_trusted(page.file.src_uri):
            return html
        if "title" not in page.meta and isinstance(page.title, str):
            page.title = clean_title(page.title)
        return self._clean(html)

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> None:
        """All articles are read by now, and every plugin has said where its pages go: a blog moves its posts."""
        self._urls = {file.src_uri: file.url for file in files.documentation_pages()}
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
                flags=self._flags.summary(article.id),
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
        return self._finished(output_content, is_not_found=template_name == "404.html")

    def _finished(self, html: str, *, is_not_found: bool = False) -> str:
        # Where the root is, the page's own link to our style sheet tells: 404.html is shown at any address.
        style = self._style.search(html)
        if style is None:
            return html
        root = unescape(style[1])
        if is_not_found and self.config.search:
            html = not_found(html, root)
        # A page is fresh from the theme: there are no tags of an earlier export to look for.
        tags = mount.tags(root) if self.config.search else ""
        if self.config.known_issues:
            tags += known_issues.tags(root)
        html = assets.in_head(html, tags)
        if self.config.move_inline_scripts:
            html, scripts = inline.moved(html, lambda name: f"{root}{assets.FOLDER}/inline/{name}")
            self._scripts.update(scripts)
        return named_landmarks(html)

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        site = Path(config.site_dir)
        for name, body in self._scripts.items():
            assets.write(site / assets.FOLDER / "inline" / name, body)
        if not self.in_preview:
            self.write_search(site)
        if self.config.known_issues:
            self._write_known_issues(site)
        # Last: articles say where these stand, which must not be in anything else's way.
        self._write_redirects(site, config)

    def write_search(self, site: Path) -> None:
        """What the search in the browser reads, for the pages that are in this folder."""
        from kb_tools.site.export import export

        if not self.config.search or self._searcher is None:
            return
        with _mistakes_told():
            report = export(self._searcher, site, self._urls)
        log.info(f"search: {report.articles} articles, {report.size / 1e6:.1f} MB")

    def _write_known_issues(self, site: Path) -> None:
        with _mistakes_told():
            found = known_issues.known_issues(self._settings, datetime.now().astimezone(), self._urls)
            known_issues.write(site / known_issues.NAME, found)

    def _write_redirects(self, site: Path, config: MkDocsConfig) -> None:
        wanted = {path: names for path, names in self._redirects.items() if path in self._urls}
        taken = (file.relative_to(site).as_posix() for file in site.rglob("*.html"))
        found, wrong = redirects.redirects(wanted, self._urls, taken, config.use_directory_urls)
        icon = str(config.theme.get("favicon") or "")
        titles = {path: article.title for path, article in self._articles.items()}
        wrong += redirects.write(site, found, titles, config.site_url or "", icon)
        for message in wrong:
            log.warning(message)


@contextlib.contextmanager
def _mistakes_told() -> Iterator[None]:
    """What kb calls a mistake of the user's is one to MkDocs, too: one line, no traceback."""
    try:
        yield
    except KbError as error:
        raise PluginError(f"{error} {error.hint}".rstrip()) from error
