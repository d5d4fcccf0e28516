"""The browser's stemmers, which must cut words exactly as the index's did."""

from __future__ import annotations

import re
from pathlib import Path

import Stemmer

from kb_tools.errors import KbError

FOLDER = Path(__file__).parent / "theme" / "search" / "vendor" / "snowball"
_VERSION = re.compile(r"by Snowball (\d+\.\d+)")


def stemmer_script(language: str) -> Path:
    """The stemmer of a language.

    Raises:
        KbError: PyStemmer has rules of another version, or a language that the browser does not have.
    """
    path = FOLDER / f"{language}.js"
    if not path.is_file():
        raise KbError(
            f"there is no stemmer for {language!r} in the browser", hint="Choose another language in kb.toml."
        )
    with path.open(encoding="utf-8") as file:
        found = _VERSION.search(file.readline())
    assert found is not None, path
    here = found[1]
    # The rules change with the second number: "internal" was "intern" before 3.1.
    if not f"{Stemmer.version()}.".startswith(f"{here}."):
        raise KbError(
            f"PyStemmer {Stemmer.version()} cuts words in another way than the browser would, by Snowball {here}",
            hint=f'Install the version that kb was made for: pip install "PyStemmer=={here}.*"',
        )
    return path
