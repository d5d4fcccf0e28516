"""kb.toml -> Settings. No file is needed: every setting has a default that suits an ordinary folder of Markdown."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, NamedTuple

from kb_tools.errors import ConfigError, ContentError

CONFIG_NAME = "kb.toml"

SectionKind = Literal["symptoms", "say", "check", "fix", "escalation", "cause", "workaround"]

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
    "expires", "workaround", "tags", "description",
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
    root = find_root(start)
    site = _site_settings(root)
    config = root / CONFIG_NAME
    raw = _read_toml(config) if config.is_file() else _Toml({}, "", config)
    values = _validated(raw)
    docs_name = values.pop("docs", None) or site.pop("docs", None)
    site.pop("docs", None)
    docs = root / docs_name if docs_name else (root / "docs" if (root / "docs").is_dir() else root)
    if not docs.is_dir():
        path, line = (config, raw.line("docs")) if "docs" in raw.data else (root / "mkdocs.yml", None)
        raise ConfigError(f"the docs folder {docs_name!r} does not exist", path=path, line=line,
                          hint="Create it, or name the folder that holds the articles.")  # fmt: skip
    return Settings(root=root, docs=docs, **{**site, **values})


def setting_error(settings: Settings, key: str, message: str) -> ConfigError:
    """The error for a setting that only proves wrong when it is used, with its line."""
    path = settings.root / CONFIG_NAME
    return ConfigError(f"{key} {message}", path=path, line=_read_toml(path).line(key))


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


# --- kb.toml --------------------------------------------------------------------------------------------------------


class _Toml(NamedTuple):
    data: dict[str, Any]
    text: str
    path: Path

    def line(self, key: str, table: str = "") -> int | None:
        """The line a key stands on; tomllib does not tell."""
        wanted = _bare(f"{table}.{key}" if table else key)
        current = ""
        for number, line in enumerate(self.text.splitlines(), 1):
            if header := re.match(r"\s*\[+\s*([^\]]+?)\s*\]", line):
                name = current = header.group(1)
            elif found := re.match(r"""\s*([\w."'-][^=]*?)\s*=""", line):
                name = f"{current}.{found.group(1)}" if current else found.group(1)
            else:
                continue
            if f"{_bare(name)}.".startswith(f"{wanted}."):
                return number
        return None


def _bare(name: str) -> str:
    """A dotted name without its quotes and blanks."""
    return re.sub(r"[\s\"']", "", name)


def _read_toml(path: Path) -> _Toml:
    import tomllib

    try:
        text = path.read_text(encoding="utf-8-sig")
        return _Toml(tomllib.loads(text), text, path)
    except UnicodeDecodeError as error:
        raise ConfigError("is not UTF-8", path=path, hint="Save the file as UTF-8.") from error
    except OSError as error:
        raise ConfigError(f"cannot be read: {error.strerror}", path=path) from error
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"^(.*) \(at (?:line (\d+)|end of document)", str(error))
        message = found.group(1) if found else str(error)
        line = int(found.group(2)) if found and found.group(2) else max(1, len(text.splitlines()))
        raise ConfigError(f"is not valid TOML: {message}", path=path, line=line) from error


_DATE_FORMAT = re.compile(r"(?=.*%)(?:[^%]|%[aAbBcdfGHIjmMpSuUVwWxXyYzZ%])+$", re.S)
"""What strptime takes; it tells only when there is a date to read."""


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise TypeError("must be text in quotes")
    return value


def _texts(value: Any) -> tuple[str, ...]:
    """One text or a list of texts."""
    if isinstance(value, str):
        return (_text(value),)
    if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
        raise TypeError("must be text in quotes, or a list of texts")
    return tuple(value)


def _folder(value: Any) -> str:
    folder = _text(value)
    if os.path.isabs(folder) or ".." in Path(folder).parts:
        raise TypeError("must be a folder below the one that holds kb.toml")
    return folder


def _date_formats(value: Any) -> tuple[str, ...]:
    formats = _texts(value)
    for text in formats:
        if not _DATE_FORMAT.match(text):
            raise TypeError(f'has {text!r}, which is no date format: write it as in "%d.%m.%Y"')
    return formats


def _language(value: Any) -> str:
    # Imported here: only needed when a language is given.
    import Stemmer

    language = _text(value).lower()
    if language not in Stemmer.algorithms():
        raise TypeError(f"must be one of {', '.join(Stemmer.algorithms())}")
    return language


def _table(known: tuple[str, ...]) -> Callable[[_Toml, str, Any], tuple[tuple[str, tuple[str, ...]], ...]]:
    def convert(toml: _Toml, name: str, value: Any) -> tuple[tuple[str, tuple[str, ...]], ...]:
        if not isinstance(value, dict):
            raise ConfigError(f"{name} must be a table: [{name}]", path=toml.path, line=toml.line(name))
        rows = []
        for key, names in value.items():
            if key not in known:
                raise _unknown(toml, key, known, table=name)
            try:
                rows.append((key, _texts(names)))
            except TypeError as error:
                line = toml.line(key, name)
                raise ConfigError(f"{name}.{key} {error}", path=toml.path, line=line) from None
        return tuple(rows)

    return convert


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError("must be true or false")
    return value


_PLAIN: dict[str, Callable[[Any], Any]] = {
    "docs": _folder,
    "ignore": _texts,
    "exclude": _texts,
    "language": _language,
    "date_formats": _date_formats,
    "keep_misses": _flag,
}
_TABLES = {"fields": _table(FIELDS), "headings": _table(tuple(HEADINGS))}


def _validated(toml: _Toml) -> dict[str, Any]:
    known = (*_PLAIN, *_TABLES)
    values: dict[str, Any] = {}
    for key, value in toml.data.items():
        if key in _PLAIN:
            try:
                values[key] = _PLAIN[key](value)
            except TypeError as error:
                raise ConfigError(f"{key} {error}", path=toml.path, line=toml.line(key)) from None
        elif key in _TABLES:
            values[key] = _TABLES[key](toml, key, value)
        else:
            raise _unknown(toml, key, known)
    if "headings" in values:
        values["headings"] = tuple({**HEADINGS, **dict(values["headings"])}.items())
    return values


def _unknown(toml: _Toml, key: str, known: tuple[str, ...], table: str = "") -> ConfigError:
    import difflib

    # Under [headings], "solution" is a name for the fix, whatever it is spelled like.
    meant = [kind for kind, names in HEADINGS.items() if table == "headings" and key.lower() in names]
    nearest = meant or difflib.get_close_matches(key, known, n=1, cutoff=0.5)
    name = f"{table}.{key}" if table else key
    hint = f"Did you mean {nearest[0]!r}? " if nearest else ""
    return ConfigError(f"unknown setting {name!r}", path=toml.path, line=toml.line(key, table),
                       hint=f"{hint}Known here: {', '.join(known)}.")  # fmt: skip


# --- mkdocs.yml -----------------------------------------------------------------------------------------------------

_TOP_LEVEL = re.compile(r"^(docs_dir|site_url|use_directory_urls)[ \t]*:[ \t]*(.*?)[ \t]*(?:(?<!\S)#.*)?$", re.M)


def _site_settings(root: Path) -> dict[str, Any]:
    """The three plain settings kb shares with mkdocs.yml, read without YAML: its tags (!ENV, !!python/name) need MkDocs."""
    path = root / "mkdocs.yml"
    try:
        text = path.read_text(encoding="utf-8-sig", errors="replace") if path.is_file() else ""
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
