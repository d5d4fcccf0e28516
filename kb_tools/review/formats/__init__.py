"""What `kb stale` prints: one format, one file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from kb_tools.review.formats import csv, ical, json, markdown, text
from kb_tools.review.formats.view import View
from kb_tools.review.queue import Item

FORMATS: Mapping[str, Callable[[Sequence[Item], View], str]] = MappingProxyType({
    "text": text.render,
    "json": json.render,
    "csv": csv.render,
    "markdown": markdown.render,
    "ical": ical.render,
})  # fmt: skip
