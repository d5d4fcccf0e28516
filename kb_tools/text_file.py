"""Text files that people write for kb and save with whatever program they have."""

from __future__ import annotations

from pathlib import Path

from kb_tools.errors import ConfigError


def read_text(path: Path, *, most_bytes: int = -1, hint: str = "") -> str:
    """The text of a file in UTF-8, with or without a byte order mark; line ends as they are.

    Args:
        most_bytes: a larger file is refused, and no more of it is read; negative: any size will do.
        hint: the way out for a file that is too large or in another encoding.

    Raises:
        ConfigError: it cannot be read, is too large, or is not UTF-8 (with the line of the first such byte).
    """
    try:
        with open(path, "rb") as file:
            content = file.read(most_bytes + 1 if most_bytes >= 0 else -1)
    except OSError as error:
        raise ConfigError(f"cannot be read: {error.strerror}", path=path) from error
    if 0 <= most_bytes < len(content):
        raise ConfigError(f"is larger than {most_bytes // 1_000_000} MB", path=path, hint=hint)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # The decoder counts from behind the byte order mark.
        line = error.object.count(b"\n", 0, error.start) + 1
        raise ConfigError("is not UTF-8", path=path, line=line, hint=hint or "Save the file as UTF-8.") from error
