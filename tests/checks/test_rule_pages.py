"""Is each rule's page true: does the rule find what its example shows, and nothing in what its fix shows?"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from checks.marked import check
from trees import article, write

from kb_tools.checks.rule import Rule
from kb_tools.checks.rules import RULES

_PART = re.compile(r"^```(\w+)\n(.*?)^```$|^## ([^\n]+)$", re.M | re.S)

NOT_SHOWN = {
    "byte-order-mark": "bytes that no page can show",
    "not-utf-8": "bytes that no page can show",
    "article-too-long": "20 MB",
    "first-action-late": "three paragraphs",
    "file-unreadable": "the rights of a file",
    "flagged": "what somebody has said, in a folder of its own",
    "redated-without-reading": "a history of commits",
    "near-duplicate": "two articles at their full length",
    "title-not-found": "a folder of twenty articles",
    "title-shared": "titles only, not articles",
}
"""Rules whose examples are told rather than shown. Those that ask other servers have tests of their own."""

MKDOCS = "site_name: Test\nplugins: [search]\n"
REDIRECTS = "plugins:\n  - redirects:\n      redirect_maps:\n"
PAGE = "docs/vpn.md"

# What must be there besides, so that the example is what it says: other articles, settings.
AROUND: Mapping[str, Mapping[str, str]] = {
    "applies-to-gone": {"products.yml": 'vpn-client:\n  "< 5.2": { until: 2026-03-31 }\n'},
    "anchor-dead": {"docs/vpn.md": "# VPN\n\n## Step 2: restart the client\n", "mkdocs.yml": MKDOCS},
    "customer-id": {"kb.toml": "[check]\ncustomer_ids = ['\\bCU-\\d{6}\\b', '\\bINC\\d{7}\\b']\n"},
    "duplicate-id": {"docs/other/held.md": article("Held", kind="fault")},
    "image-dead": {"docs/img/modem-lights.png": "png"},
    "internal-word": {"kb.toml": '[check]\ninternal_words = ["blackbird", "tier three", "jump host"]\n'},
    "link-absolute": {"docs/guides/vpn.md": "# V\n", "mkdocs.yml": MKDOCS},
    "link-case": {"docs/guides/vpn-setup.md": "# V\n", "docs/guides/mail.md": "# M\n"},
    "link-dead": {"docs/router-restart.md": "# R\n"},
    "link-empty": {"docs/checklist.md": "# C\n", "docs/escalate.md": "# E\n", "docs/vpn.md": "# V\n"},
    "link-not-to-source": {"docs/guides/vpn.md": "# V\n", "docs/guides/mail.md": "# M\n", "mkdocs.yml": MKDOCS},
    "link-outside": {"contacts/list.md": "# L\n", "mkdocs.yml": MKDOCS},
    "link-to-redirect": {"docs/vpn/setup.md": "# V\n", "mkdocs.yml": REDIRECTS + "        vpn-old.md: vpn/setup.md\n"},
    "link-to-unpublished": {"docs/migration.draft.md": "# M\n"},
    "orphan": {f"docs/{name}.md": f"# {name}\n" for name in ("vpn", "mail", "printer")},
    "phrase-unknown-article": {"docs/no-sync.md": article("No sync", id="no-sync")},
    "redirect-dead": {"docs/vpn/setup.md": "# V\n"},
    "reference-undefined": {"docs/forms/damage.md": "# D\n"},
    "suppression-unused": {"docs/wifi-drops.md": "# W\n"},
    "synonym-unused": {"docs/receiver.md": "# The receiver is silent\n\nHang up the receiver.\n"},
}

# The file that the example stands in, where that matters.
PLACES = {
    "anchor-dead": "docs/page.md",
    "link-absolute": "docs/calls/page.md",
    "link-not-to-source": "docs/guides/page.md",
    "link-outside": "docs/calls/page.md",
    "orphan": "docs/index.md",
    "link-empty": "docs/page.md",
    "symptom-shared": PAGE,
    "phrase-unknown-article": "phrases.yml",
    "redirect-dead": "mkdocs.yml",
    "redirect-loop": "mkdocs.yml",
    "synonym-unused": "vocabulary.yml",
}


def shown(rule: Rule, section: str) -> list[tuple[str, str]]:
    """The fenced files of a section, with their language. A heading in one of them is none of the page."""
    found, current = [], ""
    for language, text, heading in _PART.findall(rule.doc or ""):
        if heading:
            current = heading
        elif current == section and language in ("markdown", "yaml", "toml"):
            found.append((language, text))
    return found


def laid_out(rule: Rule, fences: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Path -> content: the example as the files that it shows."""
    files = {}
    for language, text in fences:
        name = PLACES.get(rule.slug) or {"markdown": PAGE, "yaml": "mkdocs.yml", "toml": "kb.toml"}[language]
        if rule.slug == "symptom-shared":
            text = f"---\n{text}---\n"
        if rule.slug == "redirect-loop":
            text = "plugins:\n  - redirects:\n" + textwrap.indent(text, " " * 6)
        if rule.slug == "internal-word":
            text = f"---\naudience: public\n---\n{text}"
        files["docs/line-test.md" if name in files else name] = text
    return files


def test_the_rules_without_an_example_to_try_are_known() -> None:
    assert set(NOT_SHOWN) | set(AROUND) | set(PLACES) <= {rule.slug for rule in RULES}


@pytest.mark.parametrize(
    "rule", [rule for rule in RULES if not rule.external and rule.slug not in NOT_SHOWN], ids=lambda rule: rule.slug
)
def test_a_page_shows_what_its_rule_finds_and_what_mends_it(rule: Rule, tmp_path: Path) -> None:
    wrong, right = shown(rule, "Example"), shown(rule, "Fix")
    assert wrong, "no example that can be tried"
    if rule.slug == "duplicate-id":
        right = [wrong[0], *right]  # Of the two that do not go together, one stays as it was.
    found = []
    for folder, fences in (("wrong", wrong), ("right", right)):
        write(tmp_path / folder, {"docs/other/page.md": "# Something else\n", **AROUND.get(rule.slug, {})})
        write(tmp_path / folder, laid_out(rule, fences))
        # A suppression is needless where the rule that it names has nothing to say: that one must run too.
        found.append([each for each in check(tmp_path / folder, rule.id, "KB201") if each.rule == rule.id])
    assert found[0], "the rule does not find its own example"
    assert found[1] == [], "the fix is not clean"
