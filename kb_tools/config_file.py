"""kb.toml: read it, check every name and value in it, and tell the line of each mistake."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from kb_tools.config import FIELDS, HEADINGS
from kb_tools.errors import ConfigError


class Toml(NamedTuple):
    """A file as it was read, and its text, to find lines in."""

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


_MOST_BYTES = 2_000_000


def read_toml(path: Path) -> Toml:
    """Read kb.toml. Raises ConfigError where it is not TOML."""
    import tomllib

    try:
        with open(path, "rb") as file:
            content = file.read(_MOST_BYTES + 1)
        if len(content) > _MOST_BYTES:
            raise ConfigError(f"is larger than {_MOST_BYTES // 1_000_000} MB", path=path)
        text = content.decode("utf-8-sig").replace("\r\n", "\n")
        return Toml(tomllib.loads(text), text, path)
    except UnicodeDecodeError as error:
        raise ConfigError("is not UTF-8", path=path, hint="Save the file as UTF-8.") from error
    except OSError as error:
        raise ConfigError(f"cannot be read: {error.strerror}", path=path) from error
    except RecursionError as error:
        raise ConfigError("is nested too deep", path=path) from error
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


def _table(known: tuple[str, ...]) -> Callable[[Toml, str, Any], tuple[tuple[str, tuple[str, ...]], ...]]:
    def convert(toml: Toml, name: str, value: Any) -> tuple[tuple[str, tuple[str, ...]], ...]:
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


def validated(toml: Toml) -> dict[str, Any]:
    """The settings of the file by their names. Raises ConfigError for a name or a value that kb does not know."""
    # What is below [check] is looked at by `kb check`: a mistake there keeps no agent from searching.
    known = (*_PLAIN, *_TABLES, "check")
    values: dict[str, Any] = {}
    for key, value in toml.data.items():
        if key in _PLAIN:
            try:
                values[key] = _PLAIN[key](value)
            except TypeError as error:
                raise ConfigError(f"{key} {error}", path=toml.path, line=toml.line(key)) from None
        elif key in _TABLES:
            values[key] = _TABLES[key](toml, key, value)
        elif key != "check":
            raise _unknown(toml, key, known)
    if "headings" in values:
        values["headings"] = tuple({**HEADINGS, **dict(values["headings"])}.items())
    return values


def _unknown(toml: Toml, key: str, known: tuple[str, ...], table: str = "") -> ConfigError:
    import difflib

    # Under [headings], "solution" is a name for the fix, whatever it is spelled like.
    meant = [kind for kind, names in HEADINGS.items() if table == "headings" and key.lower() in names]
    nearest = meant or difflib.get_close_matches(key, known, n=1, cutoff=0.5)
    name = f"{table}.{key}" if table else key
    hint = f"Did you mean {nearest[0]!r}? " if nearest else ""
    return ConfigError(f"unknown setting {name!r}", path=toml.path, line=toml.line(key, table),
                       hint=f"{hint}Known here: {', '.join(known)}.")  # fmt: skip
