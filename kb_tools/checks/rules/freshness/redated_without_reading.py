"""An article got a new review date together with several others, and nothing else in it changed.

Found in git's history: the commit that set the article's `last_reviewed` to what it is now gave at least five articles a
later date and changed nothing else in them. Blank lines and blanks, line ends and other dates in the front matter do not
count as a change. The first date that an article gets is not meant, nor a date set back, nor the commit that adds the file;
renamed files are followed. An article whose `reviewed_hash`, which `kb review` writes, names the text and the day
that it has is left alone: somebody has read it.

It needs the history as far back as the oldest review. In a clone that has only the end of it (CI: `fetch-depth: 0`) or
none of the contents, nothing is found, and `kb check` says so. Merge commits themselves are not looked at, and of a commit
more than 100 days younger than the date that it writes nothing is thought.

## Why

Thirty dates moved in one commit by a script, or the evening before an audit, make thirty articles look as if somebody had
tried them. That is worse than stale: a stale article says so.

## Example

```diff
$ git show --stat
    All articles reviewed

 docs/vpn/vpn-619.md | 2 +-
 docs/vpn/vpn-691.md | 2 +-
 docs/vpn/vpn-789.md | 2 +-
 docs/vpn/vpn-800.md | 2 +-
 docs/vpn/vpn-809.md | 2 +-
```

## Fix

Read them, one by one; who finds something to mend changes more than the date. For those that nobody has read, put back the
date that they had; the finding names it.

Did you sit down together and read them all, and all were true? Then keep the finding with that as the reason, or commit
as you go, a few at a time.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

from kb_tools.checks.base import Base
from kb_tools.checks.finding import Found
from kb_tools.checks.front.value_place import found_in_field
from kb_tools.checks.reviews import is_kept_true
from kb_tools.checks.rule import Rule
from kb_tools.history.commits import is_partial
from kb_tools.history.git import GitError, Repository, open_repository
from kb_tools.history.redating import SEVERAL, redatings

_UNTOLD = "whether dates were moved without reading (KB405) cannot be told"


def check(base: Base) -> Iterator[Found]:
    dated = {facts.file: facts for facts in base if facts.last_reviewed is not None and is_kept_true(facts)}
    if len(dated) < SEVERAL:
        return
    dates = {path: facts.last_reviewed for path, facts in dated.items() if facts.last_reviewed is not None}
    try:
        repository = _with_history(base)
        found = redatings(repository, base.settings, base.docs, dates) if repository is not None else {}
    except GitError as error:
        base.note(f"{_UNTOLD}: {error.message}")
        return
    # A review that says which text was read is more than a date, as long as it is that text.
    for path in sorted(path for path in found if not dated[path].is_as_reviewed):
        commit, articles, before = found[path]
        yield found_in_field(
            base, dated[path], "last_reviewed",
            f"{dates[path]} was written into {articles} articles by commit {commit[:10]}, and nothing else into this one",
            f"Read it from start to end and write that day; if nobody has, put {before} back.",
        )  # fmt: skip


def _with_history(base: Base) -> Repository | None:
    """The repository, if it can tell what was before; a note on why not, where there should be one."""
    repository = base.repository
    if repository is None:
        if any(os.path.lexists(folder / ".git") for folder in (base.settings.root, *base.settings.root.parents)):
            base.note(f"{_UNTOLD}: {_refusal(base)}")
        return None
    if repository.is_shallow:
        base.note(f"{_UNTOLD}: this clone has only the end of the history; in CI, fetch all of it "
                  "(GitHub: fetch-depth: 0, GitLab: GIT_DEPTH: 0), elsewhere: git fetch --unshallow")  # fmt: skip
        return None
    if is_partial(repository):
        base.note(f"{_UNTOLD}: this clone left the contents of old files on the server; "
                  "clone without --filter to have them")  # fmt: skip
        return None
    return repository


def _refusal(base: Base) -> str:
    try:
        open_repository(base.settings.root)
    except GitError as error:
        return error.message
    return "git does not answer"


RULE = Rule("KB405", "redated-without-reading", "warning", __doc__, base=check)
