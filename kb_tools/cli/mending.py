"""What kb fix and kb check --fix share: what is mended, all of it or nothing, and what is left for a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

import click

from kb_tools.cli.output import note
from kb_tools.wording import counted

if TYPE_CHECKING:
    from kb_tools.checks.base import Base
    from kb_tools.checks.edited import FixedFile
    from kb_tools.checks.finding import Finding
    from kb_tools.checks.runner import Result


class Mending(NamedTuple):
    """What can be mended without asking a person how."""

    files: Sequence[FixedFile]
    findings: Sequence[Finding]
    """Those that it mends."""
    left: int = 0
    """Files that could be mended, were they not as they are; they are told."""

    @property
    def patch(self) -> bytes:
        """Bytes: an article may be in another encoding than this terminal."""
        from kb_tools.checks import fixes

        return fixes.patch(self.files)

    @property
    def in_short(self) -> str:
        return f"{counted(len(self.findings), 'finding')} in {counted(len(self.files), 'file')}"

    def by_rule(self) -> list[str]:
        """A line for each rule: how many of its findings, in how many files."""
        counts = Counter((finding.rule, finding.slug) for finding in self.findings)
        width = max((len(slug) for _, slug in counts), default=0)
        return [
            f"{rule}  {slug:<{width}}  {counted(count, 'finding')} in "
            + counted(len({finding.path for finding in self.findings if finding.rule == rule}), "file")
            for (rule, slug), count in sorted(counts.items())
        ]


def planned(base: Base, result: Result) -> Mending:
    """What mending would do; what cannot be mended here and now is told."""
    from kb_tools.checks import fixes
    from kb_tools.writing.mended import with_reviews

    files, left = fixes.fixed(base.settings.root, result.findings, base.as_read)
    _tell_left(left)
    mended = {fingerprint for file in files for fingerprint in file.mended}
    return Mending(with_reviews(base, files), [finding for finding in result.findings if finding.fingerprint in mended],
                   len({path for path, _ in left}))  # fmt: skip


def apply(base: Base, mending: Mending) -> None:
    """Change the files, all of them or none."""
    from kb_tools.writing import changes

    changes.apply(
        base.settings.root, [changes.FileChange(file.path, file.before, file.after) for file in mending.files]
    )
    note(f"mended {mending.in_short}")


def show_patch(base: Base, result: Result) -> bool:
    """kb check --diff: print what mending would do; is there anything?"""
    mending = planned(base, result)
    click.echo(mending.patch, nl=False)
    return bool(mending.files)


def mend(base: Base, result: Result) -> bool:
    """kb check --fix: mend what can be mended; was there anything?"""
    mending = planned(base, result)
    if mending.files:
        apply(base, mending)
    return bool(mending.files)


def _tell_left(left: Iterable[tuple[str, str]]) -> None:
    for path, reason in left:
        note(f"{path}: not mended: {reason}", "warning")
