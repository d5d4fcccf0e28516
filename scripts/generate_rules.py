"""Write docs/manual/rules/ from the rules themselves. Run it after changing a rule's text; a test checks it.

python scripts/generate_rules.py [--check]
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from kb_tools.checks.rule import Rule
from kb_tools.checks.rules import RULES

FOLDER = Path(__file__).parents[1] / "docs" / "manual" / "rules"

HEAD = """\
---
title: "{title}"
audience: internal
search:
  exclude: true
---

# {heading}
"""

INDEX = """
What [`kb check`](../checking.md) looks for. The pages are written by `scripts/generate_rules.py` from the rules
themselves; `kb check --explain KB201` prints one in the terminal. An **error** makes `kb check` fail, a **warning** only
with `--fail-on warning`, an **info** only with `--fail-on info`. An id is permanent.
"""


def main(arguments: list[str]) -> int:
    """Write the pages, or tell whether they are current."""
    pages = dict(all_pages())
    there = {path: path.read_text(encoding="utf-8") for path in FOLDER.rglob("*.md")}
    if arguments == ["--check"]:
        if there == pages:
            return 0
        different = sorted(path for path in {*there, *pages} if there.get(path) != pages.get(path))
        print(f"{different[0]}: not what the rules say now\n  Run: python scripts/generate_rules.py", file=sys.stderr)
        return 1
    for path in there.keys() - pages.keys():
        path.unlink()
    for path, text in pages.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return 0


def all_pages() -> Iterator[tuple[Path, str]]:
    """Each page and its text; a folder for each family."""
    parts = [HEAD.format(title="Rules", heading="Rules"), INDEX]
    for family, rules in groupby(RULES, key=lambda rule: rule.family):
        parts.append(f"\n## {family.capitalize()}\n\n{question(family)}\n\n| Rule | | What it finds |\n|---|---|---|\n")
        for rule in rules:
            parts.append(f"| [{rule.id} {rule.slug}]({family}/{rule.slug}.md) | {rule.severity} | {rule.summary} |\n")
            yield FOLDER / family / f"{rule.slug}.md", page(rule)
    yield FOLDER / "index.md", "".join(parts)


def question(family: str) -> str:
    """What the family asks, from the docstring of its package: `KB2xx. Does every link ...?`"""
    from importlib import import_module

    doc = import_module(f"kb_tools.checks.rules.{family}").__doc__ or ""
    return " ".join(doc.partition(". ")[2].split("\n\n")[0].split())


def page(rule: Rule) -> str:
    """A rule's page."""
    head = HEAD.format(title=f"{rule.slug} ({rule.id})", heading=f"{rule.slug} ({rule.id})")
    text = _RULE_LINK.sub(lambda found: _to_page(rule, found[1]), (rule.doc or "").strip())
    return f"{head}\n*{rule.family}, {rule.severity}*\n\n{text}\n"


_RULE_LINK = re.compile(r"(?<=\]\()#([a-z0-9-]+)(?=\))")


def _to_page(rule: Rule, slug: str) -> str:
    """In a rule's text, `#slug` leads to another rule."""
    for other in RULES:
        if other.slug == slug:
            return f"{slug}.md" if other.family == rule.family else f"../{other.family}/{slug}.md"
    raise ValueError(f"{rule.slug} links to #{slug}, which is no rule")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
