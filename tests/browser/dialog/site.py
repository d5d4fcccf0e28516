"""A small site with the search dialog in it, for the dialog's tests: real pages, real answers, a stand-in engine."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from kb_tools.config import load_settings
from kb_tools.search.searcher import Searcher
from kb_tools.search.update import Keeper
from kb_tools.site import mount

ROOT = Path(__file__).resolve().parents[3]
ENGINE = Path(__file__).with_name("stand_in_engine.js")
STRICT = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'"
"""A Content-Security-Policy as strict as one can be: no inline script, no inline style, nothing of anybody else's."""

PLAIN = "<!doctype html><html lang=en><head><title>Plain</title></head><body><h1>Plain</h1><p>A page of anything.</p></body></html>"


def answers(folder: Path, texts: Sequence[str], most: int = 40) -> dict[str, Any]:
    """What `kb search --json` says to each text, on a copy of the articles that ship."""
    shutil.copytree(ROOT / "docs", folder / "docs")
    for name in ("kb.toml", "mkdocs.yml"):
        shutil.copy(ROOT / name, folder)
    settings = load_settings(folder)
    searcher = Searcher(settings, Keeper(settings).update(lambda done: None))
    counts: dict[str, Counter[str]] = {"product": Counter(), "audience": Counter(), "confidence": Counter()}
    for card in searcher.cards():
        counts["product"].update(card.get("products", ()))
        for name in ("audience", "confidence"):
            counts[name].update([card[name]] if name in card else ())
    found = {text.lower(): searcher.search(text, most).as_dict() for text in texts}
    return {"answers": found, "facets": {name: sorted(values.items()) for name, values in counts.items()}}


def build(
    folder: Path,
    known: dict[str, Any],
    *,
    plugins: Sequence[str] = (),
    features: Sequence[str] = (),
    site_url: str = "",
    directory_urls: bool = True,
) -> Path:
    """A Material site of some articles, with the two tags in each page and the files that they name."""
    shutil.copytree(ROOT / "docs" / "field-laptops", folder / "docs" / "field-laptops")
    (folder / "docs" / "index.md").write_text(
        "# Home\n\n## Below\n\n[Laptops](field-laptops/index.md)\n", encoding="utf-8"
    )
    config = {
        "site_name": "Desk", "site_url": site_url, "theme": {"name": "material", "font": False, "features": list(features)},
        "plugins": list(plugins), "use_directory_urls": directory_urls,
        "markdown_extensions": ["admonition", "attr_list", "pymdownx.superfences", "pymdownx.details"],
    }  # fmt: skip
    (folder / "mkdocs.yml").write_text(json.dumps(config), encoding="utf-8")
    subprocess.run([sys.executable, "-m", "mkdocs", "build", "--quiet"], cwd=folder, check=True, capture_output=True)
    site = folder / "site"
    mount_into(site, known)
    return site


def mount_into(site: Path, known: dict[str, Any]) -> None:
    """What the export does, with the stand-in for an engine."""
    (site / "kb").mkdir(exist_ok=True)
    (site / "kb" / "answers.js").write_text(f"globalThis.kbAnswers = {json.dumps(known)};\n", encoding="utf-8")
    shutil.copy(ENGINE, site / "kb" / "engine.js")
    write_mounted(site, ["kb/answers.js", "kb/engine.js"])


def write_mounted(site: Path, scripts: Sequence[str] = mount.ENGINE) -> None:
    """Put the tags into all pages, and the files that they name into the site."""
    for asset in (mount.loader(), mount.dialog_style(), mount.dialog_script()):
        (site / asset.path).parent.mkdir(exist_ok=True)
        (site / asset.path).write_bytes(asset.content)
    for page in site.rglob("*.html"):
        base = "../" * (len(page.relative_to(site).parts) - 1)
        page.write_text(mount.mounted(page.read_text(encoding="utf-8"), base, scripts), encoding="utf-8")
