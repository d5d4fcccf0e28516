"""kb check --baseline: the findings that were there when the team began, and do not count."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kb_tools.cli.output import note
from kb_tools.wording import counted

if TYPE_CHECKING:
    from kb_tools.checks.options import Options
    from kb_tools.checks.rule import Rule
    from kb_tools.checks.runner import Result
    from kb_tools.config import Settings


def file(chosen: str | None, settings: Settings, options: Options) -> Path | None:
    """The file that is asked for: whoever types its name may mean any; kb.toml means one of the knowledge base."""
    from kb_tools.checks.own_file import own_file

    if chosen:
        return Path(chosen)
    return own_file(settings.root, options.baseline, "check.baseline") if options.baseline else None


def taken_out(result: Result, path: Path, rules: Sequence[Rule], *, everywhere: bool) -> Result:
    """The result without the findings that this file has.

    Args:
        everywhere: the whole knowledge base was looked at, so that what was not found is no longer there.
    """
    from kb_tools.checks import baseline

    known = baseline.read(path)
    new, old = known.split(result.findings)
    if everywhere and (mended := known.mended(result.findings, rules)):
        # Whoever follows the advice would take in what is new without knowing it.
        also = f", and takes in {counted(len(new), 'new one')}" if new else ""
        note(f"{counted(mended, 'finding')} of the baseline no longer there; kb check --write-baseline takes "
             f"{'them' if mended > 1 else 'it'} out{also}")  # fmt: skip
    return result._replace(findings=tuple(new), baselined=len(old))


def write(
    chosen: Path | None,
    result: Result,
    rules: Sequence[Rule],
    settings: Settings,
    options: Options,
    *,
    everywhere: bool,
) -> None:
    """Take all of these findings into the file, and tell how it is looked at."""
    from kb_tools.checks import baseline
    from kb_tools.checks.own_file import own_file

    path = chosen or own_file(settings.root, "kb-baseline.txt", "the baseline")
    before = baseline.read(path) if path.exists() else baseline.Baseline()
    keep = before.unseen(rules) if everywhere else before.entries
    baseline.write(path, result.findings, keep)
    note(f"{counted(len(result.findings), 'finding')} in {path}: with this baseline, only new ones count")
    if not options.baseline:
        note(f'  With baseline = "{path.name}" under [check] in kb.toml, kb check looks at it.')
