"""Where does a new knowledge base stand? Its repository, its platform, its articles, and where kb came from."""

from __future__ import annotations

import json
import re
from collections import Counter
from importlib import metadata
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit, urlunsplit

from kb_tools.config import CONFIG_NAME, load_settings
from kb_tools.corpus.listing import list_articles
from kb_tools.history.git import GitError, Repository
from kb_tools.links import mkdocs_yml

Platform = Literal["github", "gitlab"]

_PROJECT_FILES = re.compile(
    r"(?:^|/)(?:readme|changelog|changes|contributing|code_of_conduct|security|license|support|governance)\.[a-z]+$",
    re.I,
)
"""Markdown that lies about in any repository and says nothing of a knowledge base."""

MOST = 90
"""Percent of the articles that a folder must hold to be taken for theirs."""


def repository(folder: Path) -> Path | None:
    """The top of the git repository that *folder* lies in, whether the folder is there yet or not."""
    return next((above for above in (folder, *folder.parents) if (above / ".git").exists()), None)


def platform(folder: Path) -> Platform:
    """Whose CI runs here? What is there already tells, else the address that the repository is pushed to."""
    top = repository(folder) or folder
    if (top / ".github").is_dir():
        return "github"
    if (top / ".gitlab-ci.yml").exists():
        return "gitlab"
    return "gitlab" if "gitlab" in _git(top, "config", "--get-regexp", r"^remote\..*\.url$").lower() else "github"


def docs_folder(folder: Path) -> str:
    """The articles' folder below *folder*, "." for the folder itself, "docs" where there is no article yet.

    Raises:
        ConfigError: there is a kb.toml, and it is wrong.
    """
    # Where nothing names a folder, kb takes the whole of this one; here, that decides nothing yet.
    if (folder / CONFIG_NAME).is_file() and (docs := load_settings(folder).docs) != folder:
        return docs.relative_to(folder).as_posix()
    for name in mkdocs_yml.NAMES:
        if not (folder / name).is_file():
            continue
        # Read without YAML: the file's own tags (!ENV, !!python/name) need MkDocs.
        text = (folder / name).read_text(encoding="utf-8-sig", errors="replace")
        if found := re.search(r"^docs_dir[ \t]*:[ \t]*([^!\s].*?)[ \t]*(?:(?<!\S)#.*)?$", text, re.MULTILINE):
            return Path(found[1].strip("\"'")).as_posix()
    if (folder / "docs").is_dir() or not folder.is_dir():
        return "docs"
    paths = [entry.path for entry in list_articles(folder) if not is_project_file(entry.path)]
    if not paths:
        return "docs"
    top, count = Counter(path.partition("/")[0] if "/" in path else "." for path in paths).most_common(1)[0]
    return top if count * 100 >= len(paths) * MOST else "."


def is_project_file(path: str) -> bool:
    """Is this a README, a change log or the like, and no article?"""
    return _PROJECT_FILES.search(path) is not None


def requirement() -> str:
    """What to give pip to get the kb that is running here, with all that the site needs."""
    from kb_tools import __version__

    address = _installed_from()
    return f"kb-tools[site] @ {address}" if address else f"kb-tools[site]=={__version__}"


def _installed_from() -> str:
    """The public address and the commit of a kb that was not installed from a package index; else nothing."""
    try:
        text = metadata.distribution("kb-tools").read_text("direct_url.json")
    except metadata.PackageNotFoundError:
        return ""
    origin = json.loads(text or "{}")
    url = str(origin.get("url", ""))
    if vcs := origin.get("vcs_info"):
        return f"{vcs['vcs']}+{_without_secret(url)}@{vcs['commit_id']}"
    if url.startswith("file:"):
        # A checkout. Its folder is of no use on another machine; what it was cloned from is.
        from urllib.request import url2pathname

        checkout = Path(url2pathname(urlsplit(url).path))
        remote, commit = _git(checkout, "remote", "get-url", "origin"), _git(checkout, "rev-parse", "HEAD")
        if remote.startswith("https://") and commit:
            return f"git+{_without_secret(remote)}@{commit}"
    return ""


def _without_secret(url: str) -> str:
    """Without the user name and the password or token that an address may hold: this goes into a file in git."""
    parts = urlsplit(url)
    if parts.scheme != "https":
        return url
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def _git(folder: Path, *arguments: str) -> str:
    """What git says; nothing where there is no git or no repository."""
    try:
        return Repository(folder, folder).ask(*arguments).decode("utf-8", "replace").strip()
    except (GitError, OSError):
        return ""
