"""Files that kb.toml names and that are written: a foreign kb.toml, or a link that came with a clone, leads nowhere else."""

from __future__ import annotations

import os
from pathlib import Path

from kb_tools.config import CONFIG_NAME
from kb_tools.errors import ConfigError


def own_file(root: Path, name: str, setting: str) -> Path:
    """The file *name* below the root, which is a plain file or not there yet.

    Raises:
        ConfigError: it leads out of the knowledge base, or is no file.
    """
    path = root / name
    real = Path(os.path.realpath(path))
    # A link in a circle stays a link.
    is_none = os.path.lexists(real) and (not real.is_file() or real.is_symlink())
    if is_none or not real.is_relative_to(os.path.realpath(root)):
        raise ConfigError(f"{setting}: {name} leads out of this folder, or is no file", path=root / CONFIG_NAME,
                          hint="Name a file below it.")  # fmt: skip
    return path
