"""The files that `kb init` writes, as they are but for the $names in them."""

from __future__ import annotations

from importlib import resources
from string import Template


def fill(name: str, **values: str) -> str:
    """The template *name* with its $names filled in; a name without a value is a KeyError."""
    text = (resources.files(__name__) / name).read_text(encoding="utf-8")
    return Template(text).substitute(values)
