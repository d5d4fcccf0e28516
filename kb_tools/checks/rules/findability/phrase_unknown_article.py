"""phrases.yml expects an article that does not exist.

Each name under `expect` and `not` must be the id or the path of an article that a search can find. What else is wrong with
`phrases.yml`, so that `kb eval` would stop there, is reported as well.

## Why

`kb eval` refuses the file, and with it all other phrases: from then on nobody notices when an article can no longer be found.

## Example

```yaml
- said: "the little light that says DSL goes on and off"
  expect: [no-sink]
```

## Fix

```yaml
- said: "the little light that says DSL goes on and off"
  expect: [no-sync]
```
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kb_tools.checks.finding import Found, at
from kb_tools.checks.rule import Rule
from kb_tools.errors import ConfigError

if TYPE_CHECKING:
    from kb_tools.checks.base import Base


def check(base: Base) -> Iterator[Found]:
    from kb_tools.search.cases import FILE_NAME, load_cases

    path = base.settings.root / FILE_NAME
    if not path.is_file():
        return
    known = {name: facts.path for facts in base if facts.is_answer for name in (facts.path, facts.id)}
    hidden = {name for facts in base if not facts.is_answer for name in (facts.path, facts.id)}
    unknown: dict[str, str] = {}
    try:
        for node, name in _names(path):
            if name not in known:
                unknown[name] = name
                why = "is left out of searches" if name in hidden else "does not exist"
                near = difflib.get_close_matches(name, known, n=1)
                yield Found(at(node.start_mark.line + 1, node.start_mark.column + 1, node.end_mark.column + 1),
                            f"the article {name!r} {why}", name,
                            f"Did you mean {near[0]!r}?" if near else "Name the id or the path of an article.",
                            path=path.name)  # fmt: skip
        load_cases(path, known | unknown)
    except ConfigError as error:
        yield Found(at(error.line or 1), error.message, "unreadable", error.hint, path=path.name)


def _names(path: Path) -> Iterator[tuple[Any, str]]:
    """The articles that the phrases name, each with its node; what is no list of phrases has none."""
    import yaml

    from kb_tools import marked_yaml

    root = marked_yaml.compose(path)
    for item in root.value if isinstance(root, yaml.SequenceNode) else ():
        for key, value in item.value if isinstance(item, yaml.MappingNode) else ():
            if key.value in ("expect", "not"):
                for node in value.value if isinstance(value, yaml.SequenceNode) else [value]:
                    if isinstance(node, yaml.ScalarNode) and (name := " ".join(node.value.split())):
                        yield node, name


RULE = Rule("KB506", "phrase-unknown-article", "error", __doc__, base=check)
