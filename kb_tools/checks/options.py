"""[check] in kb.toml -> Options. Read by `kb check` alone: a mistake here keeps no agent from searching."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from kb_tools.checks.finding import SEVERITIES, Severity
from kb_tools.config import CONFIG_NAME, FIELDS, Settings
from kb_tools.config_file import Toml, read_toml
from kb_tools.errors import ConfigError
from kb_tools.lengths import days_in


class PathSuppression(NamedTuple):
    """[[check.except]]: files in which some rules do not count, and why."""

    rules: tuple[str, ...]
    paths: tuple[str, ...]
    """Patterns in the manner of .gitignore, below the root."""
    reason: str
    line: int | None


class External(NamedTuple):
    """How links to other servers are asked."""

    allow_hosts: tuple[str, ...] = ()
    """Names of hosts that may have a private address: `name`, `name:port`, `*.name` for all below it."""
    ignore: tuple[str, ...] = ()
    """Addresses never asked: a prefix, or with * anywhere."""
    concurrency: int = 32
    """Requests at once."""
    per_host: int = 4
    """Requests at once to one host."""
    timeout: float = 20.0
    """Seconds for one attempt at a link: HEAD, GET and all redirects together."""
    dead_after_days: int = 3
    """On how many different days a link must have failed before it is dead."""
    recheck_days: int = 1
    """A link that answered is not asked again for this many days."""
    memory: str = ""
    """The file that keeps what was found out, below the root; empty: in kb's own folder."""
    archive: str = "https://archive.org/wayback/available"
    """Asked for a copy of a dead page; empty: nobody is asked."""


class Options(NamedTuple):
    """What a team wants checked, and how strictly."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: tuple[tuple[str, Severity], ...] = ()
    """Rule -> how bad it is here."""
    exceptions: tuple[PathSuppression, ...] = ()
    required: tuple[str, ...] = ()
    """Front matter fields that every article must have, besides those its kind demands."""
    review_interval: int | None = None
    """Days that a review holds in articles that do not say."""
    due_soon: int = 14
    """Days before a review is due at which it is announced."""
    baseline: str = ""
    """The file of findings that were there when the team began; below the root."""
    products: str = "products.yml"
    """Which versions of which product are gone; below the root."""
    internal_words: tuple[str, ...] = ()
    """What must not stand in an article for the public."""
    customer_ids: tuple[str, ...] = ()
    """Regular expressions of customer numbers, ticket numbers and the like."""
    personal_data_allowed: tuple[str, ...] = ()
    """Mail addresses, domains (@example.org) and phone numbers that may stand in articles."""
    external: External = External()


def load_options(settings: Settings) -> Options:
    """Read the [check] table.

    Raises:
        ConfigError: kb.toml is not TOML, or [check] says something kb does not know.
    """
    path = settings.root / CONFIG_NAME
    if not path.is_file():
        return Options()
    toml = read_toml(path)
    table = toml.data.get("check", {})
    if not isinstance(table, dict):
        raise ConfigError("check must be a table: [check]", path=path, line=toml.line("check"))
    values = _converted(toml, "check", table, CHECK)
    return Options(**{**values, "external": External(**values.get("external", {}))})


def _converted(
    toml: Toml, name: str, table: Mapping[str, Any], known: Mapping[str, Callable[[Toml, str, Any], Any]]
) -> dict[str, Any]:
    values = {}
    for key, value in table.items():
        if key not in known:
            raise _unknown(toml, name, key, tuple(known))
        try:
            values[_NAMES.get(key, key)] = known[key](toml, f"{name}.{key}", value)
        except TypeError as error:
            line = toml.line(key, name)
            raise ConfigError(f"{name}.{key} {error}", path=toml.path, line=line) from None
    return values


def _unknown(toml: Toml, name: str, key: str, known: tuple[str, ...]) -> ConfigError:
    nearest = _nearest(key, known)
    hint = f"Did you mean {nearest!r}? " if nearest else ""
    return ConfigError(f"unknown setting '{name}.{key}'", path=toml.path, line=toml.line(key, name),
                       hint=f"{hint}Known here: {', '.join(known)}.")  # fmt: skip


def _nearest(name: str, known: Iterable[str]) -> str:
    """The known name that was meant; empty where none is near."""
    import difflib

    return next(iter(difflib.get_close_matches(name, list(known), n=1, cutoff=0.5)), "")


def _texts(toml: Toml, name: str, value: Any) -> tuple[str, ...]:
    if isinstance(value, str) and value:
        return (value,)
    if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
        raise TypeError("must be text in quotes, or a list of texts")
    return tuple(value)


def _text(toml: Toml, name: str, value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("must be text in quotes")
    return value


def _file(toml: Toml, name: str, value: Any) -> str:
    from pathlib import PurePosixPath

    path = PurePosixPath(_text(toml, name, value).replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in path.as_posix():
        raise TypeError("must be a file below the folder that holds kb.toml")
    return path.as_posix() if value else ""


def _days(toml: Toml, name: str, value: Any) -> int:
    days = days_in(value) if isinstance(value, str) else None
    if days is None:
        raise TypeError('must be a length of time: "90d", "12w", "6m" or "1y"')
    return days


def _number(lowest: float, kind: type) -> Callable[[Toml, str, Any], Any]:
    def convert(toml: Toml, name: str, value: Any) -> Any:
        if isinstance(value, bool) or not isinstance(value, int | float) or not lowest <= value <= 100_000:
            raise TypeError(f"must be a number from {lowest:g}")
        return kind(value)

    return convert


def _rules(toml: Toml, name: str, value: Any) -> tuple[str, ...]:
    from kb_tools.checks.rules import RULES, named

    names = _texts(toml, name, value)
    for text in names:
        if not named(text):
            nearest = _nearest(text.lower(), (rule.slug for rule in RULES))
            hint = f"did you mean {nearest!r}?" if nearest else "kb check --rules lists them"
            raise TypeError(f"names {text!r}, which is no rule; {hint}")
    return names


def _fields(toml: Toml, name: str, value: Any) -> tuple[str, ...]:
    fields = _texts(toml, name, value)
    for text in fields:
        if text not in FIELDS:
            nearest = _nearest(text, FIELDS)
            hint = f"did you mean {nearest!r}?" if nearest else f"known: {', '.join(FIELDS)}"
            raise TypeError(f"names {text!r}, which is no front matter field; {hint}")
    return fields


def _patterns(toml: Toml, name: str, value: Any) -> tuple[str, ...]:
    from kb_tools.checks.patterns import why_slow

    patterns = _texts(toml, name, value)
    for text in patterns:
        try:
            slow = why_slow(text)
        except (re.error, OverflowError, RecursionError) as error:
            raise TypeError(f"has {text!r}, which is no regular expression: {error}") from None
        if slow:
            raise TypeError(
                f"has {text!r}, which could take for ever on some line: {slow}; write {{1,20}} in place of + and *"
            )
    return patterns


def _severities(toml: Toml, name: str, value: Any) -> tuple[tuple[str, Severity], ...]:
    if not isinstance(value, dict):
        raise TypeError(f"must be a table: [{name}]")
    rows: list[tuple[str, Severity]] = []
    for key, severity in value.items():
        try:
            _rules(toml, name, key)
            if severity not in SEVERITIES:
                raise TypeError(f"gives {key} {severity!r}; known: {', '.join(SEVERITIES)}")
        except TypeError as error:
            raise ConfigError(f"{name} {error}", path=toml.path, line=toml.line(key, name) or toml.line(name)) from None
        rows.append((key, severity))
    return tuple(rows)


def _exceptions(toml: Toml, name: str, value: Any) -> tuple[PathSuppression, ...]:
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise TypeError(f"must be tables: [[{name}]]")
    starts = [number for number, line in enumerate(toml.text.splitlines(), 1)
              if re.match(r"\s*\[\[\s*check\s*\.\s*except\s*\]\]", line)]  # fmt: skip
    rows = []
    for index, item in enumerate(value):
        line = starts[index] if index < len(starts) else toml.line(name)
        for key in item:
            if key not in ("rules", "paths", "reason"):
                raise ConfigError(f"unknown setting '{name}.{key}'", path=toml.path, line=line,
                                  hint="Known here: rules, paths, reason.")  # fmt: skip
        if not str(item.get("reason", "")).strip() or not item.get("paths") or not item.get("rules"):
            raise ConfigError(f"[[{name}]] needs rules, paths and a reason", path=toml.path, line=line,
                              hint="Whoever reads this in a year wants to know why.")  # fmt: skip
        try:
            rows.append(PathSuppression(_rules(toml, name, item["rules"]), _texts(toml, name, item["paths"]),
                                        _text(toml, name, item["reason"]), line))  # fmt: skip
        except TypeError as error:
            raise ConfigError(f"[[{name}]] {error}", path=toml.path, line=line) from None
    return tuple(rows)


def _hosts(toml: Toml, name: str, value: Any) -> tuple[str, ...]:
    hosts = _texts(toml, name, value)
    for text in hosts:
        if "/" in text or not text.strip():
            raise TypeError(f"has {text!r}, which is no host: write name, name:port or *.name")
    return hosts


def _address(toml: Toml, name: str, value: Any) -> str:
    text = _text(toml, name, value)
    if text and not text.startswith(("https://", "http://")):
        raise TypeError('must be an address that begins with https://, or "" for none')
    return text


def _external(toml: Toml, name: str, value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise TypeError(f"must be a table: [{name}]")
    return _converted(toml, name, value, EXTERNAL)


_NAMES = {"except": "exceptions"}

EXTERNAL: Mapping[str, Callable[[Toml, str, Any], Any]] = MappingProxyType({
    "allow_hosts": _hosts,
    "ignore": _texts,
    "concurrency": _number(1, int),
    "per_host": _number(1, int),
    "timeout": _number(0.1, float),
    "dead_after_days": _number(1, int),
    "recheck_days": _number(0, int),
    "memory": _file,
    "archive": _address,
})  # fmt: skip

CHECK: Mapping[str, Callable[[Toml, str, Any], Any]] = MappingProxyType({
    "select": _rules,
    "ignore": _rules,
    "severity": _severities,
    "except": _exceptions,
    "required": _fields,
    "review_interval": _days,
    "due_soon": _days,
    "baseline": _file,
    "products": _file,
    "internal_words": _texts,
    "customer_ids": _patterns,
    "personal_data_allowed": _texts,
    "external": _external,
})  # fmt: skip
