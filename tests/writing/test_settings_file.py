"""The kb.toml of a new knowledge base."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from trees import write

from kb_tools import config_file
from kb_tools.checks import options
from kb_tools.checks.options import Options, load_options
from kb_tools.config import FIELDS, HEADINGS, load_settings
from kb_tools.writing.settings_file import settings_file
from kb_tools.writing.survey import Habits, habits


def _on(text: str) -> str:
    """With every setting switched on."""
    return re.sub(r"^#(?=[\w\[])", "", text, flags=re.M)


def test_fresh_one_changes_nothing_but_the_home_page(tmp_path: Path) -> None:
    write(tmp_path, {"docs/a.md": "# A"})
    before = load_settings(tmp_path)
    write(tmp_path, {"kb.toml": settings_file("", ["index.md"], None)})
    assert load_settings(tmp_path) == before._replace(exclude=("index.md",))


def test_every_setting_stands_in_it_and_is_one(tmp_path: Path) -> None:
    text = _on(settings_file("", [], None))
    write(tmp_path, {"docs/a.md": "# A", "kb.toml": text})
    load_settings(tmp_path)
    assert set(tomllib.loads(text)) == {*config_file._PLAIN, *config_file._TABLES, "check"}
    assert set(tomllib.loads(text)["check"]) < set(options.CHECK)
    assert load_options(load_settings(tmp_path)) != Options()
    assert set(tomllib.loads(text)["headings"]) == set(HEADINGS)
    assert {name: tuple(texts) for name, texts in tomllib.loads(text)["headings"].items()} == dict(HEADINGS)
    for field in FIELDS:
        assert re.search(rf"^#   .*\b{field}\b", text, re.M), field


def test_defaults_shown_are_the_defaults(tmp_path: Path) -> None:
    write(tmp_path, {"docs/a.md": "# A"})
    default = load_settings(tmp_path)
    write(tmp_path, {"kb.toml": _on(settings_file("", [], None))})
    shown = load_settings(tmp_path)
    assert (shown.docs, shown.language, shown.headings) == (default.docs, default.language, default.headings)


def test_proposal_is_on_where_it_is_sure_and_off_where_it_is_not() -> None:
    text = settings_file("", [], habits([{"team": "x", "date": "2026-01-02"}] * 4))
    assert 'owner = "team"    # in 4 of 4 articles' in text.splitlines()
    assert '#last_reviewed = "date"' in text.splitlines()
    assert tomllib.loads(text)["fields"] == {"owner": "team"}
    assert tomllib.loads(_on(text))["fields"] == {"owner": "team", "last_reviewed": "date"}


def test_dates_that_could_be_read_in_two_ways_are_not_guessed() -> None:
    text = settings_file("", [], habits([{"last_reviewed": "04/07/2026"}] * 4))
    assert "date_formats" not in tomllib.loads(text)
    assert '#date_formats = ["%m/%d/%Y"]' in text.splitlines()
    assert '#date_formats = ["%d/%m/%Y"]' in text.splitlines()


@pytest.mark.parametrize("key", ['ow"ner', "ow\\ner", "own\x7fer", "Ow ner", "öwner", "a\nowner"])
def test_names_with_odd_letters_stay_themselves(key: str) -> None:
    from kb_tools.writing.survey import Name

    found = Habits(3, {"owner": (Name(key, 3, "x", True),), "expires": (Name("x", 3, '"\n[fields]\nx = 1', True),)})
    assert tomllib.loads(settings_file("", [], found))["fields"] == {"owner": key, "expires": "x"}
