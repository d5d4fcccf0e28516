"""What does the built page really have? Python-Markdown with the extensions of a MkDocs site, as the truth."""

from __future__ import annotations

import html
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

import markdown

EXTENSIONS = [
    "toc",
    "tables",
    "pymdownx.superfences",
    "admonition",
    "pymdownx.details",
    "pymdownx.tabbed",
    "attr_list",
    "md_in_html",
    "footnotes",
    "def_list",
    "abbr",
]
SETTINGS: dict[str, Any] = {"pymdownx.tabbed": {"alternate_style": True}}


@dataclass(frozen=True, slots=True)
class BuiltPage:
    """The headings, link targets and ids of a built page."""

    headings: tuple[tuple[int, str, str], ...]
    targets: frozenset[str]
    ids: frozenset[str]


class _Attributes(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.targets: set[str] = set()
        self.ids: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        own_class = values.get("class") or ""
        for name, value in attrs:
            if name in ("href", "src") and value is not None and not own_class.startswith("footnote-"):
                self.targets.add(" ".join(value.split()))
            elif name == "id" and value and not value.startswith("__tabbed"):
                self.ids.add(value)


def build(text: str) -> BuiltPage:
    """Build the page of an article's body."""
    converter = markdown.Markdown(extensions=EXTENSIONS, extension_configs=SETTINGS)
    page = converter.convert(text)
    reader = _Attributes()
    reader.feed(page)
    reader.close()
    found: list[tuple[int, str, str]] = []

    def walk(tokens: list[dict[str, Any]]) -> None:
        for token in tokens:
            found.append((token["level"], " ".join(html.unescape(token["name"]).split()), token["id"]))
            walk(token["children"])

    walk(converter.toc_tokens)  # type: ignore[attr-defined]
    return BuiltPage(tuple(found), frozenset(reader.targets), frozenset(reader.ids))
