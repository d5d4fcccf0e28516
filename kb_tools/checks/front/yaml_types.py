"""What does a plain text in YAML become: when MkDocs loads it (YAML 1.1), and in an editor (YAML 1.2)?"""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import lru_cache
from typing import Any

import yaml

LONGEST = 200
"""No number or date is longer. A longer one, said to be a number, would only keep the machine busy."""

_OTHERS = re.compile(r"[-+.\d=<~]|(?:[yn]|yes|no|on|off|true|false|null)$", re.I)
"""How everything begins that may not be a text; most values do not, and are spared the rest."""
_NEWER = (
    ("bool", re.compile(r"true|True|TRUE|false|False|FALSE")),
    ("int", re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")),
    ("float", re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")),
)  # fmt: skip
_DATE = "tag:yaml.org,2002:timestamp"
_TEXT = "tag:yaml.org,2002:str"


class NotLoaded(Exception):
    """MkDocs fails on this value, and with it on the whole front matter."""

    def __init__(self, *, is_date: bool) -> None:
        super().__init__()
        self.is_date = is_date


def loaded(text: str) -> Any:
    """What MkDocs makes of a plain text: itself, or a number, a date, true, false, nothing.

    Raises:
        NotLoaded: it has the form of a date or a number and is none.
    """
    return _loaded(text) if len(text) <= LONGEST and _OTHERS.match(text) else text


@lru_cache(maxsize=4096)
def _loaded(text: str) -> Any:
    resolvers = yaml.SafeLoader.yaml_implicit_resolvers
    tag = next((tag for tag, pattern in resolvers.get(text[:1], ()) if pattern.match(text)), _TEXT)
    if tag == _TEXT:
        return text
    try:
        return yaml.constructor.SafeConstructor().construct_object(yaml.ScalarNode(tag, text), deep=True)
    except (ValueError, OverflowError, yaml.YAMLError):
        raise NotLoaded(is_date=tag == _DATE) from None


def newer(text: str) -> str:
    """The type that YAML 1.2 gives a plain text: text, null, bool, int or float."""
    if text in ("", "~", "null", "Null", "NULL"):
        return "null"
    if len(text) > LONGEST or not _OTHERS.match(text):
        return "text"
    return next((name for name, pattern in _NEWER if pattern.fullmatch(text)), "text")


def described(value: Any) -> str:
    """A loaded value in words."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return f"the time {value.isoformat(' ')}"
    if isinstance(value, date):
        return f"the date {value.isoformat()}"
    return f"the number {value}"


def same_digits(text: str, value: int | float) -> bool:
    """Is a number shown as it was written? 1.10 is not (1.1), 0x1F is not (31), 1.50 is not; 42, -3, 1.5 and .5 are."""
    shown = repr(value)
    return text in (shown, shown.removesuffix(".0") + ".", shown.replace("0.", ".", 1))
