"""A suppression that suppresses nothing.

- a rule is named that finds nothing any more in the lines the suppression holds for
- no rule has that name, or no rule is named at all
- a comment looks like a suppression and is none: `<!-- kb: ingore KB201 ... -->`, `<!-- KB: Ignore ... -->`
- an exception in `kb.toml` (`[[check.except]]`) has paths that match no file

The first is only judged when the rule ran: `--select` or `--ignore`, or external links without `--external`, leave its
suppressions alone. This rule cannot be suppressed.

A suppression holds for its own line and the block of text that follows, as far as the next blank line; alone above a block, for
that block, code blocks as a whole. `<!-- kb: ignore-file ... -->` holds for the file. In front matter it is a YAML comment, `# kb:
ignore KB113 reason`: at the end of a field's line or above the field it holds for the field, at the end of a list's item for
the item. Rules are named by id, by slug or by family, with commas between them. In code it is text.

## Why

What is suppressed for no reason today hides a real mistake tomorrow.

## Example

```markdown
<!-- kb: ignore link-dead the vendor moves this page every month -->
Read [our own page](wifi-drops.md).
```

## Fix

```markdown
Read [our own page](wifi-drops.md).
```
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from kb_tools.checks.base import Base
from kb_tools.checks.finding import Found, at
from kb_tools.checks.rule import Rule
from kb_tools.checks.suppress import WHOLE_FILE, about
from kb_tools.checks.suppressor import Suppressor, matcher, meant
from kb_tools.config import CONFIG_NAME


def check(base: Base) -> Iterator[Found]:
    """What can be told before the other rules have run."""
    for facts in base:
        for each in facts.suppressions:
            if each.mistaken:
                yield about(facts.file, each, f"{each.mistaken} suppresses nothing", each.mistaken.lower(),
                            "Write kb: ignore KB201 why, in small letters.")  # fmt: skip
            elif not each.rules:
                yield about(facts.file, each, "this suppression names no rule", "", "Write kb: ignore KB201 why.")
            for name in each.rules:
                if not meant(name):
                    yield about(facts.file, each, f"{name} is no rule that can be suppressed", name, _hint(name))
    if base.options.exceptions:
        files = {base.file(path) for path in base.files}
        files.update(entry.name for entry in base.settings.root.iterdir() if entry.is_file())
        for exception in base.options.exceptions:
            if not any(map(matcher(base, exception), files)):
                paths = ", ".join(exception.paths)
                yield Found(at(exception.line or 1), f"no file matches the paths of this exception: {paths}", paths,
                            "Take the exception out, or correct its paths.", path=CONFIG_NAME)  # fmt: skip


def left_over(suppressor: Suppressor) -> Iterator[Found]:
    """What can be told after the other rules have run."""
    for file, suppression, name in suppressor.unused():
        where = "in this file" if suppression.last == WHOLE_FILE else "here"
        yield about(file, suppression, f"{name} finds nothing {where}", name, "Take the suppression out.")


def _hint(name: str) -> str:
    from kb_tools.checks.rules import RULES

    # By slug only: each id is near to a dozen others, which are about something else.
    near = get_close_matches(name.lower(), [rule.slug for rule in RULES], 1)
    known = next((f"{rule.id} {rule.slug}" for rule in RULES if rule.slug in near), "")
    return f"Did you mean {known}?" if known else "kb check --rules lists them."


RULE = Rule("KB801", "suppression-unused", "warning", __doc__, base=check)
