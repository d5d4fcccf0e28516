"""A line of the team's vocabulary does nothing: no article has the words that it leads to.

Looked at is `vocabulary.yml` next to `kb.toml`, not the starter set that comes with kb. Under `say`, a line does nothing when
no article has any word of what stands behind the colon; under `same`, when no article has any word of the group. Words count
in all their forms; articles that no search finds do not count.

A `vocabulary.yml` that cannot be read is reported here as well, as an error: no search works until it is mended.

## Why

It looks as if callers who say this are taken care of, and they are not. Mostly the article was reworded or deleted, and
nobody thought of the vocabulary.

## Example

```yaml
say:
  clicker: [handset]      # every article says "receiver" by now
```

## Fix

```yaml
say:
  clicker: [receiver]
```

or delete the line.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from kb_tools.checks.finding import Found, at
from kb_tools.checks.rule import Rule
from kb_tools.checks.searching import open_searcher
from kb_tools.errors import ConfigError

if TYPE_CHECKING:
    from kb_tools.checks.base import Base
    from kb_tools.query.vocabulary import Entry
    from kb_tools.search.searcher import Searcher


def check(base: Base) -> Iterator[Found]:
    from kb_tools.query import vocabulary

    path = base.settings.root / vocabulary.FILE_NAME
    if not path.is_file():
        return
    try:
        entries = vocabulary.read(path)
    except ConfigError as error:
        yield Found(at(error.line or 1), f"the vocabulary cannot be read: {error.message}", "unreadable", error.hint,
                    path=path.name, severity="error")  # fmt: skip
        return
    searcher = open_searcher(base)
    if searcher is None:
        return
    # A group of three is three entries, each leading to the two others.
    together: dict[tuple[int, frozenset[str]], list[Entry]] = defaultdict(list)
    for entry in entries:
        together[entry.line, frozenset((entry.said, *entry.means))].append(entry)
    lines = path.read_text(encoding="utf-8-sig", errors="replace").split("\n")
    for group in together.values():
        if not any(_is_in_articles(meaning, searcher) for entry in group for meaning in entry.means):
            first = group[0]
            column = lines[first.line - 1].find(first.said) + 1 or 1
            said = " or ".join(f'"{meaning}"' for meaning in first.means)
            yield Found(at(first.line, column, column + len(first.said)), f'"{first.said}" leads nowhere: no article says '
                        f"{said}", " ".join((first.said, *first.means)),
                        "Name a word that stands in the articles, or delete the line.",
                        path=path.name)  # fmt: skip


def _is_in_articles(meaning: str, searcher: Searcher) -> bool:
    """Does an article have a word of it? Words that every text has do not count."""
    from kb_tools.search.analysis import STOP_WORDS

    tokens = searcher.analyzer.tokens(meaning)
    telling = [token for token in tokens if token not in STOP_WORDS] or tokens
    return any(map(searcher.has, searcher.analyzer.own_terms(telling)))


RULE = Rule("KB504", "synonym-unused", "warning", __doc__, base=check)
