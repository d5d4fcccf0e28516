"""kb.toml -> Settings. No file is needed: every setting has a default that suits an ordinary folder of Markdown."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from kb_tools.errors import ConfigError, ContentError

CONFIG_NAME = "kb.toml"

#: What a heading is called where a team writes in its own way. Compared without case, punctuation and numbering.
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "symptoms": ("symptoms", "symptom", "problem", "issue", "error message", "meaning"),
    "say": ("say", "what to say", "tell the caller"),
    "check": ("check", "ask", "diagnosis", "how to tell", "verify", "troubleshooting steps"),
    "fix": (
        "fix",
        "do",
        "resolution",
        "solution",
        "mitigation",
        "how to fix",
        "what to do",
        "procedure",
        "recommended actions",
    ),
    "escalation": ("if that fails", "escalation", "escalate", "still need help"),
    "cause": ("why", "cause", "causes", "root cause"),
    "workaround": ("workaround",),
}

#: Our front matter field -> the names a team's own front matter may use for it; our own name always counts first.
FIELDS: tuple[str, ...] = (
    "id", "title", "kind", "symptoms", "error_codes", "products", "applies_to", "audience", "confidence", "owner",
    "last_reviewed", "review_interval", "ask", "escalate_to", "cause_id", "status", "since", "next_update",
    "expires", "workaround", "tags", "description", "redirects", "reviewed_by", "reviewed_hash",
)  # fmt: skip


class Settings(NamedTuple):
    """Everything a run needs to know about one knowledge base. A tuple: a dataclass takes four times as long to define."""

    root: Path
    docs: Path
    ignore: tuple[str, ...] = ()
    """.gitignore-style patterns below docs: files that are not articles at all."""
    exclude: tuple[str, ...] = ()
    """The same, for files that are articles but never the answer to a caller (a manual, a style guide)."""
    language: str = "english"
    """The Snowball stemmer for the articles' language."""
    fields: tuple[tuple[str, tuple[str, ...]], ...] = ()
    date_formats: tuple[str, ...] = ()
    headings: tuple[tuple[str, tuple[str, ...]], ...] = tuple(HEADINGS.items())
    keep_misses: bool = False
    """Whether searches that find nothing are kept, on this machine only (search/misses.py)."""
    site_url: str = ""
    use_directory_urls: bool = True

    @property
    def docs_name(self) -> str:
        """The docs folder from the root, with forward slashes; empty when it is the root itself."""
        below = os.path.relpath(self.docs, self.root).replace(os.sep, "/")
        return "" if below == "." else below

    def fingerprint(self) -> str:
        """Name the settings that decide what stands in an index; another fingerprint means another index."""
        return repr(
            (self.ignore, self.exclude, self.language, self.fields, self.date_formats, self.headings,
             self.site_url, self.use_directory_urls)
        )  # fmt: skip


def load_settings(start: Path) -> Settings:
    """Find the knowledge base that *start* lies in and read its settings.

    Raises:
        ContentError: there is no such folder.
        ConfigError: kb.toml is not TOML, or says something kb does not know.
    """
    from kb_tools.config_file import Toml, read_toml, validated

    root = find_root(start)
    site = _site_settings(root)
    config = root / CONFIG_NAME
    raw = read_toml(config) if config.is_file() else Toml({}, "", config)
    values = validated(raw)
    docs_name = values.pop("docs", None) or site.pop("docs", None)
    site.pop("docs", None)
    docs = root / docs_name if docs_name else (root / "docs" if (root / "docs").is_dir() else root)
    if not os.path.isdir(docs):
        path, line = (config, raw.line("docs")) if "docs" in raw.data else (root / "mkdocs.yml", None)
        raise ConfigError(f"the docs folder {docs_name!r} does not exist", path=path, line=line,
                          hint="Create it, or name the folder that holds the articles.")  # fmt: skip
    return Settings(root=root, docs=docs, **{**site, **values})


def setting_error(settings: Settings, key: str, message: str) -> ConfigError:
    """The error for a setting that only proves wrong when it is used, with its line."""
    from kb_tools.config_file import read_toml

    path = settings.root / CONFIG_NAME
    return ConfigError(f"{key} {message}", path=path, line=read_toml(path).line(key))


def find_root(start: Path) -> Path:
    """Walk up from *start* to kb.toml, else mkdocs.yml, else a docs/ folder; else *start* is the knowledge base."""
    start = Path(os.path.abspath(start))
    if not start.is_dir():
        raise ContentError("no such folder", path=start, hint="Name a folder of Markdown articles after -C.")
    above = list(_up_to_repository(start))
    marks: tuple[Callable[[Path], bool], ...] = (
        lambda folder: (folder / CONFIG_NAME).is_file(),
        lambda folder: (folder / "mkdocs.yml").is_file(),
        lambda folder: (folder / "docs").is_dir(),
    )
    for is_root in marks:
        for folder in above:
            if is_root(folder):
                return folder
    return start


def _up_to_repository(start: Path) -> Iterator[Path]:
    """*start* and the folders above it, as far as the repository it lies in."""
    for folder in (start, *start.parents):
        yield folder
        if (folder / ".git").exists():
            return


# --- mkdocs.yml -----------------------------------------------------------------------------------------------------

_MOST_BYTES = 2_000_000
_TOP_LEVEL = re.compile(r"^(docs_dir|site_url|use_directory_urls)[ \t]*:[ \t]*(.*?)[ \t]*(?:(?<!\S)#.*)?$", re.M)


def _site_settings(root: Path) -> dict[str, Any]:
    """The three plain settings kb shares with mkdocs.yml, read without YAML: its tags (!ENV, !!python/name) need MkDocs."""
    path = root / "mkdocs.yml"
    try:
        with open(path if path.is_file() else os.devnull, "rb") as file:
            text = file.read(_MOST_BYTES).decode("utf-8-sig", "replace").replace("\r", "\n")
    except OSError:
        return {}
    found = {key: value.strip("\"'") for key, value in _TOP_LEVEL.findall(text)}
    values: dict[str, Any] = {}
    if (docs := found.get("docs_dir", "")) and not docs.startswith("!"):
        values["docs"] = docs
    if found.get("site_url", "").startswith(("http://", "https://")):
        values["site_url"] = found["site_url"].rstrip("/") + "/"
    if found.get("use_directory_urls", "").lower() in ("false", "no", "off"):
        values["use_directory_urls"] = False
    return values
