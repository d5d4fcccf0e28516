"""How long does checking take? kb check against mkdocs build --strict on the same articles, each a process of its own.

python benchmarks/checking.py DIR [--rounds 3] [--no-site]
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from workbench import copy_of, kb, options, print_table, seconds

from kb_tools.config import Settings, load_settings
from kb_tools.corpus.listing import list_articles

SITE = """\
site_name: Benchmark
docs_dir: {docs}
theme:
  name: material
  font: false
  features: [navigation.prune]
plugins: [search]
markdown_extensions: [abbr, admonition, attr_list, def_list, footnotes, md_in_html, tables, toc,
  pymdownx.details, pymdownx.superfences, {{pymdownx.tabbed: {{alternate_style: true}}}}]
validation:
  nav: {{omitted_files: warn, not_found: warn, absolute_links: warn}}
  links: {{not_found: warn, anchors: warn, absolute_links: warn, unrecognized_links: warn}}
"""


def main() -> None:
    parser = options(__doc__, 3, "the quickest of so many runs")
    parser.add_argument("--no-site", action="store_true", help="leave out mkdocs build, which takes half a minute")
    arguments = parser.parse_args()
    with copy_of(arguments.folder) as root, tempfile.TemporaryDirectory() as scratch:
        settings = load_settings(root)
        rounds = [_round(settings) for _ in range(arguments.rounds)]
        nothing_known, nothing_changed, one_changed = (min(times) for times in zip(*rounds, strict=True))
        site = 0.0 if arguments.no_site else _build(settings, Path(scratch))
        files = len(list_articles(settings.docs))
    print(f"{arguments.folder.resolve().name}: {files} files; the quickest of {arguments.rounds}; whole processes\n")
    rows = [("mkdocs build --strict", f"{site:.2f}", "1.0")] if site else []
    for name, spent in (
        ("kb check, nothing known yet", nothing_known),
        ("kb check, nothing changed", nothing_changed),
        ("kb check, one article changed", one_changed),
    ):
        rows.append((name, f"{spent:.2f}", f"{site / spent:.1f}" if site else ""))
    print_table(("", "seconds", "times as fast"), rows)


def _round(settings: Settings) -> tuple[float, float, float]:
    """kb check: nothing known, nothing changed, one article changed."""
    shutil.rmtree(settings.root / ".kb", ignore_errors=True)
    check = kb("-C", settings.root, "check", "--fail-on", "never", "--format", "json")
    nothing_known = seconds(check)
    nothing_changed = seconds(check)
    articles = list_articles(settings.docs)
    with open(settings.docs / articles[len(articles) // 2].path, "a", encoding="utf-8") as article:
        article.write("\nThis sentence is new.\n")
    return nothing_known, nothing_changed, seconds(check)


def _build(settings: Settings, scratch: Path) -> float:
    config = scratch / "mkdocs.yml"
    config.write_text(SITE.format(docs=settings.docs), encoding="utf-8")
    build = [sys.executable, "-m", "mkdocs", "build", "--strict", "--config-file", str(config),
             "--site-dir", str(scratch / "site")]  # fmt: skip
    return seconds(build)


if __name__ == "__main__":
    main()
