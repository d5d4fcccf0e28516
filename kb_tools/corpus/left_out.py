"""Which files of the docs folder are left out, and of what?"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from kb_tools.config import Settings, setting_error


@cache
def left_out(settings: Settings, *keys: str) -> Callable[[str], bool]:
    """Tells whether a path below the docs folder matches one of these settings: ignore (no article), exclude (no answer).

    Raises:
        ConfigError: a pattern makes no sense.
    """
    if not any(getattr(settings, key) for key in keys):
        return lambda path: False
    # Imported here: it takes longer than a search, and few knowledge bases leave files out.
    from kb_tools.corpus.gitignore import spec

    specs = []
    for key in keys:
        try:
            specs.append(spec(getattr(settings, key)))
        except ValueError as error:
            raise setting_error(settings, key, f"has a pattern that cannot be used: {error}") from error
    return lambda path: any(each.match_file(path) for each in specs)
