"""What kb check and kb fix share: which rules run, which files are meant, and what is found there."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kb_tools.cli.output import Steps, note

if TYPE_CHECKING:
    from kb_tools.checks.base import Base
    from kb_tools.checks.options import Options
    from kb_tools.checks.rule import Rule
    from kb_tools.checks.runner import Result
    from kb_tools.config import Settings


def rule_names(ctx: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    """KB201,link-dead and the like, given once or several times."""
    names = tuple(name.strip() for value in values for name in value.split(",") if name.strip())
    if names:
        from kb_tools.checks.rules import RULES, named

        for name in names:
            if not named(name):
                raise click.BadParameter(f"{name!r} is no rule{nearest(name, [rule.slug for rule in RULES])}")
    return names


def nearest(name: str, known: list[str]) -> str:
    import difflib

    near = difflib.get_close_matches(name.lower(), known, n=1)
    return f"; did you mean {near[0]!r}?" if near else "; kb check --rules lists them"


def rules_to_run(select: Sequence[str], ignore: Sequence[str], options: Options, *, external: bool) -> tuple[Rule, ...]:
    """The rules that the command line and kb.toml choose. No rule finds nothing, which would look like good news."""
    from kb_tools.checks.runner import selected

    wanted, unwanted = select or options.select, (*ignore, *options.ignore)
    if rules := selected(wanted, unwanted, external=external):
        return rules
    if selected(wanted, unwanted, external=True):
        raise click.UsageError("the rules chosen ask other servers, and run only with --external.")
    raise click.UsageError("no rule is left to run: look at --select, --ignore, and at both under [check] in kb.toml.")


def from_root(path: Path, folder: Path, settings: Settings) -> str:
    """A path of the command line, as findings name it: seen from here, from `-C DIR`, or as copied from a finding."""
    names = (path, Path(str(path).replace("\\", "/")))
    there = [start / name for name in names for start in (Path(), folder, settings.root) if (start / name).exists()]
    for each in there:
        if (below := _below_root(each, settings)) is not None:
            return below
    if there:
        raise click.UsageError(f"{path} is not in the knowledge base at {settings.root}")
    raise click.UsageError(f"no such file or folder: {path}")


def _below_root(path: Path, settings: Settings) -> str | None:
    docs = os.path.realpath(settings.docs)
    if os.path.islink(settings.docs) and os.path.realpath(path).startswith(docs + os.sep):
        # Named by where it lies, while findings name it by the link.
        path = settings.docs / os.path.relpath(os.path.realpath(path), docs)
    below = os.path.relpath(os.path.abspath(path), settings.root).replace(os.sep, "/")
    if below == ".." or below.startswith("../") or os.path.isabs(below):
        return None
    return "" if below == "." else below


def find(settings: Settings, options: Options, day: date, rules: Sequence[Rule], wanted: Sequence[str],
         changed_since: str | None = None) -> tuple[Base, Result]:  # fmt: skip
    """What these rules find in the files that are wanted; in all, where none is named."""
    from kb_tools.checks.changed import change_since, findings_of_change
    from kb_tools.checks.checking import check, load

    def is_wanted(path: str) -> bool:
        return not wanted or path in wanted or path.startswith(below)

    below = tuple(f"{path}/" if path else "" for path in wanted)
    with Steps() as steps:
        base = load(settings, options, day, steps("Reading articles"), searches=any(rule.searches for rule in rules))
        base.progress = steps("Asking other servers")
        change = change_since(base, changed_since) if changed_since is not None else None
        base.asks_for = lambda path: is_wanted(path) and (change is None or path in change.paths)
        result = check(base, rules)
        if change is not None:
            result = result._replace(findings=findings_of_change(base, result, change, rules))
    for path in wanted:
        # Settings and the like may have findings, too; of any other file, silence would look like praise.
        if path.endswith(".md") and not any(facts.file == path for facts in base):
            note(f"{path} is none of the articles here, and was not looked at", "warning")
    return base, result._replace(findings=tuple(finding for finding in result.findings if is_wanted(finding.path)))
