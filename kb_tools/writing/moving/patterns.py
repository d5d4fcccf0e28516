"""kb.toml names files in patterns: those that name exactly what moves follow it; of the others it is said what changes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from kb_tools.config import CONFIG_NAME, Settings
from kb_tools.corpus.left_out import left_out
from kb_tools.writing.moving.drafts import Drafts

_KEYS = ("ignore", "exclude")
_LIST = re.compile(
    r"""(?m)^[ \t]*(ignore|exclude|paths)[ \t]*=[ \t]*\[((?:[^\]"'#]|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|#[^\n]*)*)\]"""
)
_TEXT = re.compile(r"""#[^\n]*|"((?:[^"\\\n]|\\.)*)"|'([^'\n]*)'""")


def rename(drafts: Drafts, settings: Settings, paths: Mapping[str, str], folder: tuple[str, str]) -> int:
    """Write the new path into the patterns that name exactly what moves; how many."""
    if not (settings.root / CONFIG_NAME).is_file():
        return 0
    before = drafts.before(CONFIG_NAME)
    try:
        text = before.decode("utf-8")
    except UnicodeDecodeError:
        return 0
    moved = dict([folder]) if folder[0] else dict(paths)
    docs = settings.docs_name
    count = 0

    def renamed(pattern: str, top: str) -> str:
        start = top + ("/" if top else "")
        plain = pattern.strip("/")
        if not plain.startswith(start) or ("/" not in pattern.strip("/") and not pattern.startswith("/")):
            # Without a slash, a pattern means any file of that name.
            return pattern
        new = moved.get(plain[len(start) :])
        return pattern if new is None else pattern.replace(plain, start + new)

    def with_list(found: re.Match[str]) -> str:
        # Below [check], paths count from the root, as findings do.
        top = docs if found[1] == "paths" else ""

        def with_text(item: re.Match[str]) -> str:
            nonlocal count
            old = item[1] or item[2] or ""
            new = old if "\\" in old else renamed(old, top)
            if new == old or any(letter in new for letter in "\"'\\"):
                return item[0]
            count += 1
            return item[0][0] + new + item[0][0]

        return found[0][: found.start(2) - found.start()] + _TEXT.sub(with_text, found[2]) + "]"

    after = _LIST.sub(with_list, text).encode("utf-8")
    if count and _is_toml(after):
        drafts.put(CONFIG_NAME, after)
        return count
    return 0


def differences(settings: Settings, after: Settings, paths: Mapping[str, str]) -> Iterator[str]:
    """What the patterns say of files in their new places that they did not say before."""
    words = {"ignore": ("no article", "an article"), "exclude": ("never an answer", "an answer in searches")}
    for key in _KEYS:
        was, will = left_out(settings, key), left_out(after, key)
        changed = [new for old, new in paths.items() if was(old) != will(new)]
        if changed:
            now = words[key][0] if will(changed[0]) else words[key][1]
            more = f" and {len(changed) - 1} more" if len(changed) > 1 else ""
            yield f"{changed[0]}{more} will be {now}: see {key} in {CONFIG_NAME}"


def with_patterns(settings: Settings, content: bytes) -> Settings:
    """The settings as this kb.toml has its patterns."""
    import tomllib

    data: dict[str, Any] = tomllib.loads(content.decode("utf-8-sig").replace("\r\n", "\n"))
    return settings._replace(ignore=tuple(data.get("ignore", ())), exclude=tuple(data.get("exclude", ())))


def _is_toml(content: bytes) -> bool:
    import tomllib

    try:
        tomllib.loads(content.decode("utf-8-sig").replace("\r\n", "\n"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        return False
    return True
