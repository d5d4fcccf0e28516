"""A mistake under [check] in kb.toml: its line, and what was meant."""

from __future__ import annotations

from pathlib import Path

import pytest
from trees import write

from kb_tools.checks.options import load_options
from kb_tools.config import load_settings
from kb_tools.errors import ConfigError


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ('[check]\n\nignore = ["orphn"]', 3, "did you mean 'orphan'?"),
        ('[check]\nselect = ["KB9"]', 2, "kb check --rules lists them"),
        ('[check]\nrequired = ["ownr"]', 2, "did you mean 'owner'?"),
        ('[check]\nrequired = ["qqqq"]', 2, "known: id, title,"),
        ('[check.severity]\nlink-dead = "info"\nstael = "error"', 3, "did you mean 'stale'?"),
        (
            '[check.severity]\nlink-dead = "info"\nstale = "fatal"',
            3,
            "gives stale 'fatal'; known: error, warning, info",
        ),
        ('[check]\nseverity = { stale = "fatal" }', 2, "gives stale 'fatal'"),
        ('[check.external]\nallow_hosts = ["http://wiki"]', 2, "which is no host: write name, name:port or *.name"),
        ('[check]\ncustomer_ids = ["C{1,99999999999999}"]', 2, "which is no regular expression"),
        (f'[check]\ncustomer_ids = ["{"(" * 490}C{")" * 490}"]', 2, "which is no regular expression"),
        ('[check.external]\n\narchive = "archive.org"', 3, "begins with https://"),
    ],
)
def test_a_mistake_has_its_line_and_the_way_out(text: str, line: int, said: str, tmp_path: Path) -> None:
    write(tmp_path, {"kb.toml": text, "docs/a.md": "# A\n"})
    with pytest.raises(ConfigError) as caught:
        load_options(load_settings(tmp_path))
    assert caught.value.line == line
    assert said in str(caught.value)


def test_what_is_right_is_taken(tmp_path: Path) -> None:
    text = '[check.external]\nallow_hosts = ["wiki", "10.1.2.3:8080", "*.corp", "[fd00::1]"]\narchive = ""\n'
    write(tmp_path, {"kb.toml": text, "docs/a.md": "# A\n"})
    external = load_options(load_settings(tmp_path)).external
    assert external.allow_hosts == ("wiki", "10.1.2.3:8080", "*.corp", "[fd00::1]")
    assert external.archive == ""
