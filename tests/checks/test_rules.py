"""Does each rule find what is marked in its fixtures, and nothing else?"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from checks.marked import check, places, unmarked

from kb_tools.checks.finding import SEVERITIES
from kb_tools.checks.rule import Rule
from kb_tools.checks.rules import RULES, named

FIXTURES = Path(__file__).parent / "fixtures"


@pytest.mark.parametrize("folder", sorted(path.name for path in FIXTURES.iterdir()))
def test_a_rule_finds_what_is_marked(folder: str, tmp_path: Path) -> None:
    """A folder is named after its rule; only that rule runs over it."""
    (rule,) = named(folder)
    expected = unmarked(FIXTURES / folder, tmp_path)
    assert expected, "fixtures without a mark prove nothing"
    assert {place.rule for place in expected} == {rule.id}
    assert places(check(tmp_path, rule.id), expected) == expected


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.slug)
def test_a_rule_is_whole(rule: Rule) -> None:
    assert re.fullmatch(r"KB\d{3}", rule.id)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", rule.slug)
    assert rule.severity in SEVERITIES
    assert rule.article is None or rule.base is None
    page = rule.doc or ""
    for heading in ("## Why", "## Example", "## Fix"):
        assert f"\n{heading}\n" in page, f"{rule.slug} has no {heading}"
    assert len(rule.summary) < 100


def test_no_two_rules_share_a_name() -> None:
    ids, slugs = [rule.id for rule in RULES], [rule.slug for rule in RULES]
    assert ids == sorted(set(ids))
    assert len(set(slugs)) == len(slugs)
