"""products.yml: which versions of which product are gone, since when, and what came instead."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from kb_tools import marked_yaml
from kb_tools.checks.versions import ALL, MOST, Range, covers, ranges
from kb_tools.errors import ConfigError

_FACTS = ("gone", "until", "instead")
_WANTED = "each product is a day (windows-10: 2025-10-14), or gone, until, instead and its versions below it"
_NAME = re.compile(r"[\s_-]+")
_SIGN = re.compile(r"[<>=]")
_WORD = re.compile(r"[^\s_-]+")


class Gone(NamedTuple):
    """Versions of a product, and the first day on which they are no more."""

    versions: Range
    since: date | None
    """None: they are there, and listed for the reader."""
    instead: str


class Verdict(NamedTuple):
    """That an applies_to names something that is gone."""

    since: date
    instead: str


class Products:
    """What the file says."""

    def __init__(self, products: Mapping[str, tuple[Gone, ...]]) -> None:
        self._products = products

    def gone(self, applies_to: str, today: date) -> Verdict | None:
        """Is all that *applies_to* means gone by *today*? In doubt it is not."""
        found = self._meant(applies_to)
        if found is None:
            return None
        wanted, entries = found
        past = sorted(
            (each for each in entries if each.since and each.since <= today), key=lambda each: each.since or today
        )
        for number, last in enumerate(past, 1):
            # The day on which the last of them went.
            if covers((each.versions for each in past[:number]), wanted):
                return Verdict(
                    last.since or today, last.instead or next((each.instead for each in entries if each.instead), "")
                )
        return None

    def _meant(self, text: str) -> tuple[Range, tuple[Gone, ...]] | None:
        """The versions, and what is known of the product. The longest name counts: windows-server, not windows."""
        if len(text) > MOST:
            return None
        name = _SIGN.split(text, maxsplit=1)[0]
        for end in sorted((found.end() for found in _WORD.finditer(name)), reverse=True):
            if entries := self._products.get(_key(name[:end])):
                rest = text[end:].strip(" \t_-")
                wanted = ranges(rest) if rest else ALL
                return (wanted, entries) if wanted is not None else None
        return None


def load_products(path: Path) -> Products:
    """Read the file.

    Raises:
        ConfigError: the first mistake in it, with its line.
    """
    root = marked_yaml.compose(path)
    products: dict[str, tuple[Gone, ...]] = {}
    lines: dict[str, int] = {}
    for name, key, value in marked_yaml.fields(root, path, _WANTED) if root is not None else ():
        known = _key(name)
        if not known:
            raise ConfigError("a product without a name", path=path, line=marked_yaml.line(key))
        if known in products:
            raise ConfigError(f"{name!r} stands on line {lines[known]} already", path=path, line=marked_yaml.line(key))
        products[known], lines[known] = tuple(_product(name, value, path)), marked_yaml.line(key)
    return Products(products)


def _key(name: str) -> str:
    """A product's name, however it is written: "Windows 11", windows-11, windows_11."""
    return _NAME.sub("-", name.strip().lower()).strip("-")


def _product(name: str, node: Any, path: Path) -> Iterator[Gone]:
    if _is_scalar(node):
        yield _entry(name, ALL, node, path)
        return
    facts = marked_yaml.fields(node, path, _WANTED)
    if any(key in _FACTS for key, _, _ in facts):
        yield _entry(name, ALL, node, path, {key for key, _, _ in facts if key not in _FACTS})
    for text, key, value in facts:
        if text in _FACTS:
            continue
        versions = ranges(text.strip())
        if versions is None:
            near = difflib.get_close_matches(text, _FACTS, n=1)
            hint = f"Did you mean {near[0]!r}?" if near else 'Write "5.1", "5.*", "< 5.2" or ">= 5, < 5.3".'
            raise ConfigError(f"{text!r} below {name!r} is no version", path=path, line=marked_yaml.line(key),
                              hint=hint)  # fmt: skip
        yield _entry(f"{name} {text}", versions, value, path)


def _entry(name: str, versions: Range, node: Any, path: Path, others: Collection[str] = ()) -> Gone:
    """A day, or a mapping of gone, until and instead; nothing: it is there."""
    if _is_scalar(node):
        return Gone(versions, _day(name, node, path) if node.value not in ("", "~", "null") else None, "")
    since, instead, seen = None, "", dict[str, int]()
    for text, key, value in marked_yaml.fields(node, path, _WANTED):
        if text in others:
            continue
        if text in seen:
            raise ConfigError(f"{text!r} stands on line {seen[text]} already", path=path, line=marked_yaml.line(key))
        seen[text] = marked_yaml.line(key)
        if text == "instead":
            instead = marked_yaml.text(value, path, "'instead' must be what came after it")
        elif text in _FACTS:
            since = _day(name, value, path) + timedelta(days=text == "until")
        else:
            near = difflib.get_close_matches(text, _FACTS, n=1)
            raise ConfigError(f"unknown field {text!r} of {name!r}", path=path, line=marked_yaml.line(key),
                              hint=f"Did you mean {near[0]!r}?" if near else "Known: gone, until, instead.")  # fmt: skip
    if "gone" in seen and "until" in seen:
        raise ConfigError(f"{name!r} has both gone and until", path=path, line=seen["until"],
                          hint="gone is the first day without it, until the last day with it.")  # fmt: skip
    return Gone(versions, since, instead)


def _is_scalar(node: Any) -> bool:
    return not isinstance(node.value, list)


def _day(name: str, node: Any, path: Path) -> date:
    text = node.value.strip() if _is_scalar(node) else ""
    try:
        # The last day of the calendar has no day after it.
        return min(date.fromisoformat(text), date.max - timedelta(days=1))
    except ValueError:
        raise ConfigError(f"the day of {name!r} is no date", path=path, line=marked_yaml.line(node),
                          hint="Write it as in 2026-10-31.") from None  # fmt: skip
