"""kb check: what is wrong with the articles?"""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kb_tools import __version__
from kb_tools.cli.output import Steps, columns, note, wants_color
from kb_tools.config import load_settings
from kb_tools.errors import KbError
from kb_tools.wording import counted

if TYPE_CHECKING:
    from kb_tools.checks.base import Base
    from kb_tools.checks.finding import Severity
    from kb_tools.checks.options import Options
    from kb_tools.checks.reports import Context
    from kb_tools.checks.rule import Rule
    from kb_tools.checks.runner import Result
    from kb_tools.config import Settings

FORMATS = ("text", "json", "github", "gitlab", "junit", "sarif")
"""Names of reports.FORMATS, here so that --help imports none of them; a test keeps both equal."""

FOUND = 1
_COLORS = {"error": "red", "warning": "yellow", "info": "cyan", "caret": "green"}


class Output(click.ParamType):  # type: ignore[type-arg]  # generic only since Click 8.4
    """sarif=kb.sarif"""

    name = "FORMAT=FILE"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, Path]:
        form, equals, file = value.partition("=")
        if not equals or not file or form not in FORMATS:
            self.fail(f"{value!r}: write FORMAT=FILE, such as sarif=kb.sarif (known: {', '.join(FORMATS)})", param, ctx)
        return form, Path(file)


def _names(ctx: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    """KB201,link-dead and the like, given once or several times."""
    names = tuple(name.strip() for value in values for name in value.split(",") if name.strip())
    if names:
        from kb_tools.checks.rules import RULES, named

        for name in names:
            if not named(name):
                raise click.BadParameter(f"{name!r} is no rule{_nearest(name, [rule.slug for rule in RULES])}")
    return names


def _nearest(name: str, known: list[str]) -> str:
    import difflib

    near = difflib.get_close_matches(name.lower(), known, n=1)
    return f"; did you mean {near[0]!r}?" if near else "; kb check --rules lists them"


@click.command(short_help="Find what is wrong with the articles.")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--select", multiple=True, callback=_names, metavar="RULES", help="Only these: ids, names, or KB2 for a family."
)
@click.option("--ignore", multiple=True, callback=_names, metavar="RULES", help="All but these.")
@click.option(
    "-f", "--format", "form", type=click.Choice(FORMATS), default="text", show_default=True, help="What is printed."
)
@click.option(
    "-o", "--output", "outputs", type=Output(), multiple=True, help="Also write a report to a file; several at once."
)
@click.option("--fail-on", type=click.Choice(("error", "warning", "info", "never")), default="error", show_default=True,
              help="The least that makes the exit status 1.")  # fmt: skip
@click.option("--external", is_flag=True, help="Ask other servers whether the pages linked to are still there.")
@click.option(
    "--changed-since", metavar="REF", help="Only what changed since it left REF, and what that broke elsewhere."
)
@click.option("--baseline", metavar="FILE", help="Findings that do not count, since they were there at the beginning.")
@click.option("--write-baseline", is_flag=True, help="Take all findings of today into the baseline.")
@click.option("--fix", is_flag=True, help="Mend what can be mended without asking.")
@click.option("--diff", is_flag=True, help="Print what --fix would do, as a patch.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="Judge dates as on that day.")
@click.option("--rules", "list_rules", is_flag=True, help="List the rules.")
@click.option("--explain", metavar="RULE", help="Print a rule's page: what, why, example, fix.")
@click.option("--schema", is_flag=True, help="Print the JSON Schema of the front matter, for editors.")
@click.pass_obj
def command(folder: str, paths: tuple[Path, ...], select: tuple[str, ...], ignore: tuple[str, ...], form: str,
            outputs: tuple[tuple[str, Path], ...], fail_on: str, external: bool, changed_since: str | None,
            baseline: str | None, write_baseline: bool, fix: bool, diff: bool, as_of: datetime | None, list_rules: bool,
            explain: str | None, schema: bool) -> int:  # fmt: skip
    """Find what is wrong with the articles.

    Reads the sources, not the site: form, links, freshness, whether callers find it, what must not be told. PATHS are files
    and folders to report on; without them, all. A finding has a rule; `--explain` tells what it is about and how to mend it,
    a comment `<!-- kb: ignore KB201 the reason -->` above a line keeps it as it is.

    \b
    Examples:
      kb check
      kb check docs/internet --select links
      kb check --changed-since main --format github
      kb check --output sarif=kb.sarif --output junit=kb.xml
      kb check --explain KB202
      kb check --diff
    """
    if schema or list_rules or explain is not None:
        click.echo(_about(schema, explain))
        return 0
    if external and as_of:
        raise click.UsageError("--external asks other servers today, so --as-of cannot be another day.")
    from kb_tools.checks.options import load_options
    from kb_tools.checks.own_file import own_file
    from kb_tools.checks.reports import Context

    settings = load_settings(Path(folder))
    options = load_options(settings)
    day = as_of.date() if as_of else date.today()
    rules = _rules_to_run(select, ignore, options, external=external)
    wanted = [_from_root(path, Path(folder), settings) for path in paths]

    def checked() -> tuple[Base, Result]:
        return _checked(settings, options, day, rules, wanted, changed_since)

    base, result = checked()
    if diff:
        return _show_patch(settings, result)
    if fix and _mend(settings, result):
        base, result = checked()
    failing = _failing(fail_on)
    kept = _baseline(baseline, settings, options)
    if write_baseline:
        path = kept or own_file(settings.root, "kb-baseline.txt", "the baseline")
        _write_baseline(path, result, rules, everywhere=not wanted and not changed_since)
        if not options.baseline:
            note(f'  With baseline = "{path.name}" under [check] in kb.toml, kb check looks at it.')
        return 0
    if kept is not None:
        result = _without_known(result, kept, rules, everywhere=not wanted and not changed_since)
    context = Context.of(settings.root, __version__, files=[facts.file for facts in base], failing=failing)
    _report(result, context, form, outputs)
    return FOUND if any(finding.severity in failing for finding in result.findings) else 0


def _about(schema: bool, explain: str | None) -> str:
    """What is known about the rules themselves; no article is read for it."""
    from kb_tools.checks.rules import RULES, named

    if schema:
        from kb_tools.checks.front.schema import schema_text

        return schema_text().rstrip()
    if explain is None:
        return "\n".join(f"{rule.id}  {rule.severity:<7}  {rule.slug:<28}  {rule.summary}" for rule in RULES)
    rules = named(explain)
    if not rules:
        raise click.BadParameter(f"{explain!r} is no rule{_nearest(explain, [rule.slug for rule in RULES])}",
                                 param_hint="--explain")  # fmt: skip
    return "\n\n".join(f"# {rule.slug} ({rule.id}, {rule.severity})\n\n{(rule.doc or '').strip()}" for rule in rules)


def _rules_to_run(
    select: Sequence[str], ignore: Sequence[str], options: Options, *, external: bool
) -> tuple[Rule, ...]:
    """The rules that the command line and kb.toml choose. No rule finds nothing, which would look like good news."""
    from kb_tools.checks.runner import selected

    wanted, unwanted = select or options.select, (*ignore, *options.ignore)
    if rules := selected(wanted, unwanted, external=external):
        return rules
    if selected(wanted, unwanted, external=True):
        raise click.UsageError("the rules chosen ask other servers, and run only with --external.")
    raise click.UsageError("no rule is left to run: look at --select, --ignore, and at both under [check] in kb.toml.")


def _from_root(path: Path, folder: Path, settings: Settings) -> str:
    """A path of the command line, as findings name it: seen from here, from `-C DIR`, or as copied from a finding."""
    there = [start / path for start in (Path(), folder, settings.root) if (start / path).exists()]
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


def _checked(settings: Settings, options: Options, day: date, rules: Sequence[Rule], wanted: Sequence[str],
             changed_since: str | None) -> tuple[Base, Result]:  # fmt: skip
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


def _show_patch(settings: Settings, result: Result) -> int:
    """What `--fix` would do. Bytes: an article may be in another encoding than this terminal."""
    from kb_tools.checks import fixes

    files, skipped = fixes.fixed(settings.root, result.findings)
    _tell_skipped(skipped)
    click.echo(fixes.patch(files), nl=False)
    return FOUND if files else 0


def _mend(settings: Settings, result: Result) -> bool:
    """Mend what can be mended; was there anything?"""
    from kb_tools.checks import fixes

    files, skipped = fixes.fixed(settings.root, result.findings)
    _tell_skipped([*skipped, *fixes.write(settings.root, files)])
    if files:
        note(f"mended {counted(sum(file.count for file in files), 'finding')} in {counted(len(files), 'file')}")
    return bool(files)


def _tell_skipped(skipped: Sequence[tuple[str, str]]) -> None:
    for path, reason in skipped:
        note(f"{path}: not mended: {reason}", "warning")


def _baseline(chosen: str | None, settings: Settings, options: Options) -> Path | None:
    """The file that is asked for: whoever types its name may mean any; kb.toml means one of the knowledge base."""
    from kb_tools.checks.own_file import own_file

    if chosen:
        return Path(chosen)
    return own_file(settings.root, options.baseline, "check.baseline") if options.baseline else None


def _without_known(result: Result, path: Path, rules: Sequence[Rule], *, everywhere: bool) -> Result:
    from kb_tools.checks import baseline

    known = baseline.read(path)
    new, old = known.split(result.findings)
    if everywhere and (mended := known.mended(result.findings, rules)):
        note(f"{counted(mended, 'finding')} of the baseline no longer there; kb check --write-baseline takes them out")
    return result._replace(findings=tuple(new), baselined=len(old))


def _write_baseline(path: Path, result: Result, rules: Sequence[Rule], *, everywhere: bool) -> None:
    from kb_tools.checks import baseline

    before = baseline.read(path) if path.exists() else baseline.Baseline()
    keep = before.unseen(rules) if everywhere else before.entries
    baseline.write(path, result.findings, keep)
    note(f"{counted(len(result.findings), 'finding')} in {path}: with this baseline, only new ones count")


def _report(result: Result, context: Context, form: str, outputs: Sequence[tuple[str, Path]]) -> None:
    from kb_tools import atomic
    from kb_tools.checks.reports import FORMATS

    for name, path in outputs:
        try:
            atomic.replace(path, FORMATS[name](result, context).encode("utf-8"))
        except OSError as error:
            raise KbError(f"the report cannot be written: {error.strerror}", path=path) from error
    color = form == "text" and wants_color()
    shown = context._replace(paint=_paint if color else context.paint, width=columns())
    click.echo(FORMATS[form](result, shown).rstrip("\n"), color=color)


def _paint(text: str, style: str) -> str:
    # None, not False: that would be "no longer bold, no longer dim", behind what has just been switched on.
    bold, dim = style in ("path", "error", "summary"), style == "dim"
    return click.style(text, fg=_COLORS.get(style), bold=bold or None, dim=dim or None)


def _failing(fail_on: str) -> tuple[Severity, ...]:
    """The severities that make the run fail."""
    from kb_tools.checks.finding import SEVERITIES

    return SEVERITIES[: SEVERITIES.index(fail_on) + 1] if fail_on in SEVERITIES else ()
