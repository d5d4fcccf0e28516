"""What can go wrong, in words for the user.

KbError
├── ConfigError     kb.toml, vocabulary, phrases: the user's settings
├── ContentError    an article or a folder of articles
├── NotFoundError   an id, a path or a section that is not there
└── IndexUnusable   the search index can neither be read nor built anew
"""

from __future__ import annotations

from pathlib import Path


class KbError(Exception):
    """Something the user can mend: one line that says what and where, and a hint that says how."""

    exit_code = 3

    def __init__(
        self, message: str, *, path: Path | str | None = None, line: int | None = None, hint: str = ""
    ) -> None:
        super().__init__(message)
        self.message = message
        self.path = path
        self.line = line
        self.hint = hint

    def __str__(self) -> str:
        if self.path is None:
            return self.message
        place = str(self.path) if self.line is None else f"{self.path}:{self.line}"
        return f"{place}: {self.message}"


class ConfigError(KbError):
    """A setting is misspelled, of the wrong type, or out of its range."""


class ContentError(KbError):
    """The articles cannot be read: no such folder, no permission."""


class NotFoundError(KbError):
    """No article, section or file answers to this name."""


class IndexUnusable(KbError):
    """The search index can neither be read nor built anew."""
