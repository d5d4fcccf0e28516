"""Are the browser's stemmers those of the installed PyStemmer?"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import Stemmer

from kb_tools.errors import KbError
from kb_tools.site.stemmers import FOLDER, stemmer_script

ROOT = Path(__file__).parents[2]


def test_they_are_what_the_generator_writes() -> None:
    done = subprocess.run(
        [sys.executable, "scripts/generate_stemmers.py", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_each_language_has_one_and_the_license_is_with_them() -> None:
    assert [stemmer_script(language).stem for language in Stemmer.algorithms()] == sorted(Stemmer.algorithms())
    assert "Redistribution and use" in (FOLDER / "COPYING").read_text()
    for path in FOLDER.glob("*.js"):
        assert re.match(rf"// Generated from {path.stem}\.sbl by Snowball \d", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("version", ["3.0.1", "2.0.1", "3.2.0", "3.10.0", "4.0"])
def test_rules_of_another_version_are_refused(version: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Stemmer, "version", lambda: version)
    with pytest.raises(KbError, match=re.escape(version)) as caught:
        stemmer_script("english")
    assert "pip install" in str(caught.value.hint)


def test_a_language_that_the_browser_does_not_have() -> None:
    with pytest.raises(KbError, match="klingon"):
        stemmer_script("klingon")
