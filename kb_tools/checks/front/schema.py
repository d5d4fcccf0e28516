"""The JSON Schema of the front matter: editors complete and check by it, and so does `kb check`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from jsonschema_rs import Draft202012Validator

SCHEMA_NAME = "article.schema.json"


class Violation(NamedTuple):
    """Where a value breaks the schema, and how."""

    field: str
    """Ours, even where the team has another name for it."""
    items: tuple[str | int, ...]
    """What leads on from the field: (0,) is its first item."""
    keyword: str
    """type, enum, pattern, minLength, maxLength; or required, where the field is not there."""


def schema_text() -> str:
    """The schema as a file for an editor."""
    return files("kb_tools.checks.front").joinpath(SCHEMA_NAME).read_text("utf-8")


@lru_cache(maxsize=1)
def schema() -> dict[str, Any]:
    """The schema as data."""
    return json.loads(schema_text())  # type: ignore[no-any-return]


def known_values(field: str) -> tuple[str, ...]:
    """The values a field may have; empty where it may have any."""
    return tuple(schema()["properties"].get(field, {}).get("enum", ()))


def violations(values: Mapping[str, Any]) -> Iterator[Violation]:
    """Where these fields break the schema."""
    from jsonschema_rs import ValidationErrorKind

    for error in _validator().iter_errors(values):
        path, kind = error.instance_path, error.kind
        keyword = kind.name
        if isinstance(kind, ValidationErrorKind.Required):
            yield Violation(kind.property, (), keyword)
        else:
            yield Violation(str(path[0]) if path else "", tuple(path[1:]), keyword)


@lru_cache(maxsize=1)
def _validator() -> Draft202012Validator:
    # Imported here: 20 ms that a folder without articles in kb's form need not wait for.
    from jsonschema_rs import Draft202012Validator

    return Draft202012Validator(schema())
