"""How git is run in a repository that anybody may have made: it reads, and runs nothing that came with the repository.

A clone brings file names, attributes and objects; an archive or a shared folder brings `.git/config` too, in which many
settings name a program: filters, monitors, hooks, helpers that fetch.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

SETTINGS: Mapping[str, str] = MappingProxyType({
    # What runs programs.
    "core.fsmonitor": "false",
    "core.hooksPath": os.devnull,
    "core.pager": "cat",
    "log.showSignature": "false",
    # Any folder can have files of the names that make a bare repository, with settings of its own.
    "safe.bareRepository": "explicit",
    # What changes that which is printed.
    "core.quotePath": "false",
    "color.ui": "never",
    "diff.orderFile": "/dev/null",
    "i18n.logOutputEncoding": "UTF-8",
    "log.follow": "false",
    "log.showRoot": "true",
    "submodule.recurse": "false",
})  # fmt: skip

_DROPPED = (
    # They name a repository; the one in question is that in which the articles lie. Git tells its hooks where its own is.
    "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR", "GIT_NAMESPACE", "GIT_PREFIX", "GIT_QUARANTINE_PATH", "GIT_SHALLOW_FILE", "GIT_GRAFT_FILE",
    # They change what names mean and what is printed.
    "GIT_LITERAL_PATHSPECS", "GIT_GLOB_PATHSPECS", "GIT_NOGLOB_PATHSPECS", "GIT_ICASE_PATHSPECS", "GIT_DIFF_OPTS",
    "GIT_EXTERNAL_DIFF",
)  # fmt: skip

_ADDED = MappingProxyType({
    # No locks for a mere look, no questions.
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    # What a partial clone left on its server is not fetched: by which program, its settings say.
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "",
    "LC_ALL": "C",
})  # fmt: skip

WITH_FILTERS = ("diff", "archive")
"""Commands that send contents through the filters that attributes name."""

_TRUSTED = (b"system", b"global", b"command")
"""Where the user's own settings stand; all others came with the repository."""


def command(git: str, settings: Mapping[str, str] = SETTINGS) -> list[str]:
    """The beginning of every call of git."""
    return [git, *(part for name, value in settings.items() for part in ("-c", f"{name}={value}")), "--no-pager"]


def environment() -> dict[str, str]:
    """The environment of every call."""
    return {**{name: value for name, value in os.environ.items() if name not in _DROPPED}, **_ADDED}


def program() -> str:
    """The git of this computer, never one that lies in the current folder; empty where there is none."""
    return _program(os.environ.get("PATH", os.defpath))


@lru_cache(maxsize=1)
def _program(path: str) -> str:
    import shutil

    name = "git.exe" if os.name == "nt" else "git"
    # An empty or relative entry means the folder that git is run in.
    folders = [folder for folder in path.split(os.pathsep) if os.path.isabs(folder)]
    return next((found for folder in folders if (found := shutil.which(os.path.join(folder, name)))), "")


def filters(listed: bytes) -> dict[str, str]:
    """The settings that turn off the filters of the repository itself. Those of the user (LFS, for one) stay.

    Args:
        listed: what `git config --list -z --show-scope --name-only` printed.

    Raises:
        ValueError: a filter has a name that cannot be turned off.
    """
    fields = iter(listed.split(b"\0"))
    found = {}
    for scope, setting in zip(fields, fields, strict=False):
        section, _, rest = os.fsdecode(setting).partition(".")
        name, dot, _ = rest.rpartition(".")
        if section == "filter" and dot and scope not in _TRUSTED:
            if "=" in name:
                raise ValueError(f"a filter named {name!r} in the repository's own settings")
            found.update({f"filter.{name}.{each}": "" for each in ("clean", "smudge", "process")})
            found[f"filter.{name}.required"] = "false"
    return found
